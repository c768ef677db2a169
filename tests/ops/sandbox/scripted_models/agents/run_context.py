"""In place of `agents.run_context`."""

from typing import Generic, TypeVar

Deps = TypeVar("Deps")


class RunContextWrapper(Generic[Deps]):
    """What a tool is given."""

    def __init__(self, context: Deps) -> None:
        self.context = context
