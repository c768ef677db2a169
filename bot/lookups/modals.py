"""The modals that show what was found for an answer: their titles and what stands in them; pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from bot.delivery.messages.more import more_view
from bot.delivery.messages.why import why_view
from bot.home.kept_answer import kept_answer_view
from bot.records.found import Sight
from bot.records.models import AnswerRecord, Request
from bot.slack.elements import plain, section
from bot.wording import Wording
from workers.contract import Json

KindOfModal = Literal["more", "why", "answer"]
View = Callable[[Request, AnswerRecord, Sight, int, Json, Wording], Json]
"""A page of it. The place comes back with each click on it."""


@dataclass(frozen=True, slots=True)
class Modal:
    """One kind."""

    title: Callable[[Wording], str]
    view: View


MODALS: Final[Mapping[KindOfModal, Modal]] = {
    "more": Modal(
        lambda words: words.more_title,
        lambda _, record, sight, page, place, words: more_view(record, sight, page, place, words),
    ),
    "why": Modal(
        lambda words: words.why_title,
        lambda _, record, sight, page, place, words: why_view(record, sight, page, place, words),
    ),
    "answer": Modal(
        lambda words: words.home_answer,
        lambda request, record, sight, _, __, words: kept_answer_view(request.payload["text"], record, sight, words),
    ),
}


def sentence_view(kind: KindOfModal, sentence: str, place: Json, words: Wording) -> Json:
    """The modal with a sentence of ours in it."""
    return {
        "type": "modal",
        "title": plain(MODALS[kind].title(words)),
        "close": plain(words.why_close),
        "private_metadata": json.dumps(place),
        "blocks": [section(sentence)],
    }
