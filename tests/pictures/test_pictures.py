"""The manual's pictures are those of the table of surfaces, neither more nor fewer."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from tests.pictures.camera import MORNING, PHONE, morning_zone
from tests.pictures.pages import PAGES, page
from tests.pictures.surface import FOLDER, LANGUAGES
from tests.pictures.surfaces import SURFACES

LARGEST_FILE = 100_000
LARGEST_FOLDER = 6_000_000


def test_every_surface_is_shown_in_both_languages_and_on_a_phone() -> None:
    """Four pictures each; one whose feature is still to come has none."""
    pictured = {surface.name for surface in SURFACES if surface.is_pictured()}

    assert {surface.name for surface in SURFACES} == pictured


def test_no_picture_is_left_over() -> None:
    """What no surface needs any more is deleted with it."""
    known = {picture for surface in SURFACES for picture in surface.pictures()}

    assert set() == set(FOLDER.iterdir()) - known


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manual_says_of_each_what_it_is_for(language: str) -> None:
    """The pages are those that the table makes."""
    assert page(language) == PAGES[language].read_text(encoding="utf-8")


def test_the_pictures_are_small() -> None:
    """The repository carries them for ever."""
    sizes = {picture.name: picture.stat().st_size for picture in FOLDER.iterdir()}

    assert {} == {name: size for name, size in sizes.items() if size > LARGEST_FILE}
    assert sum(sizes.values()) < LARGEST_FOLDER


def test_a_phones_pictures_are_as_wide_as_a_phone() -> None:
    """Measured in each file."""
    widths = set()
    for picture in FOLDER.glob("*-phone.png"):
        with Image.open(picture) as image:
            widths.add(image.width)

    assert {PHONE["width"]} == widths


@pytest.mark.parametrize("hour", range(24))
def test_people_in_the_pictures_work_in_the_morning(hour: int) -> None:
    """Whenever the pictures are taken."""
    now = datetime(2026, 12, 1, hour, 30, tzinfo=UTC)

    assert MORNING == now.astimezone(ZoneInfo(morning_zone(now))).hour
