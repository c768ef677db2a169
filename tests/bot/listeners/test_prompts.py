"""The suggested questions: what is often asked, to whom it may be shown, and where somebody looks."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.records.database import Database
from bot.records.ledger import GONE, utc_now
from bot.records.models import AnswerRecord, Feedback, Request
from bot.wording import WORDINGS
from knowledge.domain import Language
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge

Json = dict[str, Any]
Suggested = Callable[..., list[str]]

_PEOPLE = ("U0TOM", "U0SOFIA", "U0DANA")
_OURS = {code: [message for _, message in words.prompts] for code, words in WORDINGS.items()}
_CARRY = "Can I carry over annual leave?"
_SAID = {"title": "Annual leave", "heading": "Carry over", "quote": "You can carry over five days of annual leave."}
_SAID_IN_CHINESE = {"title": "请假制度", "heading": "年假结转", "quote": "未休的年假可以结转到下一年的3月31日。"}
_numbers = count(1)


@pytest.fixture
def asked(database: Database) -> Callable[..., list[str]]:
    """Several people asked the same and were answered."""

    def ask(*texts: str, people: tuple[str, ...] = _PEOPLE, days_ago: int = 1, **parts: Any) -> list[str]:  # noqa: ANN401
        said = (texts * len(people))[: len(people)]
        answered = [_answered(text, user, days_ago, **parts) for text, user in zip(said, people, strict=True)]
        for rows in zip(*answered, strict=True):
            with database.write() as session:
                session.add_all(rows)
        return [request.id for request, _ in answered]

    return ask


def _answered(
    text: str,
    user: str,
    days_ago: int,
    *,
    language: Language = "en",
    channel: str = "D0",
    readers: tuple[str, ...] = ("everyone",),
    cited: Json | None = None,
    kind: str = "answer",
    history: tuple[Json, ...] = (),
    **columns: Any,  # noqa: ANN401 - of the ledger
) -> tuple[Request, AnswerRecord]:
    at, name = utc_now() - timedelta(days=days_ago), f"often-{next(_numbers)}"
    payload = {"id": name, "text": text, "language": language, "history": list(history), "principals": ["everyone"]}
    surface = "channel" if channel.startswith("C") else "dm"
    place = {"team": "T0BRIGHT", "channel": channel, "user": user, "surface": surface}
    times = {"created_at": at, "due_at": at, "settled_at": at}
    known = {"kind": "question", "payload": payload, "language": language, "state": "settled", "revision": 0}
    request = Request(**{"id": name, **known, **place, **times, "edited_at": "", **columns})
    found = {"document": "leave.md", "heading": "Carry over", "readers": list(readers), "quoted": [1]}
    answer = AnswerRecord(
        request_id=name,
        text="Five days [1].",
        language=language,
        abstained=kind == "abstention",
        citations=[{**_SAID, "number": 1, "document": "leave.md", "url": "", **(cited or {})}],
        retrieved=[found],
        knowledge_version="v1",
        generator="extractive",
        timings={},
        kind=kind,
        elapsed_s=1.0,
        created_at=at,
    )
    return request, answer


@pytest.fixture
def suggested(slack: RunningSandbox, edge: Edge) -> Suggested:
    """What is suggested to somebody who opens the Messages tab, or looks at something beside it."""

    def open_tab(user: str = "U0MAYA", **event: object) -> list[str]:
        before = len(slack.calls("assistant.threads.setSuggestedPrompts"))
        opened = {"type": "app_home_opened", "tab": "messages", "user": user, "channel": f"D0{user[2:]}"}
        assert 200 == edge.event({**opened, **event}).status
        calls = wait_until(lambda: slack.calls("assistant.threads.setSuggestedPrompts")[before:])
        prompts = calls[0]["args"]["prompts"]
        return [prompt["message"] for prompt in (json.loads(prompts) if isinstance(prompts, str) else prompts)]

    return open_tab


def _looking_at(*channels: str) -> Json:
    entities = [{"type": "slack#/types/channel_id", "value": channel, "team_id": "T0BRIGHT"} for channel in channels]
    return {"type": "app_context_changed", "context": {"entities": entities}, "event_ts": "1.1"}


def test_what_three_people_asked_comes_first_and_ours_fill_up(asked: Callable[..., None], suggested: Suggested) -> None:
    """As most of them put it, whatever their punctuation; four in all, each once."""
    asked(_CARRY, "can i carry over  annual leave ?", _CARRY)

    assert [_CARRY, *_OURS["en"][:3]] == suggested()


def test_one_of_ours_that_is_often_asked_is_there_once(asked: Callable[..., None], suggested: Suggested) -> None:
    """Before the others."""
    asked(_OURS["en"][2].lower(), cited={"quote": "Set up the VPN in the portal."})

    assert [_OURS["en"][2].lower(), *_OURS["en"][:2], _OURS["en"][3]] == suggested()


@pytest.mark.parametrize(
    "parts",
    [
        {"people": _PEOPLE[:2]},
        {"people": ("U0TOM",) * 5},
        {"days_ago": 31},
        {"kind": "abstention"},
        {"kind": "conflict"},
        {"language": "de"},
        {"history": ({"role": "user", "text": "And?"},)},
        {"edited_at": GONE},
        {"failure": "withdrawn"},
        {"readers": ("group:board",)},
        {"readers": ()},
    ],
)
def test_what_few_asked_or_not_all_may_read_is_not_suggested(
    asked: Callable[..., None], suggested: Suggested, parts: Json
) -> None:
    """Nor what is old, was not answered, is in another language, leans on a thread, or was deleted."""
    asked(_CARRY, **parts)

    assert _OURS["en"] == suggested()


@pytest.mark.parametrize(
    "text",
    [
        "Can Maya carry over annual leave?",
        "What is maya's annual leave?",
        "Can @someone carry over annual leave?",
        "Can I carry over 7 days of annual leave?",
        "Can jonas becker carry over annual leave?",
        "Can I carry over annual leave to hr/leave?",
        f"{_CARRY} " * 8,
    ],
)
def test_what_may_name_somebody_is_not_suggested(asked: Callable[..., None], suggested: Suggested, text: str) -> None:
    """Nor what is so long that it tells a case. The sources' own names are no secret."""
    asked(text)

    assert _OURS["en"] == suggested()


@pytest.mark.parametrize(("text", "shown"), [("年假可以结转吗？", True), ("王晓明的年假可以结转吗？", False)])
def test_the_same_holds_in_chinese(
    asked: Callable[..., None],
    suggested: Suggested,
    text: str,
    shown: bool,  # noqa: FBT001 - a case
) -> None:
    """Where no capital tells a name."""
    asked(text, language="zh", cited=_SAID_IN_CHINESE)

    assert shown is (text in suggested("U0LINA"))


def test_what_was_disliked_more_than_liked_is_not_suggested(
    asked: Callable[..., list[str]], suggested: Suggested, database: Database
) -> None:
    """All verdicts on all answers to it together."""
    liked, disliked = asked(_CARRY), asked("How early must I ask for annual leave?")
    with database.write() as session:
        for one, helpful in [(liked[0], True), (liked[1], False), (disliked[0], False)]:
            session.add(Feedback(request_id=one, user="U0WANG", helpful=helpful, created_at=utc_now()))

    assert [_CARRY, *_OURS["en"][:3]] == suggested()


def test_what_is_asked_in_a_channel_comes_first_for_who_looks_at_it(
    asked: Callable[..., None], suggested: Suggested
) -> None:
    """The most relevant channel counts; another's questions, and what is often asked elsewhere, come behind."""
    asked(_CARRY, people=(*_PEOPLE, "U0WANG"))
    asked("Must I report illness during annual leave?", channel="C0GENERAL", cited={"quote": "Report illness."})
    there = suggested(**_looking_at("C0GENERAL"))

    assert ["Must I report illness during annual leave?", _CARRY, *_OURS["en"][:2]] == there
    assert _CARRY == suggested()[0]


def test_a_channels_own_documents_count_as_its(asked: Callable[..., None], suggested: Suggested) -> None:
    """Whoever asked, and wherever, if the person may read the answer."""
    asked(_CARRY, people=(*_PEOPLE, "U0WANG"))
    asked("How early must I ask for annual leave?", readers=("everyone", "channel:C0GENERAL"))

    assert "How early must I ask for annual leave?" == suggested(**_looking_at("C0GENERAL"))[0]


def test_who_is_no_member_of_a_private_channel_sees_the_general_ones(
    asked: Callable[..., None], suggested: Suggested
) -> None:
    """Whatever the event says that they look at."""
    asked(_CARRY, people=(*_PEOPLE, "U0WANG"))
    asked("How early must I ask for annual leave?", channel="C0FIN")

    assert _CARRY == suggested("U0MAYA", **_looking_at("C0FIN"))[0]
    assert "How early must I ask for annual leave?" == suggested("U0TOM", **_looking_at("C0FIN"))[0]


@pytest.mark.parametrize(
    "context",
    [
        {},
        None,
        {"entities": []},
        {"entities": [{"type": "slack#/types/canvas_id", "value": "F0CANVAS"}]},
        {"entities": [{"type": "slack#/types/message_context", "value": {"channel_id": "C0GENERAL"}}]},
        {"entities": [{"type": "slack#/types/message_context", "value": None}, {"type": "new", "value": [1]}]},
    ],
)
def test_whatever_else_is_looked_at_the_tab_has_its_questions(suggested: Suggested, context: object) -> None:
    """A canvas, a message, nothing, something that Slack has not thought of yet; its direct message is found."""
    assert _OURS["en"] == suggested(type="app_context_changed", context=context, channel=None, tab=None)


def test_a_change_of_context_without_a_person_is_acknowledged(edge: Edge, slack: RunningSandbox) -> None:
    """As Slack's own reference has it."""
    with capture_logs() as logs:
        assert 200 == edge.event({"type": "app_context_changed", "context": {"entities": []}}).status
        wait_until(lambda: [line for line in logs if line["event"] == "nobody_to_suggest_to"])

    assert [] == slack.calls("assistant.threads.setSuggestedPrompts")


def test_prompts_that_slack_refuses_cost_a_log_line(edge: Edge, slack: RunningSandbox) -> None:
    """And nothing else."""
    slack.control("faults", method="assistant.threads.setSuggestedPrompts", kind="error", value="internal_error")
    with capture_logs() as logs:
        assert 200 == edge.event({**_looking_at("C0GENERAL"), "user": "U0MAYA", "channel": "D0MAYA"}).status
        wait_until(lambda: [line for line in logs if line["event"] == "tab_not_shown"])


def test_a_long_question_has_a_short_title_of_whole_words(
    asked: Callable[..., None], slack: RunningSandbox, suggested: Suggested
) -> None:
    """The question itself is asked whole."""
    text = "How many days of annual leave can I carry over when I have not used them?"
    asked(text)
    assert text == suggested()[0]
    prompts = slack.calls("assistant.threads.setSuggestedPrompts")[0]["args"]["prompts"]

    first = (json.loads(prompts) if isinstance(prompts, str) else prompts)[0]
    assert "How many days of annual leave can I…" == first["title"]


def test_a_channel_that_slack_does_not_tell_of_is_none_that_the_person_reads(
    asked: Callable[..., None], suggested: Suggested, slack: RunningSandbox
) -> None:
    """Missing knowledge means fewer rights, and the general ones."""
    slack.control("faults", method="conversations.info", kind="error", value="missing_scope")
    asked(_CARRY, people=(*_PEOPLE, "U0WANG"))
    asked("How early must I ask for annual leave?", channel="C0GENERAL")

    assert _CARRY == suggested(**_looking_at("C0GENERAL"))[0]


def test_the_home_tab_suggests_the_same(asked: Callable[..., None], slack: RunningSandbox, edge: Edge) -> None:
    """Below how to ask."""
    asked(_CARRY)
    edge.event({"type": "app_home_opened", "user": "U0MAYA", "channel": "D0MAYA", "tab": "home"})
    (home,) = wait_until(lambda: [home for home in slack.state()["homes"] if home["user"] == "U0MAYA"])

    assert f"• {_CARRY}\n• {_OURS['en'][0]}" in str(home["view"]["blocks"]).replace("\\n", "\n")
