"""What every measurement does first: read its files, index the folder of documents, ask the questions with a bar."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, TypeVar

import typer

from knowledge.errors import FrontdeskError
from ops.cli.asker import principals

if TYPE_CHECKING:
    from knowledge.answer.confidence import Calibration
    from knowledge.evaluation.files import GoldQuestion
    from knowledge.evaluation.fitting import Observed
    from knowledge.evaluation.predictions import Prediction
    from knowledge.evaluation.retrieval import PrincipalsOf
    from knowledge.ports import Embedder, Generator
    from ops.cli.progress import StageProgress
    from workers.settings import WorkerSettings

T = TypeVar("T")

FILE: Final[Mapping[str, Any]] = {"exists": True, "dir_okay": False, "show_default": False}

Docs = Annotated[Path, typer.Option(help="The folder of documents.", exists=True, file_okay=False)]
Rights = Annotated[
    Path | None, typer.Option(help="JSON {document: \\[groups]}; what it does not name, nobody may read.", **FILE)
]
Model = Annotated[str, typer.Option(help="The model that writes, or [bold]extractive[/bold]; else as configured.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Only the first so many questions.")]
AsJson = Annotated[Path | None, typer.Option("--json", help="Write the figures here.")]
AsHtml = Annotated[Path | None, typer.Option("--html", help="Write a page with plots here.")]
EachFolder = Annotated[
    bool, typer.Option("--each-folder", help="For each top-level folder of the documents, too; see above.")
]
"""Options that several measurements have."""

_ASKING: Final = "Asking the questions"


class EvaluationDisturbed(FrontdeskError):
    """The index that was built for this run was replaced before it was opened."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A folder of documents, indexed for this run at ``path``, and what shows progress."""

    settings: WorkerSettings
    embedder: Embedder
    path: Path
    version: str
    show: StageProgress

    def counted(self, answers: Iterator[T], total: int) -> list[T]:
        """All of them, with a bar."""
        self.show(_ASKING, 0, total)
        return [self._counted(one, done, total) for done, one in enumerate(answers, start=1)]

    def require(self, version: str) -> None:
        """Raise EvaluationDisturbed where another version was opened than the one that was built."""
        if version != self.version:
            raise EvaluationDisturbed("Another evaluation of this folder began meanwhile. Run one after the other.")

    def _counted(self, answer: T, done: int, total: int) -> T:
        self.show(_ASKING, done, total)
        return answer


@contextmanager
def indexed(
    docs: Path,
    rights: Mapping[str, frozenset[str]] | None,
    settings: WorkerSettings | None = None,
    embedder: Embedder | None = None,
) -> Iterator[Setting]:
    """Load the embedder, where none is given, and index the documents, with a bar for each stage.

    Raises FrontdeskError.
    """
    from knowledge.evaluation.retrieval import RestrictedSource
    from knowledge.index import build_index
    from ops.cli.kb import STAGES
    from ops.cli.progress import stage_bars
    from workers import library, wiring
    from workers.settings import WorkerSettings

    settings = settings or WorkerSettings.read()
    path = settings.data_dir / "evaluation" / _name(docs)
    source = library.library_of(settings, docs, path)
    with stage_bars(counted=True) as show:
        if embedder is None:
            show("Loading the models", 0, 1)
            embedder = wiring.load_embedder(settings)
        report = build_index(
            source if rights is None else RestrictedSource(source, rights),
            embedder,
            path,
            lambda stage, done, total: show(STAGES[stage], done, total),
        )
        yield Setting(settings, embedder, path, report.version, show)


def answered(  # noqa: PLR0913, PLR0917 - what is asked, of what, by whom, of which models
    gold: Sequence[GoldQuestion],
    docs: Path,
    rights: Mapping[str, frozenset[str]] | None,
    settings: WorkerSettings,
    embedder: Embedder | None = None,
    generator: Generator | None = None,
) -> list[Prediction]:
    """Index the documents and have the whole pipeline answer the questions. Raises FrontdeskError.

    ``generator`` is another one than the settings name.
    """
    from dataclasses import replace

    from knowledge.evaluation.asking import ask
    from workers import wiring

    with indexed(docs, rights, settings, embedder) as setting:
        answering = wiring.load_answering(settings, setting.embedder, setting.path)
        answering = replace(answering, generator=generator) if generator else answering
        setting.require(answering.index.current().version)
        return setting.counted(ask(gold, answering, reader(rights), settings.answer_seconds), len(gold))


def observed(
    gold: Sequence[GoldQuestion],
    docs: Path,
    rights: Mapping[str, frozenset[str]] | None,
    settings: WorkerSettings,
) -> tuple[list[Observed], str, Calibration]:
    """What was seen of each question, the embedder's name, and the calibration in use. Raises FrontdeskError."""
    from knowledge.answer.confidence import judged_by
    from knowledge.evaluation.answers import HAS, score
    from knowledge.evaluation.asking import observe
    from knowledge.evaluation.fitting import Observed
    from workers import wiring

    with indexed(docs, rights, settings) as setting:
        answering = wiring.load_answering(settings, setting.embedder, setting.path)
        setting.require(answering.index.current().version)
        asked = observe(gold, answering, reader(rights), settings.answer_seconds)
        pairs = setting.counted(asked, len(gold))
    scores = score(gold, [said for said, _ in pairs], rights)
    seen = [
        Observed({} if said.abstained else signs, one.answerable, bool(scores[one.id].get(HAS)))
        for one, (said, signs) in zip(gold, pairs, strict=True)
    ]
    return seen, judged_by(setting.embedder), answering.fit.calibration


def reader(rights: Mapping[str, frozenset[str]] | None) -> PrincipalsOf:
    """What an asker holds: the groups of the question; where documents state their rights, what its person holds."""
    from knowledge.evaluation.files import principals_of

    if rights is None:
        return lambda question: principals(question.user)
    return lambda question: principals_of(question.groups)


def settings_with(model: str) -> WorkerSettings:
    """The worker's settings with this generator; as they are where none is named."""
    from workers.settings import WorkerSettings

    settings = WorkerSettings.read()
    if not model:
        return settings
    if model == "extractive":
        return settings.model_copy(update={"generator": "extractive"})
    generator = "transformers" if settings.generator == "extractive" else settings.generator
    return settings.model_copy(update={"generator": generator, "generator_model": model})


def _name(docs: Path) -> str:
    """Return the name of the folder's index; with other rights it is another version, which embeds nothing again."""
    digest = hashlib.sha256(str(docs.resolve()).encode()).hexdigest()
    return f"{docs.resolve().name}-{digest[:8]}"
