"""Everybody's Home tab: gathering what stands on it, and putting it into Slack in the right order.

Nothing is lost when Slack refuses or is slow: the page is a picture of the records, and shown anew the next time.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from redis import RedisError
from slack_sdk import WebClient

from bot.home.page import Administration, Change, Page
from bot.home.prompts import Prompts
from bot.home.view import home_view
from bot.intake.audience import Audience
from bot.intake.language import Languages
from bot.intake.publishing import Publisher, QueueUnavailable
from bot.records.histories import Cited, Histories
from bot.records.people import People
from bot.slack.api import Identity, RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.refusals import Refusals
from bot.wording import WORDINGS, Wording
from knowledge.domain import Language
from workers.contract import OVERVIEW, OVERVIEW_FOR, Json, Reply

PASTS: Final = 8
"""Questions shown."""
GAPS_DAYS: Final = 7
_TRIES: Final = 3
_CONFLICT: Final = "hash_conflict"
"""Slack's error where the tab was published by somebody else since we looked."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Homes:
    """Home tabs, over the records, Slack and the queue. ``admins`` are user ids and group handles."""

    client: WebClient
    identity: Identity
    audience: Audience
    languages: Languages
    people: People
    histories: Histories
    publisher: Publisher
    refusals: Refusals
    admins: frozenset[str]
    prompts: Prompts

    def open(self, user: str) -> None:
        """Show the page to somebody who looks at it; what a worker must look up for it follows."""
        self.people.opened_home(user)
        self.show(user)
        self._look_over(user)

    def became(self, request_id: str) -> None:
        """Something came of a request: show it to whoever asked a question."""
        asker = self.histories.asker_of(request_id)
        if asker:
            self.refresh(asker)

    def refresh(self, user: str) -> None:
        """Something changed: show it where somebody looks at the page."""
        if self.people.looks_at_home(user):
            self.show(user)
            self._look_over(user)

    def complete(self, reply: Reply) -> None:
        """Show the page with what a worker looked up for it."""
        user = reply.id.removeprefix(OVERVIEW_FOR).partition("-")[0]
        report = reply.report or {"error": "", "failure": reply.failure}
        self.show(user, {"status": {**report, "id": reply.id}} if "error" in report else report)

    def show(self, user: str, report: Json | None = None) -> None:
        """Publish the page. Where it was published by another process meanwhile, gather anew: that one was later."""
        try:
            self._show(user, report or {})
        except SlackRefused as refused:
            _log.info("home_not_shown", error=refused.code)
        except (RateLimited, SlackUnreachable, RedisError) as error:
            _log.info("home_not_shown", error=str(error))

    def words_for(self, user: str) -> Wording:
        """The sentences in the language that somebody chose, or set in Slack. May ask Slack."""
        return WORDINGS[self.language_of(user)]

    def language_of(self, user: str) -> Language:
        """The language that somebody chose, or set in Slack. May ask Slack."""
        try:
            return self.languages.of_person(user)
        except RedisError as error:
            _log.info("language_not_read", error=type(error).__name__)
            return self.languages.chosen(user) or "en"

    def _show(self, user: str, report: Json) -> None:
        known = self.people.home_hash(user)
        for tries_left in reversed(range(_TRIES)):
            try:
                self._publish(user, report, known)
            except SlackRefused as refused:
                if refused.code != _CONFLICT or not tries_left:
                    raise
                known = self._hash_after(user, known)
            else:
                return

    def _publish(self, user: str, report: Json, known: str | None) -> None:
        view = home_view(self._page(user, report), self.words_for(user))
        mark = {"hash": known} if known else {}
        published = call(self.client.views_publish, user_id=user, view=view, **mark)
        self.people.published_home(user, str((published.get("view") or {}).get("hash") or ""))

    def _hash_after(self, user: str, tried: str | None) -> str | None:
        """The mark of whoever was faster; None where ours is one that Slack has forgotten."""
        now = self.people.home_hash(user)
        return now if now != tried else None

    def _page(self, user: str, report: Json) -> Page:
        return Page(
            choices=self.people.choices(user),
            pasts=self.histories.last(user, PASTS),
            changes=_changes(report, self.histories.cited_for(user)) if report else (),
            administration=self._administration(report) if self._is_admin(user) else None,
            team_url=self.identity.url,
            prompts=[question for _, question in self.prompts.of(user, self.language_of(user))],
        )

    def _administration(self, report: Json) -> Administration:
        refused = [f"{refusal.method} ({refusal.error})" for refusal in self.refusals.current()]
        return Administration(report.get("status"), self.histories.unanswered(GAPS_DAYS), refused)

    def _is_admin(self, user: str) -> bool:
        return self.audience.standing(user, self.admins).is_admin

    def _look_over(self, user: str) -> None:
        """Ask a worker what changed in the documents that the person was answered from, and an administrator's status.

        Where it cannot be asked, the page is without them.
        """
        try:
            cited, by_admin = self.histories.cited_for(user), self._is_admin(user)
            if cited or by_admin:
                arguments = {
                    "cited": [{"document": one.document, "version": one.version} for one in cited],
                    "principals": sorted(self.audience.in_private(user).principals),
                    "status": by_admin,
                }
                self.publisher.look_up(f"{OVERVIEW_FOR}{user}-{secrets.token_hex(6)}", OVERVIEW, arguments)
        except (QueueUnavailable, RedisError) as error:
            _log.info("home_not_looked_over", error=str(error))


def _changes(report: Json, cited: Sequence[Cited]) -> list[Change]:
    """What changed, with the links that the answers had."""
    urls: Mapping[str, str] = {one.document: one.url for one in cited}
    return [Change(one["title"], urls.get(one["document"], ""), one["sections"]) for one in report.get("changed", ())]
