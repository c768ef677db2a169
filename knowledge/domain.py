"""The nouns everything else speaks in: plain, frozen values without behaviour of any backend."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Language = Literal["en", "zh", "de"]

AnswerKind = Literal["answer", "conflict", "abstention", "clarification", "small_talk", "general"]
"""What an answer is: said from the policies; policies that contradict each other; not said by them; a question back; a
greeting or thanks returned; general knowledge, which no source backs."""

Cached = Literal["", "exact", "semantic"]
"""Whether an answer was made for this question, for the same one earlier, or for one that meant the same."""

Refusal = Literal[
    "", "declined", "language", "long", "empty", "number", "unit", "date", "time", "weekday", "name", "unsupported"
]
"""Why a sentence of a model is not shown: it says that the passages do not answer; it is in another language, longer
than any sentence, says nothing that can be checked, states something exact that no source does, or does not follow from
what the sources say. Empty where it is shown."""

Shortfall = Literal["", "failed", "late"]
"""What kept a model from writing all that it was asked for: nothing, its failure, or that the time was over."""

PUBLIC = "public"
"""The one principal that guests and outsiders hold; a document marked with it may be read by anyone who asks."""

EVERYONE = "everyone"
"""The principal of every full member of the workspace."""


ARCHIVED = ""
"""The last day in force of what is no longer in force since nobody knows when: it sorts before every date."""


Why = Literal["hidden", "struck", "deleted", "margin", "history", "comment"]
"""Why words of a file are no part of its text: nobody sees them; they are struck out, or deleted with changes tracked;
they run along the margin of every page; they are an earlier mail; they are a remark on the text."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many letters of a file were left out of its text, and why.

    ``page`` counts from 1, None where the format has no pages.
    """

    why: Why
    letters: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One policy, converted to Markdown.

    ``id`` is the path relative to its source's root, with forward slashes: what people and scores name it by.
    ``readers`` are principals (``everyone``, ``public``, ``group:hr``, ``channel:C…``, ``user:U…``, ``domain:…``);
    empty means that nobody may read it; ``rule`` names what gave them (``front matter``, ``people/access.toml``,
    ``source hr``, ``default``). ``effective`` is the ISO date it states for itself, if any. In ``url``, ``{anchor}``
    stands where a passage puts its heading's anchor. ``source`` is the name of the source that it came from.
    ``pages`` are the offsets in ``text`` at which pages or slides begin, none where the format has none. ``left_out``
    is what its file has besides. ``until`` is the last day on which it is in force as ISO, or `ARCHIVED`, or None where
    nothing says so; ``because`` names what does. ``owner`` is who answers for it, if it says so.
    """

    id: str
    title: str
    text: str
    url: str
    language: Language
    readers: frozenset[str]
    effective: str | None = None
    rule: str = ""
    source: str = ""
    pages: tuple[int, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    until: str | None = None
    because: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A span of a document: ``document.text[start:end] == text``, offsets in characters.

    ``context`` is what ``text`` stands under where it begins inside a list, a table or an answer: the lines that
    introduce it, the table's header, the question. Both searches see it, and whoever reads the passage needs it to make
    sense of the items and rows; it is no part of the span. ``page`` is the page it begins on, counted
    from 1, and ``page_breaks`` are the offsets in the document at which those it goes on to begin. ``readers`` are the
    document's, after a rollback bounded by later rights (`knowledge.rights.readers`). ``until`` is the document's.
    """

    id: str
    document_id: str
    title: str
    heading_path: tuple[str, ...]
    text: str
    start: int
    end: int
    url: str
    language: Language
    readers: frozenset[str]
    effective: str | None = None
    context: str = ""
    page: int | None = None
    page_breaks: tuple[int, ...] = ()
    until: str | None = None

    @property
    def heading(self) -> str:
        """The heading path as a reader sees it; the document's title where there is none."""
        return " › ".join(self.heading_path) or self.title

    def page_at(self, offset: int) -> int | None:
        """The page on which ``text[offset]`` stands."""
        return self.page and self.page + bisect_right(self.page_breaks, self.start + offset)


@dataclass(frozen=True, slots=True)
class Problem:
    """A document or a rules file that could not be used as it is, and one sentence on why and what to do.

    Where a whole source could not be read, ``document`` is the source's name.
    """

    document: str
    reason: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class SourceState:
    """What is known of one source. ``read_at`` is the ISO time at which it was last read whole, empty if never."""

    name: str
    kind: str
    location: str
    documents: int
    problems: int
    read_at: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that the sources give: the documents, and what stood in the way of others.

    A source that could not be reached gives what it gave before, and a problem under its own name.
    """

    documents: tuple[Document, ...]
    problems: tuple[Problem, ...] = ()
    sources: tuple[SourceState, ...] = ()


@dataclass(frozen=True, slots=True)
class Retrieved:
    """A passage that a search found, and those right before and behind it in its document that it found too.

    ``score`` is the fused rank score (comparable within one search only); ``dense`` is the cosine similarity and
    ``lexical`` the full-text score (each None where that search did not return the passage). ``tuned`` is the cosine
    by the tuned embedder, and ``sentences`` has its cosines for the quotable sentences of this passage and its
    neighbours, by the passage's id, in the order of `knowledge.language.sentences.split_sentences`.
    """

    passage: Passage
    score: float
    dense: float | None = None
    lexical: float | None = None
    neighbours: tuple[Passage, ...] = ()
    tuned: float | None = None
    sentences: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    vectors: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """The vectors behind those cosines, each of shape (sentences, dimension), by the passage's id."""

    @property
    def parts(self) -> tuple[Passage, ...]:
        """The passage and its neighbours in the document's order."""
        return tuple(sorted((self.passage, *self.neighbours), key=lambda part: part.start))

    @property
    def text(self) -> str:
        """What was found as one text to read; where a heading changes, it stands on a line of its own."""
        lines, above = [], self.parts[0].heading_path
        for part in self.parts:
            if part.heading_path != above:
                lines.append(f"## {part.heading}")
            lines.append(part.text)
            above = part.heading_path
        return "\n\n".join(lines)


StageName = Literal["searching", "reading", "writing", "checking"]
"""What is being done for an answer, in this order; sentences are written and checked in turns."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where something was found, within its asker's rights. ``url`` is empty where the source has no addresses."""

    title: str
    heading: str
    url: str


@dataclass(frozen=True, slots=True)
class Stage:
    """What is being done for an answer now; what is ``reading`` names the documents that it reads, likeliest first."""

    name: StageName
    documents: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier message of a conversation."""

    role: Literal["user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and by whom it will be seen.

    ``principals`` are those that *every* reader of the answer holds; they bound what may be retrieved.
    ``id`` is the idempotency key of the whole journey. ``today`` is the ISO date on which it was asked, where its asker
    is; empty is today in UTC. ``sources`` are the names of those that may be searched, within the rights; none is all.
    """

    id: str
    text: str
    language: Language
    principals: frozenset[str]
    history: tuple[Turn, ...] = ()
    today: str = ""
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CitedTable:
    """A table as its cells: ``header`` and ``rows`` in their order.

    ``quoted`` are the places in ``rows`` of those that the answer quotes. ``total`` is how many rows it has; of a long
    one, ``rows`` are the quoted ones and some more.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    quoted: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Citation:
    """The span that backs a sentence. ``number`` is its marker in the answer's text: ``[1]``.

    ``page`` is where the quote begins, in a format that has pages. ``effective`` and ``owner`` are the document's.
    ``table`` is the one that the quote is of, where it is of one.
    """

    number: int
    document: str
    title: str
    heading: str
    quote: str
    url: str
    page: int | None = None
    effective: str | None = None
    owner: str = ""
    table: CitedTable | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the asker gets: Markdown with ``[n]`` markers, its citations, or an abstention.

    ``timings`` are seconds by stage (``retrieve``, ``rank``, ``write``, ``cache``, ``total``); ``generator`` names what
    wrote the words (``extractive`` where they are quotes). ``confidence`` in [0, 1] that the passages answer the
    question, 0 where nothing was searched. ``cached`` says whether it was made for this question or earlier.
    ``suspicions`` are the places of what looks like instructions to a model among the question and the passages found
    (`knowledge.injection`). With a ``shortfall`` the words that the model owes are quotes. ``refused`` says why
    sentences of the model were not shown, each once. ``next_questions`` are what else the cited documents answer.
    """

    question_id: str
    text: str
    language: Language
    citations: tuple[Citation, ...]
    abstained: bool
    retrieved: tuple[Retrieved, ...]
    knowledge_version: str
    generator: str
    timings: dict[str, float] = field(default_factory=dict)
    kind: AnswerKind = "answer"
    confidence: float = 0.0
    cached: Cached = ""
    suspicions: tuple[str, ...] = ()
    shortfall: Shortfall = ""
    refused: tuple[Refusal, ...] = ()
    next_questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CacheKey:
    """What an answer depends on: the version it quotes, the question's words, and all the rest as one digest."""

    version: str
    scope: str
    text: str


Genre = Literal["announcement", "email", "report", "faq", "news"]
"""What can be drafted. Each is a prompt in ``prompts/draft`` with an example: small models need one."""

VERSIONS = 3
"""Versions of a draft that are written where nobody says how many; also the most."""


@dataclass(frozen=True, slots=True)
class Brief:
    """What is to be drafted, and for whom. ``principals`` bound the policies that may be drawn on.

    ``today`` is the ISO date where whoever asks is; empty is today in UTC.
    """

    id: str
    genre: Genre
    instructions: str
    language: Language
    principals: frozenset[str]
    versions: int = VERSIONS
    today: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class ModelProfile:
    """What a language model can do.

    ``freely``: it may answer in its own words, each sentence checked; one that may not is too small, and answers are
    quotes. ``context`` is how many tokens it reads and writes together. ``thinks``: its replies begin within a thought.
    """

    languages: frozenset[Language]
    freely: bool = True
    context: int = 8192
    thinks: bool = False


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to choose words at random: several versions of a draft are several requests. Same seed, same text.

    ``temperature`` above 0; ``top_p`` in (0, 1]: the share of likelihood that is chosen from.
    """

    temperature: float = 0.8
    top_p: float = 0.95
    seed: int | None = None
