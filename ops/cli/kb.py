"""``frontdesk kb``: the knowledge base, which is the index of the policies."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated

import typer
from rich import box
from rich.table import Table
from rich.text import Text

from ops.cli.asker import AS_HELP, principals, today
from ops.cli.console import err, log_quietly, out
from ops.cli.kb_rights import check, in_force, who
from ops.cli.kb_show import show
from ops.cli.kb_versions import changes_of, diff, rollback, versions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from knowledge.domain import Problem, Retrieved

kb = typer.Typer(help="Reload, look at, roll back and search the index of the policies.", no_args_is_help=True)

STAGES = {
    "waiting": "Waiting for another build",
    "reading": "Reading the documents",
    "embedding": "Embedding the passages",
    "writing": "Writing the index",
    "publishing": "Publishing",
}


@kb.command("build")
@kb.command("reload")
def build(
    source: Annotated[
        str, typer.Argument(help="Read this source only; the others stay as they are.", show_default=False)
    ] = "",
    *,
    force: Annotated[
        bool,
        typer.Option("--force", help="Publish whatever failed or is gone, and try again what could not be converted."),
    ] = False,
) -> None:
    """Read the sources, embed what changed and publish a new version."""
    log_quietly()
    from ops.cli.progress import stage_bars
    from ops.settings import StackSettings
    from workers import library, wiring
    from workers.actions import reloaded

    stack = StackSettings.read()
    threads = stack.torch_threads or os.cpu_count() or 1  # nothing else of ours wants them here, as in a worker
    settings = stack.model_copy(update={"link_template": stack.links, "torch_threads": threads})
    library.library(settings, only=source or None).check_name()
    with stage_bars(counted=True) as show:
        show("Loading the embedder", 0, 1)
        embedder = wiring.load_embedder(settings)
        show("Loading the embedder", 1, 1)

        def follow(stage: str, done: int, total: int) -> None:
            show(STAGES[stage], done, total)

        report = library.build(settings, embedder, follow, only=source or None, force=force)
    _warn_of(report.problems)
    if report.changed:
        err.print(Text(f"Compared with {report.before or 'nothing'}: {changes_of(reloaded(report))}.", style="dim"))
    what = "published" if report.changed else "is up to date"
    err.print(
        f"Version [bold]{report.version}[/bold] {what}: {report.documents} documents, {report.passages} passages "
        f"({report.embedded} embedded, {report.reused} kept) in {report.seconds:.1f} s.",
        highlight=False,
    )


@kb.command()
def status() -> None:
    """Show which version is published, what it holds, what could not be read, and which reloads failed since."""
    log_quietly()
    from knowledge.index import index_status
    from knowledge.index.failed_reloads import failed_reloads
    from knowledge.index.versions import is_rolled_back
    from workers.actions import awaited, counts, past
    from workers.settings import WorkerSettings

    settings = WorkerSettings.read()
    published = index_status(settings.index_dir)
    table = Table(box=box.SIMPLE, show_header=False)
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    rolled_back = (
        " (rolled back to; the next reload reads the sources anew)" if is_rolled_back(settings.index_dir) else ""
    )
    table.add_row("Version", published.version + rolled_back)
    table.add_row("Built", published.built_at)
    languages = ", ".join(f"{count} {language}" for language, count in sorted(published.languages.items()))
    table.add_row("Documents", f"{published.documents} ({languages})")
    table.add_row("Passages", str(published.passages))
    table.add_row("Embedder", published.embedder)
    counted = counts(settings)
    if cache := counted.get("answer_cache"):
        table.add_row("Answer cache", f"{cache['cached']} of {cache['asked']} answered from it in the last 7 days")
    if any((fell_short := counted.get("shortfalls") or {}).values()):
        counts_of = "questions it did not answer: {failed} · was late for: {late} (last 7 days; they got quotes)"
        table.add_row("Language model", counts_of.format(**fell_short))
    if suspected := counted.get("suspicions"):
        found = f"in questions: {suspected['questions']} · in documents: {len(suspected['documents'])} (last 30 days)"
        met = (f"{each['document']} ({each['times']} times)" for each in suspected["documents"])
        table.add_row("Suspected prompt injection", "\n".join([found, *met]))
    for one in past(settings, published.version):
        table.add_row("In force", f"{one['document']}: {in_force(one)}")
    for one in awaited(settings, published.version):
        since = f"from {one['since']}; until then only questions about the future find it"
        table.add_row("In force", f"{one['document']}: {since}")
    out.print(table)
    sources()
    _warn_of(published.problems)
    for failed in failed_reloads(settings.index_dir):
        of = f" of {failed.source}" if failed.source else ""
        err.print(Text(f"! The reload{of} at {_moment(failed.at)} UTC failed: {failed.reason}", style="yellow"))


@kb.command()
def sources() -> None:
    """Show the sources: where each lies, when it is read, and what was read of it."""
    from workers.actions import sources as list_sources
    from workers.settings import WorkerSettings

    table = Table(box=box.SIMPLE_HEAD)
    for name in ("source", "kind", "location", "documents", "problems", "read (UTC)", "schedule"):
        numeric = name in ("documents", "problems")
        table.add_column(name, justify="right" if numeric else "left", overflow="fold")
    for each in list_sources(WorkerSettings.read()):
        counts = (f"{each[name]:,}" for name in ("documents", "problems"))
        table.add_row(
            each["name"], each["kind"], each["location"], *counts, _moment(each["read_at"]), each["schedule"] or "-"
        )
    out.print(table)


kb.command()(versions)
kb.command()(diff)
kb.command()(rollback)
kb.command()(check)
kb.command()(who)
kb.command()(show)


@kb.command()
def search(
    text: Annotated[str, typer.Argument(help="What to look for, in English or Chinese.", show_default=False)],
    asker: Annotated[str, typer.Option("--as", metavar="PERSON", help=AS_HELP, show_default=False)] = "",
    limit: Annotated[int, typer.Option(min=1, max=50, help="How many passages.")] = 8,
) -> None:
    """Search as the answers do, and show the passages with their scores."""
    log_quietly()
    from knowledge.index import index_status
    from knowledge.language.markdown import as_asked
    from workers import wiring
    from workers.settings import WorkerSettings

    settings = WorkerSettings.read()
    readable = principals(asker)
    index_status(settings.index_dir)
    with err.status("Loading the embedder…"):
        index = wiring.load_index(settings, wiring.load_embedder(settings)).current()
        asked = index.mended(as_asked(text), readable)
        found = index.search(asked, readable, limit, today())
    if found:
        out.print(_table(found))
    else:
        err.print("Nothing that this person may read was found.")


def _table(found: Iterable[Retrieved]) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for name in ("score", "cosine", "words"):
        table.add_column(name, justify="right", style="cyan")
    table.add_column("passage", overflow="fold")
    for each in found:
        passage = each.passage
        where = Text.assemble(
            (passage.document_id, "bold"), f"\n{passage.heading}\n", (_beginning(passage.text), "dim")
        )
        table.add_row(f"{each.score:.4f}", _number(each.dense), _number(each.lexical), where)
    return table


def _beginning(text: str, longest: int = 160) -> str:
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[:longest]}…"


def _moment(time: str) -> str:
    """A time to the minute, in UTC."""
    return time[:16].replace("T", " ") or "never"


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _warn_of(problems: Iterable[Problem]) -> None:
    for problem in problems:
        err.print(Text(f"! {problem.document}: {problem.reason}", style="yellow"))
