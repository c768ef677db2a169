"""Complete records: a question, the passage that it is about, and which of its sentences answer. JSON, one a line."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from knowledge.domain import Turn
from knowledge.errors import FrontdeskError
from knowledge.language.profiles import PROFILES

T = TypeVar("T")

LANGUAGES: Final = frozenset(PROFILES)
KINDS: Final = frozenset(
    "number yes_no how who where when what table list condition exception edition follow_up cross unanswerable".split()
)
SAYS: Final = frozenset({"", "yes", "no", "depends", "neither"})
"""What the best gold sentence says to a question that yes or no may answer; ``neither`` where they are no answer."""
LABELS: Final = frozenset({"supported", "unsupported"})


class TrainingDataInvalid(FrontdeskError):
    """A file of training data cannot be used; the sentence names it, the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What an answer might say; ``kind`` is how an unsupported one is wrong."""

    claim: str
    label: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class OtherEdition:
    """The sentence on the same matter in another edition of the rule."""

    document: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """All of a question that was written for this data. ``org`` is the name in `organisations.json`."""

    question: str
    lang: str
    doc_lang: str
    answerable: bool
    kind: str
    org: str
    document: str
    title: str
    heading: str
    history: tuple[Turn, ...] = ()
    claims: tuple[Claim, ...] = ()
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingQuestion(Asked):
    """A question with the texts. ``gold_sentences`` has the best first, and is empty where nothing answers."""

    passage: str
    gold_sentences: tuple[str, ...]
    near_misses: tuple[str, ...]
    other_edition: OtherEdition | None = None


def hash_of(text: str) -> str:
    """Return the name by which a text is found: SHA-256 of its UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_questions(path: Path) -> list[TrainingQuestion]:
    """Read complete records. Raises TrainingDataInvalid."""
    return read_lines(path, _question)


def write_lines(path: Path, lines: Iterable[Mapping[str, Any]]) -> None:
    """Write JSON lines so that whoever reads the file finds the old content or the new. Raises TrainingDataInvalid."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with fresh.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n" for line in lines)
        fresh.replace(path)
    except OSError as error:
        raise TrainingDataInvalid(f"{path} could not be written: {error.strerror}. Name another place.") from None


def read_lines(path: Path, build: Callable[[Mapping[str, Any]], T]) -> list[T]:
    """Read JSON lines, each as ``build`` makes it; a ValueError of it is the sentence. Raises TrainingDataInvalid."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise TrainingDataInvalid(f"{path} could not be read: {reason}.") from None
    return [_built(f"{path}, line {number}", line, build) for number, line in enumerate(lines, start=1) if line.strip()]


def _built(place: str, line: str, build: Callable[[Mapping[str, Any]], T]) -> T:
    try:
        return build(json.loads(line))
    except json.JSONDecodeError as error:
        raise TrainingDataInvalid(f"{place} is no valid JSON: {error.msg}.") from None
    except KeyError as error:
        raise TrainingDataInvalid(f"{place}: the field {error} is missing.") from None
    except ValueError as error:
        raise TrainingDataInvalid(f"{place}: {error}") from None
    except (TypeError, AttributeError) as error:
        raise TrainingDataInvalid(f"{place}: a field is not of the kind that it must be ({error}).") from None


def asked_fields(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of `Asked`. Raises ValueError with a sentence."""
    fields = {name: content[name] for name in ("question", "lang", "kind", "org", "document", "title", "heading")}
    if odd := [name for name, value in fields.items() if not isinstance(value, str)]:
        raise ValueError(f"the field '{odd[0]}' must be text.")
    if not fields["question"].strip() or not fields["document"]:
        raise ValueError("the question and the document may not be empty.")
    history = tuple(_turn(turn) for turn in content.get("history", ()))
    claims = tuple(_claim(claim) for claim in content.get("claims", ()))
    doc_lang = content.get("doc_lang", fields["lang"])
    _require(fields["lang"], LANGUAGES, "lang")
    _require(doc_lang, LANGUAGES, "doc_lang")
    _require(fields["kind"], KINDS, "kind")
    _require(content["answerable"], frozenset({True, False}), "answerable")
    _require(says := content.get("says", ""), SAYS, "says")
    if bool(history) != (fields["kind"] == "follow_up"):
        raise ValueError("a follow-up has a history, and nothing else has one.")
    others = {"doc_lang": doc_lang, "answerable": content["answerable"], "says": says}
    return {**fields, **others, "history": history, "claims": claims}


def require_gold(content: Mapping[str, Any], gold: tuple[Any, ...]) -> None:
    """Raise ValueError unless exactly the answerable questions have gold."""
    if content["answerable"] != bool(gold):
        raise ValueError("an answerable question has gold sentences, and no other has any.")


def written(asked: Asked) -> dict[str, Any]:
    """Return the fields of `Asked` as JSON; what is empty is left out."""
    names = ("question", "lang", "doc_lang", "answerable", "kind", "org", "document", "title", "heading")
    line: dict[str, Any] = {name: getattr(asked, name) for name in names}
    if asked.history:
        line["history"] = [{"role": turn.role, "content": turn.text} for turn in asked.history]
    if asked.claims:
        line["claims"] = [
            {"claim": one.claim, "label": one.label} | ({"kind": one.kind} if one.kind else {}) for one in asked.claims
        ]
    if asked.says:
        line["says"] = asked.says
    return line


def complete(question: TrainingQuestion) -> dict[str, Any]:
    """Return a complete record as JSON."""
    line = written(question) | {
        "passage": question.passage,
        "gold_sentences": list(question.gold_sentences),
        "near_misses": list(question.near_misses),
    }
    if question.other_edition:
        line["other_edition"] = {
            "document": question.other_edition.document,
            "sentence": question.other_edition.sentence,
        }
    return line


def _question(content: Mapping[str, Any]) -> TrainingQuestion:
    gold, near = tuple(content["gold_sentences"]), tuple(content["near_misses"])
    if not all(isinstance(text, str) and text for text in (content["passage"], *gold, *near)):
        raise ValueError("the passage and its sentences must be text.")
    asked = asked_fields(content)
    require_gold(content, gold)
    other = content.get("other_edition")
    return TrainingQuestion(
        **asked,
        passage=content["passage"],
        gold_sentences=gold,
        near_misses=near,
        other_edition=OtherEdition(other["document"], other["sentence"]) if other else None,
    )


def _turn(content: Mapping[str, Any]) -> Turn:
    _require(content["role"], frozenset({"user", "assistant"}), "role")
    return Turn(content["role"], content["content"])


def _claim(content: Mapping[str, Any]) -> Claim:
    _require(content["label"], LABELS, "label")
    return Claim(content["claim"], content["label"], content.get("kind", ""))


def _require(value: object, allowed: frozenset[Any], name: str) -> None:
    if value not in allowed:
        raise ValueError(f"'{value}' is none of the values of '{name}': {', '.join(sorted(map(str, allowed)))}.")
