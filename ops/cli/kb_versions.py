"""``frontdesk kb versions``, ``diff`` and ``rollback``: which versions of the index are kept, and which one serves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from ops.cli.console import err, out

_VERSION = "A version by its name, or the beginning of it."


def versions() -> None:
    """List the versions that are kept, newest first."""
    from workers.actions import list_versions
    from workers.settings import WorkerSettings

    table = Table(box=box.SIMPLE_HEAD)
    for name in ("", "version", "built"):
        table.add_column(name)
    for name in ("documents", "passages"):
        table.add_column(name, justify="right")
    for each in list_versions(WorkerSettings.read())["versions"]:
        style = "bold" if each["published"] else ""
        cells = (each["version"], each["built_at"], f"{each['documents']:,}", f"{each['passages']:,}")
        table.add_row("●" if each["published"] else "", *cells, style=style)
    out.print(table)


def diff(
    old: Annotated[str, typer.Argument(help=f"{_VERSION} Default: the one before NEW.", show_default=False)] = "",
    new: Annotated[str, typer.Argument(help=f"{_VERSION} Default: the published one.", show_default=False)] = "",
) -> None:
    """Show which documents, and which of their sections, are different between two versions."""
    from workers.actions import diff as compare
    from workers.settings import WorkerSettings

    found = compare(WorkerSettings.read(), old or None, new or None)
    out.print(f"From [bold]{found['old']}[/bold] to [bold]{found['new']}[/bold]", highlight=False)
    _list("+", "green", found["added"])
    _list("-", "red", found["removed"])
    for each in found["modified"]:
        out.print(Text(f"~ {each['document']}", style="yellow"))
        for section in each["sections"] or ["(title, rights or link)"]:
            out.print(Text(f"    {section}", style="dim"))
    if found["more"]:
        out.print(f"and {found['more']} more", style="dim")
    elif not any(found[kind] for kind in ("added", "removed", "modified")):
        out.print("No document is different.")


def rollback(
    version: Annotated[str, typer.Argument(help=f"{_VERSION} Default: the one before.", show_default=False)] = "",
) -> None:
    """Publish an earlier version again. Scheduled reloads rest until somebody reloads."""
    from workers.actions import rollback as roll_back
    from workers.settings import WorkerSettings

    waiting = "Waiting for a build that is running…"
    done = roll_back(WorkerSettings.read(), version or None, lambda *_: err.print(waiting, style="dim"))
    err.print(
        f"Version [bold]{done['version']}[/bold] of {done['built_at']} is published again instead of {done['before']}: "
        f"{done['documents']} documents, {done['passages']} passages. The next `frontdesk kb reload` reads the sources "
        "anew; reloads by schedule rest until then.",
        highlight=False,
    )
    if done["restricted"]:
        err.print(
            f"Documents that keep the stricter rights that later versions gave them: {done['restricted']}. "
            "`frontdesk kb who DOCUMENT` shows who may read one.",
            highlight=False,
        )


def changes_of(report: dict[str, Any]) -> str:
    """A reload's changes in words, with the first documents of each kind."""
    parts = []
    for kind, verb in (("added", "added"), ("modified", "changed"), ("removed", "removed")):
        if report[kind]:
            named = report["examples"][kind]
            more = f" and {report[kind] - len(named)} more" if report[kind] > len(named) else ""
            parts.append(f"{report[kind]} {verb} ({', '.join(named)}{more})")
    return "; ".join(parts) or "no document is different"


def _list(sign: str, style: str, documents: Sequence[str]) -> None:
    for document in documents:
        out.print(Text(f"{sign} {document}", style=style))
