"""The life of a streamed message: started, appended to, stopped, or closed by Slack after five minutes."""

from dataclasses import dataclass

from ops.sandbox.background import Background
from ops.sandbox.clock import Clock
from ops.sandbox.identifiers import new_id
from ops.sandbox.model import Json, Message, Mode, Stream
from ops.sandbox.posting import Posting

OF_A_PLAN = frozenset({"task_update", "plan_update"})
UNTITLED = "Plan"
LIFETIME = 300.0  # seconds; appending does not prolong it (python-slack-sdk#1859)


@dataclass(eq=False)
class Streams:
    """The state machine of streamed messages."""

    posting: Posting
    clock: Clock
    background: Background

    def start(self, message: Message, chunks: list[Json], mode: Mode = "timeline") -> None:
        """Post `message` as a stream that begins with `chunks`."""
        message.stream = Stream(self.clock.now(), chunks=_merged([], chunks), mode=mode)
        _compose(message)
        self.posting.post(message)
        self.background.spawn(self._close_later(message))

    async def _close_later(self, message: Message) -> None:
        await self.clock.sleep(LIFETIME)
        self.expire(message)

    def expire(self, message: Message) -> None:
        """Close a stream that is open for five minutes."""
        stream = message.stream
        if stream and message.is_streaming and self.clock.now() - stream.started >= LIFETIME:
            self._end(message, "expired")

    def append(self, message: Message, chunks: list[Json]) -> None:
        """Append to an open stream."""
        stream = _stream(message)
        stream.chunks = _merged(stream.chunks, chunks)
        _compose(message)
        if all(chunk["type"] == "markdown_text" for chunk in chunks):
            self.posting.show_delta(message)
        else:
            self.posting.touched(message)

    def stop(self, message: Message, chunks: list[Json], footer: list[Json]) -> None:
        """Append `chunks`, put the blocks of `footer` below, and close the stream."""
        stream = _stream(message)
        stream.chunks = _merged(stream.chunks, chunks)
        stream.footer = footer
        _compose(message)
        self._end(message, "stopped")

    def stop_by_user(self, message: Message) -> None:
        """Close a stream because the reader pressed Stop."""
        self._end(message, "stopped_by_user")

    def _end(self, message: Message, state: str) -> None:
        previous = self.posting.snapshot(message)
        _stream(message).state = state  # type: ignore[assignment]  # the callers name only states
        self.posting.changed(message, previous)


def _stream(message: Message) -> Stream:
    if message.stream is None:
        raise ValueError("The message is not a stream.")
    return message.stream


def _merged(chunks: list[Json], new: list[Json]) -> list[Json]:
    """Join neighbouring text; a task or plan update changes the one there is."""
    merged = [dict(chunk) for chunk in chunks]
    for chunk in new:
        last = merged[-1] if merged else {}
        known = _known(merged, chunk)
        if chunk["type"] == "markdown_text" and last.get("type") == "markdown_text":
            last["text"] += chunk["text"]
        elif known is not None:
            known.update(_grown(known, chunk))
        else:
            merged.append(dict(chunk))
    return merged


def _grown(known: Json, chunk: Json) -> Json:
    """Return an update of a task; its details and output are deltas, the rest replaces."""
    both = {"details", "output"} & known.keys() & chunk.keys()
    deltas: Json = {name: known[name] + chunk[name] for name in both}
    return {**chunk, **deltas}


def _known(chunks: list[Json], chunk: Json) -> Json | None:
    if chunk["type"] not in OF_A_PLAN:
        return None
    same = (c for c in chunks if c["type"] == chunk["type"] and c.get("id") == chunk.get("id"))
    return next(same, None)


def _compose(message: Message) -> None:
    """Give a message the text and the blocks of its stream."""
    stream = _stream(message)
    texts = [chunk["text"] for chunk in stream.chunks if chunk["type"] == "markdown_text"]
    message.text = "\n".join(texts)
    chunks = _planned(stream.chunks) if stream.mode == "plan" else stream.chunks
    message.blocks = [block for chunk in chunks for block in _blocks(chunk)] + stream.footer


def _planned(chunks: list[Json]) -> list[Json]:
    """Put all tasks into one plan, where its title or the first task came."""
    first = next((index for index, chunk in enumerate(chunks) if chunk["type"] in OF_A_PLAN), None)
    if first is None:
        return chunks
    tasks = [chunk for chunk in chunks if chunk["type"] == "task_update"]
    title = next((chunk["title"] for chunk in chunks if chunk["type"] == "plan_update"), UNTITLED)
    plan = {"type": "plan_update", "title": title, "tasks": tasks, "_block_id": f"plan-{_block_id(chunks[first])}"}
    rest = [chunk for chunk in chunks[first:] if chunk["type"] not in OF_A_PLAN]
    return [*chunks[:first], plan, *rest]


def _blocks(chunk: Json) -> list[Json]:
    kind = chunk["type"]
    if kind == "blocks":
        return list(chunk["blocks"])
    if kind == "markdown_text":
        return [{"type": "markdown", "block_id": _block_id(chunk), "text": chunk["text"]}] if chunk["text"] else []
    if kind == "plan_update":
        tasks = [_task(task) for task in chunk.get("tasks", [])]
        return [{"type": "plan", "block_id": _block_id(chunk), "title": chunk["title"], "tasks": tasks}]
    return [_task(chunk)]


def _task(chunk: Json) -> Json:
    own = {name: _rich(name, value) for name, value in chunk.items() if name not in {"type", "id", "_block_id"}}
    return {"type": "task_card", "block_id": _block_id(chunk), "task_id": chunk["id"], **own}


def _rich(name: str, value: object) -> object:
    if name not in {"details", "output"}:
        return value
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": value}]}
    return {"type": "rich_text", "elements": [section]}


def _block_id(chunk: Json) -> str:
    """Return the block id that a chunk keeps for as long as it grows."""
    return str(chunk.setdefault("_block_id", new_id("b")))
