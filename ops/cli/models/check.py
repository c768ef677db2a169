"""``frontdesk models check``: twenty questions to the sample company, through the whole pipe, and sixty to judge."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from ops.cli.console import err, log_quietly
from ops.cli.eval.running import Model, settings_with

if TYPE_CHECKING:
    from knowledge.answer.story import Answering
    from knowledge.domain import Answer
    from knowledge.evaluation.files import GoldQuestion

_QUESTIONS: Final = Path(__file__).with_name("questions.jsonl")
_CLAIMS: Final = Path(__file__).with_name("claims.jsonl")
"""Sentences that answer questions about the sample company, half of them wrong by one small change."""
_MOST_WRONG: Final = 0.1
"""Of the wrong sentences, what a model may let pass to be worth a second opinion: it is asked only about the doubtful,
of which the checker has refused seven in ten before."""
_FEWEST_RIGHT: Final = 0.6


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, its answer, whether that is right, and after how many seconds its first words came."""

    gold: GoldQuestion
    answer: Answer
    right: bool
    first_s: float

    @property
    def in_own_words(self) -> bool:
        """Whether the model's words were shown."""
        return self.answer.generator != "extractive" and bool(self.answer.citations)


def check(*, model: Model = "") -> None:
    """Ask a model twenty questions about the sample company, and say what of its answers passes.

    Each sentence is checked as always. It may write answers where none of those in its own words is wrong. Then it is
    asked of sixty sentences whether a passage bears them out: one that knows may give a second opinion on its own.
    """
    log_quietly()
    from knowledge.answer.grounding import Checker
    from knowledge.evaluation.files import read_questions
    from knowledge.evaluation.grounding import judged, read_pairs, summed
    from ops.cli.eval.running import indexed
    from workers import wiring
    from workers.backends.model_profiles import profile_for
    from workers.settings import SAMPLE_POLICIES

    settings = settings_with(model)
    gold = read_questions(_QUESTIONS)
    with indexed(SAMPLE_POLICIES, None, settings) as setting:
        freely = settings.model_copy(update={"generator_writes": "freely"})
        answering = wiring.load_answering(freely, setting.embedder, setting.path)
        writer = answering.generator
        if writer is None:
            err.print("No model writes: FRONTDESK_GENERATOR is extractive. Name one with --model.", highlight=False)
            return
        if not profile_for(writer.name, settings).freely:
            _tell_that_it_quotes(writer.name)
        asked = setting.counted(_ask(gold, answering, settings.answer_seconds), len(gold))
        pairs = read_pairs(_CLAIMS)
        verdicts = setting.counted(judged(pairs, Checker(answering.embedder, None), writer), len(pairs))
        writer.close()
    _show(writer.name, asked)
    _show_judging(summed(pairs, verdicts))


def _ask(gold: Sequence[GoldQuestion], answering: Answering, seconds: float) -> Iterator[Asked]:
    from knowledge.domain import Question
    from knowledge.evaluation.answers import OK, score
    from knowledge.evaluation.asking import prediction_of
    from ops.cli.asker import principals

    for one in gold:
        began, came = time.monotonic(), list[float]()
        question = Question(one.id, one.text, one.language, principals(""))
        answer = answering.answer(
            question,
            emit=lambda _piece, came=came: came.append(time.monotonic()),  # type: ignore[misc]  # bound at once
            deadline=began + seconds,
            cancelled=lambda: False,
        )
        right = bool(score([one], [prediction_of(answer)], None)[one.id].get(OK))
        yield Asked(one, answer, right, (came[0] if came else time.monotonic()) - began)


def _show_judging(figures: Mapping[str, Any]) -> None:
    right, wrong = figures["supported_shown"], figures["unsupported_shown"]
    err.print(
        f"Asked yes or no, it lets {right:.0%} of {figures['supported']} right sentences pass, and {wrong:.0%} of "
        f"{figures['unsupported']} wrong ones.",
        highlight=False,
    )
    err.print(
        "FRONTDESK_SECOND_OPINION=true asks it about its own sentences, too: more of its words are shown."
        if right >= _FEWEST_RIGHT and wrong <= _MOST_WRONG
        else "Leave FRONTDESK_SECOND_OPINION out: what it thinks of its own sentences is not worth asking for.",
        highlight=False,
    )


def _show(name: str, asked: Sequence[Asked]) -> None:
    from rich.table import Table

    table = Table(title=f"{name} on the sample company")
    for column in ("question", "right", "in its words", "not shown because", "first words"):
        table.add_column(column)
    for one in asked:
        reasons = ", ".join(reason for reason in one.answer.refused) or one.answer.shortfall
        marks = ("yes" if one.right else "no", "yes" if one.in_own_words else "–")
        table.add_row(one.gold.text, *marks, reasons, f"{one.first_s:.1f} s")
    err.print(table)
    answered = [one for one in asked if one.answer.citations]
    own = sum(one.in_own_words for one in answered)
    right = sum(one.right for one in asked)
    first = median(one.first_s for one in asked)
    err.print(
        f"{right} of {len(asked)} right; {own} of {len(answered)} answers in its own words; first words after "
        f"{first:.1f} s (median).",
        highlight=False,
    )
    wrong = sum(one.in_own_words and not one.right for one in asked)
    err.print(
        f"{wrong} of the answers in its words are not right: FRONTDESK_GENERATOR_WRITES=quotes keeps it from writing."
        if wrong
        else "It may write: none of the answers in its words is wrong. What is not borne out is quoted.",
        highlight=False,
    )


def _tell_that_it_quotes(name: str) -> None:
    err.print(
        f"{name} only quotes, as it is small; it is tried here as if it might write. To let it: "
        "FRONTDESK_GENERATOR_WRITES=freely.",
        highlight=False,
    )
