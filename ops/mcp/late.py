"""What takes seconds to make, made at the first need."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Late(Generic[T]):
    """Makes something once, whoever of many threads needs it first; after a failure the next one tries again."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._making = threading.Lock()
        self._made: T | None = None

    @property
    def made(self) -> T | None:
        """What was made, None until then."""
        return self._made

    @property
    def making(self) -> bool:
        """Whether some thread is making it just now."""
        return self._making.locked()

    def __call__(self) -> T:
        """Return it. Raises what making it raises."""
        with self._making:
            if self._made is None:
                self._made = self._make()
            return self._made
