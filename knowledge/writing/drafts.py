"""The story of one draft: what the policies say on it, several versions, each without facts that nobody gave."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Final

import structlog

from knowledge.answer.confidence import Judge
from knowledge.answer.source import Source
from knowledge.answer.story import RETRIEVED
from knowledge.domain import Brief, Citation, Genre, Language, Message, Retrieved, Sampling
from knowledge.errors import ANOTHER, Declined, GenerationFailed
from knowledge.language.names import LANGUAGES
from knowledge.language.sentences import Sentence
from knowledge.language.text import terms
from knowledge.ports import Generator, Index
from knowledge.prompts.filling import filled
from knowledge.writing.draft_check import Notes, Version, checked
from knowledge.writing.frames import frame

EVIDENCE: Final = 4
"""Sentences of policies that a draft is given: the nearest ones; more distract."""

_TOKENS: Final[Mapping[Genre, int]] = {"announcement": 200, "email": 200, "report": 400, "faq": 300, "news": 200}
_TEMPERATURE: Final = 0.5
_TOP_P: Final = 0.9

_OPENING: Final = re.compile(
    r"(?:subject|re|title|to|from|date|cc|主题|标题|收件人|发件人|日期)\s*[:：].*"
    r"|(?:dear|hi|hello|hey|greetings|good (?:morning|afternoon|evening)|to all|attention)\b"
    r"(?:[^.:;!?]*[,:!]|[^.,:;!?]*|(?: [\w-]+){0,3}\.)"
    r"|(?:(?:all|our|the) )?(?:[\w-]+ ){0,2}(?:team|all|everyone|everybody|colleagues|staff|employees)[,:!]?"
    r"|(?:(?:尊敬|亲爱)的|各位|大家|全体|您好|你好|同事们)[^。，,：:；！!？]{0,20}[，,：:！!]?(?:(?:大家|您|你)好[。，！!]?)?",
    re.IGNORECASE,
)
"""A line that says whom it is for, or what its subject is."""
_FOR_WHAT: Final = (
    r"(?:,? (?:all|everyone|again|very much|so much|in advance|and|for your (?:\w+ )?"
    r"(?:attention|cooperation|understanding|support|patience|help|time|interest)"
    r"|(?:your )?(?:cooperation|understanding|support|patience|help)))*"
)
_CLOSING: Final = re.compile(
    rf"(?:(?:with |many |our )?thanks|thank you){_FOR_WHAT}[.,!]?"
    r"|(?:with )?(?:(?:best|kind|kindest|warm|warmest|many|my|our) )*(?:regards|wishes)(?:,[^.:;!?]{0,40}|[.!])?"
    r"|(?:yours )?(?:sincerely|truly|faithfully|respectfully)(?: yours)?[.,!]?|(?:yours|best|cheers)[.,!]?"
    r"|此致[，！!]?(?:敬礼[。！!]?)?|敬礼[。！!]?|(?:顺颂|顺祝|谨启|祝(?!贺))[^。，：；]{0,10}[。！!]?"
    r"|(?:谢谢|感谢)(?:大家|您|各位|你们|的|支持|配合|理解|关注|合作|与|和|及|、)*[。！!]?",
    re.IGNORECASE,
)
"""A line from which on there is but the signature."""
_MOST_SIGNED: Final = 40
"""Characters of a line of a signature; a longer one is a sentence of the text."""
_ENDS: Final = re.compile(r"[.!?。！？]\W*$")

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Drafts:
    """The versions, and the policies that they drew on. Without a model, ``generator`` is empty and there is one."""

    versions: tuple[Version, ...]
    citations: tuple[Citation, ...]
    generator: str
    knowledge_version: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Writing:
    """Writes drafts. Without a ``generator`` that may write freely in the language asked for, a draft is a frame.

    ``contact`` is whom a frame names for questions.
    """

    index: Index
    judge: Judge
    generator: Generator | None
    contact: str = ""

    def draft(self, brief: Brief, *, deadline: float, cancelled: Callable[[], bool]) -> Drafts:
        """Write the versions at once; those that failed, say nothing or repeat another one are left out.

        Raises Declined where nothing usable came of it, IndexMissing, IndexIncompatible, and GenerationFailed where
        every version failed.
        """
        began = time.monotonic()
        generator = self._able(brief.language)
        index = self.index.current()
        notes = Notes(brief.instructions, brief.language, self._evidence(index.search, brief))
        if generator is None:
            version = frame(brief, notes.evidence, self.contact)
            return _drafts(brief, (version,), notes, "", index.version, began)
        generate = partial(
            generator.generate,
            self._prompt(brief, notes),
            max_new_tokens=_TOKENS[brief.genre],
            deadline=deadline,
            cancelled=cancelled,
        )
        write = partial(self._version, brief.id, notes, generate)
        with ThreadPoolExecutor(brief.versions, thread_name_prefix="draft") as pool:  # one batch of the engine's
            written = list(pool.map(write, range(brief.versions)))
        versions = tuple({version.text: version for version in _usable(written, notes)}.values())
        if not versions:
            raise Declined(
                "draft_empty", f"The model wrote nothing that the instructions or the policies bear out. {ANOTHER}"
            )
        return _drafts(brief, versions, notes, generator.name, index.version, began)

    def _able(self, language: Language) -> Generator | None:
        """The model, where it may write in its own words in this language."""
        profile = self.generator.profile if self.generator else None
        return self.generator if profile and profile.freely and language in profile.languages else None

    def _evidence(self, search: Callable[..., list[Retrieved]], brief: Brief) -> tuple[Sentence, ...]:
        """What the policies say on it, if they speak of it at all."""
        found = search(brief.instructions, brief.principals, RETRIEVED, brief.today)
        ranking = self.judge.rank(brief.instructions, found, today=brief.today)
        if not self.judge.is_sure(self.judge.confidence(ranking)):
            return ()
        return tuple(item.sentence for item in ranking.evidence[:EVIDENCE])

    def _prompt(self, brief: Brief, notes: Notes) -> list[Message]:
        """The genre's prompt."""
        return filled(
            f"draft/{brief.genre}",
            language=LANGUAGES[brief.language][0],
            instructions=brief.instructions,
            evidence="\n".join(sentence.readable for sentence in notes.evidence),
        )

    def _version(
        self, request_id: str, notes: Notes, generate: Callable[..., Iterator[str]], number: int
    ) -> Version | GenerationFailed:
        """One version, or why there is none: the others may be well."""
        sampling = Sampling(_TEMPERATURE, _TOP_P, _seed(request_id, number))
        try:
            return checked(generate(sampling=sampling), notes)
        except GenerationFailed as error:
            log.warning("draft_version_failed", request_id=request_id, error=type(error).__name__)
            return error


def _drafts(  # noqa: PLR0913, PLR0917 - what drafts are made of
    brief: Brief, versions: Sequence[Version], notes: Notes, generator: str, version: str, began: float
) -> Drafts:
    """The versions with the policies that they used, each cited once."""
    used = [each for each in notes.evidence if any(each in one.used for one in versions)]
    seconds = round(time.monotonic() - began, 2)
    log.info("drafts_written", request_id=brief.id, versions=len(versions), evidence=len(used), seconds=seconds)
    citations = tuple(Source((sentence,)).citation(number) for number, sentence in enumerate(used, start=1))
    return Drafts(tuple(versions), citations, generator, version, seconds)


def _usable(written: Sequence[Version | GenerationFailed], notes: Notes) -> Iterator[Version]:
    """The versions that say something. Raises GenerationFailed where none was written at all."""
    failures = [each for each in written if isinstance(each, GenerationFailed)]
    if failures and len(failures) == len(written):
        raise failures[0]
    for version in written:
        if isinstance(version, Version) and version.says_something and _has_body(version, notes):
            yield version


def _has_body(version: Version, notes: Notes) -> bool:
    """Whether something of the instructions or the policies stands between the greeting and the signature."""
    matter = notes.words.union(*(terms(source.text) for source in notes.sources))
    return not matter.isdisjoint(terms("\n".join(_body(version.text.splitlines()))))


def _body(lines: Sequence[str]) -> Iterator[str]:
    """The lines without those that greet, name the subject, say goodbye or sign."""
    signing = False
    for line in map(str.strip, lines):
        if _CLOSING.fullmatch(line):
            signing = True
        elif not _OPENING.fullmatch(line) and not (signing and len(line) <= _MOST_SIGNED and not _ENDS.search(line)):
            yield line


def _seed(request_id: str, number: int) -> int:
    """A redelivered request is written in the same words."""
    return int.from_bytes(hashlib.blake2s(f"{request_id}:{number}".encode(), digest_size=4).digest())
