"""Running the command as a person does: as a process of its own, or here, where the models need loading but once."""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
import structlog

from knowledge.ports import Embedder
from ops.cli import app
from ops.settings import LogSettings
from workers import wiring
from workers.settings import WorkerSettings

Result = subprocess.CompletedProcess[str]
Frontdesk = Callable[..., Result]

_load_embedder = wiring.load_embedder
_embedders: dict[str, Embedder] = {}


@pytest.fixture
def frontdesk(tmp_path: Path) -> Frontdesk:
    """Run ``frontdesk`` here with these arguments in an empty folder; settings are passed as keywords."""
    return lambda *arguments, **settings: run_here(arguments, tmp_path, _environment(tmp_path, settings))


@pytest.fixture
def frontdesk_process(tmp_path: Path) -> Frontdesk:
    """The same as a process of its own, for what depends on it: how a part starts, what libraries say, how it ends."""
    return lambda *arguments, **settings: run_process(arguments, tmp_path, _environment(tmp_path, settings))


def run_process(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> Result:
    """Run the command as a process in a folder, with no settings but these."""
    return subprocess.run(
        [sys.executable, "-m", "ops.cli", *arguments],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not _is_setting(name)} | environment,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )


def run_here(arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str]) -> Result:
    """Run the command in this process as in one of its own; libraries and models that it needs are loaded once."""
    written, said, logging = io.StringIO(), io.StringIO(), structlog.get_config()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(written), redirect_stderr(said):
        for name in filter(_is_setting, list(os.environ)):
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.chdir(folder)
        patch.setattr("ops.logs.configure", _log_for_now)
        patch.setattr(wiring, "load_embedder", _embedder)
        try:
            with pytest.raises(SystemExit) as ended:
                app(list(arguments), prog_name="frontdesk")
        finally:
            structlog.configure(**logging)
    return subprocess.CompletedProcess(arguments, int(ended.value.code or 0), written.getvalue(), said.getvalue())


def _environment(folder: Path, settings: Mapping[str, object]) -> dict[str, str]:
    given = {f"FRONTDESK_{name.upper()}": str(value) for name, value in settings.items()}
    return {"FRONTDESK_DATA_DIR": str(folder / "data")} | given


def _is_setting(name: str) -> bool:
    return name.startswith("FRONTDESK_")


def _log_for_now(settings: LogSettings) -> None:
    """Log as much as the command would: what it sets up lasts as long as the process, where other tests read logs."""
    level = settings.log_level
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(level), cache_logger_on_first_use=False)


def _embedder(settings: WorkerSettings) -> Embedder:
    """The embedder of these settings, loaded once: it keeps nothing of a question."""
    folders = (settings.models_dir.resolve(), settings.adapter_folder, settings.reader_folder, settings.checker_folder)
    key = f"{settings.embedder_model} {folders} {settings.model_threads}"
    if key not in _embedders:
        _embedders[key] = _load_embedder(settings)
    return _embedders[key]
