"""Takes pictures of a page: on a desktop and on a phone, small enough for a repository."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PIL import Image
from playwright.sync_api import ViewportSize

from tests.pictures.visit import Visit

DESKTOP: Final[ViewportSize] = {"width": 1280, "height": 760}
PHONE: Final[ViewportSize] = {"width": 390, "height": 844}
COLOURS: Final = 128
"""Enough for text and avatars; a picture is a third of its true-colour size."""
MORNING: Final = 10
"""The hour at which people in the pictures work."""
FARTHEST_ZONES_H: Final = (-12, 14)
SETTLED_MS: Final = 300
"""After a change of width: a timeline follows its end with the next frames."""


def morning_zone(now: datetime | None = None) -> str:
    """Return a time zone in which it is ten in the morning now, so that messages carry the hours of a working day."""
    west, east = FARTHEST_ZONES_H
    ahead = MORNING - (now or datetime.now(UTC)).hour
    ahead += 24 if ahead < west else -24 if ahead > east else 0
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"  # POSIX counts them the other way round


def take(visit: Visit, of: str, desktop: Path, phone: Path) -> None:
    """Take both pictures of what the page shows now; ``of`` is what of the desktop's is kept."""
    _settle(visit, PHONE)
    _save(visit.page.screenshot(animations="disabled", caret="hide"), phone)
    _settle(visit, DESKTOP)
    _save(visit.page.locator(of).last.screenshot(animations="disabled", caret="hide"), desktop)


def _settle(visit: Visit, size: ViewportSize) -> None:
    visit.page.set_viewport_size(size)
    visit.page.wait_for_timeout(SETTLED_MS)
    if visit.top:
        visit.top.evaluate("node => node.scrollIntoView({block: 'start'})")


def _save(png: bytes, path: Path) -> None:
    with Image.open(io.BytesIO(png)) as taken:
        few = taken.convert("RGB").quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    path.parent.mkdir(parents=True, exist_ok=True)
    few.save(path, optimize=True)
