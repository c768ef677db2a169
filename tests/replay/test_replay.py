"""A capable model in the model's place, played back: its correct answers reach the asker, its inventions do not."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from pydantic import SecretStr

from knowledge.answer.confidence import fit_for, judged_by
from knowledge.answer.replies import sentences
from knowledge.answer.story import EXTRACTIVE, Answering
from knowledge.domain import EVERYONE, PUBLIC, Answer, Question
from knowledge.index import HybridIndex
from knowledge.language.text import language_of, letters_of
from tests.replay.server import played, replay_server
from workers.backends.openai_generator import OpenAIGenerator
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.caches.vectors import RememberingEmbedder
from workers.models import PreparedModels
from workers.settings import SHIPPED_ADAPTER, SHIPPED_CHECKER, SHIPPED_READER

pytestmark = pytest.mark.timeout(400)

QUESTIONS: Final = Path(__file__).parent.parent / "eval" / "sample_questions.jsonl"
GROUPS: Final = frozenset({EVERYONE, PUBLIC})


def asked() -> dict[str, str]:
    """Return the sample company's questions on time off and expenses that have an answer here, by id."""
    lines = (json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines())
    folders = ("people/", "travel-and-expenses/")
    return {
        line["id"]: line["question"]
        for line in lines
        if line["answerable"] and not line.get("history") and line["gold_docs"][0].startswith(folders)
    }


@pytest.fixture(scope="module")
def desk(sample_index: Path, prepared_models: PreparedModels) -> Answering:
    """What answers from the sample company's policies, with all that ships, but for a generator."""
    embedder = RememberingEmbedder(
        TransformersEmbedder(
            prepared_models.embedder, adapter=SHIPPED_ADAPTER, reader=SHIPPED_READER, checker=SHIPPED_CHECKER
        )
    )
    return Answering(HybridIndex(sample_index, embedder), embedder, None, fit_for(judged_by(embedder)))


def answers(desk: Answering, field: str) -> Iterator[tuple[str, Answer]]:
    """Ask all, with a model that says what the file has under ``field``."""
    questions = asked()
    said = played(field, questions)
    with replay_server(said) as server, closing(OpenAIGenerator(server.url, "replayed", SecretStr(""))) as model:
        writing = Answering(desk.index, desk.embedder, model, desk.fit)
        for name, text in questions.items():
            question = Question(name, text, language_of(text), GROUPS)
            deadline = time.monotonic() + 60
            yield said[text], writing.answer(question, emit=[].append, deadline=deadline, cancelled=lambda: False)


def said(reply: str) -> list[str]:
    """Return the sentences of a reply."""
    return list(sentences(iter([reply])))


def shows(answer: Answer, wrong: set[str]) -> bool:
    """Whether a wrong sentence is shown in the model's words."""
    return answer.generator == "replayed" and any(letters_of(one) in letters_of(answer.text) for one in wrong)


def test_correct_answers_may_be_shown_in_the_models_words_and_inventions_hardly_ever(desk: Answering) -> None:
    """Of the same questions, answered well and with one small error each. What is not shown is quoted."""
    shown = {field: list(answers(desk, field)) for field in ("ideal", "bad")}
    own = [answer for _, answer in shown["ideal"] if answer.generator == "replayed"]
    pairs = zip(shown["ideal"], shown["bad"], strict=True)
    invented = [answer for (right, _), (wrong, answer) in pairs if shows(answer, set(said(wrong)) - set(said(right)))]
    quoted = [answer for _, answer in shown["bad"] if answer.generator == EXTRACTIVE and answer.citations]

    assert len([answer for _, answer in shown["ideal"] if answer.citations]) >= 0.6 * len(shown["ideal"])
    assert len(own) >= 0.1 * len(shown["ideal"])
    assert len(invented) <= 0.05 * len(shown["bad"])
    assert all(answer.refused for answer in quoted if answer.kind == "answer")
