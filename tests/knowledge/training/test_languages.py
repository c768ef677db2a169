"""Fitting the weights by which a language is told from others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.language.evidence import groups
from knowledge.training.languages import fit, texts_in
from knowledge.training.records import TrainingDataInvalid

_OWN = ["der Urlaub und die Reise nach der Arbeit", "die Frist für den Antrag", "und der Betrag ist nicht hoch"] * 30
_OTHERS = ["the leave and the travel after work", "the deadline of the request", "and the amount is not high"] * 30


def _says(fitted: dict[str, dict[str, float]], text: str) -> float:
    weights = fitted["weights"]
    return weights[""] + sum(weights.get(group, 0.0) for word in text.split() for group in set(groups(word)))


def test_words_that_were_never_seen_are_told_by_their_letters() -> None:
    """The same each time."""
    fitted = fit(_OWN, _OTHERS)

    assert _says(fitted, "und nach reisen") > 0
    assert _says(fitted, "travelled with leaves") < 0
    assert fitted == fit(_OWN, _OTHERS)


def test_treebanks_questions_and_records_are_read_by_their_language(tmp_path: Path) -> None:
    """What ships is read with them."""
    (tmp_path / "de_gsd-ud-dev.conllu").write_text("# text = Guten Tag zusammen\n1\tGuten\n", encoding="utf-8")
    paragraph = {"context": "Hola a todos", "qas": [{"question": "Que tal"}]}
    squad = {"data": [{"paragraphs": [paragraph]}]}
    (tmp_path / "xquad.es.json").write_text(json.dumps(squad), encoding="utf-8")
    record = {"passage": "Leave is paid.", "lang": "zh", "doc_lang": "en"}
    (tmp_path / "passages.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    found = texts_in(tmp_path)

    assert found["de"][0] == "Guten Tag zusammen"
    assert found["es"] == ["Hola a todos", "Que tal"]
    assert found["en"][0] == "Leave is paid."
    assert {"de", "en", "zh", "es"} == set(found)
    assert len(found["de"]) > 100


def test_a_file_that_is_none_of_these_is_named(tmp_path: Path) -> None:
    """And not skipped: the weights would not be those that were meant."""
    (tmp_path / "xquad.es.json").write_text("[]", encoding="utf-8")

    with pytest.raises(TrainingDataInvalid, match="could not be read"):
        texts_in(tmp_path)
