"""Boxes, tabs and highlights of site generators and note books."""

from __future__ import annotations

import pytest

from knowledge.formats import convert


def _markdown(text: str) -> str:
    return convert("a.md", text.encode()).text


@pytest.mark.parametrize(
    "box",
    [
        '=== "Part-time"\n\n    12 days.\n\n',
        '!!! note "Part-time"\n    12 days.\n\n',
        '??? note "Part-time"\n\n    12 days.\n\n',
        ":::tip Part-time\n12 days.\n",
        ":::info[Part-time]\n12 days.\n",
        '{% tab title="Part-time" %}\n12 days.\n',
        '<TabItem value="p" label="Part-time">\n12 days.\n',
        'import Tabs from "@theme/Tabs"\n\n**Part-time**\n\n==12 days==.\n'.replace("==12 days==.", "12 days."),
    ],
)
def test_the_title_of_a_box_stands_above_its_words(box: str) -> None:
    """It says for whom they hold; they are no code."""
    assert _markdown(f"{box}\nAll.") == "**Part-time**\n\n12 days.\n\nAll."


def test_boxes_within_boxes_are_read() -> None:
    """Each is indented by four blanks more."""
    assert _markdown('!!! note "兼职"\n    甲\n\n    !!! tip "例外"\n        乙\n\n    丙\n') == (
        "**兼职**\n\n甲\n\n**例外**\n\n乙\n\n丙"
    )


@pytest.mark.parametrize(
    "text",
    ['```\n=== "Tab"\n    ==x==\nimport a from "b"\n```', "=== Overview", "a == b and c == d", "Wait!!! It is 5 pm."],
)
def test_what_only_looks_like_a_box_stays(text: str) -> None:
    """Code, and words."""
    assert _markdown(f"All.\n\n{text}") == f"All.\n\n{text}"


def test_a_highlight_is_emphasis_and_figures_between_carets_are_raised() -> None:
    """As Obsidian and pandoc write them; marks of notes have carets, too."""
    assert _markdown("==Max 3== 10^6^ H~2~O, ~5 days~[^1][^2]") == "**Max 3** 10⁶ H₂O, ~5 days~[^1][^2]"
