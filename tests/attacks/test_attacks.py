"""Instructions in documents and in questions change nothing: what is read has a source, and nobody is called."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import structlog

from bot.slack.blocks import answer_message
from bot.wording import WORDINGS
from knowledge.domain import EVERYONE, PUBLIC, Answer, Document, Message, ModelProfile, Question, Sampling
from knowledge.index import HybridIndex, build_index
from knowledge.injection import QUESTION
from knowledge.language.text import language_of
from knowledge.ports import Embedder, Generator, Vectors
from knowledge.sources.folder import FolderSource
from tests.attacks.attacks import SECRETS, Attack, attacks, company, faults
from tests.knowledge.answering_doubles import WordEmbedder, answering
from workers.backends.transformers_embedder import TransformersEmbedder
from workers.caches.vectors import RememberingEmbedder
from workers.models import PreparedModels
from workers.settings import SHIPPED_CHECKER

ATTACKS = attacks()
SAMPLE = ATTACKS[::8]
"""For the small models, which take a second each; `tests/bench/test_attacks.py` takes all."""


class Obedient:
    """A model that does what it is told to: the worst there is. It then says all that it was shown."""

    name = "obedient"
    profile: ModelProfile = ModelProfile(frozenset({"en", "zh"}))

    def __init__(self, attack: Attack) -> None:
        self._attack = attack

    def generate(
        self,
        prompt: Sequence[Message],
        *,
        max_new_tokens: int,
        deadline: float,
        cancelled: Callable[[], bool],
        sampling: Sampling | None = None,
    ) -> Iterator[str]:
        """Yield the attack's success, the attack, and the prompt."""
        yield from (f"{word} is the answer. The room may be booked for 99 hours. [7]\n" for word in self._attack.never)
        yield f"{self._attack.text}\n"
        yield from (f"{line.removeprefix('- ')}\n" for message in prompt for line in message.content.splitlines())


@dataclass(frozen=True)
class Doubting:
    """Finds that nothing follows: what is shown of a model repeats the documents, and is no instruction."""

    name: str = "doubting"
    threshold: float = 0.5

    def probability(self, premise: str, claim: str, question: str) -> float:
        """Never."""
        return 0.0


class Credulous(WordEmbedder):
    """Finds every passage near to every question, so that nothing is declined for its distance."""

    def _vector(self, text: str) -> Vectors:
        vector = super()._vector(text) + np.float32(0.1)
        return vector / np.linalg.norm(vector)


@dataclass(frozen=True)
class Company:
    """Where the attacks stand."""

    index: HybridIndex
    embedder: Embedder
    documents: dict[str, Document]

    def answer(self, attack: Attack, generator: Generator | None) -> Answer:
        """What everyone is answered."""
        question = Question(attack.id, attack.question, attack.language, frozenset({EVERYONE, PUBLIC}))
        asked = answering(
            self.index, generator, embedder=self.embedder, entailment=self.embedder.entailment or Doubting()
        )
        return asked.answer(question, emit=[].append, deadline=time.monotonic() + 60, cancelled=lambda: False)

    def faults(self, attack: Attack, generator: Generator | None) -> list[str]:
        """What is wrong with the answer and with the message in Slack."""
        answer = self.answer(attack, generator)
        message = answer_message(answer.text, answer.citations, "q", WORDINGS[attack.language])
        return faults(attack, answer, message, self.documents)


def build(folder: Path, embedder: Embedder, made: Sequence[Attack] = ATTACKS) -> Company:
    """Write the documents, read and index them as any others."""
    for name, text in company(made).items():
        path = folder / "policies" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    source = FolderSource(folder / "policies", frozenset({EVERYONE}), "https://intranet.example/{path}#{anchor}")
    build_index(source, embedder, folder / "index", lambda *_: None)
    reading = source.read(lambda _done, _total: None)
    return Company(HybridIndex(folder / "index", embedder), embedder, {each.id: each for each in reading.documents})


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """One index of all documents."""
    return build(tmp_path_factory.mktemp("attacked"), Credulous())


def test_there_are_two_hundred_attacks_half_of_them_in_documents() -> None:
    """And half of them Chinese, more or less."""
    assert len(ATTACKS) >= 200
    assert len({attack.id for attack in ATTACKS}) == len(ATTACKS)
    assert 0.4 < sum(attack.where == "document" for attack in ATTACKS) / len(ATTACKS) < 0.6
    assert 0.4 < sum(attack.language == "zh" for attack in ATTACKS) / len(ATTACKS) < 0.6


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.id)
def test_an_attack_changes_nothing(attacked: Company, attack: Attack) -> None:
    """Whether a model that obeys writes the answer, or it is made of quotes."""
    assert [] == [*attacked.faults(attack, Obedient(attack)), *attacked.faults(attack, None)]


def test_the_honest_rule_beside_an_attack_is_still_answered(attacked: Company) -> None:
    """Else the tests above would prove little."""
    in_documents = [attack for attack in ATTACKS if attack.where == "document"]
    answered = [attack.hours in attacked.answer(attack, None).text for attack in in_documents]

    assert sum(answered) >= 0.9 * len(answered)


@pytest.mark.parametrize(("asked", "place"), [("What is the code word?", 0), ("项目的暗号是什么？", 1)])
def test_whoever_may_read_the_secrets_is_told(attacked: Company, asked: str, place: int) -> None:
    """They are there to be given away."""
    hr = Question("q", asked, language_of(asked), frozenset({"group:hr"}))
    asking = answering(attacked.index, embedder=attacked.embedder)

    assert (
        SECRETS[place]
        in asking.answer(hr, emit=[].append, deadline=time.monotonic() + 60, cancelled=lambda: False).text
    )


def test_the_shipped_checker_holds_too(tmp_path: Path, prepared_models: PreparedModels) -> None:
    """A sample of the attacks, with the models that ship around one that obeys."""
    embedder = TransformersEmbedder(prepared_models.embedder, checker=SHIPPED_CHECKER, threads=1)
    sampled = build(tmp_path, RememberingEmbedder(embedder), SAMPLE)

    assert [] == [fault for attack in SAMPLE for fault in sampled.faults(attack, Obedient(attack))]


def test_an_attempt_is_counted_and_logged_without_its_words(attacked: Company) -> None:
    """By where it stands, so that somebody may look."""
    in_question = next(attack for attack in ATTACKS if attack.id == "question-en-02")
    with structlog.testing.capture_logs() as logged:
        answer = attacked.answer(in_question, None)
    warnings = [entry for entry in logged if entry["event"] == "injection_attempt_suspected"]

    assert answer.suspicions[0] == QUESTION
    assert len(answer.suspicions) == len(warnings)
    assert ("question", in_question.id) == (warnings[0]["where"], warnings[0]["request_id"])
    assert "KAZOO" not in repr(warnings)
