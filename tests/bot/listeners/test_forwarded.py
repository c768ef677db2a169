"""Messages that are forwarded to us: what they say is what is asked about."""

from __future__ import annotations

import json
from typing import Any, Final

import pytest

from bot.delivery.messages.composing import compose
from bot.slack.forwarded import LONGEST_FORWARDED
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to

Json = dict[str, Any]

_SHARE: Final[Json] = {
    "id": 1,
    "is_share": True,
    "is_msg_unfurl": True,
    "channel_id": "C0GENERAL",
    "author_name": "Tom",
    "fallback": "[no preview available] a secret",
    "from_url": "https://brightwater.slack.com/archives/C0GENERAL/p1",
}


def _shared(text: str | None, **fields: object) -> Json:
    return {"attachments": [{**_SHARE, **({"text": text} if text is not None else {}), **fields}]}


def _texts(office: Office) -> list[str]:
    return [payload["text"] for payload in office.queued("questions")]


def test_a_forwarded_message_without_own_words_is_the_question(office: Office, edge: Edge) -> None:
    """What Slack's own dialog sends when nothing is typed into it."""
    edge.message("U0MAYA", "D0MAYA", "", **_shared("How many days of <#C0GENERAL|leave> &amp; rest?"))

    assert ["How many days of #leave & rest?"] == _texts(office)


def test_own_words_are_asked_about_the_forwarded_ones(office: Office, edge: Edge) -> None:
    """In the language of the own words."""
    edge.message("U0MAYA", "D0MAYA", "Stimmt das so, was hier steht?", **_shared("Everybody has 25 days of leave."))
    (payload,) = office.queued("questions")

    assert "Everybody has 25 days of leave.\n\nStimmt das so, was hier steht?" == payload["text"]
    assert "de" == payload["language"]


@pytest.mark.parametrize("own", ["Is that right?", ""])
def test_an_answer_that_is_shared_shows_none_of_what_was_forwarded(office: Office, edge: Edge, own: str) -> None:
    """It may be from where those who read the share do not."""
    edge.message("U0MAYA", "D0MAYA", own, **_shared("The reorganisation begins in May."))
    request = office.requests()[0]
    request.kind = "share"
    blocks = compose(request, answer_to(request, "You have 25 days [1].")).blocks

    assert "reorganisation" not in json.dumps(blocks)
    assert (own or "…") in json.dumps(blocks, ensure_ascii=False)


def test_what_the_sandbox_forwards_is_read(office: Office, slack: RunningSandbox, served: str) -> None:
    """As Slack itself sends it."""
    said = slack.control("message", user="U0TOM", channel="C0GENERAL", text="How many days of leave?")
    slack.control("share", user="U0TOM", channel="C0GENERAL", ts=said["ts"], to="U0FDESK")

    assert ["How many days of leave?"] == wait_until(lambda: _texts(office))


def test_a_mention_beside_a_forwarded_message_asks_about_it(office: Office, edge: Edge) -> None:
    """The mention alone says nothing."""
    edge.mention("U0MAYA", "C0GENERAL", "", **_shared("How many days of leave?"))

    assert ["How many days of leave?"] == _texts(office)


def test_a_long_forwarded_message_is_cut_and_own_words_alone_are_measured(office: Office, edge: Edge) -> None:
    """Somebody else's length is not the asker's fault."""
    edge.message("U0MAYA", "D0MAYA", "Is that so?", **_shared("Leave is long. " * 1000))
    (text,) = _texts(office)

    assert text.startswith("Leave is long. Leave is long.")
    assert text.endswith("…\n\nIs that so?")
    assert len(text) <= LONGEST_FORWARDED + len("\n\nIs that so?")


def test_a_message_that_slack_hides_gets_a_sentence_and_leaks_nothing(office: Office, edge: Edge) -> None:
    """Whoever asks may not read where it was said: only the fallback, which is never read, may tell of it."""
    edge.message("U0MAYA", "D0MAYA", "", **_shared(None))
    (request,) = office.requests()

    assert ("notice", "question_is_hidden") == (request.kind, request.payload["name"])
    assert "secret" not in str(request.payload)


def test_own_words_about_a_hidden_message_are_answered_and_the_rest_is_said(office: Office, edge: Edge) -> None:
    """An answer that looks as if it had read it would mislead."""
    edge.message("U0MAYA", "D0MAYA", "How many days of leave?", **_shared(""))
    (request,) = office.requests()
    message = compose(request, answer_to(request))

    assert "How many days of leave?" == request.payload["text"]
    assert "only read what you wrote yourself" in str(message.tail)


@pytest.mark.parametrize(
    "attachment", [{"text": "an app's own", "fallback": "x"}, {"is_app_unfurl": True, "text": "a preview"}, None, "x"]
)
def test_other_attachments_are_not_read(office: Office, edge: Edge, attachment: object) -> None:
    """Previews of web pages are nothing that somebody said."""
    edge.message("U0MAYA", "D0MAYA", "How many days of leave?", attachments=[attachment])

    assert ["How many days of leave?"] == _texts(office)


def test_an_order_in_a_direct_message_is_about_the_forwarded_text(office: Office, edge: Edge) -> None:
    """Nobody has to copy it."""
    edge.message("U0MAYA", "D0MAYA", "Translate this into Chinese:", **_shared("Everybody has 25 days of leave."))
    (payload,) = office.queued("questions")

    assert "Translate this into Chinese:\nEverybody has 25 days of leave." == payload["marked"]
