"""What can go wrong while the models are prepared."""

from __future__ import annotations

from knowledge.errors import FrontdeskError


class ModelsUnavailable(FrontdeskError):
    """The models could not be fetched or converted; the sentence says why and what to do."""
