"""The way in over standard streams: the command as a desktop client starts it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult

from tests.ops.mcp.served import PAY
from workers.models import PreparedModels

_INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}},
}


@pytest.fixture
def environment(tmp_path: Path, prepared_models: PreparedModels) -> dict[str, str]:
    """Of a bare laptop on which nothing else runs, with the small reader that only quotes."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "models").symlink_to(prepared_models.embedder.parent)
    plain = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")}
    here = str(Path(__file__).parents[3])
    return {**plain, "PYTHONPATH": here, "FRONTDESK_DATA_DIR": str(data), "FRONTDESK_GENERATOR": "extractive"}


def _called(
    environment: dict[str, str], calls: list[tuple[str, dict[str, str]]], *options: str
) -> list[CallToolResult]:
    """Start the command and make these calls, one after the other."""
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "ops.cli", "mcp", *options], env=environment, cwd=None
    )

    async def call() -> list[CallToolResult]:
        async with Client(command, read_timeout_seconds=300) as client:
            return [await client.call_tool(tool, arguments) for tool, arguments in calls]

    return anyio.run(call)


def test_the_sample_company_answers_whoever_starts_it_within_their_rights(
    environment: dict[str, str], sample_index: Path
) -> None:
    """As `frontdesk ask`: any employee where nobody is named."""
    Path(environment["FRONTDESK_DATA_DIR"], "index").symlink_to(sample_index)
    calls = [
        ("answer", {"question": "How many unused days of annual leave may I carry over?"}),
        ("search", {"query": "salary bands 2026"}),
        ("who_may_read", {"document": "hr-only/salary-bands-2026.xlsx"}),
    ]

    leave, bands, readers = _called(environment, calls)

    assert "5" in leave.structured_content["text"]
    assert leave.structured_content["citations"][0]["document"] == "people/annual-leave-policy.md"
    assert [] == [one for one in bands.structured_content["passages"] if one["document"].startswith("hr-only/")]
    assert readers.is_error


def test_the_person_that_as_names_has_their_own_rights(environment: dict[str, str], index: Path) -> None:
    """Lina is in HR; no model is needed to say who may read what."""
    Path(environment["FRONTDESK_DATA_DIR"], "index").symlink_to(index)

    [readers] = _called(environment, [("who_may_read", {"document": PAY.id})], "--as", "lina")

    assert ["group:hr"] == readers.structured_content["readers"]


def test_standard_output_has_nothing_but_the_protocol(environment: dict[str, str]) -> None:
    """Whatever the client sends; what is said is in no log."""
    asked = {
        "jsonrpc": "2.0",
        "id": 2,
        "method": "tools/call",
        "params": {"name": "search", "arguments": {"query": "zebra"}},
    }
    lines = [json.dumps(_INITIALIZE), "no JSON", "[1, 2]", "{}", json.dumps(asked)]

    with _started(environment) as process:
        said = _said(process, lines, until=2)
        log = process.communicate()[1]

    assert {"2.0"} == {message["jsonrpc"] for message in said}
    assert "No policies have been indexed yet. Run: frontdesk kb build" == said[-1]["result"]["content"][0]["text"]
    assert 0 == process.returncode
    assert "mcp_called" in log
    assert "zebra" not in log


def test_a_client_that_leaves_while_models_load_does_not_wait(environment: dict[str, str], index: Path) -> None:
    """The process ends at once and in order: its client would kill it."""
    Path(environment["FRONTDESK_DATA_DIR"], "index").symlink_to(index)

    with _started(environment) as process:
        _said(process, [json.dumps(_INITIALIZE)], until=1)
        log = process.communicate()[1]

    assert 0 == process.returncode
    assert "Traceback" not in log


def _started(environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ops.cli", "mcp"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _said(process: subprocess.Popen[str], lines: list[str], until: int) -> list[dict[str, Any]]:
    """Send these lines and return the messages that come, up to the response of this id."""
    assert process.stdin
    assert process.stdout
    process.stdin.write("".join(f"{line}\n" for line in lines))
    process.stdin.flush()
    said = []
    while not said or said[-1].get("id") != until:
        said.append(json.loads(process.stdout.readline()))
    return said
