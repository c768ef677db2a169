"""Plain text. A line that looks like a Markdown heading, or is underlined, is one; columns over dashes are a table.

Nothing else is made into markup.
"""

from __future__ import annotations

from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode
from knowledge.formats.frontmatter import split_front_matter
from knowledge.formats.markdown_forms import with_headings
from knowledge.formats.plain_tables import with_drawn_tables
from knowledge.language.markdown import tidy

_UNDERLINED = 3  # characters of a line that makes the one above it a heading; one dash may be anything


def read(data: bytes) -> Converted:
    """Read a text document. Raises DocumentUnreadable."""
    meta, text = split_front_matter(tidy(decode(data)))
    return Converted(text=with_headings(with_drawn_tables(text), _UNDERLINED), meta=meta)
