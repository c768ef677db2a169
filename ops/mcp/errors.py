"""What a caller can do wrong, or meet; each with one sentence for the model that called."""

from __future__ import annotations

from knowledge.errors import FrontdeskError


class CallRefused(FrontdeskError):
    """A call that cannot be done as it was made; the sentence says what is wrong and what to do."""


class TokenInvalid(FrontdeskError):
    """A token cannot be made as it was asked for, or found; the sentence says why."""
