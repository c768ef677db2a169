"""Options that the trainings share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Data = Annotated[
    Path | None, typer.Option(help="Where [bold]train data[/bold] wrote; [bold].frontdesk/training[/bold].")
]
Weights = Annotated[Path | None, typer.Option(help="The folder to write the weights to; beside the data if left out.")]
Seed = Annotated[int, typer.Option(help="Another seed deals other batches.")]
Threads = Annotated[int, typer.Option(min=0, help="CPU threads; 0 for all cores.")]
