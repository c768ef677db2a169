"""The log of a process."""

import io
import json
import logging
import threading

import pytest
import structlog

from ops.logs import configure, masked
from ops.settings import LogSettings


@pytest.fixture
def log_stream() -> io.StringIO:
    """A configured log as JSON lines; the previous configuration comes back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure(LogSettings(log_format="json", log_level="debug"), stream)
    this = threading.get_ident()
    for handler in root.handlers:  # what servers of other tests say meanwhile in their threads is not looked at
        handler.addFilter(lambda record: record.thread == this)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def last(stream: io.StringIO) -> dict[str, object]:
    """The last line that was written."""
    entry: dict[str, object] = json.loads(stream.getvalue().splitlines()[-1])
    return entry


def test_an_event_is_one_json_line_with_the_bound_request_id(log_stream: io.StringIO) -> None:
    """The id that is bound around the work comes out on each line."""
    with structlog.contextvars.bound_contextvars(request_id="Q1"):
        structlog.get_logger("tests").info("question_answered", seconds=1.5)
    entry = last(log_stream)
    entry.pop("timestamp")

    expected = {"event": "question_answered", "level": "info", "logger": "tests", "request_id": "Q1", "seconds": 1.5}
    assert expected == entry


def test_the_standard_librarys_lines_have_the_same_form_and_id(log_stream: io.StringIO) -> None:
    """What a library logs carries the request id, too."""
    with structlog.contextvars.bound_contextvars(request_id="Q2"):
        logging.getLogger("some.library").warning("connection %s lost", 7)
    entry = last(log_stream)

    assert ("connection 7 lost", "warning", "Q2") == (entry["event"], entry["level"], entry["request_id"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("token xoxb-1234-abc is bad", "token xoxb-(withheld) is bad"),
        ("Authorization: Bearer abc.def", "Authorization: Bearer (withheld)"),
        ("redis://:hunter2@127.0.0.1:6379/0", "redis://:(withheld)@127.0.0.1:6379/0"),
        ("postgresql://desk:hunter2@db/records", "postgresql://desk:(withheld)@db/records"),
        ("xapp-1-A0-secret", "xapp-(withheld)"),
        ("fdmcp_abc-DEF_123 is unknown", "fdmcp_(withheld) is unknown"),
        ("http://127.0.0.1:8766/readyz", "http://127.0.0.1:8766/readyz"),
    ],
)
def test_secrets_are_masked(text: str, expected: str) -> None:
    """Tokens, keys and the passwords inside addresses never reach a log."""
    assert expected == masked(text)


def test_secrets_in_a_traceback_are_masked(log_stream: io.StringIO) -> None:
    """An exception that quotes a token does not betray it."""
    try:
        int("xoxb-1-2-3")
    except ValueError:
        structlog.get_logger().exception("request_crashed")

    assert "xoxb-(withheld)" in str(last(log_stream)["exception"])
    assert "xoxb-1-2-3" not in log_stream.getvalue()


def test_nobodys_words_are_logged(log_stream: io.StringIO) -> None:
    """A field that would hold a question or an answer is withheld."""
    structlog.get_logger().info("question_entered", question="May I see the pay bands?")

    assert last(log_stream)["question"] == "(withheld)"


def test_slacks_request_bodies_are_not_logged_even_at_debug(log_stream: io.StringIO) -> None:
    """Slack's libraries put whole bodies into debug lines."""
    logging.getLogger("slack_bolt.App").debug("body: secrets")

    assert log_stream.getvalue() == ""
