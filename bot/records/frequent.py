"""What is often asked and was answered from the policies: questions that several people asked in the same words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from bot.records.database import Database
from bot.records.ledger import GONE, utc_now
from bot.records.models import AnswerRecord, Feedback, Request
from knowledge.domain import Language
from knowledge.language.folding import unified
from knowledge.language.markdown import CHINESE
from knowledge.language.text import letters_of
from knowledge.question.particulars import particulars
from workers.contract import Json

DAYS: Final = 30
FEWEST_ASKERS: Final = 3
"""Different people: what fewer asked may tell who they are."""
_LOOKED_BACK: Final = 5000
"""Questions of a language, the last ones."""
_MOST: Final = 40
_CHINESE: Final = re.compile(f"[{CHINESE}]")


@dataclass(frozen=True, slots=True)
class Often:
    """A question as most people put it, by how many people ``askers_in`` each channel openly, and in all.

    ``found`` and ``citations`` are those of its latest answer, as records keep them.
    """

    text: str
    askers: int
    askers_in: Mapping[str, int]
    found: Sequence[Json]
    citations: Sequence[Json]


@dataclass(slots=True)
class _Group:
    """Those who asked the same, and where."""

    texts: Counter[str] = field(default_factory=Counter)
    ids: list[str] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    places: dict[str, set[str]] = field(default_factory=dict)

    def add(self, request: Request) -> None:
        """Somebody asked it once more."""
        self.texts[" ".join(request.payload["text"].split())] += 1
        self.ids.append(request.id)
        self.people.add(request.user)
        if request.surface == "channel":
            self.places.setdefault(request.channel, set()).add(request.user)


class Frequent:
    """Reads the ledger, the answers and people's verdicts on them; never changes them."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now) -> None:
        self._database = database
        self._now = now

    def asked(self, language: Language) -> list[Often]:
        """What at least `FEWEST_ASKERS` people asked in a language, most askers first.

        What was disliked more than liked is none of it, nor what its asker deleted, nor what leans on a thread.
        """
        groups: dict[Hashable, _Group] = {}
        for request in self._answered(language):
            groups.setdefault(same_words(request.payload["text"]), _Group()).add(request)
        often = [group for group in groups.values() if len(group.people) >= FEWEST_ASKERS]
        often.sort(key=lambda group: len(group.people), reverse=True)
        disliked = self._disliked([one for group in often for one in group.ids])
        liked = [group for group in often if sum(disliked.get(one, 0) for one in group.ids) <= 0]
        return [self._often(group) for group in liked[:_MOST]]

    def _answered(self, language: Language) -> list[Request]:
        """The last questions that the policies answered, newest first."""
        query = (
            select(Request)
            .join(AnswerRecord, AnswerRecord.request_id == Request.id)
            .where(Request.kind == "question", Request.language == language, AnswerRecord.kind == "answer")
            .where(Request.failure.is_(None), Request.edited_at != GONE)
            .where(Request.created_at >= self._now() - timedelta(days=DAYS))
            .order_by(Request.created_at.desc(), Request.id)
            .limit(_LOOKED_BACK)
        )
        with self._database.read() as session:
            return [one for one in session.scalars(query) if not one.payload.get("history")]

    def _disliked(self, ids: Sequence[str]) -> dict[str, int]:
        """By how many verdicts more each answer was found not helpful than helpful."""
        query = select(Feedback.request_id, Feedback.helpful, func.count()).where(Feedback.request_id.in_(ids))
        found: Counter[str] = Counter()
        with self._database.read() as session:
            for request_id, helpful, count in session.execute(query.group_by(Feedback.request_id, Feedback.helpful)):
                found[request_id] += -count if helpful else count
        return dict(found)

    def _often(self, group: _Group) -> Often:
        with self._database.read() as session:
            answer = session.get_one(AnswerRecord, group.ids[0])
            return Often(
                text=group.texts.most_common(1)[0][0],
                askers=len(group.people),
                askers_in={channel: len(people) for channel, people in group.places.items()},
                found=answer.retrieved,
                citations=answer.citations,
            )


def same_words(text: str) -> Hashable:
    """What two questions share that say the same in almost the same words.

    Chinese is compared by its letters alone: the dictionary that tells its characters apart is a worker's.
    """
    return letters_of(unified(text)) if _CHINESE.search(text) else particulars(text)


def first_of_each(texts: Iterable[str]) -> list[str]:
    """The texts without those that say the same as an earlier one."""
    found: dict[Hashable, str] = {}
    for text in texts:
        found.setdefault(same_words(text), text)
    return list(found.values())
