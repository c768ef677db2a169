"""``frontdesk eval suite``: several files of questions, each about its own documents, in one process."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from knowledge.errors import FrontdeskError
from ops.cli.console import log_quietly, out
from ops.cli.eval.answers import Regressed
from ops.cli.eval.running import FILE, Limit, Model, answered, settings_with
from ops.cli.eval.tables import mean, show_report

if TYPE_CHECKING:
    from knowledge.evaluation.report import Report
    from knowledge.evaluation.run import Run
    from knowledge.ports import Embedder
    from workers.settings import WorkerSettings

_EXAMPLE: Final = '[staff] with questions = "staff.jsonl" and docs = "staff"'
_ESCAPED: Final = _EXAMPLE.replace("[", "\\[")  # in help, brackets are styles
_NEEDED: Final = ("questions", "docs")
_KNOWN: Final = frozenset({*_NEEDED, "acl"})


class SuiteInvalid(FrontdeskError):
    """The file of a suite cannot be used; the sentence names it and what is wrong."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of questions about a folder of documents, which ``acl`` may bound."""

    name: str
    questions: Path
    docs: Path
    acl: Path | None = None


def suite(
    parts: Annotated[Path, typer.Argument(help=f"TOML: a table for each part, such as {_ESCAPED}.", **FILE)],
    *,
    into: Annotated[Path, typer.Option("--out", help="Write each part's JSONL, JSON and HTML here.", file_okay=False)],
    against: Annotated[
        Path | None, typer.Option(help="--out of an earlier run; worse is an error.", exists=True, file_okay=False)
    ] = None,
    model: Model = "",
    limit: Limit = None,
) -> None:
    """Score the answers to several files of questions one after another, each with its own documents.

    Paths in the file are relative to it; acl, the rights of a part, may be left out. The models are loaded once, and
    each folder is indexed once. The figures of all parts stand in one table.
    """
    log_quietly()
    from ops.cli.progress import stage_bars
    from workers import wiring

    chosen = read_suite(parts)
    settings = settings_with(model)
    _make(into)
    with stage_bars(counted=True) as show:
        show("Loading the models", 0, 1)
        embedder = wiring.load_embedder(settings)
    total: Report = {}
    worse: list[str] = []
    for part in chosen:
        out.print(f"{part.name}: {part.questions}", markup=False, highlight=False)
        run = _run(part, settings, embedder, into, limit)
        total[part.name] = run.report["all"]
        worse += _worse(part.name, run, against) if against else []
    _show(total)
    if worse:
        raise Regressed(f"Worse than {against} by more than chance: {'; '.join(worse)}.")


def read_suite(path: Path) -> list[Part]:
    """Read the parts. Raises SuiteInvalid."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SuiteInvalid(f"{path} could not be read as TOML: {error}.") from None
    if not content:
        raise SuiteInvalid(f"{path} names no part. Write a table for each: {_EXAMPLE}.")
    return [_part(path, name, table) for name, table in content.items()]


def _part(path: Path, name: str, table: Any) -> Part:  # noqa: ANN401 - whatever the file holds
    given = table if isinstance(table, Mapping) else {}
    wrong = [key for key in given if key not in _KNOWN or not isinstance(given[key], str)]
    if wrong or any(needed not in given for needed in _NEEDED):
        what = f"`{wrong[0]}` is not known or no text" if wrong else "`questions` or `docs` is missing"
        raise SuiteInvalid(f"{path}, {name}: {what}. A part is {_EXAMPLE}, and may have acl.")
    files = {key: path.parent / value for key, value in given.items()}
    if missing := [file for file in files.values() if not file.exists()]:
        raise SuiteInvalid(f"{path}, {name}: {missing[0]} does not exist. Paths are relative to {path.name}.")
    return Part(name, **files)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SuiteInvalid(f"{folder} could not be made: {error.strerror}. Name another folder.") from None


def _run(part: Part, settings: WorkerSettings, embedder: Embedder, into: Path, limit: int | None) -> Run:
    from knowledge.evaluation import files
    from knowledge.evaluation.pages import run_page
    from knowledge.evaluation.predictions import write_predictions
    from knowledge.evaluation.run import run_of

    gold = files.read_questions(part.questions)[:limit]
    rights = files.read_rights(part.acl) if part.acl else None
    said = answered(gold, part.docs, rights, settings, embedder)
    run = run_of(gold, said, rights, each_folder=True)
    write_predictions(into / f"{part.name}.jsonl", said)
    files.write_text(into / f"{part.name}.json", run.as_json())
    files.write_text(into / f"{part.name}.html", run_page(run, gold, said, part.name))
    return run


def _worse(name: str, run: Run, against: Path) -> list[str]:
    """What is worse than the part was before; a part that is new has nothing to be compared with."""
    from knowledge.evaluation.comparing import regressions
    from knowledge.evaluation.run import read_scores

    before = against / f"{name}.json"
    if not before.exists():
        return []
    return [f"{name}: {one}" for one in regressions(run.against(read_scores(before, [], None)))]


def _show(total: Report) -> None:
    from knowledge.evaluation import answers

    for title, figures in (
        ("Answers: mean and 95% confidence interval", answers.SAID),
        ("Declining, and what the search found", (*answers.DECLINED, "span@5", "doc@5")),
    ):
        show_report(title, total, mean, figures)
