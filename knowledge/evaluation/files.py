"""The files of an evaluation: questions with gold spans and answers, and who may read what."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from knowledge.domain import Language, Turn
from knowledge.errors import FrontdeskError
from knowledge.language.profiles import PROFILES

T = TypeVar("T")

GROUP: Final = "group:"

_SHARED: Final = ("lang", "doc_lang", "type", "groups", "user", "folder")
"""What the line of a conversation says of all its turns; a turn may say otherwise of itself."""


class EvaluationFileInvalid(FrontdeskError):
    """A file of questions, predictions or rights cannot be used; the sentence names it, the line and what is wrong."""


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question and where its answer stands.

    Any of ``gold_documents`` is right, and any of ``gold_spans`` and ``gold_answers``. ``groups`` are those of the
    asker where the file states rights; ``user`` is a person of the sample company. An unanswerable one has no gold.
    ``forbidden`` are words that only an instruction planted in a document asks for. ``after`` is the id of the question
    that was asked before it in its conversation. ``folder`` is the top-level folder that it is about: "." for a
    document beside the folders, empty for a question about none of them.
    """

    id: str
    text: str
    language: Language
    document_language: str
    type: str
    answerable: bool
    gold_documents: frozenset[str]
    gold_spans: tuple[str, ...]
    history: tuple[Turn, ...] = ()
    groups: frozenset[str] = frozenset()
    user: str = ""
    gold_answers: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    after: str = ""
    folder: str = ""


def read_questions(path: Path) -> list[GoldQuestion]:
    """Read a JSONL file of questions; each turn of a conversation is one. Raises EvaluationFileInvalid."""
    questions = [question for line in read_lines(path, _questions) for question in line]
    if len(questions) != len({question.id for question in questions}):
        raise EvaluationFileInvalid(f"{path}: two questions have the same id. Each needs its own.")
    return questions


def read_rights(path: Path) -> dict[str, frozenset[str]]:
    """Read a JSON object {document: [groups]} as {document: principals}. Raises EvaluationFileInvalid."""
    content = _parsed(path, read_text(path), path.name)
    if not isinstance(content, dict) or not all(isinstance(groups, list) for groups in content.values()):
        raise EvaluationFileInvalid(f"{path} must be one JSON object that gives each document a list of groups.")
    return {document: principals_of(groups) for document, groups in content.items()}


def principals_of(groups: Iterable[str]) -> frozenset[str]:
    """Return the principals of groups that a file names."""
    return frozenset(f"{GROUP}{group}" for group in groups)


def read_lines(path: Path, build: Callable[[Mapping[str, Any]], T]) -> list[T]:
    """Read a JSONL file, each line as ``build`` makes it; what is wrong with one is a ValueError.

    Raises EvaluationFileInvalid, which names the line.
    """
    built = []
    for number, line in enumerate(read_text(path).splitlines(), start=1):
        place = f"{path.name}, line {number}"
        if line.strip():
            content = _parsed(path, line, place)
            try:
                built.append(build(content))
            except KeyError as error:
                raise EvaluationFileInvalid(f"{place}: the field {error} is missing.") from None
            except ValueError as error:
                raise EvaluationFileInvalid(f"{place}: {error}.") from None
            except (TypeError, AttributeError) as error:
                raise EvaluationFileInvalid(f"{place}: a field is not of the kind that it must be ({error}).") from None
    if not built:
        raise EvaluationFileInvalid(f"{path} is empty.")
    return built


def write_text(path: Path, text: str) -> None:
    """Write what a person asked to have written. Raises EvaluationFileInvalid."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise EvaluationFileInvalid(f"{path} could not be written: {error.strerror}. Name another file.") from None


def _questions(content: Mapping[str, Any]) -> list[GoldQuestion]:
    """The question of a line, or those of a conversation. Raises ValueError with what is wrong."""
    if "turns" not in content:
        return [_question(content)]
    if "question" in content:
        raise ValueError("give either `question` or `turns`; with `turns`, the question is the first of them")
    if not isinstance(content["turns"], list) or not content["turns"]:
        raise ValueError("`turns` must be a list of one question or more")
    first, *later = _turns(content)
    befores = (first, *later)
    opening = replace(first, history=_history(content))
    return [opening, *(replace(turn, after=before.id) for before, turn in zip(befores, later, strict=False))]


def _turns(content: Mapping[str, Any]) -> list[GoldQuestion]:
    """Each turn as a question of its own, named ``c1/1``, ``c1/2`` and so on."""
    shared = {name: content[name] for name in _SHARED if name in content}
    named = [(f"{content['id']}/{number}", turn) for number, turn in enumerate(content["turns"], start=1)]
    for name, turn in named:
        _check(turn, name)
    return [_question({**shared, **turn, "id": name}) for name, turn in named]


def _check(turn: Any, name: str) -> None:  # noqa: ANN401 - whatever the file holds
    """Raise ValueError where a turn is no question, or says what only the conversation can."""
    for needed in ("question", "answerable"):
        if not isinstance(turn, dict) or needed not in turn:
            raise ValueError(f"the turn {name} has no `{needed}`")
    for misplaced in ("id", "history", "turns"):
        if misplaced in turn:
            raise ValueError(f"the turn {name} has `{misplaced}`, which only the whole conversation may have")


def _folder(content: Mapping[str, Any]) -> str:
    """The folder that the line names, else that of its first gold document."""
    folders = (document.partition("/") for document in content.get("gold_docs") or ())
    return content.get("folder") or next((name if rest else "." for name, _, rest in folders), "")


def _history(content: Mapping[str, Any]) -> tuple[Turn, ...]:
    return tuple(Turn(turn["role"], turn["content"]) for turn in content.get("history") or ())


def _question(content: Mapping[str, Any]) -> GoldQuestion:
    spans = (content.get("gold_span") or "", *(content.get("alt_spans") or ()))
    return GoldQuestion(
        id=content["id"],
        text=content["question"],
        language=next((code for code in PROFILES if code == content["lang"]), "en"),
        document_language=content.get("doc_lang") or "",
        type=content.get("type") or "",
        answerable=bool(content["answerable"]),
        gold_documents=frozenset(content.get("gold_docs") or ()),
        gold_spans=tuple(spans) if spans[0] else (),
        history=_history(content),
        groups=frozenset(content.get("groups") or ()),
        user=content.get("user") or "",
        gold_answers=tuple(content.get("gold_answers") or ()),
        forbidden=tuple(content.get("forbidden") or ()),
        folder=_folder(content),
    )


def read_text(path: Path) -> str:
    """The file as text. Raises EvaluationFileInvalid."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise EvaluationFileInvalid(f"{path} could not be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise EvaluationFileInvalid(f"{path} is not UTF-8 text.") from None


def _parsed(path: Path, text: str, place: str) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise EvaluationFileInvalid(f"{place} is no valid JSON: {error.msg}.") from None
