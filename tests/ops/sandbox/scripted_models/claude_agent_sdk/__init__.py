"""In place of the package `claude_agent_sdk`: a client that always says the same."""

from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace
from typing import Any, Self

from scripted import ANSWER


class TextBlock(SimpleNamespace):
    """A part of an answer."""


class AssistantMessage(SimpleNamespace):
    """An answer."""


class ResultMessage(SimpleNamespace):
    """The end of an answer."""


class ClaudeAgentOptions(SimpleNamespace):
    """How an agent is run."""


def tool(**_about: object) -> Callable[[Any], Any]:
    """Mark a tool, which is never used."""
    return lambda function: function


def create_sdk_mcp_server(**settings: object) -> SimpleNamespace:
    """Return a server that nobody calls."""
    return SimpleNamespace(**settings)


class ClaudeSDKClient:
    """The client."""

    def __init__(self, _options: ClaudeAgentOptions) -> None:
        return

    async def __aenter__(self) -> Self:
        """Connect."""
        return self

    async def __aexit__(self, *_error: object) -> None:
        """Disconnect."""

    async def query(self, text: str) -> None:
        """Take a question."""

    async def receive_response(self) -> AsyncIterator[SimpleNamespace]:
        """Yield the answer and its end."""
        yield AssistantMessage(content=[TextBlock(text=ANSWER)])
        yield ResultMessage(session_id="1")
