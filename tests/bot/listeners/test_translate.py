"""``/translate`` and the message shortcut, up to the queue and back."""

from __future__ import annotations

import pytest

from bot.delivery.process import Parts
from bot.listeners.shortcuts.translate import CALLBACK
from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.office import Office
from workers.contract import MARKED, Reply

_EN, _ZH = WORDINGS["en"], WORDINGS["zh"]


@pytest.mark.parametrize(
    ("user", "typed", "text", "target"),
    [
        ("U0MAYA", "办公室明天关闭。", "办公室明天关闭。", "en"),
        ("U0MAYA", "The office is closed.", "The office is closed.", "zh"),
        ("U0WANG", "The office is closed.", "The office is closed.", "zh"),
        ("U0WANG", "办公室明天关闭。", "办公室明天关闭。", "en"),
        ("U0MAYA", "French The office is closed.", "The office is closed.", "fr"),
        ("U0MAYA", "to German: The office is closed.", "The office is closed.", "de"),
        ("U0WANG", "法语 办公室明天关闭。", "办公室明天关闭。", "fr"),
        ("U0MAYA", "English lessons start on Monday.", "English lessons start on Monday.", "zh"),
    ],
)
def test_a_text_goes_into_the_named_language_or_into_the_readers(
    office: Office, edge: Edge, *, user: str, typed: str, text: str, target: str
) -> None:
    """A text in the reader's own language goes into the other; a word that only looks like a target stays."""
    edge.command(user, "/translate", typed)
    (payload,) = office.queued("questions")

    assert (text, target) == (payload["text"], payload["target"])


@pytest.mark.parametrize(
    ("user", "typed", "sentence"),
    [
        ("U0MAYA", "", _EN.translate_usage),
        ("U0WANG", "", _ZH.translate_usage),
        ("U0MAYA", "French", _EN.translate_usage),
        ("U0MAYA", "🎉", _EN.translate_usage),
        ("U0MAYA", "word " * 700, _EN.text_too_long.format(count=3499, limit=3000)),
    ],
)
def test_what_is_no_text_gets_its_sentence(office: Office, edge: Edge, user: str, typed: str, sentence: str) -> None:
    """At once, and nothing is queued."""
    assert sentence == edge.command(user, "/translate", typed)
    assert [] == office.requests()


def test_a_direct_message_travels_with_its_people_for_it_may_order_a_translation(office: Office, edge: Edge) -> None:
    """The worker tells; it is queued once however often Slack says it."""
    for _ in range(2):
        edge.message("U0MAYA", "D0MAYA", "<@U0FDESK> translate: Ask <@U0TOM> &amp; wait.", ts="100.000001")
    (request,) = office.requests()
    (payload,) = office.queued("questions")

    assert ("question", "100.000001") == (request.kind, request.thread_ts)
    assert "translate: Ask <@U0TOM> & wait." == payload[MARKED]
    assert "<@" not in payload["text"]


@pytest.mark.parametrize(
    ("reason", "values"),
    [("draft_usage", {}), ("translate_usage", {}), ("text_too_long", {"count": 3499, "limit": 3000})],
)
def test_an_order_that_cannot_be_written_gets_the_commands_sentence(
    office: Office, slack: RunningSandbox, parts: Parts, reason: str, values: dict[str, int]
) -> None:
    """Where there is no text, or too much of it."""
    request = office.ask(text="translate this into Chinese")
    written = {"job": "translate", "declined": reason, "values": values}
    parts.settler.settle(request.id, Reply(request.id, written=written))

    assert [getattr(_EN, reason).format(**values)] == [message["text"] for message in office.posted("D0MAYA")]


def test_in_a_channel_the_same_words_are_a_question(office: Office, edge: Edge) -> None:
    """Everybody would read what is written for one person."""
    edge.mention("U0MAYA", "C0GENERAL", "translate this into Chinese: The office is closed.")

    assert ["question"] == [request.kind for request in office.requests()]
    assert MARKED not in office.queued("questions")[0]


def test_the_translation_stands_in_the_messages_thread(office: Office, slack: RunningSandbox, parts: Parts) -> None:
    """As its answer."""
    request = office.ask(text="translate this into Chinese: Ask <@U0TOM>.")
    written = {"job": "translate", "text": "问 <@U0TOM>。", "target": "zh", "generator": "big", "unmatched": []}
    parts.settler.settle(request.id, Reply(request.id, written=written))
    (message,) = office.posted("D0MAYA")

    assert request.thread_ts == message["thread_ts"]
    assert "问 <@U0TOM>。" == message["blocks"][1]["text"]["text"]


def test_a_message_is_translated_for_whoever_asks_alone(
    office: Office, slack: RunningSandbox, served: str, parts: Parts
) -> None:
    """With its mentions and links, which notify nobody where only one person reads them."""
    said = "Ask <@U0TOM> &amp; see <https://intranet.example/vpn|the guide>, <!channel>."
    sent = slack.control("message", user="U0LINA", channel="C0GENERAL", text=said)
    slack.control("shortcut", user="U0WANG", callback_id=CALLBACK, channel="C0GENERAL", message_ts=sent["ts"])
    (payload,) = office.queued("questions")
    (request,) = office.requests()
    written = {"job": "translate", "text": "问 <@U0TOM>：https://intranet.example/vpn <!here>", "target": "zh"}
    parts.settler.settle(request.id, Reply(request.id, written={**written, "generator": "big", "unmatched": ["VPN"]}))
    wait_until(lambda: _ZH.translating in str(office.posted("C0GENERAL")))
    answer = next(message for message in office.posted("C0GENERAL") if "译文" in message["text"])

    assert "Ask <@U0TOM> & see the guide (https://intranet.example/vpn), @channel." == payload["text"]
    assert "U0WANG" == answer["only_for"]
    assert "问 <@U0TOM>：https://intranet.example/vpn &lt;!here&gt;" == answer["blocks"][1]["text"]["text"]
    assert "“VPN”" in str(answer["blocks"])


def test_a_message_of_nothing_but_a_picture_is_explained(office: Office, slack: RunningSandbox, served: str) -> None:
    """There are no words in it."""
    picture = [{"name": "plan.png", "content": "not really a picture"}]
    sent = slack.control("message", user="U0LINA", channel="C0GENERAL", text="", files=picture)
    slack.control("shortcut", user="U0MAYA", callback_id=CALLBACK, channel="C0GENERAL", message_ts=sent["ts"])

    wait_until(lambda: _EN.translate_usage in str([message["text"] for message in office.posted("C0GENERAL")]))
    assert [] == office.requests()
