"""The page's colours: text is readable on each ground that it stands on, in light and in dark (WCAG 2.2, 1.4.3)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

TOKENS: Final = Path(__file__).parents[3] / "ops" / "sandbox" / "page" / "css" / "tokens.css"
LEAST: Final = 4.5
GROUNDS: Final = ("panel", "panel-2", "panel-3")
PAIRS: Final = (
    *((text, ground) for text in ("text", "muted", "link", "danger") for ground in GROUNDS),
    *((text, f"{text}-soft") for text in ("accent", "danger", "warm")),
    *((text, ground) for text in ("frame-text", "frame-muted") for ground in ("frame", "frame-top")),
    ("on-accent", "accent"),
    ("frame-strong", "frame-active"),
    ("text", "mention"),
    ("text", "mention-me"),
)


def colours() -> dict[str, dict[str, str]]:
    """The colours by name, of the light page and of the dark one, which takes over what it does not change."""
    light, _, rest = TOKENS.read_text(encoding="utf-8").partition("@media (prefers-color-scheme: dark)")
    found = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in (light, rest)]
    return {"light": found[0], "dark": found[0] | found[1]}


def luminance(colour: str) -> float:
    """Relative luminance by WCAG's definition."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio by WCAG's definition: 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_its_ground(theme: str) -> None:
    """Level AA: 4.5 to 1."""
    known = colours()[theme]
    weak = {pair: round(contrast(known[pair[0]], known[pair[1]]), 2) for pair in PAIRS}

    assert {} == {pair: ratio for pair, ratio in weak.items() if ratio < LEAST}
