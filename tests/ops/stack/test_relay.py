"""What the parts say: readable on the console, whole and bounded in the files."""

import json
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from ops.stack import relay as relay_module
from ops.stack.lines import readable
from ops.stack.part import Part
from ops.stack.relay import Relay

WORKER = Part(name="worker", title="", command=(), ready=lambda _pid: True)


def test_a_json_line_becomes_time_event_and_fields() -> None:
    """Level and logger are not repeated in words; numbers are short."""
    entry = {"event": "answered", "level": "info", "logger": "w", "timestamp": "2026-11-23T10:11:12Z", "s": 1.23456}

    assert readable(json.dumps(entry)).plain == "10:11:12 answered s=1.23"


def test_a_traceback_is_shown_under_its_line() -> None:
    """What crashed is worth its lines."""
    entry = {"event": "request_crashed", "level": "error", "exception": "Traceback ...\nValueError: x"}

    assert readable(json.dumps(entry)).plain.splitlines()[1:] == ["Traceback ...", "ValueError: x"]


@pytest.mark.parametrize(
    "line", ["1:M 23 Nov * Ready to accept connections", "{broken", '{"no": "such field"}', "[bold]x"]
)
def test_what_is_no_entry_of_ours_stays_as_it_is(line: str) -> None:
    """Valkey's lines, broken JSON and square brackets come through unharmed."""
    assert readable(line).plain == line


def test_log_files_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Old lines go when the limit is reached, and never more files are kept than said."""
    monkeypatch.setattr(relay_module, "LOG_FILE_BYTES", 1000)
    relay = Relay(tmp_path, Console(file=StringIO()))
    for number in range(1000):
        relay.write(WORKER, f"line {number}")
    relay.close()
    files = list(tmp_path.iterdir())

    assert len(files) == relay_module.LOG_FILES_KEPT
    assert sum(file.stat().st_size for file in files) <= 3 * 1000
    assert (tmp_path / "worker.log").read_text().endswith("line 999\n")


def test_a_disk_that_takes_no_more_is_said_once_and_stops_nothing(tmp_path: Path) -> None:
    """A log file that cannot be written leaves the console going."""
    screen = StringIO()
    relay = Relay(tmp_path, Console(file=screen, width=200))
    relay.path(WORKER).symlink_to("/dev/full")
    for number in range(3):
        relay.write(WORKER, f"line {number}")
    relay.close()

    assert screen.getvalue().count("is the disk full?") == 1
    assert "line 2" in screen.getvalue()
