"""Rules of the house that no linter sees."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "module", ["bot.main", "ops.cli", "ops.mcp.http", "ops.mcp.stdio", "ops.sandbox.server", "ops.stack"]
)
def test_what_needs_no_model_loads_no_model_runtime(module: str) -> None:
    """The bot's image has no torch, and the command answers at once."""
    code = f"import sys, {module}; print([m for m in ('torch', 'transformers', 'lancedb') if m in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"
