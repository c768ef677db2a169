"""A Work Object that somebody opens beside the conversation: what they, and nobody else, may read of it now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from redis import RedisError
from slack_sdk import WebClient

from bot.intake.audience import Audience
from bot.intake.publishing import QueueUnavailable
from bot.lookups.waiting import Waiting, event_key
from bot.lookups.work_objects import note_warning, work_object
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.slack.markup import storable
from bot.wording import Wording
from knowledge.rights.readers import may_read
from workers.contract import CARDS, DETAILS_FOR, Json, Reply

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Details:
    """Presents details. What may not be read is as little there as what does not exist."""

    client: WebClient
    audience: Audience
    words_for: Callable[[str], Wording]
    waiting: Waiting

    def requested(self, event: Json) -> None:
        """Somebody opened one."""
        purpose = {
            "trigger": event["trigger_id"],
            "user": event["user"],
            "reference": event["external_ref"],
            "link": storable(event.get("entity_url") or ""),
        }
        try:
            wanted = [{"link": purpose["link"], "reference": event["external_ref"]["id"]}]
            principals = sorted(self.audience.in_private(event["user"]).principals)
            arguments = {"wanted": wanted, "principals": principals}
            self.waiting.ask(f"{DETAILS_FOR}{event_key(event)}", CARDS, arguments, purpose)
        except (QueueUnavailable, RedisError) as error:
            _log.warning("details_not_looked_up", error=type(error).__name__)
            self._give_up(purpose)

    def complete(self, reply: Reply) -> None:
        """Present what a worker knows of it. Raises RateLimited, SlackUnreachable or redis.RedisError."""
        self.waiting.answer(reply.id, lambda purpose: self._tell(purpose, reply))

    def _tell(self, purpose: Json, reply: Reply) -> None:
        if reply.report is None or "error" in reply.report:
            self._present(purpose, error={"status": "internal_error"})
        else:
            self._present(purpose, **self._known(purpose, *reply.report["cards"]))

    def _known(self, purpose: Json, card: Json | None) -> Json:
        principals = self.audience.in_private(purpose["user"]).principals
        if card is None or not may_read(card["readers"], principals):
            return {"error": {"status": "not_found"}}
        shown = work_object(card, purpose["link"], self.words_for(purpose["user"]))
        return {"metadata": {**shown, "external_ref": purpose["reference"]}}

    def _present(self, purpose: Json, **shown: Json) -> None:
        try:
            answer = call(self.client.entity_presentDetails, trigger_id=purpose["trigger"], **shown)
        except SlackRefused as refused:
            _log.warning("details_not_presented", error=refused.code)
        else:
            note_warning(answer)

    def _give_up(self, purpose: Json) -> None:
        try:
            self._present(purpose, error={"status": "internal_error"})
        except (RateLimited, SlackUnreachable) as error:
            _log.warning("details_not_presented", error=str(error))
