"""``frontdesk eval``: how well it does on questions with known answers."""

from __future__ import annotations

from typing import Any, Final

import typer
from typer.core import TyperGroup

from ops.cli.eval.answers import answers
from ops.cli.eval.calibrate import calibrate
from ops.cli.eval.grounding import grounding
from ops.cli.eval.retrieval import retrieval
from ops.cli.eval.suite import suite

_DEFAULT: Final = "answers"
_HELP: Final = ("-h", "--help")


class _AnswersByDefault(TyperGroup):
    """``frontdesk eval questions.jsonl …`` is ``frontdesk eval answers questions.jsonl …``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - the library's own types are private
        """Put the default in front of what names no other measurement."""
        named = not args or args[0] in self.commands or args[0] in _HELP
        return super().parse_args(ctx, args if named else [_DEFAULT, *args])


evaluation = typer.Typer(
    cls=_AnswersByDefault,
    help="Measure on questions with known answers: [bold]frontdesk eval questions.jsonl --docs FOLDER[/bold].",
    no_args_is_help=True,
)
evaluation.command()(answers)
evaluation.command()(retrieval)
evaluation.command()(calibrate)
evaluation.command()(grounding)
evaluation.command()(suite)
