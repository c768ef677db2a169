"""What a model that writes freely is asked: whole passages, numbered, the last turns, today's date, the language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from knowledge.domain import Message, Passage, Question
from knowledge.language.markdown import CHINESE
from knowledge.language.names import LANGUAGES
from knowledge.prompts.filling import filled

MAX_NEW_TOKENS: Final = 250
"""Three sentences with what they cite, also in a tokenizer that is no friend of Chinese."""
_MOST_TOKENS: Final = 6_000
"""Of passages: ten of about 400 tokens with their neighbours. More distracts, and is read for nothing."""
_FIXED_TOKENS: Final = 400
"""Of the rules, and what stands around the passages."""
_READ_PER_SECOND: Final = 500
"""Prompt tokens that a model reads in a second, at least: a CPU's pace (ops/docs/models.md). By it, what is shown fits
into a third of the time that is left."""
_TURNS: Final = 4
_LONGEST_TURN: Final = 600
"""Characters; what an earlier answer quoted is found again if it matters."""
_CHARACTERS_A_TOKEN: Final = 3.5
"""Of Latin text, with some to spare; a Chinese character is a token."""
_MARK: Final = re.compile(r"\[(\d{1,3})\]")
_CJK: Final = re.compile(f"[{CHINESE}]")


def answer_prompt(question: Question, today: date, passages: Sequence[Passage]) -> list[Message]:
    """The messages of ``prompts/answer.md``; the rules come first and never change, so that they are read once."""
    shown = "\n\n".join(_numbered(number, passage) for number, passage in enumerate(passages, start=1))
    return filled(
        "answer",
        today=today.strftime("%A, %d %B %Y"),
        passages=shown,
        conversation=_conversation(question),
        language=LANGUAGES[question.language][0],
        question=question.text,
    )


def prompt_again(asked: Sequence[Message], refused: str, quotes: Sequence[str], language: str) -> list[Message]:
    """The same conversation, with what the model said, that it was refused, and the quotes that decide."""
    return filled(
        "again",
        system=asked[0].content,
        asked=asked[-1].content,
        refused=refused,
        quotes="\n".join(f"- {_disarmed(quote)}" for quote in quotes),
        language=LANGUAGES[language][0],
    )


def fitting(passages: Sequence[Passage], context: int, seconds: float) -> list[Passage]:
    """The first passages that fit into the model's context and may be read in a third of the time left, one at least.

    One that alone is too long is cut at a line.
    """
    room = min(_MOST_TOKENS, context - MAX_NEW_TOKENS - _FIXED_TOKENS, int(seconds / 3 * _READ_PER_SECOND))
    chosen: list[Passage] = []
    for passage in passages:
        cost = tokens_of(passage.text) + tokens_of(passage.context)
        if cost > room:
            break
        chosen.append(passage)
        room -= cost
    return chosen or [_cut(passage, max(room, 0)) for passage in passages[:1]]


def tokens_of(text: str) -> int:
    """About how many tokens a text is, in any tokenizer; rather too many."""
    chinese = len(_CJK.findall(text))
    return chinese + int((len(text) - chinese) / _CHARACTERS_A_TOKEN) + 1


def _cut(passage: Passage, room: int) -> Passage:
    lines, kept = passage.text.split("\n"), ""
    for line in lines:
        if kept and tokens_of(kept + line) > room:
            break
        kept += f"{line}\n"
    kept = kept.rstrip("\n")
    return replace(passage, text=kept, end=passage.start + len(kept))


def _numbered(number: int, passage: Passage) -> str:
    since = f"; in force since {passage.effective}" if passage.effective else ""
    place = " › ".join((passage.title, *passage.heading_path))
    above = f"{passage.context}\n" if passage.context else ""
    return f"[{number}] {place} ({LANGUAGES[passage.language][0]}{since})\n{_disarmed(above + passage.text)}"


def _disarmed(text: str) -> str:
    """A document's own ``[3]`` is none of our numbers."""
    return _MARK.sub(r"(\1)", text)


def _conversation(question: Question) -> str:
    turns = list(_turns(question))
    return "Earlier in this conversation:\n{}\n\n".format("\n".join(turns)) if turns else ""


def _turns(question: Question) -> Iterator[str]:
    for turn in question.history[-_TURNS:]:
        who = "Employee" if turn.role == "user" else "You"
        text = _disarmed(turn.text)
        yield f"{who}: {text if len(text) <= _LONGEST_TURN else text[:_LONGEST_TURN] + ' …'}"
