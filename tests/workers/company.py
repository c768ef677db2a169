"""A company with two sources, over a real index and an embedder that needs no model."""

from __future__ import annotations

import json
from pathlib import Path

from knowledge.answer.confidence import Calibration, Fit
from knowledge.index import HybridIndex
from tests.knowledge.answering_doubles import answering
from tests.knowledge.doubles import HashingEmbedder
from workers.actions import Actions
from workers.contract import Json
from workers.settings import WorkerSettings

CONFIGURATION = """
[[source]]
name = "handbook"
kind = "folder"
location = "handbook"
schedule = "every 2 hours"

[[source]]
name = "hr"
kind = "folder"
location = "hr"
readers = ["group:hr"]
"""


COVERED = Fit("hashing", {"words": 1.0}, Calibration({"terms": 20.0}, -10.0, 0.5))
"""Answers where half of the question's words were found: the cosines of this embedder mean nothing."""


class Company:
    """Two sources, and the requests about them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("handbook/leave.md", "# Leave\n\nAnnual leave is 25 days.\n\n## Carrying over\n\nFive days at most.")
        self.write("hr/pay.md", "# Pay\n\nBand three begins at 52,000 euros.")
        self.write("knowledge.toml", CONFIGURATION)
        settings = WorkerSettings(data_dir=folder / "data", knowledge=folder / "knowledge.toml")
        embedder = HashingEmbedder()
        index = HybridIndex(settings.index_dir, embedder)
        self.actions = Actions(settings, embedder, answering(index, embedder=embedder, fit=COVERED)).by_name()
        self.progress: list[tuple[str, int, int]] = []
        """Of the last request: stage, done, total."""

    def write(self, name: str, text: str) -> None:
        """Write a file below the company's folder."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def ask(self, action: str, **arguments: object) -> Json:
        """Make a request; its report survives the wire."""
        self.progress.clear()
        report = self.actions[action](arguments, lambda *step: self.progress.append(step))
        return dict(json.loads(json.dumps(report)))
