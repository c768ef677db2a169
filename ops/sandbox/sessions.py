"""The agent's side of a conversation: status lines, titles, suggested prompts, sessions that can be stopped."""

from dataclasses import dataclass, field

from ops.sandbox.background import Background
from ops.sandbox.clock import Clock
from ops.sandbox.events import Events, hears
from ops.sandbox.hub import Hub
from ops.sandbox.model import App, Channel, Json
from ops.sandbox.streams import Streams
from ops.sandbox.workspace import Workspace

STOPPED = "agent_session_stopped"
STATUS_LIFETIME = 120.0  # seconds without a message after which Slack clears a status
Thread = tuple[str, str]


@dataclass(eq=False)
class Sessions:
    """What an app says about its work in each thread."""

    workspace: Workspace
    clock: Clock
    background: Background
    events: Events
    hub: Hub
    streams: Streams
    _versions: dict[Thread, int] = field(default_factory=dict, init=False)
    states: dict[Thread, Json] = field(default_factory=dict, init=False)

    def clear(self) -> None:
        """Forget all sessions."""
        self._versions.clear()
        self.states.clear()

    def set_status(self, channel: Channel, thread_ts: str, status: str, loading: list[str]) -> None:
        """Show a status line in a thread; an empty one clears it."""
        version = self._versions.get((channel.id, thread_ts), 0) + 1
        self._versions[channel.id, thread_ts] = version
        self._publish(channel, "status", thread_ts, status=status, loading_messages=loading)
        if status:
            self.background.spawn(self._clear_later(channel, thread_ts, version))

    async def _clear_later(self, channel: Channel, thread_ts: str, version: int) -> None:
        await self.clock.sleep(STATUS_LIFETIME)
        if self._versions.get((channel.id, thread_ts)) == version:
            self._publish(channel, "status", thread_ts, status="", loading_messages=[])

    def set_prompts(self, channel: Channel, thread_ts: str | None, title: str, prompts: list[Json]) -> None:
        """Show suggested prompts."""
        self._publish(channel, "prompts", thread_ts, title=title, prompts=prompts)

    def set_title(self, channel: Channel, thread_ts: str, title: str) -> None:
        """Name a thread."""
        self.states.setdefault((channel.id, thread_ts), {})["title"] = title
        self._publish(channel, "title", thread_ts, title=title)

    def titles(self, channel: Channel) -> dict[str, str]:
        """The titles that a conversation's threads were given, by thread."""
        return {
            ts: state["title"] for (place, ts), state in self.states.items() if place == channel.id and "title" in state
        }

    def set_state(self, app: App, channel: Channel, thread_ts: str, state: Json) -> Json:
        """Set what a session does (`active`, `processing`, `suspended`, `closed`); return the session.

        Readers get a Stop button while it is processing, if the app would hear of it.
        """
        session = self.states.setdefault((channel.id, thread_ts), {})
        session.update(state)
        session["stoppable"] = session["status"] == "processing" and hears(app, STOPPED)
        self._publish(channel, "session", thread_ts, session=session)
        return session

    def stoppable(self, reader: str) -> list[Thread]:
        """The threads in which a reader has a Stop button now."""
        visible = {channel.id for channel in self.workspace.visible_to(reader)}
        return [thread for thread, state in self.states.items() if state.get("stoppable") and thread[0] in visible]

    def stop(self, app: App, channel: Channel, thread_ts: str, user: str) -> None:
        """Press Stop: the thread's open streams end, and the app hears of it."""
        thread = self.workspace.thread(channel.id, thread_ts)
        streams = [message for message in thread if message.is_streaming and message.app_id == app.id]
        for message in streams:
            self.streams.stop_by_user(message)
        self.events.session_stopped(app, channel, thread_ts, user, [message.ts for message in streams])

    def retitle(self, app: App, channel: Channel, thread_ts: str, user: str, title: str) -> None:
        """A reader gives a thread's session another title, and the app hears of it."""
        previous = self.states.get((channel.id, thread_ts), {}).get("title", "")
        self.set_title(channel, thread_ts, title)
        self.events.session_retitled(app, channel, thread_ts, user, (previous, title))

    def _publish(self, channel: Channel, kind: str, thread_ts: str | None, **fields: object) -> None:
        event = {"type": kind, "channel": channel.id, "thread_ts": thread_ts, **fields}
        self.hub.publish(event, channel.members)
