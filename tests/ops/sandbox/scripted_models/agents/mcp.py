"""In place of `agents.mcp`, which is only imported."""

MCPServerStreamableHttp = None
