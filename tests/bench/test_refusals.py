"""Slack refuses or fails while it is asked who reads an answer: how long until the asker reads something."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from ops.stack.private import private_settings
from tests.bench.conftest import FirstStart
from tests.bench.figures import Figures, against
from tests.bench.running import running
from tests.bench.slack_load import BOT, SandboxControl

pytestmark = [pytest.mark.bench, pytest.mark.timeout(3600)]

METHODS: Final = ("usergroups.list", "users.info", "conversations.info", "conversations.members")
FAILURES: Final[dict[str, dict[str, Any]]] = {
    "missing_scope": {"kind": "error", "value": "missing_scope"},
    "unknown_method": {"kind": "error", "value": "unknown_method"},
    "user_not_found": {"kind": "error", "value": "user_not_found"},
    "429": {"kind": "ratelimited", "retry_after": 60},
    "500": {"kind": "status", "value": 500},
    "time-out": {"kind": "latency", "value": 15},
}
GOAL_S: Final = 60
QUESTION: Final = "How do I request vacation?"


@pytest.fixture
def control(first_start: FirstStart, tmp_path: Path) -> Iterator[SandboxControl]:
    """A stack that answers with quotes, and its Slack."""
    first = first_start.settings
    settings = private_settings(
        tmp_path / "data", models=first.models_dir, index=first.index_dir, generator="extractive"
    )
    with running(settings) as up:
        control = SandboxControl(up.page)
        control.lift_rate_limits()
        yield control
        control.close()


def test_every_refusal_ends_in_an_answer_or_a_sentence(control: SandboxControl, figures: Figures) -> None:
    """In a direct message and in a channel, with nothing remembered from before."""
    taken: dict[tuple[str, str], float] = {}
    for method, (name, failure) in itertools.product(METHODS, FAILURES.items()):
        control.forget_everything("C0ASKHR")
        control.fail(method, **failure)
        asked = [control.ask("D0TOM", "U0TOM", QUESTION), control.ask("C0ASKHR", "U0MAYA", f"<@{BOT}> {QUESTION}")]
        taken[method, name] = _until_answered(control, asked)
        control.mend()
    worst = max(taken.values())
    figures.show(
        "Slack refuses or fails during the look-up of rights: s until both askers read something",
        ("method", *FAILURES),
        [(method, *(f"{taken[method, name]:.1f}" for name in FAILURES)) for method in METHODS],
    )
    figures.show("The slowest of them", ("", "s", "goal"), [("worst", f"{worst:.1f}", against("≤ 60", met=worst < 60))])

    assert worst < GOAL_S


def _until_answered(control: SandboxControl, asked: list[tuple[str, str]]) -> float:
    """Seconds until each has a reply; twice the goal where one has none."""
    began = time.monotonic()
    while (spent := time.monotonic() - began) < 2 * GOAL_S:
        if set(asked) <= set(control.replies()):
            return spent
        time.sleep(0.2)
    return 2 * GOAL_S
