"""Models of a hub on this machine: fetched aside, verified file by file, renamed when whole; and found again."""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge import file_lock
from workers.models.errors import ModelsUnavailable
from workers.models.folder import MANIFEST, disk_errors_explained, manifest_of, put_in_place, seal
from workers.models.hub import Hub, HubFile, HubModel

_CONFIG: Final = "config.json"
_GB: Final = 1e9
_NOBODYS: Final = "_"
"""Stands for the owner of a model that has none."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A complete model of a hub."""

    id: str
    commit: str
    licence: str
    path: Path


def free_bytes(path: Path) -> int:
    """Return what the disk has left on which a folder lies."""
    return shutil.disk_usage(path).free


def fetch(  # noqa: PLR0913 - what, from where, to where, and whom to tell
    hub: Hub,
    model_id: str,
    models_dir: Path,
    *,
    revision: str | None = None,
    about: Callable[[HubModel], None],
    progress: Callable[[str, float], None],
    free: Callable[[Path], int] = free_bytes,
) -> Path:
    """Return the folder of a model, fetching what is missing of it.

    Any number of processes may call it at once, and again after a crash. ``about`` is told what there is before the
    first byte of it comes, ``progress(stage, fraction)`` how much has come, ``free`` says how much a disk has left.

    Raises ModelsUnavailable, whose sentence says what to do.
    """
    model = hub.model(model_id, revision)
    about(model)
    path = _path(models_dir, model_id)

    def waiting() -> None:
        progress(f"Waiting for another process that fetches {model_id}", 0.0)

    with (
        disk_errors_explained(models_dir, model.size),
        file_lock.exclusive(path.with_name(f".{path.name}.lock"), waiting),
    ):
        if manifest_of(path).get("commit") != model.commit:  # another process may have fetched it meanwhile
            _fetch_aside(hub, model, path, progress, free)
    return path


def fetched(models_dir: Path) -> list[Fetched]:
    """Return the complete models of a hub, by name; what is half there is none."""
    paths = (path for path in (models_dir / "hub").glob("*/*") if not path.name.startswith("."))
    found = ((path, manifest_of(path)) for path in sorted(paths))
    return [Fetched(made["source"], made["commit"], made["licence"], path) for path, made in found if made]


def folder_of(models_dir: Path, model: str) -> Path:
    """Return the folder of a fetched model, or the folder that is named itself, if it has a model in it.

    Raises ModelsUnavailable.
    """
    named = Path(model).expanduser()
    path = named.absolute() if named.is_dir() else _path(models_dir, model)
    if not path.is_dir():
        raise ModelsUnavailable(f"{model} is not on this machine. Fetch it: frontdesk models fetch {model}")
    cut_short = (path / MANIFEST).exists() and not manifest_of(path)
    if cut_short or not (path / _CONFIG).exists() or not any(path.glob("*.safetensors")):
        raise ModelsUnavailable(
            f"{path} has no complete model: a config.json, a tokenizer and weights as safetensors. Fetch it again: "
            "frontdesk models fetch"
        )
    return path


def billions_in(path: Path) -> float:
    """Return how many billions of parameters a folder's weights have, as their own headers say it."""
    return sum(map(_parameters, path.glob("*.safetensors"))) / _GB


def _path(models_dir: Path, model_id: str) -> Path:
    """Where a model lies: the folder is named like it, so that its name tells what the model can do."""
    owner, _, name = model_id.rpartition("/")
    return models_dir / "hub" / (owner or _NOBODYS) / name


def _fetch_aside(
    hub: Hub, model: HubModel, path: Path, progress: Callable[[str, float], None], free: Callable[[Path], int]
) -> None:
    """Fetch into a folder that nobody takes for a model, then rename it; what an earlier try left there is used."""
    aside = path.with_name(f".{path.name}.{model.commit}")
    aside.mkdir(exist_ok=True)
    come = sum(_size(aside / file.name) for file in model.files)
    _require_space(model, model.size - come, aside, free)

    def count(more: int) -> None:
        nonlocal come
        come += more
        progress(f"Fetching {model.id}", min(come / max(model.size, 1), 1.0))

    count(0)
    for file in sorted(model.files, key=lambda file: (file.name != _CONFIG, file.size)):
        _fetch_file(hub, model, file, aside / file.name, count)
        if file.name == _CONFIG:
            _require_known(model, aside / _CONFIG)
    seal(aside, {"source": model.id, "commit": model.commit, "licence": model.licence})
    put_in_place(aside, path, path.with_name(f".{path.name}.old"))
    for leftover in path.parent.glob(f".{path.name}.{'[0-9a-f]' * 40}"):  # of other revisions that broke off
        shutil.rmtree(leftover, ignore_errors=True)


def _fetch_file(hub: Hub, model: HubModel, file: HubFile, path: Path, count: Callable[[int], None]) -> None:
    """Fetch what is missing of a file. Raises ModelsUnavailable, and deletes it, where it is not what it must be."""
    if _size(path) > file.size:
        path.unlink()
    hub.download(model, file, path, count)
    if not file.matches(path):
        path.unlink()
        raise ModelsUnavailable(
            f"{file.name} of {model.id} came with other bytes than the hub names, and was deleted. Run the command "
            "again; if it happens twice, whatever HF_ENDPOINT names is not to be trusted."
        )


def _require_known(model: HubModel, config: Path) -> None:
    """Refuse a model that only code of its own can load, before its weights come. Raises ModelsUnavailable."""
    from transformers import CONFIG_MAPPING  # noqa: PLC0415 - loads slowly

    kind = json.loads(config.read_text(encoding="utf-8")).get("model_type")
    if kind not in CONFIG_MAPPING:
        raise ModelsUnavailable(
            f"{model.id} is of the kind {kind}, which this release cannot load, and code that comes with a model is "
            "not run. Choose another one (frontdesk models list), or serve it and set FRONTDESK_GENERATOR=openai."
        )


def _require_space(model: HubModel, needed: int, folder: Path, free: Callable[[Path], int]) -> None:
    left = free(folder)
    if left < needed:
        raise ModelsUnavailable(
            f"{model.id} needs {needed / _GB:.1f} GB, and the disk that holds {folder.parent} has {left / _GB:.1f} GB "
            "free. Free some, or name a folder on another disk in FRONTDESK_DATA_DIR."
        )


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _parameters(weights: Path) -> int:
    with weights.open("rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
    return sum(math.prod(tensor["shape"]) for name, tensor in header.items() if name != "__metadata__")
