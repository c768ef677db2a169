"""``frontdesk eval`` as a person runs it, with the real embedder."""

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


def test_whole_answers_are_scored_written_and_worse_ones_fail(frontdesk: Frontdesk, company: Path) -> None:
    """A run, and one after a policy has lost what twelve questions ask for."""
    many = [
        COMMON | QUESTIONS[0] | {"id": f"q{number}", "gold_answers": ["25 days"], "lang": "zh" if number else "en"}
        for number in range(12)
    ]
    (company / "questions.jsonl").write_text("\n".join(map(json.dumps, many)))
    base = ("eval", "questions.jsonl", "--docs", "docs", "--model", "extractive")
    good = frontdesk(*base, "--predictions", "good.jsonl", "--json", "good.json", "--html", "good.html")
    (company / "docs" / "leave.md").write_text("# Bicycles\n\nBicycles stand in the yard behind the house.\n")
    worse = frontdesk(*base, "--against", "good.json")
    figures = json.loads((company / "good.json").read_text())["figures"]["all"]
    said = json.loads((company / "good.jsonl").read_text().splitlines()[0])
    page = (company / "good.html").read_text(encoding="utf-8")

    assert (0, 1) == (good.returncode, worse.returncode)
    assert (1.0, 1.0, 0.0) == tuple(figures[name]["mean"] for name in ("ok", "cite P", "unsupported"))
    assert ("answer", ["leave.md"], False) == (said["kind"], said["citations"], said["abstained"])
    assert 0 < said["confidence"] <= 1
    assert "words/s" in good.stdout
    assert "ok of all: -1.000" in " ".join(worse.stderr.split())
    assert "Seconds for an answer" in page
    assert "回答用时" in page


def test_too_few_questions_for_a_fit_are_said_so_before_anything_is_loaded(frontdesk: Frontdesk, company: Path) -> None:
    """With what is missing."""
    result = frontdesk("eval", "calibrate", "questions.jsonl", "--docs", "docs")

    assert (1, "") == (result.returncode, result.stdout)
    assert "There are 2 answerable and 0 unanswerable questions; a fit needs 20 of each." in " ".join(
        result.stderr.split()
    )


def test_the_help_names_the_measurements(frontdesk: Frontdesk) -> None:
    """And how answers are scored without naming one."""
    said = " ".join(frontdesk("eval", "--help").stdout.split())

    assert all(name in said for name in ("answers", "retrieval", "calibrate", "eval questions.jsonl --docs"))
