"""In place of the package `agents` (OpenAI's): an agent that uses its tools once and always says the same."""

import asyncio
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from scripted import ANSWER

from agents.run_context import RunContextWrapper

Deps = TypeVar("Deps")
Tool = Callable[..., Coroutine[Any, Any, str]]


def function_tool(tool: Tool) -> Tool:
    """Mark a tool."""
    return tool


class Agent(Generic[Deps]):
    """An agent with its tools."""

    def __init__(self, *, tools: list[Tool], **_settings: object) -> None:
        self.tools = tools


class Runner:
    """What runs an agent."""

    @staticmethod
    def run_sync(agent: Agent[Any], *, input: object, context: object) -> SimpleNamespace:  # noqa: A002  # their name
        """Answer a question."""
        for tool in agent.tools:
            asyncio.run(tool(RunContextWrapper(context), "books"))
        return SimpleNamespace(final_output=ANSWER, to_input_list=lambda: [input, ANSWER])
