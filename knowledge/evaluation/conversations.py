"""Questions that are asked one after another: what was said before each of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.domain import Turn
from knowledge.evaluation.files import GoldQuestion


@dataclass(frozen=True, slots=True)
class Threads:
    """What was said so far, by the id of the question that was asked last."""

    said: dict[str, tuple[Turn, ...]] = field(default_factory=dict)

    def before(self, gold: GoldQuestion) -> tuple[Turn, ...]:
        """What was said before this question: here, or as the file has it."""
        return self.said[gold.after] if gold.after else gold.history

    def add(self, gold: GoldQuestion, *answers: str) -> None:
        """Add the question and what was answered."""
        turns = (Turn("user", gold.text), *(Turn("assistant", answer) for answer in answers))
        self.said[gold.id] = (*self.before(gold), *turns)


def asked_until(questions: Sequence[GoldQuestion]) -> dict[str, str]:
    """Each question by its id, behind what its asker asked before; a line for each."""
    threads = Threads()
    for gold in questions:
        threads.add(gold)
    return {name: "\n".join(turn.text for turn in said if turn.role == "user") for name, said in threads.said.items()}
