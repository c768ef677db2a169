"""In place of `claude_agent_sdk.types`, which is only imported."""

McpHttpServerConfig = dict
