"""Somebody who was answered privately and shares it, and the worker that they wait for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bot.delivery.process import Parts
from bot.intake.publishing import UNPREPARED
from bot.records.models import Request, request_of
from bot.sharing.form import CHANNEL, FORM
from ops.sandbox.running import wait_until
from tests.bot.office import Office
from tests.bot.replies import answer_to, unsaid
from workers.contract import LOOK_FOR, READABLE, Reply

Json = dict[str, Any]

ASKED = "How many days of leave?"


@dataclass(frozen=True)
class Sharer:
    """Somebody in front of a private answer, and what comes of sharing it."""

    office: Office
    parts: Parts
    request: Request
    user: str

    def press(self) -> None:
        """Press the button below the answer."""
        shown = next(message for message in self._private() if "answer_share" in str(message["blocks"]))
        place = {"channel": shown["channel"], "message_ts": shown["ts"]}
        self.office.slack.control("action", user=self.user, **place, action_id="answer_share")

    def choose(self, channel: str, times: int = 1) -> Json:
        """Choose a channel in the form, which may be sent more than once; what stands in it then."""
        slack = self.office.slack
        view = wait_until(lambda: [each for each in slack.state()["views"] if each["callback_id"] == FORM])[-1]
        chosen = {CHANNEL: {CHANNEL: {"type": "conversations_select", "selected_conversation": channel}}}
        for _ in range(times):
            slack.control("view_submit", user=self.user, view_id=view["id"], state={"values": chosen})
        return dict(slack.state()["views"][-1])

    def share(self) -> Request:
        """The share in the ledger as it is now, prepared."""
        return [request for request in self.office.requests() if request.id != self.request.id][-1]

    def looked_up(self, *hidden: str) -> None:
        """A worker says that all who read the channel may read all documents but the hidden."""
        share = self.share()
        asked = next(each for each in self.office.queued("knowledge") if each["id"] == share.work_id)
        readable = [name for name in asked["arguments"]["documents"] if name not in hidden]
        self.settle(Reply(asked["id"], report={"action": READABLE, "readable": readable}))

    def answered(self, text: str = "You have 5 days [1].") -> None:
        """A worker answers the question that was asked anew for the channel; without a text it cannot."""
        share = self.share()
        reply = answer_to(share, text) if text else unsaid(share)
        self.settle(replace(reply, id=share.work_id, answer={**(reply.answer or {}), "question_id": share.work_id}))

    def settle(self, reply: Reply | None) -> None:
        """A reply arrives, or a sentence is due; and what comes of it is delivered."""
        self.parts.settler.settle(self.share().id, reply)
        self.deliver()

    def deliver(self) -> None:
        """Deliver what waits on the queue of replies, as the delivery process does, but for modals."""
        for waiting in self.office.taken("replies"):
            if not waiting["id"].startswith(LOOK_FOR):
                reply = Reply(**waiting) if len(waiting) > 1 else None
                self.parts.settler.settle(request_of(waiting["id"]), reply)

    def there(self, channel: str = "C0GENERAL") -> list[Json]:
        """What all read in the channel."""
        return [message for message in self.office.posted(channel) if not message["only_for"]]

    def told(self) -> str:
        """What the sharer alone read last."""
        return str(self._private()[-1]["text"])

    def _private(self) -> list[Json]:
        messages = self.office.slack.state()["messages"]
        mine = (
            message
            for channel in messages
            for message in self.office.posted(channel)
            if message["only_for"] == self.user or channel == f"D0{self.user[2:]}"
        )
        return sorted(mine, key=lambda message: str(message["ts"]))


def reply_from(request: Request, *readers: str, document: str = "leave.md") -> Reply:
    """An answer made from one passage with these readers."""
    found = {"document": document, "heading": "Leave", "effective": None, "readers": list(readers), "score": 1.0}
    answer = answer_to(request).answer or {}
    return Reply(request.work_id, answer={**answer, "retrieved": [found]})


def asks_with_command(office: Office, parts: Parts, user: str = "U0MAYA", channel: str = "C0GENERAL") -> Sharer:
    """Somebody asks with ``/ask`` in a channel and is answered there, for their eyes only."""
    office.slack.control("command", user=user, channel=channel, text=f"/ask {ASKED}")
    (request,) = office.requests()
    parts.settler.settle(request.id, reply_from(request, "everyone"))
    return Sharer(office, parts, request, user)


def asks_directly(office: Office, parts: Parts, user: str = "U0MAYA", text: str = ASKED) -> Sharer:
    """Somebody asks in their direct messages. The sandbox may deliver the message, too, and enter it first."""
    office.ask(user, f"D0{user[2:]}", text)
    (request,) = wait_until(lambda: [each for each in office.requests() if UNPREPARED not in each.payload])
    parts.settler.settle(request.id, reply_from(request, "everyone"))
    return Sharer(office, parts, request, user)
