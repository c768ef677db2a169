"""A desk over real indexes with an embedder that needs no model, and calls of the real client to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import anyio
from mcp import Client
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolResult

from knowledge.domain import EVERYONE, PUBLIC, Document
from knowledge.index import HybridIndex, build_index
from knowledge.ports import Answers, Index
from ops.mcp.caller import Caller
from ops.mcp.desk import Desk, Library
from ops.mcp.late import Late
from ops.mcp.server import build_server
from tests.knowledge.answering_doubles import WordEmbedder, answering
from tests.knowledge.doubles import ListSource, document

EMPLOYEE = frozenset({EVERYONE, PUBLIC})
HR = EMPLOYEE | {"group:hr"}

LEAVE = document("# Annual leave\n\nEmployees have 25 days of annual leave a year.", "people/leave.md")
PAY = document(
    "# Salary bands\n\nSalary band three begins at 52,000 euros a year.",
    "hr/bands.md",
    "group:hr",
    title="Salary bands",
)
CHINESE = document("# 年假\n\n员工每年有25天年假。", "中国/年假.md", title="年假制度", language="zh")
GERMAN = document(
    "# Urlaub\n\nBeschäftigte haben 25 Tage Urlaub im Jahr.", "de/urlaub.md", title="Urlaub", language="de"
)
DOCUMENTS = (LEAVE, PAY, CHINESE, GERMAN)


def publish(path: Path, documents: Sequence[Document] = DOCUMENTS) -> None:
    """Publish these documents as the next version."""
    build_index(ListSource(documents), WordEmbedder(), path, lambda *_: None)


def desk_over(path: Path, answers: Callable[[Index], Answers] = answering) -> Late[Desk]:
    """Return the desk over the index there, whether it was published already or not."""
    index = HybridIndex(path, WordEmbedder())
    library = Late(lambda: Library(index, answers(index)))
    return Late(lambda: Desk(path, library, lambda: "2026-11-30", answer_seconds=60))


def server_for(desk: Late[Desk], principals: frozenset[str] = EMPLOYEE) -> Server:
    """Return the server as one person's client starts it."""
    caller = Caller("local", principals)
    return build_server(desk, lambda _: caller, at_once=4)


def call(server: Any, tool: str, **arguments: Any) -> CallToolResult:  # noqa: ANN401 - as the client takes them
    """Call a tool of a server, of a transport's parameters or of an address, as the package's own client does.

    Raises MCPError where the protocol's answer is one.
    """

    async def called() -> CallToolResult | MCPError:
        async with Client(server) as client:
            try:
                return await client.call_tool(tool, arguments)
            except MCPError as error:
                return error  # to be raised outside of the client's task groups

    result = anyio.run(called)
    if isinstance(result, MCPError):
        raise result
    return result


def sentence(result: CallToolResult) -> str:
    """Return what a refused call says."""
    assert result.is_error
    [said] = result.content
    return said.text
