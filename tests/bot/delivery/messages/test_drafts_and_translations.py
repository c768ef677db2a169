"""Drafts and translations as messages: within Slack's limits, in both languages, with nothing alive in them."""

from __future__ import annotations

import json
from typing import Final, get_args

import pytest

from bot.delivery.messages.composing import compose
from bot.records.models import Request
from bot.wording import WORDINGS
from knowledge.domain import Language
from knowledge.errors import Reason
from ops.sandbox.blocks import PAYLOAD_CHARACTERS, block_faults
from workers.contract import Json, Reply

HOSTILE = "<!channel> <@U0TOM> @everyone [x](https://evil.example) <script>"


def request(kind: str, language: Language, **payload: object) -> Request:
    """A request of the ledger."""
    return Request(id="r-1", kind=kind, payload=payload, language=language, user="U0MAYA", channel="C0GENERAL")


def citation(number: int) -> Json:
    """A citation that is as long as one can be."""
    text = "w" * 400
    return {"number": number, "document": "a.md", "title": text, "heading": text, "quote": text, "url": "https://a.b/"}


@pytest.mark.parametrize("language", get_args(Language))
def test_the_longest_draft_is_a_message_that_slack_takes(language: Language) -> None:
    """Three versions of 2,000 characters, with everything below them."""
    version = {"text": "w" * 2000, "cut": 12, "unknown": ["N" * 100] * 20}
    citations = [citation(number) for number in range(9)]
    written = {"job": "draft", "versions": [version] * 3, "citations": citations, "generator": "m"}
    message = compose(request("draft", language), Reply("r-1", written=written))

    assert [] == block_faults(message.blocks)
    assert len(json.dumps(message.blocks, ensure_ascii=False)) < PAYLOAD_CHARACTERS


@pytest.mark.parametrize("language", get_args(Language))
def test_the_longest_translation_is_a_message_that_slack_takes(language: Language) -> None:
    """In pieces, none of which Slack would refuse."""
    written = {"job": "translate", "text": "word & " * 1000, "target": "fr", "generator": "m", "unmatched": []}
    message = compose(request("translate", language), Reply("r-1", written=written))

    assert [] == block_faults(message.blocks)


def test_nothing_in_a_version_or_a_translation_is_alive() -> None:
    """A mention of one person in a translation is: only its reader sees it."""
    version = {"text": HOSTILE, "cut": 0, "unknown": [HOSTILE]}
    written = {"job": "draft", "versions": [version], "citations": [], "generator": ""}
    draft = compose(request("draft", "en"), Reply("r-1", written=written))
    mrkdwn = [block for block in draft.blocks if "plain_text" not in str(block.get("text"))]
    chosen = compose(request("chosen", "en", text=HOSTILE), None)
    translated = {"job": "translate", "text": HOSTILE, "target": "zh", "generator": "m", "unmatched": [HOSTILE]}
    translation = compose(request("translate", "en"), Reply("r-1", written=translated))

    for shown in (str(mrkdwn), draft.notification, chosen.notification, translation.notification):
        assert not any(token in shown for token in ("<!", "<script", "@everyone"))
    assert "<@U0TOM>" not in f"{mrkdwn}{draft.notification}{chosen.notification}"


_SAID_BY_COMMANDS: Final = {"draft_usage", "translate_usage", "text_too_long"}


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("reason", sorted(_SAID_BY_COMMANDS))
def test_an_order_that_says_nothing_or_too_much_gets_the_commands_sentence(language: Language, reason: str) -> None:
    """With the numbers that stand in it."""
    written = {"job": "draft", "declined": reason, "values": {"count": 5, "limit": 3}}
    sentence = str(getattr(WORDINGS[language], reason))

    assert (
        sentence.format(count=5, limit=3)
        == compose(request("question", language), Reply("r-1", written=written)).notification
    )


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("reason", sorted({*get_args(Reason)} - _SAID_BY_COMMANDS))
def test_whatever_is_declined_has_its_sentence(language: Language, reason: Reason) -> None:
    """With the request's id, and the setting where one would change it."""
    sentence = WORDINGS[language].declined[reason]
    message = compose(request("draft", language), Reply("r-1", written={"job": "draft", "declined": reason}))

    assert "r-1" in message.notification
    assert ("FRONTDESK_GENERATOR_MODEL" in sentence) == (reason not in {"translate_same", "translate_wrong"})


@pytest.mark.parametrize(
    ("language", "named"), [("en", "Translation: French"), ("zh", "译文：法语"), ("de", "Übersetzung: Französisch")]
)
def test_a_translation_names_its_language_in_the_readers(language: Language, named: str) -> None:
    """Whoever asked in German need not know what French calls itself."""
    written = {"job": "translate", "text": "Bonjour", "target": "fr", "generator": "m", "unmatched": []}
    message = compose(request("translate", language), Reply("r-1", written=written))

    assert message.notification.startswith(f"*{named}*")
