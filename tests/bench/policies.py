"""Text for long prompts."""

from __future__ import annotations

from knowledge.sources.folder import FolderSource
from workers.settings import SAMPLE_POLICIES


def long_policies() -> str:
    """The sample policies, one after the other: those in English, and whatever else is long."""
    texts = [document.text for document in FolderSource(SAMPLE_POLICIES).read(lambda _done, _total: None).documents]
    return "\n".join(text for text in texts if text.isascii() or len(text) > 2000)
