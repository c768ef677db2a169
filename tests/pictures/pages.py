"""The manual's pages with the pictures, made from the table of surfaces."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.pictures.surface import FOLDER, LANGUAGES, WIDTHS, Surface
from tests.pictures.surfaces import SURFACES

PAGES: Final = {"en": FOLDER.parent / "surfaces.md", "zh": FOLDER.parent / "surfaces.zh.md"}
_HEADS: Final = {
    "en": """\
# Every surface in Slack

[中文](surfaces.zh.md) · [In Slack](slack.md) · [Back to the README](../../README.md)

`make pictures` takes these pictures from the whole product and writes this page: the local Slack that comes along, the
sample company, the embedded models. On the left a desktop, on the right a telephone (390 pixels wide).
""",
    "zh": """\
# 在 Slack 中看到的样子

[English](surfaces.md) · [返回说明](../../README.zh.md)

这些图片由 `make pictures` 从完整产品拍摄：随附的本地 Slack、示例公司、内置模型；本页也由它写成。
左边是电脑，右边是手机（390 像素宽）。
""",
}
_SEEN_ON: Final = {"en": {"": ", on a desktop", "-phone": ", on a phone"}, "zh": {"": "：电脑", "-phone": "：手机"}}
_SHARES: Final = {"": "68%", "-phone": "28%"}
"""Of the page's width."""


def write_pages() -> None:
    """Write both pages anew."""
    for language in LANGUAGES:
        PAGES[language].write_text(page(language), encoding="utf-8")


def page(language: str) -> str:
    """Return the page in one language: all surfaces of which there are pictures."""
    sections = [_section(surface, language) for surface in SURFACES if surface.is_pictured()]
    return "\n".join([_HEADS[language], *sections])


def _section(surface: Surface, language: str) -> str:
    images = "\n".join(f"  {_image(surface, language, width)}" for width in WIDTHS)
    return f"## {surface.title[language]}\n\n{surface.about[language]}\n\n<p>\n{images}\n</p>\n"


def _image(surface: Surface, language: str, width: str) -> str:
    picture: Path = surface.picture(language, width)
    alt = surface.title[language].replace("`", "") + _SEEN_ON[language][width]
    return f'<img src="{FOLDER.name}/{picture.name}" alt="{alt}" width="{_SHARES[width]}">'
