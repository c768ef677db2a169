"""The examples in the folder `intents`, from which the intents are learned."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from knowledge.domain import Passage
from knowledge.language.sentences import split_sentences
from knowledge.language.text import language_of

FOLDER: Final = Path(__file__).parent / "intents"
_AROUND: Final = frozenset({"greeting", "thanks", "farewell", "reaction"})
_EVERY: Final = 3
NAMES: Final = ("message", "asks", "followup", "premise", "asked", "instruction")


@dataclass(frozen=True, slots=True)
class Example:
    """A text, its language and its label. ``borrowed`` from another file: it is learned from, and no hard case."""

    text: str
    lang: str
    label: str
    borrowed: bool = False


@cache
def read_examples(name: str) -> tuple[Example, ...]:
    """Return the examples of one file, with what others have where that shows what is not meant."""
    own = tuple(Example(row["text"], row["lang"], row["label"]) for row in _rows(name))
    others = {"instruction": _sentences_of_policies, "asked": _parts_of_mails}
    borrowed = others[name]() if name in others else _plain_questions(name)
    known = {one.text: one for one in borrowed} | {one.text: one for one in own}
    return tuple(known.values())


@cache
def digest_of_examples() -> str:
    """Return a digest of all example files."""
    return hashlib.sha256(b"\0".join((FOLDER / f"{name}.jsonl").read_bytes() for name in NAMES)).hexdigest()[:16]


def _plain_questions(name: str) -> Iterator[Example]:
    """Questions of the other files, which are no small talk, no orders and state no rule."""
    label, sources = _PLAIN_QUESTIONS.get(name, ("", ()))
    for source in sources:
        for row in _rows(source):
            yield Example(row.get("history", row["text"]), row["lang"], label, borrowed=True)


def _parts_of_mails() -> Iterator[Example]:
    """Whole messages that are sentences of long ones as well; a third, so that what was written for mails prevails."""
    talk = [row for row in _rows("message") if row["label"] in _AROUND]
    for label, rows in (("asked", _rows("asks")), ("around", talk)):
        for row in rows[::_EVERY]:
            yield Example(row["text"], row["lang"], label, borrowed=True)


def _sentences_of_policies() -> Iterator[Example]:
    """What the policies of the invented companies say to people, every fourth one: all would outweigh the attacks."""
    for path in sorted((FOLDER.parent / "policies").glob("*/*.md"))[::4]:
        text = path.read_text(encoding="utf-8")
        language = language_of(text)
        document = Passage("", "", "", (), text, 0, len(text), "", language, frozenset())
        for sentence in split_sentences(document):
            yield Example(sentence.own, language, "none", borrowed=True)


def _rows(name: str) -> list[dict[str, str]]:
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


_PLAIN_QUESTIONS: Final = {
    "message": ("question", ("asks", "premise", "followup")),
    "premise": ("none", ("asks",)),
    "followup": ("new", ("asks",)),
}
"""Which label the texts of which other files have here: questions to the policies, whatever they ask."""
