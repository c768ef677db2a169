"""One's last questions on the Home tab, their answers, and what changed since."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from bot.delivery import tasks
from bot.delivery.process import Parts
from bot.home.homes import Homes
from bot.home.view import OPEN_ANSWER
from bot.intake.publishing import CeleryPublisher, QueueUnavailable
from bot.records.ledger import utc_now
from bot.records.models import Request
from bot.records.people import People
from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.home_page import Page
from tests.bot.office import Office
from tests.bot.replies import answer_to, unsaid
from workers.contract import Reply

Json = dict[str, Any]

_EN, _ZH = WORDINGS["en"], WORDINGS["zh"]
_ASKED = "How many days of leave?"


def _complete(office: Office, parts: Parts, report: Json) -> Json:
    """A worker answers the last look-up for a page; returns what it was asked."""
    asked = office.queued("knowledge")[-1]
    parts.homes.complete(Reply(asked["id"], report={"action": "overview", **report}))
    return dict(asked["arguments"])


def test_each_shows_what_became_of_it(
    office: Office, page: Callable[[str], Page], parts: Parts, slack: RunningSandbox
) -> None:
    """Newest first: open, deleted without its words, unsaid, failed, answered with the way to its reply."""
    asked = {name: office.ask(text=f"What about {name}?") for name in ("leave", "pay", "cars", "secrets", "travel")}
    parts.settler.settle(asked["leave"].id, answer_to(asked["leave"]))
    parts.settler.settle(asked["pay"].id, Reply(asked["pay"].id, failure="deadline"))
    parts.settler.settle(asked["cars"].id, unsaid(asked["cars"]))
    office.ledger.withdraw(asked["secrets"].id)
    parts.settler.settle(asked["secrets"].id, None)
    view = page("U0MAYA").open(_EN.home_pasts)
    lines = [block["text"]["text"] for block in view["blocks"] if _is_past(block)]
    outcomes = [_EN.home_outcomes[name] for name in ("open", "withdrawn", "unsaid", "failed", "answered")]
    reply = office.posted("D0MAYA")[0]

    assert outcomes == [next(said for said in outcomes if said in line) for line in lines]
    assert "secrets" not in str(view)
    assert f"archives/D0MAYA/p{reply['ts'].replace('.', '')}|What about leave?>" in lines[-1]


def test_nobody_sees_what_somebody_else_asked(office: Office, page: Callable[[str], Page]) -> None:
    """Also where they asked it in the same channel."""
    office.ask("U0TOM", "C0GENERAL", "How many days of parental leave?")

    assert "parental" not in str(page("U0MAYA").open())


def test_a_page_that_somebody_looks_at_shows_the_answer_when_it_is_there(
    office: Office, page: Callable[[str], Page], parts: Parts
) -> None:
    """The delivery process brings it up to date."""
    maya, request = page("U0MAYA"), office.ask()
    maya.open(_EN.home_outcomes["open"])
    _deliver(parts, answer_to(request))

    assert _EN.home_outcomes["answered"] in maya.text()
    assert _EN.home_outcomes["open"] not in maya.text()


def test_a_page_that_nobody_looks_at_costs_no_call(office: Office, page: Callable[[str], Page], parts: Parts) -> None:
    """Never opened, or two hours ago."""
    _deliver(parts, answer_to(office.ask()))
    page("U0MAYA").open(_EN.home_outcomes["answered"])
    published = len(office.slack.calls("views.publish"))
    later = utc_now() + timedelta(hours=2)
    homes = Homes(**{**_fields(parts.homes), "people": People(office.database, lambda: later)})
    homes.refresh("U0MAYA")

    assert 1 == published
    assert published == len(office.slack.calls("views.publish"))


@pytest.fixture
def answered(office: Office, parts: Parts) -> Request:
    """Tom was answered from a document for finance."""
    request = office.ask("U0TOM", "D0TOM")
    answer = answer_to(request).answer or {}
    found = {"document": "leave.md", "heading": "Leave", "readers": ["group:finance"], "score": 1.0}
    parts.settler.settle(request.id, Reply(request.id, answer={**answer, "retrieved": [found]}))
    return request


def _shown(office: Office, parts: Parts, page: Page, request: Request, *hidden: str) -> str:
    """What the modal says once a worker named the documents that may be read now."""
    slack = office.slack
    place = {"user": page.user, "view_id": page.open(_EN.home_show)["id"], "action_id": OPEN_ANSWER}
    slack.control("action", **place, value=request.id)
    parts.looks.complete(office.looked_up(*hidden))
    return json.dumps(wait_until(lambda: slack.state()["views"]), ensure_ascii=False)


def test_the_asker_reads_it_again(
    office: Office, parts: Parts, served: str, page: Callable[[str], Page], answered: Request
) -> None:
    """With its sources; that posts nothing."""
    posted = len(office.slack.calls("chat.postMessage"))
    said = _shown(office, parts, page("U0TOM"), answered)

    assert "25 days" in said
    assert "https://policies.example/leave" in said
    assert posted == len(office.slack.calls("chat.postMessage"))


def test_whoever_left_the_group_does_not_read_it_again(
    office: Office, parts: Parts, served: str, page: Callable[[str], Page], answered: Request
) -> None:
    """The rights that count are those of now."""
    office.slack.control("groups", handle="finance", users=["U0SOFIA"])
    said = _shown(office, parts, page("U0TOM"), answered)

    assert _EN.home_answer_hidden in said
    assert "25 days" not in said


@pytest.mark.parametrize(("members", "is_shown"), [(["U0TOM", "U0MAYA"], True), (["U0MAYA"], False)])
def test_what_only_a_channel_may_read_is_not_read_again_by_whoever_left_it(
    office: Office, parts: Parts, served: str, page: Callable[[str], Page], members: list[str], *, is_shown: bool
) -> None:
    """Slack says who reads it now."""
    office.slack.control("channels", channel="otter", kind="private", members=["U0TOM", "U0MAYA", "U0FDESK"])
    channel = office.slack.control("channels", channel="otter")["channel"]["id"]
    request = office.ask("U0TOM", channel)
    answer = answer_to(request).answer or {}
    found = {"document": "leave.md", "heading": "Leave", "readers": [f"channel:{channel}"], "score": 1.0}
    parts.settler.settle(request.id, Reply(request.id, answer={**answer, "retrieved": [found]}))
    office.slack.control("channels", channel=channel, members=[*members, "U0FDESK"])

    assert is_shown == ("25 days" in _shown(office, parts, page("U0TOM"), request))


def test_an_answer_from_a_document_that_was_restricted_since_is_not_read_again(
    office: Office, parts: Parts, served: str, page: Callable[[str], Page], answered: Request
) -> None:
    """Whoever is in the same groups as before; the worker knows the rule of now."""
    said = _shown(office, parts, page("U0TOM"), answered, "leave.md")

    assert _EN.home_answer_hidden in said
    assert "25 days" not in said


@pytest.mark.parametrize("user", ["U0MAYA", "U0SOFIA"])
def test_nobody_else_reads_it(
    office: Office, slack: RunningSandbox, page: Callable[[str], Page], answered: Request, user: str
) -> None:
    """Whatever a button's value says."""
    page(user).press(OPEN_ANSWER, value=answered.id)
    (call,) = wait_until(lambda: slack.calls("views.open"))

    assert "25 days" not in str(call["args"])
    assert "How many" not in str(call["args"])


def test_the_worker_is_asked_with_the_persons_rights_of_now(
    office: Office, page: Callable[[str], Page], parts: Parts
) -> None:
    """And names them with the links that the answers had."""
    request = office.ask("U0TOM", "D0TOM")
    parts.settler.settle(request.id, answer_to(request))
    page("U0TOM").open(_EN.home_outcomes["answered"])
    wait_until(lambda: office.queued("knowledge"))
    changed = [{"document": "leave.md", "title": "Leave <policy>", "sections": ["Annual leave"]}]
    asked = _complete(office, parts, {"version": "v2", "built_at": "", "changed": changed})
    said = page("U0TOM").text(_EN.home_changes)

    assert [{"document": "leave.md", "version": "v1"}] == asked["cited"]
    assert ("group:finance" in asked["principals"], asked["status"]) == (True, False)
    assert "<https://policies.example/leave#annual|Leave &lt;policy&gt;> › Annual leave" in said


def test_whoever_was_answered_from_nothing_asks_no_worker(office: Office, page: Callable[[str], Page]) -> None:
    """Most openings cost one call to Slack."""
    page("U0MAYA").open()

    assert [] == office.queued("knowledge")


def test_without_a_queue_the_page_is_there_without_them(
    office: Office, page: Callable[[str], Page], parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are shown another time."""
    request = office.ask()
    parts.settler.settle(request.id, answer_to(request))
    monkeypatch.setattr(CeleryPublisher, "look_up", _down)

    assert _EN.home_outcomes["answered"] in str(page("U0MAYA").open())


def _deliver(parts: Parts, reply: Reply) -> None:
    tasks._settle(None, parts.settler, parts.homes, reply.id, reply=reply, not_before=0)


def _is_past(block: Json) -> bool:
    return block["type"] == "section" and "<!date^" in block["text"]["text"]


def _fields(homes: Homes) -> Json:
    return {name: getattr(homes, name) for name in Homes.__slots__}


def _down(*_: object) -> None:
    raise QueueUnavailable("down")
