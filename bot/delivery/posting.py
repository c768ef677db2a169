"""Putting a finished message where its person sees it, once.

Before Slack is asked to post, the ledger says so; when that attempt's end is unknown, the message is looked for before
another is sent. Every call is made under the request's lock.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import structlog
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from bot.delivery.live.plan import PlanEnd, closing, text_chunk
from bot.delivery.live.stop_button import Sessions
from bot.delivery.live.streamed import Streamed
from bot.delivery.locks import Held
from bot.delivery.messages.drafts_and_translations import not_posted_message
from bot.delivery.messages.reports.announcement import not_announced_message
from bot.records.ledger import Ledger
from bot.records.models import Kind, Request
from bot.slack.api import DELIVERY_TIMEOUT_S, Identity, RateLimited, SlackRefused, SlackUnreachable, call, retry_after
from bot.slack.blocks import Message, with_question
from bot.wording import WORDINGS
from knowledge.domain import StageName
from workers.contract import Json

EVENT_TYPE: Final = "frontdesk_answer"
"""Of the metadata that every finished message carries, with the request's id: what a lost response is found by."""

_FOLLOWED: Final[frozenset[Kind]] = frozenset({"reload", "eval"})
"""They take minutes: a direct message shows their progress (`Wording.running`) and becomes their report."""
BLOCKS_REFUSED: Final = frozenset(
    {"invalid_attachments", "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long"}
)
_OURS_TO_MEND: Final = frozenset(
    {"account_inactive", "invalid_auth", "missing_scope", "not_authed", "token_expired", "token_revoked"}
)
"""An administrator can mend these; the answers wait for it."""
THREAD_GONE: Final = "thread_not_found"
"""Slack's error where the message that a thread hangs on was deleted, and nothing else was left of it."""
_NOTHING_THERE: Final = frozenset({"message_not_found", "channel_not_found"})
_PAGE: Final = 200
_OK, _TOO_MANY_REQUESTS, _SERVER_ERROR = 200, 429, 500

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, and a thread in it. A user's id stands for the direct messages with them."""

    channel: str
    thread_ts: str | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """Where the message is; both are None for an ephemeral one."""

    channel: str | None
    ts: str | None


@dataclass(frozen=True, slots=True)
class Slack:
    """What posting needs, shared by all requests."""

    client: WebClient
    identity: Identity
    ledger: Ledger
    streamed: Streamed
    sessions: Sessions


def is_ephemeral(request: Request) -> bool:
    """Whether it is answered below its command, once, for one person's eyes; such a message cannot be changed."""
    return request.surface == "command" and request.kind not in _FOLLOWED


class Posting:
    """The posting of one request's message, while its lock is held.

    `post` raises RateLimited, SlackUnreachable or Busy (try again later) or SlackRefused (there is no way to them, or
    with `THREAD_GONE` nothing to reply to).
    """

    def __init__(self, slack: Slack, request: Request, held: Held) -> None:
        self._slack = slack
        self._request = request
        self._held = held

    def post(self, message: Message, plan: PlanEnd | None = "done") -> Posted:
        """Finish what was begun, find what may be there, or post anew: in this order.

        Tasks that a stream shows end as ``plan`` says; None where nobody may see them any more.
        """
        request = self._request
        if is_ephemeral(request) and self.answer_command(message):
            return Posted(None, None)
        begun = self._begun()
        if begun and self._finish(begun, message, plan):
            return begun
        posted = self._post_anew(message)
        if begun:
            self._leave(begun)
        return posted

    def remove(self, instead: Message) -> bool:
        """Remove what was begun, if anything was. Where Slack keeps the message it says ``instead``; False then.

        Raises SlackUnreachable where Slack refuses that as well: what it shows must not stay.
        """
        begun = self._begun()
        if begun is None:
            return True
        if self._request.reply_state != "changing":
            self._accepted(self._slack.client.chat_stopStream, channel=begun.channel, ts=begun.ts)
        try:
            self._call(self._slack.client.chat_delete, channel=begun.channel, ts=begun.ts)
        except SlackRefused as refused:
            return refused.code in _NOTHING_THERE or self._overwrite(begun, instead)
        return True

    def _overwrite(self, begun: Posted, instead: Message) -> Literal[False]:
        try:
            self.change(begun, instead)
        except SlackRefused as refused:
            raise SlackUnreachable(f"Slack neither removes nor changes a message: {refused.code}.") from None
        self._slack.ledger.changing(self._request.id, begun.channel or "", begun.ts or "")
        _log.warning("reply_not_removed", request_id=self._request.id)
        return False

    def begin(self, message: Message) -> Posted:
        """Post a message that will still change: where it was asked, for a command in the person's direct messages."""
        request = self._request
        direct = request.surface == "command"
        posted = self._send(Place(request.user) if direct else Place(request.channel, request.thread_ts), message)
        self._slack.ledger.changing(request.id, posted.channel or "", posted.ts or "")
        return posted

    def stop_streaming(self, posted: Posted) -> None:
        """Make a stream a message that can be changed; one that Slack has closed is that already."""
        self._accepted(self._slack.client.chat_stopStream, channel=posted.channel, ts=posted.ts)
        self._slack.ledger.changing(self._request.id, posted.channel or "", posted.ts or "")

    def change(self, posted: Posted, message: Message) -> None:
        """Replace a message's content."""
        arguments = {"channel": posted.channel, "ts": posted.ts, "metadata": self._metadata()}
        self._with_blocks(self._slack.client.chat_update, message, arguments)

    def _begun(self) -> Posted | None:
        """The message that is there already; where the last attempt's end is unknown, it is looked for."""
        request = self._request
        if request.reply_state in {"streaming", "changing"} and request.reply_channel and request.reply_ts:
            return Posted(request.reply_channel, request.reply_ts)
        return self._find() if request.reply_state in {"posting", "starting"} else None

    def answer_command(self, message: Message) -> bool:
        """Say something below the command; False when Slack's half hour or five uses are over.

        An ephemeral message cannot be looked for: when the response is lost, it may be there twice, for one person.
        """
        if not self._request.response_url:
            return False
        self._held.renew()
        webhook = WebhookClient(self._request.response_url, timeout=DELIVERY_TIMEOUT_S, retry_handlers=[])
        try:
            response = webhook.send(
                text=message.notification,
                blocks=message.blocks,
                response_type="in_channel" if self._request.kind == "chosen" else "ephemeral",
                replace_original=False,
                unfurl_links=False,
                unfurl_media=False,
            )
        except OSError as error:
            raise SlackUnreachable(f"Slack did not answer: {type(error).__name__}.") from None
        if response.status_code == _TOO_MANY_REQUESTS:
            raise RateLimited(retry_after(response.headers))
        if response.status_code >= _SERVER_ERROR:
            raise SlackUnreachable(f"Slack is in trouble: {response.status_code}.")
        return response.status_code == _OK

    def _finish(self, begun: Posted, message: Message, plan: PlanEnd | None) -> bool:
        """Complete a message that is there; False when it is there no longer."""
        if self._request.reply_state != "changing" and self._end_stream(begun, message, plan):
            return True
        try:
            self.change(begun, message)
        except SlackRefused as refused:
            _log.warning("reply_not_completed", request_id=self._request.id, error=refused.code)
            return False
        return True

    def _leave(self, begun: Posted) -> None:
        """Take away a message that could not be completed: its answer stands elsewhere, and nothing still runs."""
        try:
            self._accepted(self._slack.client.chat_delete, channel=begun.channel, ts=begun.ts)
        except (RateLimited, SlackUnreachable) as error:
            _log.warning("begun_reply_left", request_id=self._request.id, error=str(error))

    def _end_stream(self, begun: Posted, message: Message, plan: PlanEnd | None) -> bool:
        """Stop the stream with what is missing; False when the message must be replaced as a whole."""
        stop = self._slack.client.chat_stopStream
        place = {"channel": begun.channel, "ts": begun.ts}
        shown = self._slack.streamed.text(self._request.id)
        names = self._slack.streamed.plan(self._request.id)
        if shown is not None and message.body.startswith(shown) and (plan or not names):
            missing = self._missing(message.body[len(shown) :], names, plan or "done")
            blocks = list(message.tail)
            if self._accepted(stop, **place, **missing, blocks=blocks, metadata=self._metadata()):
                return True
        self._accepted(stop, **place)
        return False

    def _missing(self, rest: str, names: Sequence[StageName], plan: PlanEnd) -> Json:
        """What a stream lacks: its last words, and the end of each task where it shows some."""
        if not names:
            return {"markdown_text": rest or None}
        ended = closing(names, plan, WORDINGS[self._request.language])
        return {"chunks": [*ended, *([text_chunk(rest)] if rest else [])]}

    def _post_anew(self, message: Message) -> Posted:
        """Post where it was asked; if Slack says that this place is closed to us, in the person's direct messages."""
        request = self._request
        if request.surface != "command":
            try:
                return self._send(Place(request.channel, request.thread_ts), message)
            except SlackRefused as refused:
                if not request.user or refused.code == THREAD_GONE or request.kind == "share":
                    raise  # a schedule's announcement; or taken back; or nobody's answer but the channel's
                _log.warning("reply_goes_to_direct_messages", request_id=request.id, error=refused.code)
                if request.kind == "announcement":
                    message = not_announced_message(request, refused.code)
                elif request.kind == "chosen":  # commands are typed where the bot is no member, too
                    if self.answer_command(message):
                        return Posted(None, None)
                    message = not_posted_message(request, refused.code)
        if request.kind == "question":
            message = with_question(message, request.payload["text"], WORDINGS[request.language], request.channel)
        return self._send(Place(self._request.user), message)

    def _send(self, place: Place, message: Message) -> Posted:
        self._slack.ledger.posting(self._request.id, place.channel)
        arguments: Json = {
            "channel": place.channel,
            "thread_ts": place.thread_ts,
            "metadata": self._metadata(),
            "unfurl_links": False,
            "unfurl_media": False,
        }
        try:
            response = self._with_blocks(self._slack.client.chat_postMessage, message, arguments)
        except (SlackRefused, RateLimited):
            self._slack.ledger.not_posted(self._request.id)
            raise
        return Posted(response["channel"], response["ts"])

    def _with_blocks(self, method: Callable[..., SlackResponse], message: Message, arguments: Json) -> Json:
        """Call with the message's blocks; where Slack refuses those, with its words alone."""
        try:
            return self._call(method, **arguments, text=message.notification, blocks=message.blocks)
        except SlackRefused as refused:
            if refused.code not in BLOCKS_REFUSED:
                raise
            _log.error("blocks_refused", request_id=self._request.id, error=refused.code)
            return self._call(method, **arguments, text=message.notification, blocks=[])

    def _find(self) -> Posted | None:
        """Look for the message of an attempt whose end is unknown: by its metadata, or as a stream that nobody owns."""
        channel = self._request.reply_channel or self._request.channel
        if channel == self._request.user:
            opened = self._call(self._slack.client.conversations_open, users=[channel])
            channel = opened["channel"]["id"]
        unowned: Posted | None = None
        known = self._slack.ledger.known_replies(channel, self._request.thread_ts or "")
        for found in self._own_messages(channel):
            metadata = found.get("metadata") or {}
            if (metadata.get("event_payload") or {}).get("request_id") == self._request.id:
                return Posted(channel, found["ts"])
            if not metadata and found["ts"] not in known:
                unowned = unowned or Posted(channel, found["ts"])
        return unowned if self._request.reply_state == "starting" else None

    def _own_messages(self, channel: str) -> Iterator[Json]:
        """Our messages since the request, in its thread or, where it has none, in the channel; oldest first."""
        client, thread = self._slack.client, self._request.thread_ts
        since = self._request.message_ts or f"{self._request.created_at.timestamp():.6f}"
        arguments: Json = {"channel": channel, "oldest": since, "limit": _PAGE, "include_all_metadata": True}
        if thread and channel == self._request.channel:
            page = self._call(client.conversations_replies, ts=thread, **arguments)
        else:
            page = self._call(client.conversations_history, **arguments)
        ours = {self._slack.identity.bot_id, self._slack.identity.bot_user_id}
        for message in sorted(page["messages"], key=lambda message: str(message["ts"])):
            if message["ts"] > since and ours & {message.get("bot_id"), message.get("user")}:
                yield message

    def _metadata(self) -> Json:
        return {"event_type": EVENT_TYPE, "event_payload": {"request_id": self._request.id}}

    def _accepted(self, method: Callable[..., SlackResponse], **arguments: Any) -> bool:  # noqa: ANN401 - Slack's
        try:
            self._call(method, **arguments)
        except SlackRefused as refused:
            _log.info("stream_not_stopped", request_id=self._request.id, error=refused.code)
            return False
        return True

    def _call(self, method: Callable[..., SlackResponse], **arguments: Any) -> Json:  # noqa: ANN401 - Slack's
        self._held.renew()
        try:
            return call(method, **arguments)
        except SlackRefused as refused:
            if refused.code in _OURS_TO_MEND:
                _log.error("slack_refuses_the_app", request_id=self._request.id, error=refused.code)
                raise SlackUnreachable(f"Slack refuses the app: {refused.code}.") from None
            raise
