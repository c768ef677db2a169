"""What must be made before the parts can run, told from files alone: this process never loads a model library."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge.code_version import LAYOUT
from ops.settings import StackSettings
from workers.models.folder import adapter_digest, is_complete
from workers.models.openvino_folder import is_converted
from workers.models.recipes import EMBEDDER, GENERATOR


def models_missing(settings: StackSettings) -> bool:
    """Whether a default model is wanted that was not fetched and converted yet."""
    wanted = [] if settings.embedder_model else [EMBEDDER]
    if settings.embedded_generator:
        wanted.append(GENERATOR)
    whole = all(is_complete(settings.models_dir / recipe.folder, recipe) for recipe in wanted)
    return not whole or _not_converted(settings)


def _not_converted(settings: StackSettings) -> bool:
    """Whether OpenVINO's form of the model is missing; of a model of the hub the worker makes it when it starts."""
    folder = Path(settings.generator_model or settings.models_dir / GENERATOR.folder)
    if settings.generator != "openvino" or not folder.is_dir():
        return False
    return not is_converted(folder, settings.generator_precision, settings.models_dir)


def index_missing(settings: StackSettings) -> bool:
    """Whether no index was published yet, or only one of other documents, rights, links, embedder or release.

    The package of the index is not imported, as it loads LanceDB.
    """
    try:
        version = (settings.index_dir / "CURRENT").read_text(encoding="utf-8").strip()
        manifest = json.loads((settings.index_dir / "versions" / version / "manifest.json").read_text(encoding="utf-8"))
        built_with = str(manifest["embedder"])
        layout = manifest.get("layout")
    except (OSError, ValueError, KeyError):
        return True
    if layout != LAYOUT:
        return True
    model, _, tuned_by = built_with.partition("+")
    other_embedder = model.partition("@")[0] != Path(settings.embedder_model or EMBEDDER.folder).name
    other_embedder = other_embedder or tuned_by != _adapter(settings)
    made_of = _made_of(settings)
    return other_embedder or (made_of.exists() and made_of.read_text(encoding="utf-8") != _ingredients(settings))


def _adapter(settings: StackSettings) -> str:
    """What tunes the embedder, as its name has it; empty without any, and where its file is missing."""
    folder = settings.adapter_folder
    try:
        return adapter_digest(folder) if folder else ""
    except OSError:
        return ""


def remember_index(settings: StackSettings) -> None:
    """Note what the index was just built of, so that a start with other settings builds it again."""
    _made_of(settings).write_text(_ingredients(settings), encoding="utf-8")


def _made_of(settings: StackSettings) -> Path:
    return settings.index_dir / "made_of"


def _ingredients(settings: StackSettings) -> str:
    file = settings.knowledge_file
    sources = file.read_text(encoding="utf-8") if file and file.is_file() else settings.policies.absolute()
    return f"{sources}\n{settings.default_readers}\n{settings.links}\n"
