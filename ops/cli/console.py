"""The two streams, and how every error ends: results on standard output, all else on standard error."""

from __future__ import annotations

import sys
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text
from typer.core import TyperGroup
from typer.exceptions import Abort, Exit, TyperException

from knowledge.errors import FrontdeskError

out = Console(soft_wrap=True)
err = Console(stderr=True, soft_wrap=True)


class CommandGroup(TyperGroup):
    """Ends every error as one red sentence and exit code 1; a stack trace goes to a file, never to a person."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the library's own types are private
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (TyperException, Exit, Abort):
            raise  # wrong usage and orderly ends are the library's own to show
        except FrontdeskError as error:
            complain(str(error))
        except ModuleNotFoundError as error:
            complain(
                f"The Python package `{error.name}` is not installed. Run `pip install 'frontdesk[all]'`, or only the "
                "extra of this part: bot, worker, mcp or sandbox."
            )
        except BrokenPipeError:
            raise
        except Exception as error:  # noqa: BLE001 - the last resort of a terminal program
            complain(f"Something unexpected went wrong ({type(error).__name__}). The details are in {_trace(error)}.")
        raise Exit(1)


def complain(sentence: str) -> None:
    """Say on standard error, in red, what went wrong."""
    err.print(Text(sentence, style="bold red"))


def _trace(error: Exception) -> Path:
    """Write the stack trace of an error that nobody expected into a file of its own and return its path."""
    text = "".join(traceback.format_exception(error))
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    with tempfile.NamedTemporaryFile("w", prefix=f"frontdesk-{stamp}-", suffix=".log", delete=False) as file:
        file.write(f"{' '.join(sys.argv[:2])}\n{text}")
    return Path(file.name)


def log_quietly() -> None:
    """Log nothing, unless FRONTDESK_LOG_LEVEL asks for it: a command in the terminal speaks in sentences.

    What went wrong is among its results, or ends it.
    """
    from ops.logs import configure
    from ops.settings import LogSettings

    settings = LogSettings.read()
    asked_for = "log_level" in settings.model_fields_set
    configure(settings if asked_for else settings.model_copy(update={"log_level": "critical"}))
