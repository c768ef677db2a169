"""Modals that show again what was found: opened at once, filled when a worker has said what may be read by now."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.delivery import tasks
from bot.delivery.process import Parts
from bot.intake.publishing import CeleryPublisher, QueueUnavailable
from bot.records.models import Request
from bot.records.outcomes import Outcomes
from bot.slack.api import RateLimited
from bot.slack.changes import Changes
from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import READABLE, Reply

Json = dict[str, Any]

_EN = WORDINGS["en"]
_SECRET = "Secret merger"


def _found(document: str, heading: str, *readers: str) -> Json:
    return {"document": document, "heading": heading, "readers": readers or ("everyone",), "score": 0.5}


@pytest.fixture
def answered(office: Office, parts: Parts, served: str) -> Request:
    """An answer in a channel, found in three documents that every employee might read then."""
    request = office.ask(channel="C0GENERAL")
    parts.settler.settle(request.id, answer_to(request))
    found = [_found("board.md", _SECRET), _found("leave.md", "Annual leave"), _found("sick.md", "Sick leave")]
    outcomes = Outcomes(office.database)
    outcomes.answered(outcomes.record_of(request, {**(answer_to(request).answer or {}), "retrieved": found}))
    return request


@pytest.fixture
def press(office: Office, answered: Request) -> Callable[..., None]:
    """Somebody presses *Why this answer*."""

    def pressed(user: str = "U0TOM") -> None:
        message = next(said for said in office.posted("C0GENERAL") if len(said["blocks"]) > 1)
        place = {"channel": "C0GENERAL", "message_ts": message["ts"]}
        office.slack.control("action", user=user, **place, action_id="answer_why")

    return pressed


def _modal(slack: RunningSandbox, having: str = "") -> str:
    def shown() -> str:
        text = json.dumps(slack.state()["views"][-1:], ensure_ascii=False)
        return text if having in text else ""

    return str(wait_until(shown))


def test_the_modal_is_open_before_anything_else_is_asked(
    office: Office, slack: RunningSandbox, press: Callable[..., None]
) -> None:
    """The trigger lives for three seconds; neither rights nor workers are as quick for certain."""
    Changes(office.redis).tell("user", "U0TOM")
    press()
    office.looked_up()
    calls = slack.get("/control/calls")["calls"]
    asked = [call["method"] for call in calls if call["method"] in {"views.open", "users.info"}]

    assert ["views.open", "users.info"] == asked[-2:]
    assert _EN.look_begun in _modal(slack)


def test_a_document_that_was_restricted_since_is_neither_named_nor_counted(
    office: Office, slack: RunningSandbox, parts: Parts, press: Callable[..., None]
) -> None:
    """What is left is numbered from one."""
    press()
    parts.looks.complete(office.looked_up("board.md"))
    said = _modal(slack, "leave.md")

    assert ("board.md" in said, _SECRET in said) == (False, False)
    assert [True, True, False] == [f"*{number}. " in said for number in (1, 2, 3)]


def test_the_worker_is_asked_with_the_rights_of_whoever_looks(
    office: Office, answered: Request, press: Callable[..., None]
) -> None:
    """Those of now, and of the channel that they see; of all that was found."""
    press("U0TOM")
    (asked,) = wait_until(office.waiting_looks)
    arguments = asked["arguments"]

    assert (READABLE, ["board.md", "leave.md", "sick.md"]) == (asked["action"], arguments["documents"])
    assert {"group:finance", "channel:C0GENERAL"} <= set(arguments["principals"])
    assert answered.id not in json.dumps(asked)


def test_whoever_lost_a_right_while_the_worker_looked_sees_nothing(
    office: Office, slack: RunningSandbox, parts: Parts, press: Callable[..., None]
) -> None:
    """They became a guest in between."""
    press()
    reply = office.looked_up()
    slack.control("users", user="U0TOM", is_restricted=True)
    Changes(office.redis).tell("user", "U0TOM")
    parts.looks.complete(reply)

    assert "leave.md" not in _modal(slack, _EN.why_nothing)


@pytest.mark.parametrize(
    "reply",
    [
        {"failure": "internal"},
        {"report": {"action": READABLE, "error": "No policies.", "failure": "index_missing"}},
    ],
)
def test_a_worker_that_cannot_say_it_opens_nothing(
    office: Office, slack: RunningSandbox, parts: Parts, press: Callable[..., None], reply: Json
) -> None:
    """A worker of another release, or one without an index; the modal says what to do."""
    press()
    parts.looks.complete(Reply(office.looked_up().id, **reply))

    assert "leave.md" not in _modal(slack, _EN.look_failed)


def test_where_no_worker_answers_the_modal_says_so_and_a_late_answer_changes_nothing(
    office: Office, slack: RunningSandbox, parts: Parts, press: Callable[..., None]
) -> None:
    """It is given up by a task that was put into the queue with the question."""
    press()
    late = office.looked_up()
    (give_up,) = [task for task in office.queued("replies") if task == {"id": late.id}]
    tasks._give_up(parts.looks, give_up["id"])
    parts.looks.complete(late)
    parts.looks.give_up(late.id)

    assert "leave.md" not in _modal(slack, _EN.look_failed)
    assert 1 == len(slack.calls("views.update"))


def test_a_modal_that_was_filled_is_not_given_up(
    office: Office, slack: RunningSandbox, parts: Parts, press: Callable[..., None]
) -> None:
    """The task comes half a minute later all the same."""
    press()
    reply = office.looked_up()
    parts.looks.complete(reply)
    parts.looks.give_up(reply.id)

    assert "leave.md" in _modal(slack)


def test_without_a_queue_the_modal_says_so_at_once(
    slack: RunningSandbox, press: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for what will not come."""

    def down(*_: object) -> None:
        raise QueueUnavailable("down")

    monkeypatch.setattr(CeleryPublisher, "look_up", down)
    press()

    assert "leave.md" not in _modal(slack, _EN.look_failed)


def test_while_slack_does_not_say_who_looks_nothing_is_shown(
    office: Office, slack: RunningSandbox, press: Callable[..., None]
) -> None:
    """And no worker is asked."""
    Changes(office.redis).tell("user", "U0TOM")
    slack.control("faults", method="users.info", kind="error", value="missing_scope", times=None)
    press()

    assert "leave.md" not in _modal(slack, _EN.rights_unknown)
    assert [] == office.waiting_looks()


def test_a_modal_that_slack_asks_to_wait_for_is_filled_later(
    office: Office, slack: RunningSandbox, parts: Parts, press: Callable[..., None]
) -> None:
    """What the worker said is not thrown away."""
    press()
    reply = office.looked_up()
    slack.control("faults", method="views.update", kind="ratelimited", retry_after=3, times=1)
    with pytest.raises(RateLimited):
        parts.looks.complete(reply)
    parts.looks.complete(reply)

    assert "leave.md" in _modal(slack)


def test_a_modal_that_was_closed_meanwhile_stays_closed(
    office: Office, slack: RunningSandbox, parts: Parts, press: Callable[..., None]
) -> None:
    """Slack has it no longer."""
    press()
    reply = office.looked_up()
    slack.control("faults", method="views.update", kind="error", value="not_found", times=1)
    parts.looks.complete(reply)

    assert "leave.md" not in _modal(slack)


def test_what_was_found_in_nothing_is_shown_without_a_worker(
    office: Office, slack: RunningSandbox, parts: Parts, served: str
) -> None:
    """A greeting, an abstention without a passage."""
    request = office.ask(channel="C0GENERAL", text="Hello!")
    parts.settler.settle(request.id, answer_to(request, "Hello."))
    message = next(said for said in office.posted("C0GENERAL") if len(said["blocks"]) > 1)
    slack.control("action", user="U0TOM", channel="C0GENERAL", message_ts=message["ts"], action_id="answer_why")

    assert _EN.why_nothing in _modal(slack, _EN.why_nothing)
    assert [] == office.waiting_looks()


def test_replies_to_modals_do_not_reach_the_ledger(
    office: Office, slack: RunningSandbox, parts: Parts, press: Callable[..., None]
) -> None:
    """The queue's task hands them to the modals."""
    press()
    reply = office.looked_up()
    tell = next(tell for begin, tell in parts.look_ups.items() if reply.id.startswith(begin))
    tell(reply)

    assert "leave.md" in _modal(slack)
    assert parts.looks.complete == tell
