"""What the port asks of every generator that computes on this machine, with the default model."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from knowledge.domain import Message, Sampling
from knowledge.errors import ContextOverflow, DeadlineExceeded
from tests.workers.backends.local_writing import CAPITAL, SYSTEM, idle, write
from workers.backends.engine_generator import EngineGenerator


@pytest.fixture(scope="module", params=["generator", "openvino_generator"])
def local(request: pytest.FixtureRequest) -> EngineGenerator:
    """Each of them."""
    generator: EngineGenerator = request.getfixturevalue(request.param)
    return generator


def test_it_ends_where_the_model_ends(local: EngineGenerator) -> None:
    """The end token stops the answer and is not part of it; the words are the same whoever computes them."""
    assert "The capital of France is Paris." == "".join(write(local, CAPITAL))


def test_words_arrive_one_by_one(local: EngineGenerator) -> None:
    """The first delta comes long before the last."""
    deltas = list(write(local))

    assert len(deltas) > 8
    assert max(len(delta) for delta in deltas) < 20


def test_a_character_of_several_tokens_arrives_whole(local: EngineGenerator) -> None:
    """No delta has half of it."""
    prompt = (Message("system", "Repeat what the user says."), Message("user", "👩‍👩‍👧 " * 4))
    deltas = list(write(local, prompt, tokens=40))

    assert "👩" in "".join(deltas)
    assert not any("\ufffd" in delta for delta in deltas)


def test_it_writes_no_more_tokens_than_asked_for(local: EngineGenerator) -> None:
    """`max_new_tokens` is a limit in tokens."""
    text = "".join(write(local, tokens=5))

    assert len(local._tokenizer(text)["input_ids"]) <= 5


def test_closing_the_iterator_frees_the_model(local: EngineGenerator) -> None:
    """A consumer that has enough leaves nothing locked."""
    first = write(local, tokens=500)
    next(first)

    first.close()  # type: ignore[attr-defined]
    assert idle(local)


def test_cancelling_ends_the_answer_without_an_error(local: EngineGenerator) -> None:
    """What was written so far stays."""
    deltas: list[str] = []
    for delta in write(local, tokens=500, cancelled=lambda: len(deltas) >= 3):
        deltas.append(delta)  # noqa: PERF402 - `cancelled` looks at it meanwhile

    assert 3 == len(deltas)
    assert idle(local)


def test_a_deadline_that_has_passed_ends_in_its_own_error(local: EngineGenerator) -> None:
    """The caller can tell a late answer from a failed one."""
    with pytest.raises(DeadlineExceeded):
        list(write(local, seconds=0))
    assert idle(local)


def test_a_deadline_ends_a_long_answer_while_it_is_written(local: EngineGenerator) -> None:
    """Within the time of a token, more or less."""
    list(write(local, tokens=1))
    began = time.monotonic()

    with pytest.raises(DeadlineExceeded):
        list(write(local, tokens=2000, seconds=0.3, sampling=Sampling(2.0, 1.0)))
    assert time.monotonic() - began < 30
    assert idle(local)


def test_threads_share_a_batch(local: EngineGenerator) -> None:
    """Answers asked for at once are each as they would be alone."""
    alone = "".join(write(local, tokens=6))
    with ThreadPoolExecutor(3) as pool:
        texts = list(pool.map(lambda _: "".join(write(local, tokens=6)), range(3)))

    assert [alone] * 3 == texts


def test_sampled_versions_differ(local: EngineGenerator) -> None:
    """Each has its own random numbers, though nobody gave a seed."""
    with ThreadPoolExecutor(3) as pool:
        texts = list(pool.map(lambda _: "".join(write(local, sampling=Sampling(1.5, 0.95))), range(3)))

    assert 3 == len(set(texts))


def test_a_prompt_that_does_not_fit_is_refused_with_its_size(local: EngineGenerator) -> None:
    """40,000 characters end in a clear error before anything is computed."""
    with pytest.raises(ContextOverflow, match=r"exceed the 8192 tokens that smollm2-135m-instruct can read"):
        list(write(local, (SYSTEM, Message("user", "leave? " * 20_000))))


def test_an_empty_question_is_answered_too(local: EngineGenerator) -> None:
    """Nothing but the system message is left to read then."""
    assert "".join(write(local, (SYSTEM, Message("user", ""))))
