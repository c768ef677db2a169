"""``frontdesk models use``: names a model in ``.env``, and shows how fast it is here."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from knowledge.errors import SettingError
from ops.cli.console import err, log_quietly

if TYPE_CHECKING:
    from workers.settings import WorkerSettings

_GENERATOR: Final = "FRONTDESK_GENERATOR"
_MODEL: Final = "FRONTDESK_GENERATOR_MODEL"
_TRANSFORMERS: Final = "transformers"


def use(
    model: Annotated[str, typer.Argument(help="The id of a fetched model, or a folder.", show_default=False)] = "",
    *,
    undo: Annotated[bool, typer.Option("--undo", help="Restore what counted before the last use.")] = False,
    measure: Annotated[bool, typer.Option(help="Load it and measure how fast it writes.")] = True,
) -> None:
    """Let a model on this machine write answers: it is named in .env, and measured."""
    from ops import settings_file
    from workers.models.fetching import folder_of
    from workers.settings import WorkerSettings

    log_quietly()
    if undo:
        settings_file.undo()
        settings = WorkerSettings.read()
        now = settings.generator_model or "the one that ships"
        err.print(f"As before: FRONTDESK_GENERATOR is {settings.generator}, the model {now}.", highlight=False)
        return
    if not model:
        raise SettingError("Name a model: frontdesk models list shows them. Or take back the last one: --undo.")
    take(folder_of(WorkerSettings.read().models_dir.absolute(), model), measure=measure)


def take(folder: Path, *, measure: bool = True) -> None:
    """Measure the model of a folder, then name it in ``.env``: one that cannot be loaded is never named.

    Raises FrontdeskError.
    """
    from ops import settings_file

    generator = _fastest_here(folder)
    if measure:
        generator = _measured(folder, generator)
    settings_file.add({_GENERATOR: generator, _MODEL: str(folder)})
    _tell(folder, _settings(folder, generator))


def _settings(folder: Path, generator: str) -> WorkerSettings:
    from workers.settings import WorkerSettings

    return WorkerSettings.read(generator=generator, generator_model=str(folder))


def _fastest_here(folder: Path) -> str:
    """OpenVINO where it is installed, there is no GPU, and memory to convert the model in fp32; else transformers."""
    from workers.models.fetching import billions_in
    from workers.models.machine import this_machine
    from workers.models.openvino_folder import require_openvino

    try:
        require_openvino()
    except SettingError:
        return _TRANSFORMERS
    machine = this_machine()
    return _TRANSFORMERS if machine.cards or machine.shortfall(billions_in(folder), "fp32") else "openvino"


def _measured(folder: Path, generator: str) -> str:
    """Show how fast the model is; return what it runs with: transformers where OpenVINO cannot run it."""
    settings = _settings(folder, generator)
    _require_fit(folder, settings)
    try:
        _measure(settings)
    except SettingError as error:
        if generator == _TRANSFORMERS:
            raise
        err.print(f"{error} So transformers runs it.", highlight=False, markup=False, soft_wrap=True)
        return _measured(folder, _TRANSFORMERS)
    return generator


def _require_fit(folder: Path, settings: WorkerSettings) -> None:
    """One that is too large would not be refused but killed, and others with it. Raises SettingError."""
    from workers.models.fetching import billions_in
    from workers.models.machine import this_machine

    machine = this_machine()
    precision = machine.own if settings.generator_precision == "auto" else settings.generator_precision
    if short := machine.shortfall(billions_in(folder), precision):
        raise SettingError(
            f"{folder.name} {short}. Choose a smaller one (frontdesk models list), or name it for another machine with "
            "--no-measure."
        )


def _measure(settings: WorkerSettings) -> None:
    from ops.cli.models.pace import pace_of
    from workers.wiring import load_generator

    with err.status("Loading the model…") as status:
        generator = load_generator(settings)
        assert generator is not None  # noqa: S101 - the settings name one
        status.update("Writing…")
        pace = pace_of(generator)
        generator.close()
    err.print(f"{generator.name} as loaded here: {pace}.", highlight=False, markup=False)


def _tell(folder: Path, settings: WorkerSettings) -> None:
    """Say what is named now, whether it writes, what overrules that, and what to do next."""
    from ops.settings_file import FILE
    from workers.backends.model_profiles import billions_of, profile_for

    err.print(f"{folder.name} is named in {FILE.absolute()}. To take it back: --undo", highlight=False, markup=False)
    if not profile_for(folder.name, settings).freely:
        writes = "It only quotes: it is small, or set to. FRONTDESK_GENERATOR_WRITES=freely lets it write."
    elif billions_of(folder.name) is None:
        writes = (
            "Its name does not tell its size, so it may write; FRONTDESK_GENERATOR_WRITES=quotes keeps it from that."
        )
    else:
        writes = "It may write answers in its own words, each sentence checked."
    err.print(writes, highlight=False)
    for name in (_GENERATOR, _MODEL):
        if name in os.environ:
            err.print(f"{name} is set in the environment, too, and that counts: unset it.", style="yellow")
    err.print("Next: frontdesk models check. A worker that runs takes it up at its next start.", highlight=False)
