"""Questions that are suggested to somebody: what is often asked where they look, what is often asked, a few of ours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import structlog
from redis import RedisError
from sqlalchemy.exc import SQLAlchemyError

from bot.home.private_words import names_nobody
from bot.intake.audience import Audience
from bot.intake.language import language_in
from bot.records.found import is_open
from bot.records.frequent import FEWEST_ASKERS, Frequent, Often, first_of_each
from bot.slack.directory import TimedCache
from bot.slack.markup import has_words, shortened_at_word
from bot.wording import WORDINGS
from knowledge.domain import Language

MOST: Final = 4
"""Slack shows no more."""
LONGEST_TITLE: Final = 40
_LONGEST: Final = 120
"""Characters of a question; a longer one tells somebody's case."""
_FRESH_S: Final = 60

_log = structlog.get_logger()

Prompt = tuple[str, str]
"""A title and the question."""


class Prompts:
    """Suggests questions, over the records and the rights of whoever reads them. Asks Slack."""

    def __init__(self, frequent: Frequent, audience: Audience) -> None:
        self._frequent = frequent
        self._audience = audience
        self._often: TimedCache[Language, tuple[Often, ...]] = TimedCache(len(WORDINGS), _FRESH_S)

    def of(self, user: str, language: Language, looked_at: Sequence[str] = ()) -> list[Prompt]:
        """At most `MOST`, each once. ``looked_at`` are the channels before the person, the most relevant first.

        Only what they may read the answer to, in all that was found for it. What cannot be found out is left out.
        """
        ours = {message: title for title, message in WORDINGS[language].prompts}
        try:
            often = self._chosen(user, language, looked_at)
        except (RedisError, SQLAlchemyError) as error:
            _log.warning("prompts_without_what_is_asked", error=type(error).__name__)
            often = []
        texts = first_of_each([*often, *ours])[:MOST]
        return [(ours.get(text) or shortened_at_word(text, LONGEST_TITLE), text) for text in texts]

    def _chosen(self, user: str, language: Language, looked_at: Sequence[str]) -> list[str]:
        often = self._often.get_or_make(language, lambda: tuple(self._shareable(language)))
        if not often:
            return []
        principals = self._audience.in_private(user).principals
        readable = [one for one in often if one.found and is_open(one.found, principals)]
        channel = next((one for one in looked_at if self._audience.reads(user, one)), "")
        theirs = [one for one in readable if channel and _is_of(one, channel)]
        theirs.sort(key=lambda one: one.askers_in.get(channel, 0), reverse=True)
        return [one.text for one in (*theirs, *readable)]

    def _shareable(self, language: Language) -> Iterator[Often]:
        """Of what is often asked, what may be said to anybody who may read its answer."""
        for one in self._frequent.asked(language):
            cited = "\n".join(f"{each['title']}\n{each['heading']}\n{each['quote']}" for each in one.citations)
            short = len(one.text) <= _LONGEST and has_words(one.text) and language_in(one.text) == language
            if short and names_nobody(one.text, cited):
                yield one


def _is_of(one: Often, channel: str) -> bool:
    """Whether it is often asked in a channel, or answered from that channel's own documents."""
    own = f"channel:{channel}"
    quoted = [found for found in one.found if found.get("quoted")]
    return one.askers_in.get(channel, 0) >= FEWEST_ASKERS or any(own in found["readers"] for found in quoted)
