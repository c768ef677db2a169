"""A worker process that answers with quotes: as it is, or with an embedder that is ready at once.

Run as ``python -m tests.bench.extractive_worker real|hashing``; its settings stand in the environment.
"""

from __future__ import annotations

import sys
from unittest.mock import patch

from tests.knowledge.doubles import HashingEmbedder
from workers import app, wiring
from workers.settings import WorkerSettings


def main(embedder: str) -> None:
    """Work until SIGTERM."""
    settings = WorkerSettings.read(generator="extractive")
    if embedder == "real":
        app.run_worker(settings)
        return
    with patch.object(wiring, "load_embedder", return_value=HashingEmbedder()):
        app.run_worker(settings)


if __name__ == "__main__":
    main(*sys.argv[1:])
