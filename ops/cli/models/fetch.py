"""``frontdesk models fetch``: a chat model of a hub, onto this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ops.cli.console import err

if TYPE_CHECKING:
    from workers.models.hub import HubModel

_GB = 1e9


def fetch(
    model: Annotated[str, typer.Argument(help="Its id on the hub, such as Qwen/Qwen3-8B.", show_default=False)],
    revision: Annotated[str, typer.Option(help="A branch, tag or commit; else the newest.", show_default=False)] = "",
    *,
    then_use: Annotated[bool, typer.Option("--use", help="Use it at once, as `models use` does.")] = False,
) -> None:
    """Fetch a model of the Hugging Face hub and verify each file; what broke off is gone on with.

    HF_ENDPOINT names a mirror, HF_TOKEN is for models that are not given to everybody. Only weights as safetensors,
    the configuration and the tokenizer are taken, nothing that can run code.
    """
    from ops.cli.models.use import take
    from ops.cli.progress import stage_bars
    from workers.models.fetching import fetch as fetch_model
    from workers.models.hub import Hub
    from workers.settings import WorkerSettings

    settings = WorkerSettings.read()
    with stage_bars(counted=False) as show:
        folder = fetch_model(
            Hub(),
            model,
            settings.models_dir.absolute(),
            revision=revision or None,
            about=_tell,
            progress=lambda stage, fraction: show(stage, fraction, 1.0),
        )
    err.print(f"{model} is ready in {folder}.", highlight=False)
    if then_use:
        take(folder)
    else:
        err.print(f"To use it: frontdesk models use {model}", highlight=False)


def _tell(model: HubModel) -> None:
    err.print(
        f"{model.id} at {model.commit[:8]}: licence {model.licence}; {len(model.files)} files, "
        f"{model.size / _GB:.1f} GB.",
        highlight=False,
        markup=False,
    )
