"""The shortcuts "Ask Frontdesk" and "Ask about this message", and the modal that they open."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.delivery.process import Parts
from bot.home.form import FORM, LONGEST_SUBJECT, QUESTION
from bot.intake.publishing import CeleryPublisher, QueueUnavailable
from bot.listeners.shortcuts.ask import ANYWHERE, MESSAGE
from bot.wording import WORDINGS, Wording
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to

Json = dict[str, Any]

_EN, _ZH, _DE = (WORDINGS[code] for code in ("en", "zh", "de"))
_ASKED = "How many days of leave do I have?"


def _open(slack: RunningSandbox, user: str = "U0MAYA", said: str | None = None) -> Json:
    """Somebody uses a shortcut, on a message of Lina's if it says something; returns the modal."""
    place: Json = {}
    if said is not None:
        sent = slack.control("message", user="U0LINA", channel="C0GENERAL", text=said)
        place = {"channel": "C0GENERAL", "message_ts": sent["ts"]}
    slack.control("shortcut", user=user, callback_id=ANYWHERE if said is None else MESSAGE, **place)
    (view,) = wait_until(lambda: slack.state()["views"])
    return dict(view)


def _submit(slack: RunningSandbox, view: Json, text: str, user: str = "U0MAYA") -> Json:
    typed = {QUESTION: {QUESTION: {"type": "plain_text_input", "value": text}}}
    return dict(slack.control("view_submit", user=user, view_id=view["id"], state={"values": typed}))


def _submission(user: str = "U0MAYA", view_id: str = "V1", **view: object) -> Json:
    """A submission as Slack sends it, whatever stands in it."""
    sent = {"type": "modal", "callback_id": FORM, "id": view_id, "hash": "1.a", "private_metadata": "", **view}
    return {
        "type": "view_submission",
        "team": {"id": "T0BRIGHT"},
        "user": {"id": user},
        "view": sent,
        "trigger_id": "t",
    }


def _typed(text: object) -> Json:
    return {"values": {QUESTION: {QUESTION: {"type": "plain_text_input", "value": text}}}}


@pytest.mark.parametrize(("user", "words"), [("U0MAYA", _EN), ("U0WANG", _ZH)])
def test_the_global_shortcut_opens_a_form_in_the_readers_language(
    slack: RunningSandbox, served: str, user: str, words: Wording
) -> None:
    """With nothing in it."""
    view = _open(slack, user)

    assert (words.ask_title, words.ask_submit) == (view["title"]["text"], view["submit"]["text"])
    assert "initial_value" not in view["blocks"][0]["element"]


def test_the_form_does_not_wait_for_what_slack_says_of_the_person(slack: RunningSandbox, served: str) -> None:
    """The trigger lives for three seconds; their language was known before."""
    slack.control("faults", method="users.info", kind="status", value=503, times=None)

    assert _ZH.ask_title == _open(slack, "U0WANG")["title"]["text"]
    assert [] == slack.calls("users.info")


def test_what_is_asked_in_the_form_is_answered_in_the_direct_messages(
    office: Office, slack: RunningSandbox, served: str, parts: Parts
) -> None:
    """For the asker's eyes only, from all that they may read, below their question."""
    answer = _submit(slack, _open(slack, "U0TOM"), _ASKED, "U0TOM")
    (request,) = office.requests()
    (payload,) = office.queued("questions")
    parts.settler.settle(request.id, answer_to(request))
    (message,) = office.posted("D0TOM")

    assert "update" == answer["response_action"]
    assert _EN.ask_taken in str(slack.state()["views"])
    assert (_ASKED, "en", []) == (payload["text"], payload["language"], payload["history"])
    assert "group:finance" in payload["principals"]
    assert _ASKED in str(message["blocks"][0])
    assert ("settled", "posted", None) == office.state(request)


def test_the_message_is_what_the_question_is_about(office: Office, slack: RunningSandbox, served: str) -> None:
    """It stands in the form, and goes with the question as what was said before."""
    said = "Can somebody carry over <@U0TOM>'s &amp; my days? See <https://wiki.example/x|the page>."
    view = _open(slack, said=said)
    _submit(slack, view, "How many?")
    (payload,) = office.queued("questions")

    assert "carry over" in str(view["blocks"])
    assert "<@U0TOM>" not in str(view["blocks"])
    assert "How many?" == payload["text"]
    assert [("user", True)] == [(turn["role"], "carry over" in turn["text"]) for turn in payload["history"]]


@pytest.mark.parametrize("typed", ["", _EN.ask_what, f"  {_EN.ask_what} "])
def test_a_message_that_nothing_is_asked_about_is_the_question_itself(
    office: Office, slack: RunningSandbox, served: str, typed: str
) -> None:
    """The field is filled in already, and may be emptied."""
    view = _open(slack, said=_ASKED)
    _submit(slack, view, typed)
    (payload,) = office.queued("questions")

    assert _EN.ask_what == view["blocks"][-1]["element"]["initial_value"]
    assert (_ASKED, []) == (payload["text"], payload["history"])


@pytest.mark.parametrize("typed", ["", "🎉", "?!"])
def test_a_form_without_a_question_says_so_in_its_field(
    office: Office, slack: RunningSandbox, edge: Edge, typed: str
) -> None:
    """And stays open."""
    response = edge.action(_submission(state=_typed(typed)))
    errors = json.loads(response.body)["errors"]

    assert 200 == response.status
    assert [QUESTION] == list(errors)
    assert errors[QUESTION] in {_EN.question_empty, _EN.question_wordless}
    assert [] == office.requests()


def test_a_form_that_is_sent_twice_is_one_question(office: Office, edge: Edge) -> None:
    """Somebody clicks twice, or Slack gives up waiting and the person tries again, with a word changed."""
    bodies = [_submission(state=_typed(text)) for text in (_ASKED, _ASKED, f"{_ASKED} Please.")]
    statuses = [edge.action(body).status for body in bodies]

    assert [200, 200, 200] == statuses
    assert [_ASKED] == [request.payload["text"] for request in office.requests()]
    assert 1 == len(office.queued("questions"))


def test_two_forms_are_two_questions_and_so_are_two_people(office: Office, edge: Edge) -> None:
    """The same words, asked again on purpose."""
    for user, view in (("U0MAYA", "V1"), ("U0MAYA", "V2"), ("U0TOM", "V1")):
        edge.action(_submission(user, view, state=_typed(_ASKED)))

    assert 3 == len(office.requests())


@pytest.mark.parametrize(
    "metadata",
    [
        "not json",
        "[1, 2]",
        "null",
        "3",
        '{"subject": 7}',
        '{"subject": null}',
        '{"channel": "C0BOARD", "message_ts": "1.0"}',
        '{"request": "0123456789abcdef"}',
        "[" * 3000,
        "\x00\ud800",
    ],
)
def test_invented_metadata_changes_nothing(office: Office, slack: RunningSandbox, edge: Edge, metadata: str) -> None:
    """It names no message to be read, so nothing leaks; and the question that was typed is taken."""
    response = edge.action(_submission(private_metadata=metadata, state=_typed(_ASKED)))
    (payload,) = office.queued("questions")

    assert 200 == response.status
    assert (_ASKED, []) == (payload["text"], payload["history"])
    assert [] == slack.calls("conversations.history") + slack.calls("conversations.replies")


@pytest.mark.parametrize(
    "state",
    [None, {}, {"values": None}, {"values": []}, {"values": {"x": 3}}, {"values": {"x": {QUESTION: 3}}}, _typed(None)],
)
def test_an_invented_state_is_a_form_without_a_question(office: Office, edge: Edge, state: object) -> None:
    """A sentence, and no error of ours."""
    response = edge.action(_submission(state=state))

    assert 200 == response.status
    assert _EN.question_empty == json.loads(response.body)["errors"][QUESTION]
    assert [] == office.requests()


def test_a_metadata_with_a_book_in_it_is_cut(office: Office, edge: Edge) -> None:
    """As the message would have been."""
    metadata = json.dumps({"subject": "word " * 5000})
    edge.action(_submission(private_metadata=metadata, state=_typed("How many?")))
    (payload,) = office.queued("questions")

    assert LONGEST_SUBJECT >= len(payload["history"][0]["text"])


@pytest.mark.parametrize("said", ["word " * 1000, '"quoted"\n' * 800, "假期规定" * 1000, "<&x>" * 1000])
def test_however_long_the_message_the_form_opens(slack: RunningSandbox, served: str, said: str) -> None:
    """Slack takes 3,000 characters in a text and in what travels with a form, and its signs count several."""
    view = _open(slack, said=said.replace("&", "&amp;").replace("<", "&lt;"))
    texts = [block["text"]["text"] for block in view["blocks"] if block["type"] == "section"]

    assert len(view["private_metadata"]) <= 3000
    assert all(len(text) <= 3000 for text in texts)
    assert not any("&" in re.sub("&(amp|lt|gt);", "", text) for text in texts)


def test_a_message_without_words_gets_a_sentence(office: Office, slack: RunningSandbox, served: str) -> None:
    """There is nothing to ask about."""
    sent = slack.control("message", user="U0LINA", channel="C0GENERAL", text=":tada:")
    place = {"channel": "C0GENERAL", "message_ts": sent["ts"]}
    slack.control("shortcut", user="U0MAYA", callback_id=MESSAGE, **place)
    said = wait_until(lambda: [one["text"] for one in office.posted("C0GENERAL") if one["only_for"] == "U0MAYA"])

    assert [_EN.ask_no_words] == said


def test_a_form_about_a_message_that_slack_does_not_open_is_a_sentence(
    office: Office, slack: RunningSandbox, served: str
) -> None:
    """Only for whoever tried, where they tried."""
    slack.control("faults", method="views.open", kind="error", value="expired_trigger_id")
    sent = slack.control("message", user="U0LINA", channel="C0GENERAL", text="How many days?")
    place = {"channel": "C0GENERAL", "message_ts": sent["ts"]}
    slack.control("shortcut", user="U0MAYA", callback_id=MESSAGE, **place)
    said = wait_until(lambda: [one["text"] for one in office.posted("C0GENERAL") if one["only_for"] == "U0MAYA"])

    assert [_EN.ask_not_opened] == said
    assert [] == office.requests()


def test_a_form_from_anywhere_that_slack_does_not_open_is_a_sentence(
    office: Office, slack: RunningSandbox, served: str
) -> None:
    """In the direct messages: such a shortcut has no other place."""
    slack.control("faults", method="views.open", kind="error", value="expired_trigger_id")
    slack.control("shortcut", user="U0WANG", callback_id=ANYWHERE)

    assert [_ZH.ask_not_opened] == wait_until(lambda: [one["text"] for one in office.posted("D0WANG")])


def test_where_the_queue_is_down_the_question_is_kept_and_the_form_says_so(
    office: Office, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is answered when the queue is back."""
    monkeypatch.setattr(CeleryPublisher, "publish", _down)
    response = edge.action(_submission(state=_typed(_ASKED)))

    assert _EN.saved_for_later in response.body
    assert [("received", _ASKED)] == [(one.state, one.payload["text"]) for one in office.requests()]


def _down(*_: object) -> None:
    raise QueueUnavailable("down")
