"""A small organisation in a real git repository, and questions about it."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from knowledge.training.organisations import Organisation
from knowledge.training.records import Claim, TrainingQuestion
from knowledge.training.references import ReferredQuestion, referred

LEAVE = "# Leave\n\n![a beach](beach.png)\n\nEveryone has 25 days.\r\n\nInterns have 12 days.\n"
PAY = "# Pay\n\nSalaries are paid on the 25th.\n"


@dataclass(frozen=True)
class Example:
    """The repository as an organisation, and its questions with their texts and without."""

    organisation: Organisation
    complete: list[TrainingQuestion]
    referred: list[ReferredQuestion]


@pytest.fixture
def example(tmp_path: Path) -> Example:
    """One answerable question, whose passage lacks a picture, and one that is not, with a near miss elsewhere."""
    root = tmp_path / "handbook"
    root.mkdir()
    documents = {"leave.md": LEAVE, "薪酬/pay.md": PAY}
    for name, text in documents.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(text.encode())
    git(root, "init", "--quiet", "--initial-branch=main")
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "-m", "Say what holds")
    commit = git(root, "rev-parse", "HEAD")
    complete = [_answerable(), _unanswerable()]
    organisation = Organisation("Meadow", "CC0-1.0", f"file://{root}", commit)
    return Example(organisation, complete, [referred(question, documents) for question in complete])


def git(root: Path, *arguments: str) -> str:
    """Run git as somebody."""
    who = ("-c", "user.name=Maya", "-c", "user.email=maya@meadow.example")
    command = ["git", *who, "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _answerable() -> TrainingQuestion:
    return TrainingQuestion(
        question="how many days off do i get",
        lang="en",
        doc_lang="en",
        answerable=True,
        kind="number",
        org="meadow",
        document="leave.md",
        title="Leave",
        heading="Leave",
        claims=(Claim("It is 25 days.", "supported"), Claim("It is 12 days.", "unsupported", "wrong_row")),
        passage="# Leave\n\nEveryone has 25 days.\n\nInterns have 12 days.",
        gold_sentences=("Everyone has 25 days.",),
        near_misses=("Interns have 12 days.", "Salaries are paid on the 25th."),
    )


def _unanswerable() -> TrainingQuestion:
    return TrainingQuestion(
        question="奖金几号发",
        lang="zh",
        doc_lang="en",
        answerable=False,
        kind="when",
        org="meadow",
        document="薪酬/pay.md",
        title="Pay",
        heading="Pay",
        passage=PAY,
        gold_sentences=(),
        near_misses=("Salaries are paid on the 25th.",),
    )
