"""Slack's acknowledgements under load, and what becomes of every question afterwards."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from sqlalchemy import select

from bot.records.database import Database, open_database
from bot.records.models import AnswerRecord, Request
from ops.settings import StackSettings
from ops.stack.private import private_settings
from tests.bench.conftest import FirstStart
from tests.bench.figures import Figures, against, milliseconds, percentile
from tests.bench.running import Up, running
from tests.bench.slack_load import Acknowledgement, SandboxControl, send_events

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

RATE: Final = 50
SECONDS: Final = 20
GOAL_S: Final = 0.3
SLOW_S: Final = 0.3
SLOW_SECONDS: Final = 10
PATIENCE_S: Final = 300
QUESTIONS: Final = Path(__file__).parent.parent / "eval" / "sample_questions.jsonl"


@pytest.fixture
def up(first_start: FirstStart, tmp_path: Path) -> Iterator[Up]:
    """A stack that answers with quotes, so that a thousand questions are answered while one waits."""
    first = first_start.settings
    settings = private_settings(
        tmp_path / "data", models=first.models_dir, index=first.index_dir, generator="extractive"
    )
    with running(settings) as started:
        yield started


@pytest.fixture
def control(up: Up) -> Iterator[SandboxControl]:
    """The sandbox, without Slack's rate limits: these would be all that the drain shows."""
    control = SandboxControl(up.page)
    control.lift_rate_limits()
    yield control
    control.close()


def test_acknowledgements_and_nothing_lost(up: Up, control: SandboxControl, figures: Figures) -> None:
    """Every event is acknowledged and in the ledger, and every question is answered once."""
    messages = control.post_unheard(_questions(), RATE * SECONDS)
    acknowledged = asyncio.run(send_events(_events_url(up.settings), messages, RATE))
    sent_at = time.monotonic()
    database = open_database(f"sqlite:///{up.settings.data_dir / 'frontdesk.db'}")
    waiting = _open_requests(database)
    while _open_requests(database) and time.monotonic() - sent_at < PATIENCE_S:
        time.sleep(0.5)
    drained_s = time.monotonic() - sent_at
    states, answers = _ledger(database), _answers(database)
    database.close()
    expected = Counter((message.channel, message.ts) for message in messages)
    _show(figures, acknowledged, waiting, drained_s)

    assert {200} == {one.status for one in acknowledged}
    assert dict.fromkeys(expected, "settled") == states
    assert len(messages) == answers
    assert expected == Counter(control.replies())


@pytest.mark.parametrize("members", [20, 2000])
def test_acknowledgements_while_slack_is_slow(up: Up, control: SandboxControl, figures: Figures, members: int) -> None:
    """Who reads along is asked for afterwards: neither a large channel nor a slow Slack holds up an acknowledgement."""
    messages = control.post_unheard(_questions(), RATE * SLOW_SECONDS, control.make_channel("crowd", members))
    control.slow_down(SLOW_S)
    acknowledged = asyncio.run(send_events(_events_url(up.settings), messages, RATE))
    seconds = [one.seconds for one in acknowledged]
    p99 = percentile(seconds, 99)
    figures.show(
        f"Acknowledgement of {RATE} mentions/s in a channel of {members:,}, Slack at {SLOW_S * 1000:.0f} ms a call",
        ("", "figure", "goal"),
        [
            ("p50, ms", milliseconds(percentile(seconds, 50))),
            ("p99, ms", milliseconds(p99), against(f"≤ {GOAL_S * 1000:.0f}", met=p99 <= GOAL_S)),
            ("max, ms", milliseconds(max(seconds))),
        ],
    )

    assert {200} == {one.status for one in acknowledged}


def _questions() -> list[str]:
    lines = QUESTIONS.read_text(encoding="utf-8").splitlines()
    return [entry["question"] for entry in map(json.loads, lines) if entry["answerable"]]


def _events_url(settings: StackSettings) -> str:
    return f"http://127.0.0.1:{settings.bot_port}/slack/events"


def _open_requests(database: Database) -> int:
    with database.read() as session:
        return len(session.scalars(select(Request.id).where(Request.settled_at.is_(None))).all())


def _ledger(database: Database) -> dict[tuple[str, str | None], str]:
    """The state of every request, by channel and message."""
    with database.read() as session:
        rows = session.execute(select(Request.channel, Request.message_ts, Request.state)).all()
    return {(channel, ts): state for channel, ts, state in rows}


def _answers(database: Database) -> int:
    with database.read() as session:
        return len(session.scalars(select(AnswerRecord.request_id)).all())


def _show(figures: Figures, acknowledged: list[Acknowledgement], waiting: int, drained_s: float) -> None:
    seconds = [one.seconds for one in acknowledged]
    p99 = percentile(seconds, 99)
    late = sum(second > GOAL_S for second in seconds) / len(seconds)
    figures.show(
        f"Slack acknowledgement at {RATE} events/s for {SECONDS} s over HTTP",
        ("", "figure", "goal"),
        [
            ("p50, ms", milliseconds(percentile(seconds, 50))),
            ("p99, ms", milliseconds(p99), against(f"≤ {GOAL_S * 1000:.0f}", met=p99 <= GOAL_S)),
            ("max, ms", milliseconds(max(seconds))),
            (f"over {GOAL_S * 1000:.0f} ms", f"{late:.1%}"),
            ("questions sent", f"{len(seconds):,}"),
            ("still unanswered when the last was sent", f"{waiting:,}"),
            ("s until every one was answered, quotes only", f"{drained_s:.1f}"),
            ("answers a second", f"{len(seconds) / (SECONDS + drained_s):.1f}"),
        ],
    )
