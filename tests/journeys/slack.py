"""Brightwater's Slack as its people use it: they ask, read and press buttons; a test also breaks things."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self

import httpx
from slack_sdk import WebClient
from sqlalchemy import select

from bot.records.models import Feedback
from ops.stack.parts import SANDBOX_BOT_TOKEN
from tests.journeys.stack import PATIENCE_S, RunningFrontdesk, eventually

Json = dict[str, Any]

BOT: Final = "U0FDESK"
MENTION: Final = f"<@{BOT}>"
SOURCE: Final = re.compile(
    r"\[(?P<number>\d+)\] \*<(?P<url>[^|>]+)\|(?P<title>[^>]+)>\*(?: › (?P<heading>.+?))?(?:, p\. \d+)?(?: · [^·—]+)*"
    r"(?: — “(?P<quote>.+)”)?$",
    re.DOTALL,
)
"""A citation as it stands below an answer."""
SLACK_WAITS_S: Final = 60
"""For an acknowledgement, and for a modal after a click: a busy machine may take longer than Slack's three seconds."""
RETRY_DELAYS: Final = (0, 60, 300)
"""Slack's own."""


@dataclass(frozen=True)
class Asked:
    """A message that a person sent, and the thread that its answer belongs to."""

    channel: str
    ts: str
    thread_ts: str
    event_ids: dict[str, str]
    """The events that Slack sent for it, by type."""


@dataclass(frozen=True)
class Source:
    """One citation as a reader sees it."""

    number: int
    url: str
    title: str
    heading: str
    quote: str


@dataclass(frozen=True)
class Answer:
    """A finished message of the bot."""

    ts: str
    request_id: str
    markdown: str
    """The body to the letter; ``text`` is what a reader reads of it."""
    sources: tuple[Source, ...]
    blocks: list[Json]

    @property
    def text(self) -> str:
        """The body without the stars of bold."""
        return self.markdown.replace("**", "")

    def button(self, verdict: str) -> Json:
        """The block, action and value of the feedback button ``positive`` or ``negative``."""
        block = next(block for block in self.blocks if block["type"] == "context_actions")
        buttons = block["elements"][0]
        value = buttons[f"{verdict}_button"]["value"]
        return {"block_id": block["block_id"], "action_id": buttons["action_id"], "value": value}


class Workspace:
    """The sandbox beside a running Frontdesk."""

    def __init__(self, stack: RunningFrontdesk) -> None:
        self.stack = stack
        self.web = WebClient(SANDBOX_BOT_TOKEN, base_url=f"{stack.url}/api/")
        self._http = httpx.Client(base_url=stack.url, timeout=PATIENCE_S, trust_env=False)
        self.be_patient()

    def __enter__(self) -> Self:
        """Return itself; nothing is connected yet."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Give the connections back."""
        self._http.close()

    def control(self, action: str, **body: Any) -> Json:  # noqa: ANN401 - JSON
        """Act through the control API. JSON escapes carry what UTF-8 cannot."""
        headers = {"Content-Type": "application/json"}
        response = self._http.post(f"/control/{action}", content=json.dumps(body).encode(), headers=headers)
        response.raise_for_status()
        answer: Json = response.json()
        return answer

    def be_patient(self) -> None:
        """Have no limits: one test asks more in a minute than a company does, and a busy machine is slow."""
        self.control("settings", rate_limits=False, ack_timeout=SLACK_WAITS_S, trigger_lifetime=SLACK_WAITS_S)

    @contextmanager
    def retrying_soon(self) -> Iterator[None]:
        """Deliver what was not acknowledged again each second, for the block."""
        self.control("settings", retry_delays=[1] * PATIENCE_S)
        try:
            yield
        finally:
            self.control("settings", retry_delays=RETRY_DELAYS)

    def clear_faults(self) -> None:
        """End every fault that a test injected."""
        self._http.delete("/control/faults")

    def get(self, path: str, **params: str) -> Json:
        """Read through the control API or the page's."""
        answer: Json = self._http.get(path, params=params).json()
        return answer

    # What people do

    def say(self, user: str, channel: str, text: str, **more: Any) -> Asked:  # noqa: ANN401 - JSON
        """Send a message, with ``thread_ts`` into a thread."""
        sent = self.control("message", user=user, channel=channel, text=text, **more)
        return Asked(channel, sent["ts"], more.get("thread_ts") or sent["ts"], sent["event_ids"])

    def ask(self, user: str, channel: str, text: str, **more: Any) -> Answer:  # noqa: ANN401 - JSON
        """Send a message and return its one answer."""
        return self.answer_to(self.say(user, channel, text, **more))

    def command(self, user: str, channel: str, text: str, seconds: float = PATIENCE_S) -> list[str]:
        """Run a slash command; return what only its user has read when everything about it is settled.

        The immediate answer stands first, though a quick worker's words may have been shown before it.
        """
        before = len(self.only_for(user, channel))
        first = self.control("command", user=user, channel=channel, text=text)["text"]
        self.wait_until_quiet(seconds)
        said = [message["text"] for message in self.only_for(user, channel)[before:]]
        return sorted(said, key=lambda words: words != first)

    def press(self, answer: Answer, user: str, channel: str, verdict: str, thanks: str) -> None:
        """Press a feedback button, and wait for the thanks, which come after the click has been acknowledged."""
        before = len(self.only_for(user, channel))
        place = {"user": user, "channel": channel, "message_ts": answer.ts}
        self.control("action", **place, **answer.button(verdict))
        eventually(lambda: any(thanks in each["text"] for each in self.only_for(user, channel)[before:]), thanks)

    def set_group(self, handle: str, users: list[str]) -> None:
        """Change who is in a user group, and wait until the bot has been told."""
        self.control("groups", handle=handle, users=users)
        eventually(lambda: not self.pending("subteam"), "the delivery of the group's events")

    # What people read

    def answer_to(self, asked: Asked) -> Answer:
        """Wait for the answer to a message, and until nothing more can come; it must be the only one."""
        eventually(lambda: self.finished(asked), "an answer")
        self.wait_until_quiet()
        messages = self.replies(asked)
        assert len(messages) == 1, messages
        return answer_of(messages[0])

    def finished(self, asked: Asked) -> list[Json]:
        """The finished messages of the bot that came after a message in its thread."""
        return [message for message in self.replies(asked) if request_of(message)]

    def replies(self, asked: Asked) -> list[Json]:
        """All messages of the bot that came after a message in its thread, as the Web API gives them."""
        arguments: Json = {"channel": asked.channel, "ts": asked.thread_ts, "include_all_metadata": True, "limit": 200}
        messages: list[Json] = self.web.conversations_replies(**arguments)["messages"]
        return [message for message in messages if message["user"] == BOT and message["ts"] > asked.ts]

    def can_be_stopped(self, asked: Asked) -> bool:
        """Whether the readers of a message's thread have a Stop button."""
        sessions = self.get("/control/state")["sessions"]
        return any(each["stoppable"] for each in sessions if each["thread"] == [asked.channel, asked.thread_ts])

    def messages(self, channel: str, after: str) -> list[Json]:
        """The messages of a channel after a time, as the Web API gives them."""
        arguments: Json = {"channel": channel, "oldest": after, "include_all_metadata": True, "limit": 200}
        found: list[Json] = self.web.conversations_history(**arguments)["messages"]
        return found

    def only_for(self, user: str, channel: str) -> list[Json]:
        """The messages that only this person sees in a channel."""
        messages = self.get("/control/state")["messages"].get(channel, [])
        return [message for message in messages if message["only_for"] == user]

    def home(self, user: str) -> Json | None:
        """The Home tab that was published for a person."""
        homes = self.get("/control/state")["homes"]
        return next((home["view"] for home in homes if home["user"] == user), None)

    def verdicts(self, answer: Answer) -> dict[str, bool]:
        """Who has found the answer helpful, and who not."""
        with self.stack.database.read() as session:
            stored = session.scalars(select(Feedback).where(Feedback.request_id == answer.request_id))
            return {feedback.user: feedback.helpful for feedback in stored}

    def wait_until_quiet(self, seconds: float = PATIENCE_S) -> None:
        """Wait until every request is settled."""
        eventually(self.stack.is_quiet, "an end of all requests", seconds)

    def calls(self, method: str, asked: Asked) -> list[Json]:
        """The calls of a Web API method since a message was sent, in its channel."""
        calls: list[Json] = self.get("/control/calls", method=method)["calls"]
        return [call for call in calls if call["at"] >= float(asked.ts) and asked.channel in call["args"].values()]

    def attempts(self, asked: Asked) -> list[Json]:
        """The attempts so far at delivering the message's event."""
        return next(each["attempts"] for each in self.deliveries() if each["event_id"] == asked.event_ids["message"])

    def is_delivered(self, asked: Asked) -> bool:
        """Whether the bot has acknowledged each event of the message."""
        known = {each["event_id"]: each["outcome"] for each in self.deliveries()}
        return all(known[event_id] == "delivered" for event_id in asked.event_ids.values())

    def pending(self, kind: str = "") -> list[Json]:
        """The events on their way to the bot, of the types that begin so."""
        return [each for each in self.deliveries() if each["type"].startswith(kind) and each["outcome"] == "pending"]

    def deliveries(self) -> list[Json]:
        """Every event that was sent to the bot, oldest first."""
        deliveries: list[Json] = self.get("/control/deliveries")["deliveries"]
        return deliveries


def request_of(message: Json) -> str:
    """The id of the request that a message finishes; empty where it finishes none."""
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return str(payload.get("request_id") or "")


def answer_of(message: Json) -> Answer:
    """Read a finished message."""
    blocks: list[Json] = message["blocks"]
    body = next((block["text"] for block in blocks if block["type"] == "markdown"), message["text"])
    contexts = [block["elements"][0]["text"] for block in blocks if block["type"] == "context"]
    found = [match for text in contexts if (match := SOURCE.fullmatch(text))]
    sources = tuple(_source(match) for match in found)
    return Answer(message["ts"], request_of(message), body, sources, blocks)


def _source(found: re.Match[str]) -> Source:
    title, heading, quote = (html.unescape(found[name] or "") for name in ("title", "heading", "quote"))
    return Source(int(found["number"]), html.unescape(found["url"]), title, heading, quote)
