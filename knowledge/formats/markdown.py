"""Markdown: kept as it is written, without front matter, comments, hidden markup and struck words.

HTML tables become pipe tables.
"""

from __future__ import annotations

from knowledge.formats.converted import Converted, LeftOutWords
from knowledge.formats.encoding import decode
from knowledge.formats.frontmatter import split_front_matter
from knowledge.formats.hidden import without_hidden_markup, without_struck_markup
from knowledge.formats.markdown_callouts import with_plain_callouts
from knowledge.formats.markdown_forms import (
    with_headings,
    with_plain_notes,
    with_raised_figures,
    without_comments,
    without_struck,
)
from knowledge.formats.markdown_tables import with_pipe_tables
from knowledge.language.markdown import tidy


def read(data: bytes) -> Converted:
    """Read a Markdown document. Raises DocumentUnreadable."""
    meta, text = split_front_matter(tidy(decode(data)))
    left: list[LeftOutWords] = []
    shown = without_struck_markup(without_hidden_markup(without_comments(text, left)), left)
    valid = without_struck(with_headings(with_pipe_tables(with_plain_callouts(shown))), left)
    return Converted(text=with_raised_figures(with_plain_notes(valid)), meta=meta, left_out=tuple(left))
