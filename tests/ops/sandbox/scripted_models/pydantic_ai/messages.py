"""In place of `pydantic_ai.messages`."""

ModelMessage = str
