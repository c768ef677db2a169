"""Filling a modal with what was found for an answer, as far as its viewer may read it at this moment.

What rights the viewer holds Slack says; what the documents' rules say by now only a worker knows. A trigger opens a
modal within three seconds, so it is opened empty, a worker is asked, and the delivery process fills it.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final

import structlog
from redis import Redis, RedisError
from slack_sdk import WebClient

from bot.intake.audience import Audience
from bot.intake.publishing import Publisher, QueueUnavailable
from bot.lookups.modals import MODALS, KindOfModal, sentence_view
from bot.records.found import Sight, documents_of
from bot.records.ledger import Ledger
from bot.records.models import AnswerRecord, Request
from bot.records.outcomes import Outcomes
from bot.slack.api import RateLimited, SlackRefused, SlackUnreachable, call
from bot.wording import WORDINGS, Wording
from knowledge.domain import EVERYONE
from workers.contract import LOOK_FOR, READABLE, Json, Reply

_PATIENCE_S: Final = 30
"""With workers, of whoever looks at a modal."""
_KEPT_S: Final = 10 * _PATIENCE_S

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Look:
    """A modal that waits to be filled: for whom, with what, and the channel in which its button was pressed."""

    kind: KindOfModal
    request: str
    user: str
    channel: str
    view: str
    """Slack's id of the modal."""
    page: int = 0

    @property
    def place(self) -> Json:
        """What comes back with each click in it."""
        return {"request": self.request, "channel": self.channel}


@dataclass(frozen=True, slots=True)
class Looks:
    """Modals over the records, Slack, and workers."""

    client: WebClient
    audience: Audience
    ledger: Ledger
    outcomes: Outcomes
    publisher: Publisher
    redis: Redis

    def open(self, kind: KindOfModal, request: Request, user: str, channel: str, trigger_id: str) -> bool:
        """Open a modal and have it filled; False where Slack does not open it."""
        words = WORDINGS[request.language]
        place = {"request": request.id, "channel": channel}
        try:
            view = sentence_view(kind, words.look_begun, place, words)
            opened = call(self.client.views_open, trigger_id=trigger_id, view=view)
        except (RateLimited, SlackUnreachable, SlackRefused) as error:
            _log.warning("modal_not_shown", request_id=request.id, kind=kind, error=str(error))
            return False
        self.look(Look(kind, request.id, user, channel, str((opened.get("view") or {}).get("id"))))
        return True

    def look(self, look: Look) -> None:
        """Have a modal filled that is open, or say in it why not; the page that it shows stays until then."""
        found = self._found(look)
        if found is None:
            self._say(look, lambda words: words.why_gone)
            return
        request, record = found
        try:
            self._ask(look, request, record)
        except (RedisError, QueueUnavailable, RateLimited) as error:
            _log.warning("modal_not_filled", request_id=look.request, error=type(error).__name__)
            self._say(look, lambda words: words.look_failed)

    def complete(self, reply: Reply) -> None:
        """Fill the modal with what a worker says of its documents.

        Raises RateLimited where it must be tried again, and redis.RedisError.
        """
        look = self._taken(reply.id)
        if look is None:
            return
        if reply.report is None or "readable" not in reply.report:
            _log.warning("readers_not_looked_up", request_id=look.request, failure=reply.failure)
            self._say(look, lambda words: words.look_failed)
            return
        try:
            self._fill(look, frozenset(reply.report["readable"]))
        except RateLimited:
            self._keep(reply.id, look)
            raise

    def give_up(self, look_id: str) -> None:
        """Say in a modal that no worker answered, if none did. May raise redis.RedisError."""
        look = self._taken(look_id)
        if look is not None:
            _log.warning("readers_not_looked_up", request_id=look.request, failure="unavailable")
            self._say(look, lambda words: words.look_failed)

    def _ask(self, look: Look, request: Request, record: AnswerRecord) -> None:
        rights = self.audience.in_private(look.user)
        if rights.gaps:
            self._say(look, lambda words: words.rights_unknown)
            return
        look_id, documents = f"{LOOK_FOR}{secrets.token_hex(8)}", sorted(documents_of(record))
        if not documents:
            self._show(look, request, record, Sight(rights.principals, frozenset()))
            return
        self._keep(look_id, look)
        principals = sorted(self._held(look, request, rights.principals))
        arguments = {"documents": documents, "principals": principals}
        self.publisher.look_up(look_id, READABLE, arguments, _PATIENCE_S)

    def _fill(self, look: Look, readable: frozenset[str]) -> None:
        """Rights are asked for once more: a moment may have passed, and what is remembered of them is free."""
        found, rights = self._found(look), self.audience.in_private(look.user)
        if found is None:
            self._say(look, lambda words: words.why_gone)
        elif rights.gaps:
            self._say(look, lambda words: words.rights_unknown)
        else:
            request, record = found
            self._show(look, request, record, Sight(self._held(look, request, rights.principals), readable))

    def _held(self, look: Look, request: Request, principals: frozenset[str]) -> frozenset[str]:
        """What the viewer holds; of an answer in a channel that they still read, what all who read it hold, too."""
        reads = (
            request.surface == "channel" and EVERYONE in principals and self.audience.reads(look.user, request.channel)
        )
        return principals | {f"channel:{request.channel}"} if reads else principals

    def _found(self, look: Look) -> tuple[Request, AnswerRecord] | None:
        request, record = self.ledger.get(look.request), self.outcomes.answer_to(look.request)
        return None if request is None or record is None else (request, record)

    def _show(self, look: Look, request: Request, record: AnswerRecord, sight: Sight) -> None:
        words = WORDINGS[request.language]
        self._update(look, MODALS[look.kind].view(request, record, sight, look.page, look.place, words))

    def _say(self, look: Look, sentence: Callable[[Wording], str]) -> None:
        request = self.ledger.get(look.request)
        words = WORDINGS[request.language if request else "en"]
        try:
            self._update(look, sentence_view(look.kind, sentence(words), look.place, words))
        except RateLimited as error:
            _log.warning("modal_not_shown", request_id=look.request, kind=look.kind, error=str(error))

    def _update(self, look: Look, view: Json) -> None:
        """Whoever closed it meanwhile does not want it any more. Raises RateLimited."""
        try:
            call(self.client.views_update, view_id=look.view, view=view)
        except (SlackUnreachable, SlackRefused) as error:
            _log.warning("modal_not_shown", request_id=look.request, kind=look.kind, error=str(error))

    def _keep(self, look_id: str, look: Look) -> None:
        self.redis.set(_key(look_id), json.dumps(asdict(look)), ex=_KEPT_S)

    def _taken(self, look_id: str) -> Look | None:
        """The modal that waits under this id; None where it waits no longer."""
        kept = self.redis.getdel(_key(look_id))
        return Look(**json.loads(kept)) if isinstance(kept, bytes) else None


def _key(look_id: str) -> str:
    return f"frontdesk:{look_id}"
