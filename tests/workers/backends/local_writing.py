"""What tests of the generators in this process share."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import pytest

from knowledge.domain import Message, Sampling
from knowledge.errors import SettingError
from workers.backends.engine_generator import EngineGenerator
from workers.models.openvino_folder import require_openvino

SYSTEM = Message(
    "system",
    "Answer from the passages alone, in one or two sentences. Say that the passages do not answer the question when "
    "they do not. Add nothing of your own.",
)
PASSAGE = "Employees ask for annual leave in the HR portal at least 14 days ahead."
PROMPT = (SYSTEM, Message("user", f"{PASSAGE}\n\nHow do I request vacation?"))
CAPITAL = (Message("system", "Answer in one sentence."), Message("user", "What is the capital of France?"))


def never() -> bool:
    """Do not cancel."""
    return False


def write(
    generator: EngineGenerator,
    prompt: tuple[Message, ...] = PROMPT,
    *,
    tokens: int = 12,
    seconds: float = 500,
    cancelled: Callable[[], bool] = never,
    sampling: Sampling | None = None,
) -> Iterator[str]:
    """Generate with limits that no test meets by accident."""
    deadline = time.monotonic() + seconds
    return generator.generate(prompt, max_new_tokens=tokens, deadline=deadline, cancelled=cancelled, sampling=sampling)


def idle(generator: EngineGenerator) -> bool:
    """Whether the engine has nothing left to do, soon."""
    end = time.monotonic() + 60
    while _in_hand(generator) and time.monotonic() < end:
        time.sleep(0.01)
    return not _in_hand(generator)


def openvino_or_skip() -> None:
    """The extra is a service like others: missing, it skips on a laptop and fails in CI."""
    try:
        require_openvino()
    except SettingError as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(str(error))


def _in_hand(generator: EngineGenerator) -> object:
    engine = generator._engine
    return engine._rows if hasattr(engine, "_rows") else engine._requests
