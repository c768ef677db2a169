"""``frontdesk eval`` as a person runs it, with the real embedder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.evaluation.fitting import Outcome
from knowledge.evaluation.left_out import Figures, LeftOut
from ops.cli.eval.suite import SuiteInvalid, read_suite
from ops.cli.eval.tables import show_left_out
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
    written = ("--predictions", "good.jsonl", "--json", "good.json", "--html", "good.html", "--ragas", "ragas.jsonl")
    good = frontdesk(*base, *written)
    (company / "docs" / "leave.md").write_text("# Bicycles\n\nBicycles stand in the yard behind the house.\n")
    worse = frontdesk(*base, "--against", "good.json")
    figures = json.loads((company / "good.json").read_text())["figures"]["all"]
    said = json.loads((company / "good.jsonl").read_text().splitlines()[0])
    page = (company / "good.html").read_text(encoding="utf-8")

    assert (0, 1) == (good.returncode, worse.returncode)
    assert (1.0, 1.0, 0.0) == tuple(figures[name]["mean"] for name in ("ok", "cite P", "unsupported"))
    assert (1.0, 1.0, 0.0) == tuple(figures[name]["mean"] for name in ("first", "truth", "false abs"))
    assert "25 days" in said["first"]
    assert "25 days" == json.loads((company / "ragas.jsonl").read_text().splitlines()[0])["reference"]
    assert ("answer", ["leave.md"], False) == (said["kind"], said["citations"], said["abstained"])
    assert 0 < said["confidence"] <= 1
    assert "words/s" in good.stdout
    assert "ok of all: -1.000" in " ".join(worse.stderr.split())
    assert "first of all: -1.000" in " ".join(worse.stderr.split())
    assert "Seconds for an answer" in page
    assert "回答用时" in page


def test_a_conversation_is_asked_turn_by_turn_and_scored_by_folder(frontdesk: Frontdesk, company: Path) -> None:
    """The second turn says too little alone; what no folder is named for counts in the whole only."""
    turns = [
        {
            "question": "What is the salary in band three?",
            "answerable": True,
            "gold_docs": ["hr/pay.md"],
            "gold_answers": ["52,000"],
        },
        {"question": "And what colour is the sky there?", "answerable": False},
    ]
    (company / "questions.jsonl").write_text(json.dumps({"id": "c1", "lang": "en", "type": "talk", "turns": turns}))
    base = ("eval", "questions.jsonl", "--docs", "docs", "--model", "extractive")
    done = frontdesk(*base, "--each-folder", "--predictions", "p.jsonl", "--json", "f.json")
    figures = json.loads((company / "f.json").read_text())["figures"]
    said = [json.loads(line) for line in (company / "p.jsonl").read_text().splitlines()]

    assert 0 == done.returncode
    assert ["c1/1", "c1/2"] == [one["id"] for one in said]
    assert [2, 1, 1] == [figures[group]["truth"]["count"] for group in ("all", "follow-ups", "folder hr")]
    assert "folder hr" in done.stdout


def test_a_suite_scores_each_part_on_its_own_documents_and_names_what_became_worse(
    frontdesk: Frontdesk, company: Path
) -> None:
    """In one process: the policy that the second part asks for is lost before the second run."""
    questions = [COMMON | QUESTIONS[0] | {"id": f"q{number}", "gold_answers": ["25 days"]} for number in range(12)]
    (company / "leave.jsonl").write_text("\n".join(map(json.dumps, questions)))
    paid = COMMON | QUESTIONS[1] | {"gold_answers": ["52,000"], "gold_docs": ["pay.md"]}
    (company / "pay.jsonl").write_text(json.dumps(paid))
    (company / "suite.toml").write_text(
        '[pay]\nquestions = "pay.jsonl"\ndocs = "docs/hr"\n\n[leave]\nquestions = "leave.jsonl"\ndocs = "docs"\n'
    )
    base = ("eval", "suite", "suite.toml", "--model", "extractive")
    good = frontdesk(*base, "--out", "good")
    (company / "docs" / "leave.md").write_text("# Bicycles\n\nBicycles stand in the yard behind the house.\n")
    worse = frontdesk(*base, "--out", "worse", "--against", "good")

    assert (0, 1) == (good.returncode, worse.returncode)
    assert 1 == good.stderr.count("Loading the models")
    assert {f"{part}.{kind}" for part in ("pay", "leave") for kind in ("jsonl", "json", "html")} == {
        path.name for path in (company / "good").iterdir()
    }
    assert "leave: first of all: -1.000" in " ".join(worse.stderr.split())
    assert "pay:" not in worse.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "names no part. Write a table for each: [staff] with"),
        ("[staff", "could not be read as TOML"),
        ('[staff]\nquestions = "q.jsonl"', "staff: `questions` or `docs` is missing"),
        ("staff = 1", "staff: `questions` or `docs` is missing"),
        ('[staff]\nquestions = "q.jsonl"\ndocs = "."\nrights = "a"', "staff: `rights` is not known or no text"),
        ('[staff]\nquestions = "q.jsonl"\ndocs = 3', "staff: `docs` is not known or no text"),
        ('[staff]\nquestions = "q.jsonl"\ndocs = "."', "q.jsonl does not exist. Paths are relative to suite.toml."),
    ],
)
def test_a_wrong_suite_is_one_sentence(tmp_path: Path, text: str, said: str) -> None:
    """With the part and what it needs."""
    (tmp_path / "suite.toml").write_text(text)

    with pytest.raises(SuiteInvalid) as error:
        read_suite(tmp_path / "suite.toml")

    assert said in str(error.value)


def test_a_fit_that_leaves_folders_out_needs_two_of_them(frontdesk: Frontdesk, company: Path) -> None:
    """Said before anything is loaded."""
    many = [COMMON | QUESTIONS[1] | {"id": f"q{number}", "answerable": number % 2 == 0} for number in range(60)]
    (company / "questions.jsonl").write_text("\n".join(map(json.dumps, many)))
    result = frontdesk("eval", "calibrate", "questions.jsonl", "--docs", "docs", "--each-folder")

    assert (1, "") == (result.returncode, result.stdout)
    assert "about fewer than two folders, so that none can be left out" in " ".join(result.stderr.split())


def test_folders_left_out_are_shown_beside_what_they_are_worth_in_the_fit(capsys: pytest.CaptureFixture[str]) -> None:
    """No AUC where there is nothing to tell apart."""
    outcome = Outcome(0.5, 0.9, 0.8, 0.85, 0.75)
    show_left_out([LeftOut("people", 12, 0, Figures(outcome, None), Figures(outcome, 0.913))])
    row = next(line for line in capsys.readouterr().out.splitlines() if "people" in line)

    assert ["people", "12", "0", *"0.750 0.900 0.800 0.850 - 0.750 0.900 0.800 0.850 0.913".split()] == row.split()


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

    assert all(name in said for name in ("answers", "retrieval", "calibrate", "suite", "eval questions.jsonl --docs"))


PAIR = {
    "source": "Every full-time employee has 25 days of annual leave in each calendar year. It expires on 31 March.",
    "title": "Leave",
    "heading": "Annual leave",
    "question": "How much annual leave do I have?",
    "kind": "direct",
    "lang": "en",
    "source_lang": "en",
}
CLAIMS = [
    ("Every full-time employee has 25 days of annual leave in each calendar year.", "supported"),
    ("Full-time employees have 40 days of annual leave in each calendar year.", "unsupported"),
]


def test_the_checker_is_measured_by_kind_and_languages(frontdesk: Frontdesk, company: Path) -> None:
    """What repeats the passage is shown, and what has another number is not; a wrong label is named."""
    lines = [json.dumps(PAIR | {"claim": claim, "label": label}) for claim, label in CLAIMS]
    (company / "pairs.jsonl").write_text("\n".join(lines))
    measured = frontdesk("eval", "grounding", "pairs.jsonl", "--json", "figures.json")
    figures = json.loads((company / "figures.json").read_text())
    (company / "pairs.jsonl").write_text(json.dumps(PAIR | {"claim": "x", "label": "perhaps"}))
    wrong = frontdesk("eval", "grounding", "pairs.jsonl")

    assert 0 == measured.returncode, measured.stderr
    assert figures == json.loads(measured.stdout)
    assert (1.0, 0.0) == (figures["supported_shown"], figures["unsupported_shown"])
    assert {"direct", "en from en"} == set(figures["by"])
    assert "'perhaps' is no label" in wrong.stderr


def test_a_models_answers_are_played_back(frontdesk: Frontdesk, company: Path) -> None:
    """Good ones are shown in its words; of bad ones the quote is, and the predictions say who wrote."""
    said = {"id": "q1", "ideal": "You have 25 days of annual leave.", "bad": "You have 40 days of annual leave."}
    (company / "answers.jsonl").write_text(json.dumps(said))
    base = ("eval", "questions.jsonl", "--docs", "docs", "--replay", "answers.jsonl")
    runs = {
        field: frontdesk(*base, "--field", field, "--json", f"{field}.json", "--predictions", f"{field}.jsonl")
        for field in ("ideal", "bad")
    }
    first = {field: json.loads((company / f"{field}.jsonl").read_text().splitlines()[0]) for field in runs}
    missing = frontdesk(*base[:-1], "questions.jsonl", "--field", "good")

    assert [0, 0] == [run.returncode for run in runs.values()]
    assert "40" not in first["bad"]["answer"]
    assert "extractive" == first["bad"]["writer"]
    assert first["ideal"]["writer"] in {"replay", "extractive"}
    assert 0.0 == json.loads((company / "bad.json").read_text())["shown_in_models_words"]
    assert "the field 'good' is missing" in missing.stderr
