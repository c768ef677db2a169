"""One show: what is shown of a request, and what waits to be."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from bot.delivery.posting import Posted
from bot.records.models import Kind, Request
from bot.slack.limits import MOST_LOADING_MESSAGES
from bot.wording import WORDINGS, Wording
from knowledge.domain import Stage, StageName
from workers.contract import Job


@dataclass
class Show:
    """What is shown of one request, and what waits to be. Only the relay's thread changes it while it is not busy."""

    request: Request
    text: str = ""
    """Everything that the worker sent so far."""
    ready: str = ""
    """As much of it as may be shown: harmless, and unchanged by whatever follows."""
    shown: str = ""
    """As much of that as Slack shows."""
    reached: tuple[Stage, ...] = ()
    """What was done for the answer so far, the last of which is being done."""
    told: tuple[Stage, ...] = ()
    """As much of that as Slack shows as tasks."""
    plans: bool = False
    """Whether the stream that is there takes tasks."""
    progress: str = ""
    """The latest line of a long request, until it is shown."""
    waiting: int = 0
    """Questions before this one, while no worker has it."""
    writing: Job | None = None
    """What a message turned out to order, where it is no question."""
    status: str = ""
    """The status that Slack shows, or was asked to."""
    posted: Posted | None = None
    streams: bool = True
    """Whether words are appended to a stream; else a message is posted and changed as a whole."""
    session: bool = False
    """Whether Slack was asked for a Stop button."""
    busy: bool = False
    over: bool = False
    opened_at: float = field(default_factory=time.monotonic)
    began_at: float = field(default_factory=time.monotonic)
    """When a worker took it, which may be long after it was asked."""
    touched_at: float = field(default_factory=time.monotonic)
    called_at: float = 0.0
    """When Slack was last called."""

    @property
    def words(self) -> Wording:
        """The sentences in the request's language."""
        return WORDINGS[self.request.language]

    @property
    def due_status(self) -> str:
        """What to say before there are words: how many wait before this question, or that it is being answered."""
        if self.waiting:
            return self.words.waiting.format(count=self.waiting)
        kind: Kind = self.writing or self.request.kind
        if kind != "question":
            return f"{self.words.running[kind]}…"
        return self.words.searching if self.stage == "searching" else f"{self.words.live_tasks[self.stage]}…"

    @property
    def due_lines(self) -> list[str]:
        """What takes turns with the status, which is the first of them; none where there is nothing to add to it."""
        if self.waiting:
            added = self.words.live_waiting
        elif self.writing or self.request.kind != "question":
            added = ()
        else:
            added = self.words.live_loading[self.stage]
        return [self.due_status, *added][:MOST_LOADING_MESSAGES] if added else []

    @property
    def stage(self) -> StageName:
        """What is being done for the answer."""
        return self.reached[-1].name if self.reached else "searching"

    def reach(self, stage: Stage) -> None:
        """It is at a stage; one that it had reached before comes again from a worker that began anew."""
        if stage.name not in {reached.name for reached in self.reached}:
            self.reached = (*self.reached, stage)
