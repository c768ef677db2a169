"""A model behind an OpenAI-compatible server, on a real local server that misbehaves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from pydantic import SecretStr

from knowledge.domain import Message, Sampling
from knowledge.errors import ContextOverflow, DeadlineExceeded, GenerationFailed, SettingError
from tests.workers.backends.openai_server import GOOD, Act, Server, event, openai_server, respond
from workers.backends import openai_generator
from workers.backends.breaker import Breaker
from workers.backends.openai_generator import OpenAIGenerator

PROMPT = (Message("system", "Answer."), Message("user", "How many days?"))
KEY = "sk-secret"


class Clock:
    """What the breaker takes for the time: stands still until a test moves it."""

    now = 0.0

    def monotonic(self) -> float:
        """Seconds."""
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The breaker's clock."""
    clock = Clock()
    monkeypatch.setattr("workers.backends.breaker.time", clock)
    return clock


@pytest.fixture
def server() -> Iterator[Server]:
    """One server per test."""
    with openai_server() as server:
        yield server


@pytest.fixture
def model(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[OpenAIGenerator]:
    """A generator whose pauses are short."""
    monkeypatch.setattr(openai_generator, "_BACKOFF_SECONDS", 0.01)
    generator = OpenAIGenerator(server.url, "qwen3:4b", SecretStr(KEY), breaker=Breaker(4, rest=60))
    yield generator
    generator.close()


def write(
    model: OpenAIGenerator, *, seconds: float = 300, cancelled: Callable[[], bool] = lambda: False
) -> Iterator[str]:
    """Generate with limits that no test meets by accident."""
    return model.generate(PROMPT, max_new_tokens=64, deadline=time.monotonic() + seconds, cancelled=cancelled)


def test_the_answer_streams_and_the_request_is_complete(model: OpenAIGenerator, server: Server) -> None:
    """Greedy, with the key in the header alone."""
    assert ["Twenty ", "days."] == list(write(model))
    body = server.bodies[0]
    assert ("qwen3:4b", 64, True, 0) == (body["model"], body["max_tokens"], body["stream"], body["temperature"])
    assert [{"role": "system", "content": "Answer."}, {"role": "user", "content": "How many days?"}] == body["messages"]
    assert [f"Bearer {KEY}"] == server.keys
    assert {"en", "zh", "de"} == model.profile.languages


def test_sampling_is_passed_on(model: OpenAIGenerator, server: Server) -> None:
    """With its seed."""
    list(
        model.generate(
            PROMPT,
            max_new_tokens=8,
            deadline=time.monotonic() + 300,
            cancelled=lambda: False,
            sampling=Sampling(0.7, 0.9, 5),
        )
    )

    assert (0.7, 0.9, 5) == tuple(server.bodies[0][name] for name in ("temperature", "top_p", "seed"))


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_recovers_is_asked_again(model: OpenAIGenerator, server: Server, status: int) -> None:
    """Before the first word only, so nothing is said twice."""
    server.acts = [respond(status, b"busy"), GOOD]

    assert "Twenty days." == "".join(write(model))
    assert 2 == len(server.bodies)


@pytest.mark.parametrize(
    ("act", "error", "reason"),
    [
        (respond(500, b"oops"), GenerationFailed, r"error \(500\)"),
        (respond(429, b"slow down"), GenerationFailed, r"error \(429\)"),
        (respond(401, b"no"), GenerationFailed, "FRONTDESK_OPENAI_API_KEY"),
        (respond(404, b"no"), GenerationFailed, "FRONTDESK_GENERATOR_MODEL"),
        (respond(400, b"maximum context length is 4096"), ContextOverflow, "longer than"),
        (respond(200, b"<html>\n<p>Sign in</p>\n</html>", kind="text/html"), GenerationFailed, "not OpenAI's format"),
        (respond(200, b"data: {not json\n\n"), GenerationFailed, "not OpenAI's format"),
        (respond(200, b'data: {"choices": [{"delta": {"content": 5}}]}\n\n'), GenerationFailed, "not OpenAI's format"),
        (respond(200, b'data: {"error": {"message": "x"}}\n\n'), GenerationFailed, "not OpenAI's format"),
        (respond(200, b"data: [1]\n\n"), GenerationFailed, "not OpenAI's format"),
        (respond(200, b"data: [DONE]\n\n"), GenerationFailed, "wrote nothing"),
        (respond(200, event(""), event("", "stop")), GenerationFailed, "wrote nothing"),
        (respond(200), GenerationFailed, "broke off"),
        (respond(200, b"data: \xff\xfe\n\n"), GenerationFailed, "not OpenAI's format"),
    ],
)
def test_each_fault_is_one_clear_error_without_the_key(
    model: OpenAIGenerator, server: Server, act: Act, error: type[GenerationFailed], reason: str
) -> None:
    """Never a hang, never the question or the key in it."""
    server.acts = [act]

    with pytest.raises(error, match=reason) as caught:
        list(write(model))
    assert KEY not in str(caught.value)
    assert "days" not in str(caught.value)


def test_a_stream_that_breaks_off_keeps_its_words_and_is_not_begun_again(
    model: OpenAIGenerator, server: Server
) -> None:
    """The caller knows that the rest is missing."""
    server.acts = [respond(200, event("Twenty "))]
    deltas: list[str] = []

    with pytest.raises(GenerationFailed, match="broke off"):
        deltas.extend(write(model))
    assert 1 == len(server.bodies)


def test_a_server_that_is_down_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing listens there."""
    monkeypatch.setattr(openai_generator, "_BACKOFF_SECONDS", 0.01)
    with pytest.raises(GenerationFailed, match=r"cannot be reached .*127\.0\.0\.1:9"):
        list(write(OpenAIGenerator("http://127.0.0.1:9/v1", "m", SecretStr(""))))


def test_a_silent_server_does_not_hide_the_deadline(model: OpenAIGenerator, server: Server) -> None:
    """And its connection is closed."""
    server.acts = [server.hang]

    with pytest.raises(DeadlineExceeded):
        list(write(model, seconds=0.3))
    assert server.gone.wait(120)


def test_when_the_time_is_over_already_the_server_is_not_asked(model: OpenAIGenerator, server: Server) -> None:
    """The question waited too long for a worker, of which the server knows nothing."""
    with pytest.raises(DeadlineExceeded):
        list(write(model, seconds=-1))

    assert [] == server.bodies


@pytest.mark.parametrize(("fair", "left_alone"), [(0, True), (3600, False)])
def test_a_server_is_not_blamed_for_silence_in_a_time_too_short(
    server: Server, monkeypatch: pytest.MonkeyPatch, *, fair: float, left_alone: bool
) -> None:
    """Where searching took nearly all of it, the server could not have answered."""
    monkeypatch.setattr(openai_generator, "_FAIR_SECONDS", fair)
    breaker = Breaker(1, rest=3600)
    with closing(OpenAIGenerator(server.url, "qwen3:4b", SecretStr(""), breaker=breaker)) as model:
        server.acts = [server.hang_after("")]
        with pytest.raises(DeadlineExceeded):
            list(write(model, seconds=0.3))

    assert left_alone != breaker.allows()


def test_stopping_closes_the_connection(model: OpenAIGenerator, server: Server) -> None:
    """The server need not write on for nobody."""
    server.acts = [server.hang]
    deltas: list[str] = []
    for delta in write(model, cancelled=lambda: bool(deltas)):
        deltas.append(delta)  # noqa: PERF402 - `cancelled` looks at it meanwhile

    assert ["Twenty "] == deltas
    assert server.gone.wait(120)


def test_a_server_that_keeps_failing_is_left_alone_then_tried_once(
    clock: Clock, model: OpenAIGenerator, server: Server
) -> None:
    """Four failures open the breaker; after its rest one success closes it."""
    server.acts = [respond(500)]
    for _ in range(2):
        with pytest.raises(GenerationFailed):
            list(write(model))
    asked = len(server.bodies)
    with pytest.raises(GenerationFailed, match="left alone"):
        list(write(model))

    assert 4 == asked == len(server.bodies)
    server.acts = [GOOD]
    clock.now += 60
    assert "Twenty days." == "".join(write(model))
    assert "Twenty days." == "".join(write(model))


def test_only_one_request_tries_after_the_rest(clock: Clock) -> None:
    """The others would all wait for a server that may still be down."""
    breaker = Breaker(1, rest=60)
    breaker.failed()
    before = breaker.allows()
    clock.now += 60

    assert [False, True, False] == [before, breaker.allows(), breaker.allows()]


def test_the_doctor_learns_what_the_server_has(model: OpenAIGenerator, server: Server) -> None:
    """And what is wrong with it."""
    server.acts = [respond(200, b'{"data": [{"id": "qwen3:4b"}]}', kind="application/json")]
    assert ["qwen3:4b"] == model.check()
    server.acts = [respond(200, b"<html>", kind="text/html")]
    with pytest.raises(GenerationFailed, match="not OpenAI's format"):
        model.check()


@pytest.mark.parametrize(("url", "name"), [("gpu-1:8000", "m"), ("http://gpu-1:8000/v1", "")])
def test_a_setting_that_is_missing_or_wrong_is_named(url: str, name: str) -> None:
    """At start, not at the first question."""
    with pytest.raises(SettingError, match="FRONTDESK_"):
        OpenAIGenerator(url, name, SecretStr(""))
