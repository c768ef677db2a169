"""The checker that ships, on claims of an organisation that it was not trained on."""

from __future__ import annotations

from typing import Final

import pytest

from knowledge.answer.grounding import Checker
from knowledge.answer.support_fit import support_fit_for
from knowledge.evaluation.grounding import Pair, judged, summed
from knowledge.training import judging_organisations, load_questions
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.caches.vectors import RememberingEmbedder
from workers.models import PreparedModels
from workers.settings import SHIPPED_ADAPTER, SHIPPED_CHECKER
from workers.training.checker import pairs_of

ORG: Final = "tidewell"
PAIRS: Final = 150


@pytest.fixture(scope="module")
def embedder(prepared_models: PreparedModels) -> RememberingEmbedder:
    """The embedder that ships, with what checks."""
    return RememberingEmbedder(
        TransformersEmbedder(prepared_models.embedder, adapter=SHIPPED_ADAPTER, checker=SHIPPED_CHECKER)
    )


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """Claims of the organisation."""
    assert ORG in judging_organisations()
    return [pair for org, pair in pairs_of(load_questions()) if org == ORG][:PAIRS]


def test_paraphrases_are_shown_far_more_often_than_inventions(embedder: RememberingEmbedder, pairs: list[Pair]) -> None:
    """Hardly any of these; without something that judges, nothing but copies is shown."""
    fit = support_fit_for(embedder.entailment.name if embedder.entailment else "")
    figures = summed(pairs, list(judged(pairs, Checker(embedder, embedder.entailment))))
    unjudged = summed(pairs, list(judged(pairs, Checker(embedder, None))))

    assert fit is not None
    assert figures["supported_shown"] > 0.06
    assert figures["unsupported_shown"] <= 0.02
    assert unjudged["supported_shown"] < figures["supported_shown"]


def test_the_threshold_is_what_keeps_inventions_out(
    embedder: RememberingEmbedder, pairs: list[Pair], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With another one, many of them would be shown."""
    monkeypatch.setattr("knowledge.answer.grounding.support_fit_for", lambda _judge: None)
    figures = summed(pairs[:60], list(judged(pairs[:60], Checker(embedder, embedder.entailment))))

    assert figures["unsupported_shown"] > 0.05
