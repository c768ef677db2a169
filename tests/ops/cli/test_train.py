"""``frontdesk train data`` and ``questions`` as a person runs them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.ops.cli.conftest import Frontdesk


def test_a_small_folder_adds_its_passages_to_those_that_ship(frontdesk: Frontdesk, tmp_path: Path) -> None:
    """The table counts them; the invented companies are whole; the rest is missing, and that is no error."""
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "records.jsonl").write_text('{"passage": "A text that no question is about."}\n')
    result = frontdesk("train", "data", "--from", "few")
    records = [json.loads(line) for line in (tmp_path / "data/training/passages.jsonl").read_text().splitlines()]
    rows = {row.split()[0]: row.split() for row in result.stdout.splitlines() if row.strip()}

    assert 0 == result.returncode
    assert ["Tallgrass", "Freight", "en", "95", "68", "51", "0", "Apache-2.0"] == rows["Tallgrass"]
    assert ["Artsy", "en", "100", "68", "0", "58", "CC-BY-4.0"] == rows["Artsy"]
    assert 8331 == len(records)
    assert {"question", "passage", "gold_sentences", "near_misses", "licence"} <= records[0].keys()
    assert "Only a folder has the passages of PostHog" in " ".join(result.stderr.split())


def test_records_become_questions_that_ship(frontdesk: Frontdesk, tmp_path: Path) -> None:
    """The text is gone, its place is there."""
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "leave.md").write_text("# Leave\n\nEveryone has 25 days.\n")
    record = {
        "question": "days off?",
        "lang": "en",
        "answerable": True,
        "kind": "number",
        "org": "meadow",
        "document": "leave.md",
        "title": "Leave",
        "heading": "Leave",
        "passage": "# Leave\n\nEveryone has 25 days.",
        "gold_sentences": ["Everyone has 25 days."],
        "near_misses": [],
    }
    (tmp_path / "records.jsonl").write_text(json.dumps(record))
    result = frontdesk("train", "questions", "records.jsonl", "--documents", "documents", "--to", "made")
    made = json.loads((tmp_path / "made" / "meadow.jsonl").read_text())

    assert 0 == result.returncode
    assert ([[0, 30]], [[9, 30]]) == (made["passage"]["pieces"], made["gold"])
    assert "1 questions are in made/meadow.jsonl." in " ".join(result.stderr.split())


def test_a_record_that_is_broken_is_one_sentence(frontdesk: Frontdesk, tmp_path: Path) -> None:
    """With its file and line."""
    (tmp_path / "few").mkdir()
    (tmp_path / "few" / "records.jsonl").write_text('{"question": "days off?"}\n')
    result = frontdesk("train", "data", "--from", "few")

    assert (1, "") == (result.returncode, result.stdout)
    assert "few/records.jsonl, line 1: the field 'passage' is missing." in " ".join(result.stderr.split())
