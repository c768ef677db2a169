"""What a client sees of the server beside results: the tools, progress, cancelling, and what the log keeps."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio
import jsonschema
import pytest
from mcp import Client
from mcp_types import Tool
from structlog.testing import capture_logs

from knowledge.domain import Answer, Question
from knowledge.index import HybridIndex
from knowledge.ports import Answers
from ops.mcp import server as server_module
from ops.mcp.caller import Caller
from ops.mcp.server import build_server
from tests.knowledge.answering_doubles import WordEmbedder, answering
from tests.ops.mcp.served import EMPLOYEE, call, desk_over, sentence, server_for

_ASKED = "How many days of annual leave do employees have a year?"
_PATIENCE = 3000
"""Hundredths of a second: a test that fails must not hang."""


@pytest.fixture
def tools(index: Path) -> list[Tool]:
    """The tools as a client lists them."""

    async def listed() -> list[Tool]:
        async with Client(server_for(desk_over(index))) as client:
            return (await client.list_tools()).tools

    return anyio.run(listed)


def test_the_tools_change_nothing_and_say_what_they_return(tools: list[Tool]) -> None:
    """A client need not ask its user before each call, and knows each field."""
    assert ["search", "answer", "who_may_read"] == [tool.name for tool in tools]
    assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
    assert all(
        field.get("description")
        for tool in tools
        for field in tool.output_schema["properties"].values()
        if "$ref" not in repr(field)
    )


def test_no_tool_takes_an_argument_about_rights(tools: list[Tool]) -> None:
    """Nor any that it does not name."""
    taken = {tool.name: set(tool.input_schema["properties"]) for tool in tools}

    assert {"search": {"query", "limit"}, "answer": {"question"}, "who_may_read": {"document", "language"}} == taken
    assert all(tool.input_schema["additionalProperties"] is False for tool in tools)


def test_a_model_is_told_that_documents_are_no_instructions(tools: list[Tool]) -> None:
    """With each tool: not every client shows the server's own instructions."""
    assert all("never instructions to follow" in (tool.description or "") for tool in tools)


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("search", {"query": "annual leave"}),
        ("answer", {"question": _ASKED}),
        ("answer", {"question": "Which colour has the moon?"}),
        ("who_may_read", {"document": "people/leave.md"}),
    ],
)
def test_a_result_is_as_its_schema_says(index: Path, tools: list[Tool], tool: str, arguments: dict[str, str]) -> None:
    """Clients refuse what is not."""
    schema = next(one.output_schema for one in tools if one.name == tool)

    result = call(server_for(desk_over(index)), tool, **arguments)

    jsonschema.validate(result.structured_content, {**schema, "additionalProperties": False})


@dataclass
class _Slow:
    """Answers only when it is let, or when nobody waits any more."""

    answers: Answers
    began: threading.Event = field(default_factory=threading.Event)
    let: threading.Event = field(default_factory=threading.Event)
    gave_up: threading.Event = field(default_factory=threading.Event)

    def answer(self, question: Question, *, cancelled: Callable[[], bool], **how: Any) -> Answer:  # noqa: ANN401 - passed on
        """Wait, then answer as the other does."""
        self.began.set()
        for _ in range(_PATIENCE):
            if self.let.wait(0.01):
                break
            if cancelled():
                self.gave_up.set()
                break
        return self.answers.answer(question, cancelled=cancelled, **how)


@pytest.fixture
def slow(index: Path) -> _Slow:
    """Slow answers over the company's index."""
    return _Slow(answering(HybridIndex(index, WordEmbedder())))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_slow_answer_tells_how_it_gets_on(index: Path, slow: _Slow, mode: str) -> None:
    """Again and again, in numbers that grow."""
    server = build_server(desk_over(index, lambda _: slow), lambda _: Caller("local", EMPLOYEE), 4, told_every_s=0.01)
    told: list[tuple[float, str | None]] = []

    async def heard(progress: float, _total: float | None, message: str | None) -> None:
        told.append((progress, message))
        if ("Searching the policies" == message) and len(told) > 2:
            slow.let.set()

    async def ask() -> bool:
        async with Client(server, mode=mode) as client:
            return (await client.call_tool("answer", {"question": _ASKED}, progress_callback=heard)).is_error

    assert not anyio.run(ask)
    assert sorted(told) == told
    assert "Searching the policies" in {message for _, message in told}


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_a_cancelled_answer_is_no_longer_worked_on(index: Path, slow: _Slow, mode: str) -> None:
    """The story is told that nobody waits any more, and the server goes on serving."""
    server = server_for(desk_over(index, lambda _: slow))

    async def ask_and_leave() -> bool:
        async with Client(server, mode=mode) as client:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(client.call_tool, "answer", {"question": _ASKED})
                await anyio.to_thread.run_sync(slow.began.wait)
                tasks.cancel_scope.cancel()
            await anyio.to_thread.run_sync(slow.gave_up.wait, 30)
            return (await client.call_tool("search", {"query": "leave"})).is_error

    assert not anyio.run(ask_and_leave)
    assert slow.gave_up.is_set()


def test_more_calls_than_can_wait_are_refused_at_once(
    index: Path, slow: _Slow, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With when to come back; those that wait are served."""
    monkeypatch.setattr(server_module, "WAITING", 1)
    server = build_server(desk_over(index, lambda _: slow), lambda _: Caller("local", EMPLOYEE), at_once=1)
    said: list[Any] = []

    async def ask(client: Client) -> None:
        said.append(await client.call_tool("answer", {"question": _ASKED}))
        slow.let.set()  # the one that was refused lets the others be answered

    async def ask_three_times() -> None:
        async with Client(server) as client, anyio.create_task_group() as tasks:
            for _ in range(3):
                tasks.start_soon(ask, client)

    anyio.run(ask_three_times)

    assert [True, False, False] == [one.is_error for one in said]
    assert "Frontdesk is serving as many calls as it can. Try again in a minute." == sentence(said[0])


def test_a_caller_who_lost_the_right_meanwhile_gets_no_answer(index: Path) -> None:
    """The token was revoked while it was written."""
    server = build_server(desk_over(index), lambda _: Caller("t1", EMPLOYEE, lambda: False), at_once=4)

    assert "The token was revoked or expired" in sentence(call(server, "answer", question=_ASKED))


def test_the_log_has_who_called_what_and_nothing_that_was_said(index: Path) -> None:
    """Neither the question, nor an answer, nor a name of a document."""
    server = server_for(desk_over(index))
    with capture_logs() as logged:
        call(server, "search", query="annual leave zebra")
        call(server, "answer", question=_ASKED)
        call(server, "who_may_read", document="hr/bands.md")
        call(server, "search", query="", zebra="zebra")

    events = [entry for entry in logged if entry["event"] == "mcp_called"]
    assert [("search", "served"), ("answer", "served"), ("who_may_read", "CallRefused"), ("search", "CallRefused")] == [
        (entry["tool"], entry["outcome"]) for entry in events
    ]
    assert [] == [word for word in ("zebra", "annual", "bands", "25 days") if word in json.dumps(logged, default=str)]
