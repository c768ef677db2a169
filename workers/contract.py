"""The wire between the Slack edge and the workers: queues, task names, payloads, keys. All bot/ may import of workers.

Plain JSON only. Every request carries its idempotency key as ``id``; the same key names its claim, its stored reply and
its live stream entries, so that anything may be sent twice and is done once.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal, get_args

from knowledge.attached import FileProblem
from knowledge.domain import (
    Answer,
    Brief,
    Citation,
    CitedTable,
    Found,
    Question,
    Retrieved,
    Stage,
    StageName,
    Turn,
)
from knowledge.settings import Settings

Json = dict[str, Any]

QUESTIONS: Final = "questions"
KNOWLEDGE: Final = "knowledge"
REPLIES: Final = "replies"

ANSWER_TASK: Final = "frontdesk.answer"
"""On ``questions``: one request from `pack_question`."""
KNOWLEDGE_TASK: Final = "frontdesk.knowledge"
"""On ``knowledge``: ``{"id": …, "action": one of `Action`, "arguments": {…}}``."""
WRITE_TASK: Final = "frontdesk.write"
"""On ``questions``: ``{"id": …, "job": "draft", …}`` from `pack_brief`, or ``{"id", "job": "translate", "text",
"target"}`` with the code of a language (`knowledge.language.names`)."""
DELIVER_TASK: Final = "frontdesk.deliver"
"""On ``replies``: one `Reply` from `pack_reply`."""
READ_CHANNEL_TASK: Final = "frontdesk.read_channel"
"""On ``replies``: ``{"id", "channel"}``, for which only the delivery process has a token; answered at `channel_key`."""

READ_FILES_TASK: Final = "frontdesk.read_files"
"""On ``replies``: ``{"id", "request"}``: what was shown with a question, for which only the delivery process has a
token; answered at `files_key`. A worker asks when it begins, so that no file lies around while a question waits, and
one that begins again gets them again."""

ROUTES: Final = {
    ANSWER_TASK: {"queue": QUESTIONS},
    KNOWLEDGE_TASK: {"queue": KNOWLEDGE},
    WRITE_TASK: {"queue": QUESTIONS},
    DELIVER_TASK: {"queue": REPLIES},
    READ_CHANNEL_TASK: {"queue": REPLIES},
    READ_FILES_TASK: {"queue": REPLIES},
}

EDGE: Final = "edge"
"""In the payload of a request: what only the edge needs to know; it never enters the queue."""
MARKED: Final = "marked"
"""In the payload of a question that may as well order a text (`workers.orders`): the message with its people, channels
and links as Slack writes them."""
FILES: Final = "files"
"""In the payload of a question: the names of the files that were shown with it, or in its thread before."""
UNREAD: Final = "unread"
"""In a packed answer: ``[[name, FileProblem]]`` (`knowledge.attached`), of files that were not read, or not whole."""
Job = Literal["draft", "translate"]
"""What is written on request."""

LIVE_STREAM: Final = "frontdesk:live"
"""One Redis stream of everything that is shown while it happens; it may be lost without harm.

Entries are `LiveEntry` as fields ``id``, ``kind``, ``data``; trimmed to about `LIVE_STREAM_LENGTH`.
"""
LIVE_STREAM_LENGTH: Final = 20_000

LONGEST_TASK_S: Final = 240
"""No task runs longer; an answer's own deadline is well under it. The visibility timeout is three times this."""
CLAIM_TTL_S: Final = 10
"""A claim not extended for this long belongs to a worker that died."""
CLAIM_HEARTBEAT_S: Final = 3
CHANNEL_WAIT_S: Final = 60
"""How long a worker waits for what a channel keeps."""
FILES_WAIT_S: Final = 45
"""How long a worker waits for the next of the files that were shown; as long each lies in Redis at most."""
WAITING_KEPT_S: Final = 3600
"""Longer than any question waits for a worker."""
REPLY_TTL_S: Final = 24 * 3600
"""How long a finished reply is kept for sending again, as long as Slack may redeliver the question."""


def claim_key(request_id: str) -> str:
    """Redis key that the worker which is working on the request holds and extends."""
    return f"frontdesk:claim:{request_id}"


def reply_key(request_id: str) -> str:
    """Redis key of the finished reply, kept so that a lost message is sent again and not made again."""
    return f"frontdesk:reply:{request_id}"


def cancel_key(request_id: str) -> str:
    """Redis key that asks the worker to stop."""
    return f"frontdesk:cancel:{request_id}"


def waiting_key(request_id: str) -> str:
    """Redis key that is set for `WAITING_KEPT_S` when the request is published: what is left tells how long ago."""
    return f"frontdesk:waiting:{request_id}"


def channel_key(request_id: str) -> str:
    """Redis list for the one answer to `READ_CHANNEL_TASK`: JSON of a `ChannelText`, or ``{"error": a sentence}``."""
    return f"frontdesk:channel:{request_id}"


def files_key(request_id: str) -> str:
    """Redis list for the answer to `READ_FILES_TASK`: for each name in `FILES`, in their order, a `pack_file`."""
    return f"frontdesk:files:{request_id}"


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file as it is handed over: its bytes, or the `FileProblem` that there are none for.

    ``suffix`` is what it is read by, ``url`` its link in Slack, ``readers`` who may read what is made of it.
    """

    id: str
    name: str
    suffix: str = ""
    url: str = ""
    readers: tuple[str, ...] = ()
    problem: FileProblem | None = None
    data: bytes = b""


def pack_file(file: ShownFile) -> bytes:
    """ShownFile -> one line of JSON, and behind it the bytes."""
    described = {field.name: getattr(file, field.name) for field in fields(ShownFile) if field.name != "data"}
    return json.dumps(described).encode() + b"\n" + file.data


def unpack_file(packed: bytes) -> ShownFile:
    """What `pack_file` packed. Raises ValueError or TypeError."""
    described, _, data = packed.partition(b"\n")
    plain = json.loads(described)
    return ShownFile(**{**plain, "readers": tuple(plain["readers"]), "data": data})


class BrokerSettings(Settings):
    """Where queue, claims and live stream are."""

    redis_url: str = ""
    """Empty only under ``frontdesk up``, which starts an embedded server and passes its address on."""


def celery_config(redis_url: str) -> Json:
    """Celery's settings, the same on both sides. The values were chosen by killing real processes.

    Restore polling is tuned so that a dead worker's message comes back within seconds; the ledger's reaper covers the
    gap between Redis' pop and Kombu's record of it.
    """
    return {
        "broker_url": redis_url,
        "task_routes": ROUTES,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "worker_send_task_events": False,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        "broker_transport_options": {
            "visibility_timeout": 3 * LONGEST_TASK_S,
            "unacked_restore_interval": 5,
            "unacked_restore_throttle": 1,
            "socket_timeout": 20,
            "socket_connect_timeout": 3,
            "socket_keepalive": True,
            "health_check_interval": 5,
        },
    }


ALONE: Final = {"without_gossip": True, "without_mingle": True}
"""Options of every Celery worker here: they need nothing of each other, and a restarted Redis is not flooded."""


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """Something to show now.

    ``queued``: the edge published the request, with the number of those that wait before it; ``started``: a worker took
    it; ``writing``: the message orders a text, by its `Job`; ``stage``: what is done for the answer now, from
    `pack_stage`; ``text``: the next words of the answer, final and supported; ``progress``: JSON ``{"stage", "done",
    "total"}`` of a knowledge request that takes long; ``finished``: the end.

    What is of another kind, or says more, is from a later release: whoever reads passes that over.
    """

    id: str
    kind: Literal["queued", "started", "writing", "stage", "text", "progress", "finished"]
    data: str = ""


Action = Literal["status", "sources", "reload", "versions", "diff", "rollback", "check", "who", "show", "eval"]
"""What an administrator may ask of the knowledge.

Arguments, None where left out: ``reload`` has ``source`` and ``force``, ``diff`` has ``old`` and ``new``, ``rollback``
has ``version``, ``check`` has ``question``, ``principals`` and ``today``, ``who`` has ``document``, ``show`` has
``document`` and ``principals``, ``eval`` has ``approved``
(``[{question, language, history, quotes: [[document, quote]]}]``), ``principals`` and ``today``.
"""

OVERVIEW: Final = "overview"
"""What the edge asks for somebody's Home tab, beside `Action`: what changed in documents that they were answered from.

Arguments: ``cited`` (``[{document, version}]``), ``principals``, and ``status``, whether an administrator looks at it.
"""
OVERVIEW_FOR: Final = "home-"
"""What the id of such a request begins with; the person's id follows, and the ledger does not have it."""

SEARCH: Final = "search"
"""What Slack's search asks. Arguments: ``query``, ``principals``, ``today``, ``languages`` and ``sources`` to which it
is narrowed (all where empty)."""
FILTERS: Final = "filters"
"""By what ``principals`` may narrow a search."""
CARDS: Final = "cards"
"""What is known of documents: ``wanted`` (``[{link, reference}]``) for ``principals``."""
SEARCH_FOR: Final = "search-"
FILTERS_FOR: Final = "filters-"
UNFURL_FOR: Final = "unfurl-"
DETAILS_FOR: Final = "details-"
"""What the ids of such requests begin with, which the ledger does not have."""
READABLE: Final = "readable"
"""What the edge asks before it shows or shares again what was found: which documents somebody may read by now.

Arguments: ``documents`` (their ids), ``principals``.
"""
LOOK_FOR: Final = "look-"
"""What the id of such a request begins with where a modal waits for it; the ledger does not have it."""

SCHEDULED: Final = "schedule-"
"""What the id of a request begins with that nobody asked for; the ledger does not have it."""

FailureCode = Literal["model_failed", "index_missing", "deadline", "internal", "unavailable"]


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker sends back: exactly one of the four is set.

    ``answer`` (`pack_answer`, with `UNREAD` where files were shown) for a question, ``report`` for a knowledge request,
    ``written`` for a draft or a translation, ``failure`` for any.
    ``asdict`` packs a reply, ``Reply(**payload)`` unpacks it. A report is ``{"action", …}``, or ``{"action", "error",
    "failure"}`` where it could not be done, with one sentence for the terminal and its `FailureCode`. By action, with
    its arguments:

    ``status``                      ``version, built_at, documents, passages, embedder, problems: [{document, reason}],
                                    failed: [{at, source, reason}] (reloads; an empty source is all of them),
                                    past: [{document, until, because}] (an empty day is since nobody knows when),
                                    awaited: [{document, since}] (not yet in force),
                                    groups: {handle: documents that name it},
                                    sources: [{name, kind, location, documents, problems, read_at, schedule}],
                                    answer_cache: {asked, cached}`` (the last days'; not there without a cache),
                                    ``suspicions: {questions, documents: [{document, times}]}`` (the last 30 days'),
                                    ``shortfalls: {failed, late}`` (of the model, the last 7 days')
    ``sources``                     ``sources``, as above
    ``reload(source?, force)``      as ``status``, and ``embedded, reused, seconds, changed, before, added, modified,
                                    removed`` (counts), ``examples: {added, modified, removed}`` (up to ten ids each)
    ``versions``                    ``versions: [{version, built_at, documents, passages, published}]``, newest first
    ``diff(old?, new?)``            ``old, new, added: [id], modified: [{document, sections: [heading]}],
                                    removed: [id]``, at most 50 each, ``more`` (how many were left out)
    ``rollback(version?)``          ``version, built_at, documents, passages, before``, and ``restricted``, how many
                                    documents keep the stricter rights of later versions
    ``check(question, principals)`` ``retrieved: [{document, heading, score, dense, lexical, readers}], confidence,
                                    abstains``
    ``who(document)``               ``document, title, readers, rule, effective, until, because, source``, and
                                    ``restricted``, whether it keeps the stricter rights of later versions
    ``show(document, principals)``  ``document, title, total`` (passages), ``problems: [sentence],
                                    left_out: [{why, letters, page}], readable`` (by whoever asks),
                                    ``passages: [{heading, page, parts}]`` (the first, none where it is not readable;
                                    a part is text, or a table as rows of cells)
    ``eval(approved, principals)``  ``version, same, left`` (counts), ``changed: [{question, document, heading, quote}],
                                    declined: [question]``

    ``overview(cited, principals)`` ``changed: [{document, title, sections: [heading]}]`` (that may be read), ``version,
                                    built_at``, and ``status``, as above, if it was asked for

    ``search(query, principals)``   ``found: [{document, reference, title, heading, url, page, effective, until, owner,
                                    readers, quote, section}], built_at``, best first, each document once; ``reference``
                                    is its name in Slack, ``quote`` what fits best of the ``section``
    ``filters(principals)``         ``sources: [name]``
    ``cards(wanted, principals)``   ``cards``, for each wanted one as in ``found``, where ``quote`` is the section that
                                    the link names, with ``version, built_at``; None for what may not be read, too
    ``readable(documents, principals)``  ``readable: [document]``, those that may be read now

    What was written is ``{"job", …}``, or ``{"job", "declined": a Reason of knowledge.errors, "values": what stands in
    its sentence}``. A question is answered with it, too, where it is an order. By job:

    ``draft``      ``versions: [{text, cut, unknown: [name]}], citations, generator`` (empty where none wrote)
    ``translate``  ``text, target, generator, unmatched: [name]``
    """

    id: str
    answer: Json | None = None
    report: Json | None = None
    written: Json | None = None
    failure: FailureCode | None = None


def pack_question(question: Question) -> Json:
    """Question -> JSON. Sets are sorted so that equal questions are equal bytes.

    Sources are there only if they are bounded: a worker of an earlier release knows of none.
    """
    plain = {name: value for name, value in asdict(question).items() if name != "sources"}
    sources = {"sources": sorted(question.sources)} if question.sources else {}
    return {**plain, "principals": sorted(question.principals), **sources}


def unpack_question(payload: Json) -> Question:
    """JSON -> Question. `MARKED` and `FILES` are no part of it, nor is what an edge of a later release says besides."""
    history = tuple(Turn(**turn) for turn in payload["history"])
    plain = {name: value for name, value in payload.items() if name in _QUESTION_FIELDS}
    sets = {name: frozenset(payload.get(name, ())) for name in ("principals", "sources")}
    return Question(**{**plain, **sets, "history": history})


_QUESTION_FIELDS: Final = frozenset(field.name for field in fields(Question))


def pack_brief(brief: Brief) -> Json:
    """Brief -> JSON, with its job."""
    return {**asdict(brief), "job": "draft", "principals": sorted(brief.principals)}


def unpack_brief(payload: Json) -> Brief:
    """JSON -> Brief."""
    plain = {name: value for name, value in payload.items() if name != "job"}
    return Brief(**{**plain, "principals": frozenset(payload["principals"])})


def pack_answer(answer: Answer) -> Json:
    """Answer -> JSON.

    Of retrieved passages records need where they stand, their date, readers, scores and the citations that quote them.
    """
    retrieved = [
        {
            "document": found.passage.document_id,
            "heading": found.passage.heading,
            "effective": found.passage.effective,
            "readers": sorted(found.passage.readers),
            "score": found.score,
            "dense": found.dense,
            "lexical": found.lexical,
            "quoted": [citation.number for citation in answer.citations if _quotes(citation, found)],
        }
        for found in answer.retrieved
    ]
    plain = {name: getattr(answer, name) for name in _PLAIN_ANSWER_FIELDS}
    citations = [asdict(citation) for citation in answer.citations]
    lists = {name: list(getattr(answer, name)) for name in ("suspicions", "refused", "next_questions")}
    return {**plain, **lists, "citations": citations, "retrieved": retrieved}


def _quotes(citation: Citation, found: Retrieved) -> bool:
    """Whether a citation's words stand in what was found. A list may begin in one passage and end in the next."""
    lines = citation.quote.splitlines()
    return citation.document == found.passage.document_id and any(
        part.heading == citation.heading
        and (lines[0] in part.text or lines[-1] in part.text or part.text in citation.quote)
        for part in found.parts
    )


_PLAIN_ANSWER_FIELDS: Final = (
    "question_id",
    "text",
    "language",
    "abstained",
    "knowledge_version",
    "generator",
    "timings",
    "kind",
    "confidence",
    "cached",
    "shortfall",
)


def pack_stage(stage: Stage) -> str:
    """Stage -> JSON of ``{"name", "documents": [{"title", "heading", "url"}]}``."""
    return json.dumps(asdict(stage))


def unpack_stage(packed: str) -> Stage | None:
    """JSON -> Stage; None where workers of later releases do what is not known here. What else they say is passed over.

    Raises KeyError, TypeError or ValueError where it is none.
    """
    said = json.loads(packed)
    if said["name"] not in get_args(StageName):
        return None
    documents = (Found(str(one["title"]), str(one["heading"]), str(one["url"])) for one in said["documents"])
    return Stage(said["name"], tuple(documents))


def unpack_citations(packed: Json) -> tuple[Citation, ...]:
    """The citations of a packed answer or draft, which is all that delivery needs as objects."""
    return tuple(map(unpack_citation, packed["citations"]))


def unpack_citation(packed: Json) -> Citation:
    """JSON -> Citation. Workers of earlier releases say less of one, and of later ones more, which is passed over."""
    known = {name: value for name, value in packed.items() if name in _CITATION_FIELDS}
    table = known.get("table")
    return Citation(**{**known, "table": _unpack_table(table) if table else None})


def _unpack_table(packed: Json) -> CitedTable:
    rows = tuple(tuple(row) for row in packed["rows"])
    return CitedTable(tuple(packed["header"]), rows, tuple(packed["quoted"]), packed["total"])


_CITATION_FIELDS: Final = frozenset(field.name for field in fields(Citation))


SOURCES_KEY: Final = "frontdesk:sources"
"""Redis key of a JSON list: the names of all sources, which every worker keeps up to date."""


def presence_key(part: str, instance: str) -> str:
    """Redis key that a running, ready process refreshes every `CLAIM_HEARTBEAT_S`; it lives for `CLAIM_TTL_S`."""
    return f"frontdesk:present:{part}:{instance}"
