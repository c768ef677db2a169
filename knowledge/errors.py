"""What can go wrong, each with one sentence for the person who can mend it.

FrontdeskError
  SettingError          a setting is missing or wrong
  IndexMissing          no index has been built yet
  IndexIncompatible     the index was built with another embedder, or by another release
  VersionUnknown        no such version of the index is kept
  DocumentUnknown       no such document is in the index
  IndexNotBuilt         a new version could not be made; the one before it still serves
  SourceUnreachable     a source could not be listed, or broke off half-way
  DocumentUnavailable   a document could not be had this time; what it gave before is kept
  DocumentUnreadable    a document could not be converted
  GenerationFailed      the model gave no usable text
    ContextOverflow     the prompt does not fit into the model
    DeadlineExceeded    the time for an answer ran out
  Declined              what was asked for is not done, or not done well enough to be shown
"""

from __future__ import annotations

from typing import Final, Literal

Reason = Literal[
    "no_model",
    "draft_empty",
    "draft_usage",
    "translate_language",
    "translate_same",
    "translate_usage",
    "translate_wrong",
    "text_too_long",
]
"""Why something is declined: nothing that writes; a model that does not write this language; nothing usable written;
not said what to write; a model that does not know both languages; nothing to translate; no text to translate; a
translation that could not be verified; more than a model takes."""


NO_MODEL: Final = "No language model is used: FRONTDESK_GENERATOR is `extractive`. Set it to `transformers`."
ANOTHER: Final = "Set FRONTDESK_GENERATOR_MODEL to a larger one that writes English and Chinese."


class FrontdeskError(Exception):
    """Base of all; ``str(error)`` is the sentence to show."""


class SettingError(FrontdeskError):
    """A setting is missing or wrong; the sentence names it."""


class IndexMissing(FrontdeskError):
    """No version of the index has been published yet."""


class IndexIncompatible(FrontdeskError):
    """The index was built with another embedder than the one configured, or by another release."""


class VersionUnknown(FrontdeskError):
    """No version of the index of this name is kept."""


class DocumentUnknown(FrontdeskError):
    """No document of this name is in the published version; the sentence has the closest names."""


class IndexNotBuilt(FrontdeskError):
    """A new version of the index could not be made or published; the version before it still serves."""


class SourceUnreachable(FrontdeskError):
    """A source could not be listed, or broke off half-way; what it gave before is kept."""


class DocumentUnavailable(FrontdeskError):
    """One document could not be had this time, though it is there; what it gave before is kept."""


class DocumentUnreadable(FrontdeskError):
    """A document could not be turned into text; the sentence says why and what to do."""


class GenerationFailed(FrontdeskError):
    """The model gave no usable text."""


class ContextOverflow(GenerationFailed):
    """The prompt is longer than the model's context."""


class DeadlineExceeded(GenerationFailed):
    """The time for this answer ran out before it was complete."""


class Declined(FrontdeskError):
    """What was asked for is not done; ``reason`` is for whoever has words for it in the asker's language.

    ``values`` stand in those words.
    """

    def __init__(self, reason: Reason, sentence: str, **values: int) -> None:
        super().__init__(sentence)
        self.reason: Reason = reason
        self.values = values
