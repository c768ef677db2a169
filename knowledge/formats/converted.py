"""What a format reader gives back, and the sentence it fails with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Converted:
    """A document as Markdown.

    ``title`` is what the format itself calls the document (HTML's title, DOCX's core title); ``meta`` is the front
    matter, as YAML gave it.
    """

    text: str
    title: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
