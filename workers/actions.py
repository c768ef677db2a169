"""The knowledge requests: what an administrator asks for with ``/kb`` and ``frontdesk kb``. Each gives a plain report.

`workers.contract.Reply` says what each report holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

import structlog
from redis import RedisError

from knowledge.answer.story import Answering
from knowledge.domain import Passage, Question, Retrieved, Turn
from knowledge.errors import IndexMissing
from knowledge.evaluation.approved import Approved, recheck
from knowledge.index import BuildReport, IndexStatus, index_status
from knowledge.index.comparing import compare
from knowledge.index.documents import Changes
from knowledge.index.editions import day_of
from knowledge.index.explaining import explain
from knowledge.index.failed_reloads import failed_reloads
from knowledge.index.readers_now import readable_now
from knowledge.index.showing import became, parts
from knowledge.index.versions import documents_in_force, roll_back, versions
from knowledge.language.text import language_of
from knowledge.ports import Embedder
from knowledge.rights.readers import may_read, principals_of
from workers import lookups
from workers.caches import answers
from workers.caches.answers import CACHE_PATIENCE_S
from workers.contract import LONGEST_TASK_S, OVERVIEW, READABLE, Json
from workers.coordination import connect
from workers.counting import fell_short, suspected
from workers.library import build, configuration, surroundings
from workers.news import news
from workers.settings import WorkerSettings

Progress = Callable[[str, int, int], None]
KnowledgeAction = Callable[[Json, Progress], Json]

log = structlog.get_logger()

EXAMPLES: Final = 10
"""Documents named in a reload's report, of each kind of change."""
LISTED: Final = 50
"""Documents named in a comparison, of each kind of change."""
EVALUATION_S: Final = LONGEST_TASK_S - 90
"""Time for asking approved questions again, well under that of a task."""
SHOWN: Final = 20_000
"""Characters of a document that a reply shows: more than a chat message has room for."""
CHECKED: Final = 8
"""Passages that a check shows."""
_GROUP: Final = "group:"


@dataclass(frozen=True, slots=True)
class Actions:
    """The requests by name, over the models and the index of one process."""

    settings: WorkerSettings
    embedder: Embedder
    answering: Answering

    def by_name(self) -> dict[str, KnowledgeAction]:
        """Return each request's action; it takes the arguments and what shows progress."""
        return {
            "status": lambda _arguments, _progress: status(self.settings) | counts(self.settings),
            "sources": lambda _arguments, _progress: {"sources": sources(self.settings)},
            "reload": self._reload,
            "versions": lambda _arguments, _progress: list_versions(self.settings),
            "diff": lambda arguments, _progress: diff(self.settings, arguments.get("old"), arguments.get("new")),
            "rollback": self._rollback,
            "check": self._check,
            "eval": self._eval,
            "show": lambda arguments, _progress: show(
                self.settings, arguments["document"], frozenset(arguments["principals"])
            ),
            "who": lambda arguments, _progress: who(self.settings, arguments["document"]),
            OVERVIEW: lambda arguments, _progress: self._overview(arguments),
            **{name: _quick(look_up) for name, look_up in self._look_ups().items()},
            READABLE: lambda arguments, _progress: readable(
                self.settings, arguments["documents"], frozenset(arguments["principals"])
            ),
        }

    def _look_ups(self) -> Mapping[str, Callable[[Json], Json]]:
        return lookups.by_name(self.answering.index, self.settings.index_dir)

    def _overview(self, arguments: Json) -> Json:
        changed = news(self.settings.index_dir, arguments["cited"], frozenset(arguments["principals"]))
        return changed | ({"status": status(self.settings) | counts(self.settings)} if arguments["status"] else {})

    def _reload(self, arguments: Json, progress: Progress) -> Json:
        only, force = arguments.get("source"), bool(arguments.get("force"))
        report = build(self.settings, self.embedder, progress, only=only, force=force)
        return status(self.settings) | reloaded(report)

    def _rollback(self, arguments: Json, progress: Progress) -> Json:
        return rollback(self.settings, arguments.get("version"), progress)

    def _eval(self, arguments: Json, progress: Progress) -> Json:
        principals, today = frozenset(arguments["principals"]), arguments.get("today", "")
        return evaluate(self.answering, arguments["approved"], principals, progress, today)

    def _check(self, arguments: Json, _progress: Progress) -> Json:
        return check(
            self.answering,
            arguments["question"],
            frozenset(arguments["principals"]),
            arguments.get("today", ""),  # an edge of the release before names none
        )


def _quick(look_up: Callable[[Json], Json]) -> KnowledgeAction:
    """One that has no progress to show."""
    return lambda arguments, _progress: look_up(arguments)


def status(settings: WorkerSettings) -> Json:
    """The published version, and the reloads that failed since. Raises IndexMissing or SettingError."""
    published = index_status(settings.index_dir)
    problems = [{"document": each.document, "reason": each.reason} for each in published.problems]
    failed = [asdict(each) for each in failed_reloads(settings.index_dir)]
    shown = _version(published) | {"embedder": published.embedder, "problems": problems, "failed": failed}
    shown |= {"past": past(settings, published.version), "awaited": awaited(settings, published.version)}
    return shown | {"groups": _groups(settings, published.version), "sources": sources(settings)}


def past(settings: WorkerSettings, version: str) -> list[Json]:
    """The documents of a version that say they are not in force, or until when, with what says so."""
    records = documents_in_force(settings.index_dir, version).values()
    return [
        {"document": one.id, "until": one.until, "because": one.because} for one in records if one.until is not None
    ][:LISTED]


def awaited(settings: WorkerSettings, version: str) -> list[Json]:
    """The documents of a version that are not yet in force, with the day from which on they are."""
    records = documents_in_force(settings.index_dir, version).values()
    return [{"document": one.id, "since": one.effective} for one in records if (one.effective or "") > day_of("")][
        :LISTED
    ]


def counts(settings: WorkerSettings) -> Json:
    """What was counted of late, with the status; nothing where there is no Redis, or it does not answer."""
    if not settings.redis_url:
        return {}
    try:
        with connect(settings.redis_url, CACHE_PATIENCE_S) as redis:
            cached = {} if settings.answer_cache == "off" else {"answer_cache": answers.counts(redis)}
            return {**cached, "suspicions": suspected(redis), "shortfalls": fell_short(redis)}
    except RedisError as error:
        log.warning("counts_unavailable", error=type(error).__name__)
        return {}


def sources(settings: WorkerSettings) -> list[Json]:
    """The configured sources, and what was read of each. Raises SettingError."""
    try:
        states = {state.name: asdict(state) for state in index_status(settings.index_dir).sources}
    except IndexMissing:
        states = {}
    unread = {"documents": 0, "problems": 0, "read_at": ""}
    configured = configuration(settings)
    around = surroundings(settings, configured)
    return [
        {
            **states.get(source.name, unread),
            "name": source.name,
            "kind": source.kind,
            "location": source.origin(around).location,
            "schedule": source.schedule,
        }
        for source in configured.sources
    ]


def reloaded(report: BuildReport) -> Json:
    """What a reload did."""
    changed = report.changes
    return {
        "embedded": report.embedded,
        "reused": report.reused,
        "seconds": round(report.seconds, 1),
        "changed": report.changed,
        "before": report.before,
        "added": len(changed.added),
        "modified": len(changed.modified),
        "removed": len(changed.removed),
        "examples": {name: list(documents[:EXAMPLES]) for name, documents in _by_kind(changed).items()},
    }


def list_versions(settings: WorkerSettings) -> Json:
    """The versions that are kept, newest first. Raises IndexMissing."""
    published = index_status(settings.index_dir).version
    kept = versions(settings.index_dir)
    return {"versions": [{**_version(each), "published": each.version == published} for each in kept]}


def diff(settings: WorkerSettings, old: str | None, new: str | None) -> Json:
    """What is different between two versions. Raises IndexMissing or VersionUnknown."""
    found = compare(settings.index_dir, old, new, LISTED)
    by_kind = _by_kind(found.changes)
    modified = [{"document": name, "sections": list(found.sections[name])} for name in by_kind["modified"][:LISTED]]
    return {
        "old": found.old,
        "new": found.new,
        "added": list(by_kind["added"][:LISTED]),
        "modified": modified,
        "removed": list(by_kind["removed"][:LISTED]),
        "more": sum(max(0, len(documents) - LISTED) for documents in by_kind.values()),
    }


def rollback(settings: WorkerSettings, version: str | None, progress: Progress) -> Json:
    """Publish an earlier version again. Raises IndexMissing or VersionUnknown."""
    done = roll_back(settings.index_dir, version, lambda: progress("waiting", 0, 1))
    return {**_version(done.manifest), "before": done.before, "restricted": done.restricted}


def check(answering: Answering, question: str, principals: frozenset[str], today: str = "") -> Json:
    """What is found for a question within these rights, and whether it would do for an answer. Raises IndexMissing.

    ``today`` is the ISO date where whoever asks is.
    """
    checked = Question("check", question, language_of(question), principals, today=today)
    look = answering.look(*answering.search(checked, answering.index.current()), checked)
    return {
        "retrieved": [_passage(each) for each in look.found[:CHECKED]],
        "confidence": round(look.confidence, 3),
        "abstains": not answering.is_sure(look),
    }


def evaluate(
    answering: Answering, approved: Sequence[Json], principals: frozenset[str], progress: Progress, today: str = ""
) -> Json:
    """What came of questions whose answers were found helpful, within these rights, on a day. Raises IndexMissing."""
    questions = [_approved(one, principals, today) for one in approved]
    found = recheck(questions, answering, EVALUATION_S, lambda done, total: progress("asking", done, total))
    changed = [
        {"question": question, "document": now.document, "heading": now.heading, "quote": now.quote}
        for question, now in found.changed
    ]
    plain = {"version": found.version, "same": found.same, "left": found.left}
    return {**plain, "changed": changed, "declined": list(found.declined)}


def who(settings: WorkerSettings, document: str) -> Json:
    """Who may read a document, and which rule says so. Raises IndexMissing or DocumentUnknown."""
    explained = explain(settings.index_dir, document)
    found = explained.record
    return {
        "document": found.id,
        "title": found.title,
        "readers": list(found.readers),
        "rule": found.rule,
        "restricted": explained.restricted,
        "effective": found.effective,
        "until": found.until,
        "because": found.because,
        "source": found.source,
    }


def show(settings: WorkerSettings, document: str, principals: frozenset[str]) -> Json:
    """What a document became, within these rights. Raises IndexMissing or DocumentUnknown."""
    found = became(settings.index_dir, document)
    readable = may_read(found.record.readers, principals)
    return {
        "document": found.record.id,
        "title": found.record.title,
        "total": len(found.passages),
        "problems": list(found.problems),
        "left_out": [asdict(one) for one in found.record.left_out],
        "readable": readable,
        "passages": list(_first_of(found.passages)) if readable else [],
    }


def readable(settings: WorkerSettings, documents: Sequence[str], principals: frozenset[str]) -> Json:
    """Which of the documents may be read within these rights by now. Raises IndexMissing."""
    return {"readable": readable_now(settings.index_dir, documents, principals)}


def _first_of(passages: Sequence[Passage]) -> Iterator[Json]:
    """Yield as many as one reply has room for: one at least."""
    room = SHOWN
    for passage in passages:
        if room < SHOWN and len(passage.text) > room:
            return
        room -= len(passage.text)
        yield {"heading": passage.heading, "page": passage.page, "parts": list(parts(passage))}


def _version(manifest: IndexStatus) -> Json:
    return {name: getattr(manifest, name) for name in ("version", "built_at", "documents", "passages")}


def _groups(settings: WorkerSettings, version: str) -> dict[str, int]:
    """The user groups that rules name, each with its documents."""
    records = documents_in_force(settings.index_dir, version).values()
    named = (name for record in records for name in frozenset().union(*map(principals_of, record.readers)))
    groups = Counter(name.removeprefix(_GROUP) for name in named if name.startswith(_GROUP))
    return dict(sorted(groups.items()))


def _approved(one: Json, principals: frozenset[str], today: str) -> Approved:
    history = tuple(Turn(**turn) for turn in one["history"])
    question = Question("evaluation", one["question"], one["language"], principals, history, today)
    return Approved(question, tuple((document, quote) for document, quote in one["quotes"]))


def _by_kind(changed: Changes) -> dict[str, Sequence[str]]:
    return {"added": changed.added, "modified": changed.modified, "removed": changed.removed}


def _passage(found: Retrieved) -> Json:
    passage = found.passage
    return {
        "document": passage.document_id,
        "heading": passage.heading,
        "score": found.score,
        "dense": found.dense,
        "lexical": found.lexical,
        "readers": sorted(passage.readers),
    }
