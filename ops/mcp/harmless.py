"""Documents' words as a model may be given them: nothing in them passes for markup of the conversation around it.

Words stay as they are. What chat templates and clients put around messages is written with other brackets.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from knowledge.language.markdown import as_read, plain, tidy

_TAG: Final = re.compile(r"<(?=[A-Za-z/!?<|｜])")
"""What begins a tag or a chat template's mark: ``<system>``, ``</tool_result>``, ``<|im_start|>``, ``<<SYS>>``."""
_WHOLE_TAG: Final = re.compile(r"‹([^‹<>\n]{0,200})>")
_BRACKETED: Final = re.compile(
    r"\[(/?(?:INST|SYS|SYSTEM|ASSISTANT|USER|TOOL|AVAILABLE_TOOLS|gMASK)[A-Z_]*)\]", re.IGNORECASE
)
_ROLE: Final = re.compile(
    r"^([\W_]*)((?:system|assistant|user|human|developer|tool|function)(?:[ _](?:result|message|prompt|call|output)s?)?"
    r"|系统|助手|用户|工具|系統|助理|使用者)[ \t]*[:：]",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that begins like somebody's turn in a conversation."""
_SCHEMES: Final = frozenset({"http", "https", "file"})


def harmless(text: str) -> str:
    """Return the text without invisible characters and without anything that reads as a message's frame."""
    text = _WHOLE_TAG.sub(r"‹\1›", _TAG.sub("‹", tidy(text)))
    return _ROLE.sub(r"\1\2 –", _BRACKETED.sub(r"(\1)", text))


def read(markdown: str) -> str:
    """Return Markdown of a document as a reader sees it, line by line, and harmless."""
    return harmless(as_read(markdown))


def name(markdown: str) -> str:
    """Return a title or a heading as one harmless line."""
    return harmless(plain(markdown))


def link(url: str) -> str:
    """Return the address where it is one that a person can follow, else nothing."""
    return url if urlsplit(url).scheme in _SCHEMES and url.isprintable() and not set(url) & set(' <>"') else ""


def shortened(text: str, longest: int) -> tuple[str, bool]:
    """Return at most ``longest`` characters, cut between words and marked with ``…``; and whether it was cut."""
    if len(text) <= longest:
        return text, False
    kept = text[: longest - 1]
    whole = kept[: max(kept.rfind(" "), kept.rfind("\n"), longest * 3 // 4)]
    return f"{whole.rstrip()}…", True
