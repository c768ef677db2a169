"""The fitted intents on the real small embedder."""

from __future__ import annotations

import pytest

from knowledge.question.intents import SHIPPED, FittedIntents, read_fitted
from knowledge.training.intent_examples import digest_of_examples
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.caches.vectors import RememberingEmbedder
from workers.models import PreparedModels


@pytest.fixture(scope="session")
def intents(prepared_models: PreparedModels) -> FittedIntents:
    """As the worker has them by default."""
    embedder = RememberingEmbedder(TransformersEmbedder(prepared_models.embedder, threads=1))
    return FittedIntents(embedder, read_fitted(SHIPPED, digest_of_examples(), embedder))
