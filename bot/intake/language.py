"""In which language somebody is answered: one that they chose, that of their words or thread, or Slack's for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import structlog
from redis import Redis, RedisError

from bot.intake.audience import Audience
from bot.records.people import People
from knowledge.domain import Language, Turn
from knowledge.language.markdown import as_asked
from knowledge.language.profiles import PROFILES
from knowledge.language.text import language_of

_KEPT_S: Final = 30 * 24 * 3600

_log = structlog.get_logger()


def language_in(text: str) -> Language | None:
    """The language of a text's own words; None where it has no letters."""
    words = as_asked(text)
    by_english = language_of(words, "en")
    return by_english if by_english == language_of(words, "zh") else None


def language_of_thread(history: Sequence[Turn]) -> Language | None:
    """The language of what was said last; None where nothing was."""
    return language_of(history[-1].text) if history else None


class Languages:
    """The language that each person chose, or set in Slack, which is kept in Redis, since Slack does not send it."""

    def __init__(self, redis: Redis, audience: Audience, people: People) -> None:
        self._redis = redis
        self._audience = audience
        self._people = people

    def chosen(self, user: str) -> Language | None:
        """The language that somebody wants to be answered in, whatever they write; None where they chose none."""
        return self._people.choices(user).language

    def known(self, text: str, user: str) -> Language | None:
        """The language of the words or, where they have none, of the person, as far as it is known without asking."""
        return self.chosen(user) or language_in(text) or self._kept(user)

    def of_person(self, user: str) -> Language:
        """The language that somebody chose, or set in Slack.

        English where Slack does not say, where it is none of ours, and of nobody (an empty id).
        """
        chosen = self.chosen(user)
        if chosen or not user:
            return chosen or "en"
        locale = self._audience.locale(user)
        if locale is None:
            return self._kept(user) or "en"
        language: Language = next((code for code in PROFILES if locale.lower().startswith(code)), "en")
        self._keep(user, language)
        return language

    def _kept(self, user: str) -> Language | None:
        try:
            kept = self._redis.get(_key(user))
        except RedisError as error:
            _log.info("language_not_read", error=type(error).__name__)
            return None
        return next((code for code in PROFILES if isinstance(kept, bytes) and kept.decode() == code), None)

    def _keep(self, user: str, language: Language) -> None:
        try:
            self._redis.set(_key(user), language, ex=_KEPT_S)
        except RedisError as error:
            _log.info("language_not_kept", error=type(error).__name__)


def _key(user: str) -> str:
    return f"frontdesk:language:{user}"
