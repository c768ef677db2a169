"""Links to policies that somebody posts: shown with what is known of them, as far as everybody there may read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog
from redis import RedisError
from slack_sdk import WebClient

from bot.intake.audience import Audience
from bot.intake.publishing import QueueUnavailable
from bot.lookups.results import LONGEST_LINK
from bot.lookups.waiting import Waiting, event_key
from bot.lookups.work_objects import note_warning, work_object
from bot.slack.api import SlackRefused, call
from bot.slack.markup import storable
from bot.wording import Wording
from knowledge.rights.readers import may_read
from workers.contract import CARDS, UNFURL_FOR, Json, Reply

_MOST: Final = 10
"""Links of one message that are looked at."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Links:
    """Unfurls. What may not be read, and whatever fails, is passed over in silence: nobody asked us."""

    client: WebClient
    audience: Audience
    words_for: Callable[[str], Wording]
    waiting: Waiting

    def shared(self, event: Json, *, shared_outside: bool) -> None:
        """Links were posted; ``shared_outside``: Slack said so of the place."""
        purpose = {
            "channel": event["channel"],
            "ts": event["message_ts"],
            "user": event.get("user") or "",
            "links": _links(event),
            "with_us": bool(event.get("is_bot_user_member")),
            "shared_outside": shared_outside,
        }
        if not purpose["links"]:
            return
        try:
            wanted = [{"link": link, "reference": ""} for link in purpose["links"]]
            arguments = {"wanted": wanted, "principals": sorted(self._readers(purpose))}
            self.waiting.ask(f"{UNFURL_FOR}{event_key(event)}", CARDS, arguments, purpose)
        except (QueueUnavailable, RedisError) as error:
            _log.info("links_not_looked_up", error=type(error).__name__)

    def complete(self, reply: Reply) -> None:
        """Show what a worker knows of them. Raises RateLimited, SlackUnreachable or redis.RedisError."""
        self.waiting.answer(reply.id, lambda purpose: self._show(purpose, reply))

    def _show(self, purpose: Json, reply: Reply) -> None:
        cards = (reply.report or {}).get("cards", ())
        principals = self._readers(purpose)
        readable = [
            (card, link)
            for card, link in zip(cards, purpose["links"], strict=False)
            if card is not None and may_read(card["readers"], principals)
        ]
        if readable:
            words = self.words_for(purpose["user"])
            self._unfurl(purpose, [work_object(card, link, words) for card, link in readable])

    def _readers(self, purpose: Json) -> frozenset[str]:
        """What everybody holds who reads the link now. Of a direct message with us that is whoever wrote it."""
        if purpose["channel"].startswith("D") and purpose["with_us"] and purpose["user"]:
            return self.audience.in_private(purpose["user"]).principals
        return self.audience.in_channel(purpose["channel"], shared_outside=purpose["shared_outside"]).principals

    def _unfurl(self, purpose: Json, entities: list[Json]) -> None:
        where = {"channel": purpose["channel"], "ts": purpose["ts"]}
        try:
            answer = call(self.client.chat_unfurl, **where, metadata={"entities": entities})
        except SlackRefused as refused:
            _log.warning("links_not_unfurled", error=refused.code)
        else:
            note_warning(answer)


def _links(event: Json) -> list[str]:
    """The addresses, each once; none that could not be told to Slack again."""
    urls = dict.fromkeys(link["url"] for link in event["links"])
    return [url for url in urls if storable(url) == url and len(url) <= LONGEST_LINK][:_MOST]
