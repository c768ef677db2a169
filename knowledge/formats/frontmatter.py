"""The YAML block that a text document may begin with."""

from __future__ import annotations

import re
from typing import Any

import yaml

from knowledge.errors import DocumentUnreadable

BLOCK = re.compile(r"\A\s*---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
UNCLOSED_RULE = re.compile(r"\A\s*---[ \t]*\n.*?^readers?[ \t]*:", re.DOTALL | re.MULTILINE | re.IGNORECASE)


def split_front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return the front matter and the text behind it; no front matter is an empty dict.

    Raises DocumentUnreadable where it is not valid YAML: it may hold the document's access rules, so it is never
    skipped over.
    """
    block = BLOCK.match(text)
    if not block:
        if UNCLOSED_RULE.match(text):
            raise DocumentUnreadable("Its front matter names readers but does not end. Put a line --- behind it.")
        return {}, text
    try:
        meta = yaml.safe_load(block["yaml"])
    except (yaml.YAMLError, ValueError) as error:
        line = error.problem_mark.line + 2 if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark else 1
        raise DocumentUnreadable(
            f"Its front matter is not valid YAML (line {line}). Mend it: rights may stand there."
        ) from None
    if meta is None:
        return {}, text[block.end() :]
    return (meta, text[block.end() :]) if isinstance(meta, dict) else ({}, text)
