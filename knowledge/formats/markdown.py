"""Markdown: kept as it is written, without front matter and hidden markup, and with HTML tables as pipe tables."""

from __future__ import annotations

from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode
from knowledge.formats.frontmatter import split_front_matter
from knowledge.formats.hidden import without_hidden_markup
from knowledge.formats.markdown_tables import with_pipe_tables
from knowledge.language.markdown import tidy


def read(data: bytes) -> Converted:
    """Read a Markdown document. Raises DocumentUnreadable."""
    meta, text = split_front_matter(tidy(decode(data)))
    return Converted(text=with_pipe_tables(without_hidden_markup(text)), meta=meta)
