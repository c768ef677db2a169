"""Plain text. A line that looks like a Markdown heading is one; nothing else is made into markup."""

from __future__ import annotations

from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode
from knowledge.formats.frontmatter import split_front_matter
from knowledge.language.markdown import tidy


def read(data: bytes) -> Converted:
    """Read a text document. Raises DocumentUnreadable."""
    meta, text = split_front_matter(tidy(decode(data)))
    return Converted(text=text, meta=meta)
