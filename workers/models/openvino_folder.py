"""A Hugging Face model -> the form that OpenVINO runs, made once and kept beside the default models."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

from knowledge.errors import SettingError
from workers.models.folder import (
    MANIFEST,
    Origin,
    build_aside,
    disk_errors_explained,
    exclusive,
    is_whole,
    require_space,
)

OpenVinoPrecision = Literal["int8", "int4", "fp32"]
"""How many bits a weight keeps; what is computed with them is another matter."""

MODEL: Final = "openvino_model.xml"
KEPT_AS: Final[Mapping[str, OpenVinoPrecision]] = {
    "auto": "int8",
    "int8": "int8",
    "int4": "int4",
    "bf16": "fp32",  # its weights become bf16 when they are loaded
    "fp32": "fp32",
}
"""By FRONTDESK_GENERATOR_PRECISION."""
_VERSION: Final = 1
"""Raise it whenever the conversion writes something else."""
_BYTES: Final = {"int8": 0.6, "int4": 0.5, "fp32": 2.1}
"""Of the result, for each byte of a model in bf16, its graph included."""


def require_openvino() -> None:
    """Raise SettingError where the extra is not installed. It is looked for and not loaded: see `no_telemetry`."""
    if any(find_spec(name) is None for name in ("openvino", "openvino_genai", "nncf")):
        raise SettingError("FRONTDESK_GENERATOR=openvino needs OpenVINO: pip install 'frontdesk[cpu]'.")


def openvino_folder(
    model: str | Path, precision: str, models_dir: Path, on_wait: Callable[[], None] = lambda: None
) -> Path:
    """Return the folder of the converted model, making it where it is missing, broken or of another state of the model.

    ``model`` is a Hugging Face id or folder, ``precision`` as FRONTDESK_GENERATOR_PRECISION has it. Any number of
    processes may call it at once, and again after a crash.
    Raises SettingError when the model cannot be had or converted, ModelsUnavailable when it cannot be written.
    """
    require_openvino()
    made = _Made.of(model, _source(model), precision, models_dir)
    if is_whole(made.path, made.origin):
        return made.path
    needed = int(_size(made.source) * _BYTES[made.precision])
    with disk_errors_explained(models_dir, needed), exclusive(models_dir, on_wait):
        if not is_whole(made.path, made.origin):  # another process may have made it meanwhile
            require_space(models_dir, needed)
            build_aside(made.path, made.origin, partial(_convert, made))
    return made.path


def is_converted(folder: Path, precision: str, models_dir: Path) -> bool:
    """Whether `openvino_folder` would find the model of this folder made."""
    made = _Made.of(folder, folder, precision, models_dir)
    return is_whole(made.path, made.origin)


@dataclass(frozen=True, slots=True)
class _Made:
    """What is made of which folder, and where."""

    source: Path
    precision: OpenVinoPrecision
    path: Path
    origin: Origin

    @classmethod
    def of(cls, model: str | Path, source: Path, precision: str, models_dir: Path) -> _Made:
        kept = KEPT_AS[precision]
        folder = Path(model)
        name, whole = (folder.name, str(folder.absolute())) if folder.is_dir() else (folder.name, str(model))
        path = models_dir / f"{name}-openvino-{kept}-{_digest_of(whole)[:8]}"
        return cls(source, kept, path, Origin(str(source), _digest(source, kept), _VERSION))


def _source(model: str | Path) -> Path:
    """The model's folder with all of its files, fetched from the hub where it is an id. Raises SettingError."""
    if Path(model).is_dir():
        return Path(model)
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - of no use for a folder

    try:
        return Path(snapshot_download(str(model), allow_patterns=["*.json", "*.safetensors", "*.jinja", "*.model"]))
    except (OSError, ValueError) as error:
        raise SettingError(
            f"The model {model} could not be fetched: {str(error).strip().splitlines()[0].removesuffix('.')}. "
            "Set FRONTDESK_GENERATOR_MODEL to a Hugging Face id or to a folder with all of its files."
        ) from error


def _convert(made: _Made, folder: Path) -> None:
    """Run the conversion in a process of its own: its memory is given back, and what it patches is nobody's concern."""
    command = [sys.executable, "-W", "ignore", "-m", "workers.models.openvino_conversion"]
    with subprocess.Popen(  # noqa: S603 - our own module
        [*command, str(made.source), str(folder), made.precision],
        stdin=subprocess.PIPE,  # which closes with this process, and ends the other one
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        said = process.stderr.read() if process.stderr else ""
        process.wait()
    if process.returncode or not (folder / MODEL).is_file():
        reason = next((line for line in reversed(said.splitlines()) if line.strip()), f"status {process.returncode}")
        raise SettingError(
            f"The model {made.source.name} could not be converted for OpenVINO: {reason.strip().removesuffix('.')}. "
            "Set FRONTDESK_GENERATOR=transformers, or FRONTDESK_GENERATOR_MODEL to another model."
        )


def _digest(source: Path, precision: OpenVinoPrecision) -> str:
    """Tell one state of a model's folder from another, without reading gigabytes."""
    files = [path for path in sorted(source.iterdir()) if path.suffix in {".json", ".safetensors", ".bin"}]
    states = [f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files if path.name != MANIFEST]
    return _digest_of("\n".join([precision, *states]))


def _digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _size(source: Path) -> int:
    return sum(path.stat().st_size for path in source.iterdir() if path.suffix in {".safetensors", ".bin"})
