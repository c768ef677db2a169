"""``frontdesk kb who`` and ``check``: why somebody does, or does not, get to read something."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from ops.cli.asker import AS_HELP, principals, today
from ops.cli.console import err, log_quietly, out

_RULES = {
    "front matter": "its own front matter",
    "default": "no rule speaks of it, so FRONTDESK_DEFAULT_READERS",
}


def who(
    document: Annotated[str, typer.Argument(help="The document's name, as answers show it.", show_default=False)],
) -> None:
    """Show who may read a document, and which rule says so."""
    from workers.actions import who as explain
    from workers.settings import WorkerSettings

    found = explain(WorkerSettings.read(), document)
    table = Table(box=box.SIMPLE, show_header=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    table.add_row("Document", f"{found['document']} ({found['title']})")
    table.add_row("Readers", ", ".join(found["readers"]) or "nobody")
    since = "; since the rollback also the stricter rights of a later version" if found["restricted"] else ""
    table.add_row("Because of", f"{_RULES.get(found['rule'], found['rule'])}{since}")
    table.add_row("Source", found["source"])
    if found["effective"]:
        table.add_row("Effective", found["effective"])
    if found["until"] is not None:
        table.add_row("In force", in_force(found))
    out.print(table)


def in_force(document: Mapping[str, Any]) -> str:
    """Say until when a document is in force, and what says so."""
    since = f"until {document['until']}" if document["until"] else "no longer"
    return f"{since}, by {document['because']}; then only questions about the past find it"


def check(
    question: Annotated[str, typer.Argument(help="The question, in English or Chinese.", show_default=False)],
    asker: Annotated[str, typer.Option("--as", metavar="PERSON", help=AS_HELP, show_default=False)] = "",
) -> None:
    """Show what would be found for a question, who may read it, and whether it would do for an answer."""
    log_quietly()
    from knowledge.index import index_status
    from workers import wiring
    from workers.actions import check as examine
    from workers.settings import WorkerSettings

    settings = WorkerSettings.read()
    readable = principals(asker)
    index_status(settings.index_dir)
    with err.status("Loading the embedder…"):
        quoting = settings.model_copy(update={"generator": "extractive"})
        answering = wiring.load_answering(quoting, wiring.load_embedder(settings))
        found = examine(answering, question, readable, today())
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("cosine", "words"):
        table.add_column(name, justify="right", style="cyan")
    table.add_column("passage", overflow="fold")
    table.add_column("readers", overflow="fold", style="dim")
    for each in found["retrieved"]:
        where = Text.assemble((each["document"], "bold"), f"\n{each['heading']}")
        scores = ("-" if each[name] is None else f"{each[name]:.2f}" for name in ("dense", "lexical"))
        table.add_row(*scores, where, ", ".join(each["readers"]))
    if found["retrieved"]:
        out.print(table)
    verdict = "The answer would be that the policies don't say" if found["abstains"] else "It would be answered"
    out.print(f"{verdict}: confidence {found['confidence']:.2f}.", highlight=False)
