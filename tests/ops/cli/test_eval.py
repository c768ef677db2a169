"""``frontdesk eval retrieval`` as a person runs it, with the real embedder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.ops.cli.conftest import Frontdesk
from workers.models import PreparedModels

DOCUMENTS = {
    "leave.md": "# Annual leave\n\nEvery full-time employee has 25 days of annual leave in each calendar year.\n",
    "hr/pay.md": "# Pay bands\n\nThe salary in band three is between 52,000 and 61,000 euros a year.\n",
}
QUESTIONS = [
    {"id": "q1", "question": "How much annual leave do I have?", "gold_docs": ["leave.md"], "gold_span": "25 days"},
    {"id": "q2", "question": "What is the salary in band three?", "gold_docs": ["hr/pay.md"], "gold_span": "52,000"},
]
COMMON = {"lang": "en", "doc_lang": "en", "type": "number", "answerable": True, "groups": ["all"]}


@pytest.fixture
def company(tmp_path: Path, prepared_models: PreparedModels) -> Path:
    """Two documents, a question about each by one who may read the first, and the models."""
    for name, text in DOCUMENTS.items():
        (tmp_path / "docs" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "docs" / name).write_text(text)
    lines = [json.dumps(COMMON | question) for question in QUESTIONS]
    (tmp_path / "questions.jsonl").write_text("\n".join(lines))
    (tmp_path / "acl.json").write_text('{"leave.md": ["all"], "hr/pay.md": ["hr"]}')
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "models").symlink_to(prepared_models.embedder.parent)
    return tmp_path


def test_the_figures_are_shown_written_and_compared(frontdesk: Frontdesk, company: Path) -> None:
    """Without rights both are found; with them the one that may be read, and the difference is shown."""
    base = ("eval", "retrieval", "questions.jsonl", "--docs", "docs")
    free = frontdesk(*base, "--predictions", "free.jsonl", "--json", "free.json")
    bound = frontdesk(*base, "--acl", "acl.json", "--json", "bound.json", "--against", "free.jsonl")
    figures = {name: json.loads((company / f"{name}.json").read_text())["all"] for name in ("free", "bound")}
    first = json.loads((company / "free.jsonl").read_text().splitlines()[0])

    assert (0, 0) == (free.returncode, bound.returncode)
    assert (1.0, 0.5) == (figures["free"]["span@5"]["mean"], figures["bound"]["span@5"]["mean"])
    assert ("leak" in figures["free"], figures["bound"]["leak"]["mean"]) == (False, 0.0)
    assert "leave.md" == first["retrieved"][0]["doc"]
    assert "span@10" in free.stdout
    assert "Gain over free.jsonl" in bound.stdout
    assert "-0.500" in bound.stdout


def test_a_wrong_file_is_one_sentence(frontdesk: Frontdesk, company: Path) -> None:
    """With its line; nothing was loaded for it."""
    (company / "questions.jsonl").write_text('{"id": "q1"}\n')
    result = frontdesk("eval", "retrieval", "questions.jsonl", "--docs", "docs")

    assert (1, "") == (result.returncode, result.stdout)
    assert "questions.jsonl, line 1: the field 'question' is missing." in " ".join(result.stderr.split())
