"""Markdown: kept as it is written, without front matter and hidden markup."""

from __future__ import annotations

from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode
from knowledge.formats.frontmatter import split_front_matter
from knowledge.formats.hidden import without_hidden_markup
from knowledge.language.markdown import tidy


def read(data: bytes) -> Converted:
    """Read a Markdown document. Raises DocumentUnreadable."""
    meta, text = split_front_matter(tidy(decode(data)))
    return Converted(text=without_hidden_markup(text), meta=meta)
