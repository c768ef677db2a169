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
from tests.bot.slack.slack_types import faults_of
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


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("text", ["word & word. " * 600, "w" * 9000, "年假。" * 3000, '"' * 6000])
def test_a_draft_of_any_length_is_a_message_that_slack_takes(language: Language, text: str) -> None:
    """In sections of 3,000 characters, and where that is too much, with how much is left out."""
    versions = [{"text": text, "cut": 0, "unknown": []}] * 3
    written = {"job": "draft", "versions": versions, "citations": [citation(1)], "generator": "m"}
    message = compose(request("draft", language), Reply("r-1", written=written))

    assert [] == faults_of(message.blocks)
    assert WORDINGS[language].draft_folded.partition("{")[0] in json.dumps(message.blocks, ensure_ascii=False)


def test_a_draft_of_4000_characters_is_shown_whole() -> None:
    """In two sections, parted where a sentence ends."""
    text = ("One more sentence. " * 210).strip()
    written = {"job": "draft", "versions": [{"text": text, "cut": 0, "unknown": []}], "citations": [], "generator": "m"}
    blocks = compose(request("draft", "en"), Reply("r-1", written=written)).blocks
    shown = [block["text"]["text"] for block in blocks if block.get("text", {}).get("type") == "plain_text"]

    assert 2 == len(shown)
    assert text == " ".join(shown)


@pytest.mark.parametrize("before", range(2975, 3003))
def test_a_mention_is_never_parted(before: int) -> None:
    """Half a mention names nobody, and half an entity is a riddle."""
    text = "w" * before + "<@U0TOM> &" + "w" * 99
    written = {"job": "translate", "text": text, "target": "fr", "generator": "m", "unmatched": []}
    blocks = compose(request("translate", "en"), Reply("r-1", written=written)).blocks
    shown = [block["text"]["text"] for block in blocks if block["type"] == "section"]

    assert 1 == sum("<@U0TOM>" in text for text in shown)
    assert 1 == sum("&amp;" in text for text in shown)


def test_a_chosen_version_of_any_length_is_posted_whole() -> None:
    """Nobody checks the end of what they have read once."""
    text = ("One more sentence. " * 400).strip()
    blocks = compose(request("chosen", "en", text=text), None).blocks
    shown = [block["text"]["text"] for block in blocks if block["type"] == "section"]

    assert [] == faults_of(blocks)
    assert text == " ".join(shown)
