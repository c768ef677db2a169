"""A generator that remembers what kept it from writing: what is answered in spite of that says so, and is not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from knowledge.domain import Message, ModelProfile, Sampling, Shortfall
from knowledge.errors import DeadlineExceeded
from knowledge.ports import Generator


@dataclass(slots=True)
class Watched:
    """The `knowledge.ports.Generator` for one answer; its owner closes it."""

    generator: Generator
    shortfall: Shortfall = field(default="", init=False)

    @property
    def name(self) -> str:
        """The generator's."""
        return self.generator.name

    @property
    def profile(self) -> ModelProfile:
        """The generator's."""
        return self.generator.profile

    def generate(
        self,
        prompt: Sequence[Message],
        *,
        max_new_tokens: int,
        deadline: float,
        cancelled: Callable[[], bool],
        sampling: Sampling | None = None,
    ) -> Iterator[str]:
        """Yield what the generator does."""
        written = self.generator.generate(
            prompt, max_new_tokens=max_new_tokens, deadline=deadline, cancelled=cancelled, sampling=sampling
        )
        try:
            yield from written
        except Exception as error:
            self.shortfall = "late" if isinstance(error, DeadlineExceeded) else "failed"
            raise

    def close(self) -> None:
        """Nothing to do."""
