"""Which code made something that is kept: what it would make differently today must be made again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

LAYOUT = 7
"""Of an index's files; raised when a search needs others than before, so that older versions are built again.

It stands here because who starts the parts must know it, and never loads the index's libraries.
"""


def code_version(files: Iterable[Path], packages: Iterable[str] = ()) -> str:
    """Return a digest of these source files and of the installed versions of these packages."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(file.read_bytes())
    for package in packages:
        digest.update(f"{package} {_installed(package)}\n".encode())
    return digest.hexdigest()[:12]


def answering_files() -> list[Path]:
    """Return the files that an answer depends on; how models are trained is not among them."""
    folder = Path(__file__).parent
    training = folder / "training"
    code = (file for file in folder.rglob("*.py") if training not in file.parents)
    fitted = [*folder.glob("answer/*.json"), *folder.glob("question/*.npz"), *folder.glob("language/*.json")]
    return [*code, *folder.glob("prompts/*.md"), *fitted]


def _installed(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""
