"""In place of the package `pydantic_ai`: an agent that uses its first tool once and always says the same."""

import asyncio
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from scripted import ANSWER

Deps = TypeVar("Deps")
Tool = Callable[..., Coroutine[Any, Any, str]]


class RunContext(Generic[Deps]):
    """What a tool is given."""

    def __init__(self, deps: Deps) -> None:
        self.deps = deps


class Agent:
    """An agent with its tools."""

    def __init__(self, *, tools: list[Tool], **_settings: object) -> None:
        self._tools = tools

    def run_sync(self, text: str, *, deps: object, **_settings: object) -> SimpleNamespace:
        """Answer a question."""
        for tool in self._tools:
            asyncio.run(tool(RunContext(deps), "books"))
        return SimpleNamespace(output=ANSWER, all_messages=lambda: [text, ANSWER])
