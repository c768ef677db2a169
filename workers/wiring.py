"""Settings -> backends. The one place that knows which concrete class stands behind which port."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import structlog

from knowledge.answer.cache import CachingAnswering
from knowledge.answer.confidence import Fit, fit_for, judged_by, read_calibration
from knowledge.answer.next_questions import NextQuestions
from knowledge.answer.story import Answering
from knowledge.index import NO_SYNONYMS, HybridIndex, SearchOptions, read_synonyms
from knowledge.language.dictionary import read_dictionary
from knowledge.ports import Answers, Embedder, Entailment, Generator, Reranker
from knowledge.question.intents import FittedIntents, Intents
from knowledge.training.intent_files import fitted_for
from knowledge.writing.drafts import Writing
from knowledge.writing.translation import Translating
from workers.actions import Actions, KnowledgeAction
from workers.backends import GENERATORS
from workers.caches.answers import CACHE_PATIENCE_S, RedisAnswerCache
from workers.caches.vectors import RememberingEmbedder
from workers.coordination import connect
from workers.jobs import Job, Jobs
from workers.models import PreparedModels, prepare_models
from workers.models.servers import running_servers
from workers.settings import WorkerSettings

log = structlog.get_logger()

_NO_MATTER_TO_ANSWERS: Final = {
    "redis_url",
    "data_dir",
    "knowledge",
    "policies",
    "synonyms",
    "fit",
    "confidence",
    "answer_cache",
    "answer_seconds",
    "worker_threads",
    "torch_threads",
}
"""Where things are and how fast they go. What the sources hold is in the version's name."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What one worker process, or one command in the terminal, answers with."""

    answering: Answering
    embedder: Embedder
    """The one that answers, without its memory."""
    actions: dict[str, KnowledgeAction]
    writing: Writing
    jobs: dict[str, Job]

    def close(self) -> None:
        """Let the generator finish what it has in hand, and stop."""
        if self.answering.generator is not None:
            self.answering.generator.close()


def knowledge(settings: WorkerSettings) -> Knowledge:
    """Load the models and open the index. Raises SettingError or ModelsUnavailable."""
    settings = decided(settings)
    embedder = load_embedder(settings)
    answering = load_answering(settings, RememberingEmbedder(embedder))
    writing = load_writing(settings, answering)
    jobs = Jobs(writing, Translating(answering.generator))
    return Knowledge(answering, embedder, Actions(settings, embedder, answering).by_name(), writing, jobs.by_name())


def load_writing(settings: WorkerSettings, answering: Answering) -> Writing:
    """What drafts, with the models and the index that answer."""
    return Writing(answering.index, answering.judge, answering.generator, settings.human_contact)


def load_answering(settings: WorkerSettings, embedder: Embedder, path: Path | None = None) -> Answering:
    """What answers from the published index, or from the one at ``path``. Raises SettingError or ModelsUnavailable."""
    index, generator = load_index(settings, embedder, path), load_generator(settings)
    return Answering(
        index,
        embedder,
        generator,
        load_fit(settings, embedder),
        settings.human_contact,
        general_knowledge=settings.general_knowledge,
        entailment=load_entailment(settings),
        second_opinion=settings.second_opinion,
        intents=load_intents(settings, embedder),
    )


def load_intents(settings: WorkerSettings, embedder: Embedder) -> Intents:
    """What tells what messages want, for this embedder; fitted now, and kept, where that was not done yet."""
    return FittedIntents(embedder, fitted_for(embedder, settings.data_dir / "intents"))


def load_fit(settings: WorkerSettings, embedder: Embedder) -> Fit:
    """What was learned of the embedder, with the calibration that the settings name. Raises SettingError."""
    name = judged_by(embedder)
    fit = fit_for(name, settings.fit)
    return replace(fit, calibration=read_calibration(settings.confidence, name)) if settings.confidence else fit


def cached(settings: WorkerSettings, answering: Answering) -> Answers:
    """The same answers from behind the configured cache; without a cache where there is none, or no Redis for it."""
    if settings.answer_cache == "off" or not settings.redis_url:
        return answering
    redis = connect(settings.redis_url, CACHE_PATIENCE_S)
    semantic = settings.answer_cache == "semantic"
    configuration = _configuration(settings, judged_by(answering.embedder))
    return CachingAnswering(answering, RedisAnswerCache(redis), semantic, configuration)


def offering(answering: Answering, busy: Callable[[], bool]) -> Answering:
    """The same answers, each with what else may be asked unless others wait meanwhile."""
    return replace(answering, then=NextQuestions(answering, busy))


def _configuration(settings: WorkerSettings, judge: str) -> str:
    """A digest of the settings that may change answers, of the files that they name, and of the weights that judge."""
    plain = settings.model_dump_json(exclude=_NO_MATTER_TO_ANSWERS)
    files = [file.read_bytes() for file in (settings.synonyms, settings.fit, settings.confidence) if file]
    return hashlib.sha256(b"\0".join([plain.encode(), judge.encode(), *files])).hexdigest()


def load_embedder(settings: WorkerSettings) -> Embedder:
    """The configured embedder, ready."""
    from workers.backends.transformers_embedder import TransformersEmbedder  # noqa: PLC0415 - loads torch

    model: str | Path = settings.embedder_model or _prepared(settings).embedder
    embedder = TransformersEmbedder(
        model,
        adapter=settings.adapter_folder,
        reader=settings.reader_folder,
        checker=settings.checker_folder,
        threads=settings.model_threads,
    )
    embedder.embed_queries(["warm up"])
    embedder.tuned.embed_queries(["warm up"])
    if embedder.reader:
        embedder.reader.log_odds("warm up", ["warm up"])
    if embedder.entailment:
        embedder.entailment.probability("warm up", "warm up", "warm up")
    return embedder


def embedder_model(settings: WorkerSettings) -> tuple[str | Path, str]:
    """The configured embedder's model and its name, without the weights that tune it: what those are trained for."""
    from workers.backends.transformers_embedder import TransformersEmbedder  # noqa: PLC0415 - loads torch

    model: str | Path = settings.embedder_model or _prepared(settings).embedder
    return model, TransformersEmbedder(model).name


def load_index(settings: WorkerSettings, embedder: Embedder, path: Path | None = None) -> HybridIndex:
    """The published index, or the one at ``path``, with the company's own words and the configured reranker.

    Raises SettingError.
    """
    synonyms = read_synonyms(settings.synonyms) if settings.synonyms else NO_SYNONYMS
    read_dictionary()  # now, and not while the first question waits that needs it
    return HybridIndex(path or settings.index_dir, embedder, SearchOptions(synonyms, load_reranker(settings)))


def load_entailment(settings: WorkerSettings) -> Entailment | None:
    """The configured model that judges what follows from what, ready; None where none is named."""
    if not settings.entailment_model:
        return None
    from workers.backends.transformers_entailment import TransformersEntailment  # noqa: PLC0415 - loads torch

    return TransformersEntailment(settings.entailment_model, threads=settings.model_threads)


def load_reranker(settings: WorkerSettings) -> Reranker | None:
    """The configured reranker, ready; None where none is named."""
    if not settings.reranker_model:
        return None
    from workers.backends.transformers_reranker import TransformersReranker  # noqa: PLC0415 - loads torch

    return TransformersReranker(settings.reranker_model, threads=settings.model_threads)


def decided(settings: WorkerSettings) -> WorkerSettings:
    """The settings with the model server of this machine, where one is to be found: asked for once, at the start."""
    if settings.generator != "auto":
        return settings
    server = next(running_servers(), None)
    if server is None:
        log.info("no_model_server_found")
        return settings.model_copy(update={"generator": "transformers", "generator_model": ""})
    log.info("model_server_found", server=server.name, model=server.best)
    return settings.model_copy(update=server.settings)


def load_generator(settings: WorkerSettings) -> Generator | None:
    """The configured generator, ready; None where answers are quotes."""
    settings = decided(settings)
    model: str | Path = settings.generator_model
    if settings.embedded_generator:
        model = _prepared(settings).generator
    return GENERATORS[settings.generator](model, settings)


def _prepared(settings: WorkerSettings) -> PreparedModels:
    return prepare_models(settings.models_dir, lambda stage, fraction: None)
