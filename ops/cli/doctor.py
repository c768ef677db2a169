"""``frontdesk doctor``: what is there, what is missing, what to do."""

from __future__ import annotations

import typer
from rich.text import Text

from ops.cli.console import out

_MARKS = {"good": ("✓", "green"), "notice": ("!", "yellow"), "bad": ("✗", "bold red")}
_SUBJECT_WIDTH = 16


def doctor() -> None:
    """Check everything Frontdesk needs, each line with its remedy."""
    from ops.doctor import findings

    worst_is_bad = False
    for finding in findings():
        mark, style = _MARKS[finding.verdict]
        worst_is_bad |= finding.verdict == "bad"
        line = Text.assemble((f"{mark} ", style), (f"{finding.subject:<{_SUBJECT_WIDTH}}", "bold"), finding.detail)
        out.print(line)
        if finding.remedy:
            out.print(Text(f"{' ' * (_SUBJECT_WIDTH + 2)}→ {finding.remedy}", style=style))
    if worst_is_bad:
        raise typer.Exit(1)
