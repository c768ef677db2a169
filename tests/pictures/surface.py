"""What a picture is of: one row of the table in `surfaces.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.pictures.visit import Said, Visit

FOLDER: Final = Path(__file__).parents[2] / "ops" / "docs" / "pictures"
LANGUAGES: Final = ("en", "zh")
WIDTHS: Final = ("", "-phone")
"""What a picture's name ends with: nothing for the desktop."""
MAYA, TOM, LINA, WANG, SOFIA = "U0MAYA", "U0TOM", "U0LINA", "U0WANG", "U0SOFIA"
READERS: Final[Mapping[str, str]] = {"en": MAYA, "zh": LINA}
Show = Callable[[Visit], None]


@dataclass(frozen=True)
class Surface:
    """A surface, and the steps that bring it onto the page. They raise where it is not there."""

    name: str
    show: Show
    title: Said
    about: Said
    """What it is for and how one gets there: one sentence in each language."""
    of: str = ".panes"
    """A CSS selector: the part of the page that a picture from the desktop shows. A phone's shows all of it."""
    people: Mapping[str, str] = field(default_factory=lambda: READERS)
    """Who looks, by language. Who stands for one surface alone keeps what others asked out of it."""

    def is_pictured(self) -> bool:
        """Whether all of its pictures were taken."""
        return all(picture.exists() for picture in self.pictures())

    def pictures(self) -> list[Path]:
        """Return where its pictures lie."""
        return [self.picture(language, width) for language in LANGUAGES for width in WIDTHS]

    def picture(self, language: str, width: str) -> Path:
        """Return where the picture in one language and of one width lies."""
        return FOLDER / f"{self.name}-{language}{width}.png"
