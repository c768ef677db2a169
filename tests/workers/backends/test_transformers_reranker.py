"""The reranker with a tiny model of random weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import SettingError
from tests.workers.backends.tiny_classifier import tiny_classifier
from workers.backends.transformers_reranker import TransformersReranker
from workers.models import PreparedModels

CLASSES = [f"class {number}" for number in range(5)]
TEXTS = ["Leave is 25 days.", "报销须在十四日内提交。", "VPN " * 400, "", *(f"Clause {n}." for n in range(10))]


@pytest.mark.parametrize("labels", [1, 2])
def test_each_text_gets_its_own_score_in_the_order_of_the_texts(
    tmp_path: Path, prepared_models: PreparedModels, labels: int
) -> None:
    """Whether the model says how relevant, or irrelevant or relevant; sorting, padding and cutting leave no trace."""
    reranker = TransformersReranker(tiny_classifier(tmp_path, prepared_models.embedder, CLASSES[:labels]), threads=1)
    together = reranker.score("How much leave?", TEXTS)
    alone = [reranker.score("How much leave?", [text])[0] for text in TEXTS]

    assert len(TEXTS) == len(together)
    assert len({round(score, 3) for score in together}) > len(TEXTS) / 2
    assert together == pytest.approx(alone, abs=0.05)
    assert together != pytest.approx(reranker.score("VPN?", TEXTS), abs=0.05)
    assert [] == reranker.score("How much leave?", [])


def test_a_classifier_of_topics_is_refused(tmp_path: Path, prepared_models: PreparedModels) -> None:
    """Its classes say nothing about the question."""
    model = tiny_classifier(tmp_path, prepared_models.embedder, CLASSES)

    with pytest.raises(SettingError, match="5 classes and is no reranker"):
        TransformersReranker(model)


def test_a_model_that_is_not_there_is_named_with_its_setting(tmp_path: Path) -> None:
    """The sentence says which setting to mend."""
    with pytest.raises(SettingError, match="FRONTDESK_RERANKER_MODEL"):
        TransformersReranker(tmp_path)
