"""In place of `pydantic_ai.mcp`, which is only imported."""

MCPServerStreamableHTTP = None
