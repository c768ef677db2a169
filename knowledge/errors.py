"""What can go wrong, each with one sentence for the person who can mend it.

FrontdeskError
  SettingError          a setting is missing or wrong
  IndexMissing          no index has been built yet
  IndexIncompatible     the index was built with another embedder, or by another release
  IndexNotBuilt         a new version could not be made; the one before it still serves
  DocumentUnreadable    a document could not be converted
  GenerationFailed      the model gave no usable text
    ContextOverflow     the prompt does not fit into the model
    DeadlineExceeded    the time for an answer ran out
"""

from __future__ import annotations


class FrontdeskError(Exception):
    """Base of all; ``str(error)`` is the sentence to show."""


class SettingError(FrontdeskError):
    """A setting is missing or wrong; the sentence names it."""


class IndexMissing(FrontdeskError):
    """No version of the index has been published yet."""


class IndexIncompatible(FrontdeskError):
    """The index was built with another embedder than the one configured, or by another release."""


class IndexNotBuilt(FrontdeskError):
    """A new version of the index could not be made or published; the version before it still serves."""


class DocumentUnreadable(FrontdeskError):
    """A document could not be turned into text; the sentence says why and what to do."""


class GenerationFailed(FrontdeskError):
    """The model gave no usable text."""


class ContextOverflow(GenerationFailed):
    """The prompt is longer than the model's context."""


class DeadlineExceeded(GenerationFailed):
    """The time for this answer ran out before it was complete."""
