"""A document as a Work Object: what Slack shows below a link and beside the conversation.

The format is that of ``EntityMetadata`` in Slack's types, of the kind ``content_item``.
"""

from __future__ import annotations

from typing import Final

import structlog

from bot.lookups.results import address, lines
from bot.slack.markup import plain_words, shortened
from bot.wording import Wording
from workers.contract import Json

KIND: Final = "slack#/entities/content_item"
_STRING: Final = "string"
_DATE: Final = "slack#/types/date"
_LONGEST_TITLE: Final = 200
_LONGEST_QUOTE: Final = 2000
_LONGEST_FACT: Final = 200

_log = structlog.get_logger()


def work_object(card: Json, link: str, words: Wording) -> Json:
    """What a card says. ``link`` is the address as it was shared or opened."""
    facts = list(_facts(card, words))
    return {
        "entity_type": KIND,
        "external_ref": {"id": card["reference"], "type": "policy"},
        "url": address(card["url"]) or link,
        "app_unfurl_url": link,
        "entity_payload": {
            "attributes": {
                "title": {"text": shortened(plain_words(card["title"]), _LONGEST_TITLE) or card["reference"]},
                "display_type": words.card_kind,
                "product_name": "Frontdesk",
            },
            "fields": {"description": _quote(card, words)},
            "custom_fields": facts,
            "display_order": ["description", *(fact["key"] for fact in facts)],
        },
    }


def note_warning(answer: Json) -> None:
    """Log what Slack merely warns of: it says that all is well, and leaves out a Work Object that it does not take."""
    if answer.get("warning"):
        _log.warning("work_object_left_out", warning=str(answer["warning"]))


def _quote(card: Json, words: Wording) -> Json:
    return {"value": shortened(lines(card["quote"]), _LONGEST_QUOTE), "label": words.card_quote, "long": True}


def _facts(card: Json, words: Wording) -> list[Json]:
    """What is known of it, without what is not."""
    heading = "" if card["heading"] == card["title"] else card["heading"]
    version = f"{card['version']} ({card['built_at'][: len('2026-01-01')]})"
    known = (
        ("section", words.card_section, _STRING, heading),
        ("valid_from", words.card_valid_from, _DATE, card["effective"]),
        ("valid_until", words.card_valid_until, _DATE, card["until"]),
        ("owner", words.card_owner, _STRING, card["owner"]),
        ("version", words.card_version, _STRING, version),
    )
    return [
        {"key": key, "label": label, "type": kind, "value": shortened(plain_words(value), _LONGEST_FACT)}
        for key, label, kind, value in known
        if value
    ]
