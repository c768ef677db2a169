"""How every process of Frontdesk logs: one event a line, in colours for a person, as JSON for a machine.

The request's id is bound around the work with structlog's context variables and comes out on each line, also on those
of the libraries. Neither secrets nor anybody's words belong in a log; what slips in is masked here.
"""

from __future__ import annotations

import logging
import re
import sys
import warnings
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from ops.settings import LogSettings

_SECRETS = (
    re.compile(r"\b(xox[a-z]-|xapp-|fdmcp_|Bearer\s+|hf_|sk-)[^\s\"',;]+"),
    re.compile(r"(://[^\s/@:]*:)[^\s/@]+(?=@)"),  # the password of an address
)
_SOMEBODYS_WORDS = frozenset({"text", "question", "answer", "prompt", "quote", "content", "message_text"})

_LIBRARY_LEVELS = {
    # Their debug lines carry request bodies, and with them questions and tokens.
    "slack_bolt": logging.INFO,
    "slack_sdk": logging.INFO,
    # Their lines about themselves say nothing about a question.
    "alembic": logging.WARNING,
    # One line a request, task or connection: ours say the same with the question's id.
    "celery": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "kombu": logging.WARNING,
    "mcp": logging.WARNING,
    "sse_starlette": logging.WARNING,
    "urllib3": logging.WARNING,
    "uvicorn.access": logging.WARNING,
    "uvicorn.error": logging.WARNING,
}


def configure(settings: LogSettings, stream: TextIO | None = None) -> None:
    """Send structlog and the standard library's logging to ``stream``, by default standard error, in one form."""
    stream = stream or sys.stderr
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_formatter(settings, stream, before))
    logging.basicConfig(handlers=[handler], level=level, force=True)
    logging.captureWarnings(capture=True)
    # It is about pickled messages; ours are JSON and nothing else is accepted.
    warnings.filterwarnings("ignore", message=r"\s*You're running the worker with superuser privileges")
    for name, least in _LIBRARY_LEVELS.items():
        logging.getLogger(name).setLevel(max(level, least))


def mask(_logger: WrappedLogger, _method: str, entry: EventDict) -> EventDict:
    """Replace what looks like a secret, and the fields that would hold somebody's words."""
    return {
        name: "(withheld)" if name in _SOMEBODYS_WORDS else masked(value) if isinstance(value, str) else value
        for name, value in entry.items()
    }


def masked(text: str) -> str:
    """The text without tokens, keys and the passwords of addresses."""
    for secret in _SECRETS:
        text = secret.sub(r"\1(withheld)", text)
    return text


def _formatter(settings: LogSettings, stream: TextIO, before: list[Processor]) -> logging.Formatter:
    console = settings.log_format == "console" or (settings.log_format == "auto" and stream.isatty())
    renderer: Processor = (
        structlog.dev.ConsoleRenderer(
            colors=stream.isatty(), exception_formatter=structlog.dev.plain_traceback, pad_event_to=0
        )
        if console
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            mask,
            renderer,
        ],
    )
