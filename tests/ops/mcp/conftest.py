"""The company's index, published once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.ops.mcp.served import publish


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The company's index. Nobody publishes to it."""
    path = tmp_path_factory.mktemp("mcp") / "index"
    publish(path)
    return path


@pytest.fixture
def own_index(index: Path, tmp_path: Path) -> Path:
    """One like it that a test may publish to."""
    return Path(shutil.copytree(index, tmp_path / "index"))
