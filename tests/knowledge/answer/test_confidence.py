"""How sure one may be of an answer, and the files that say by what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.answer.confidence import (
    SIGNS,
    Calibration,
    Judge,
    fit_for,
    read_calibration,
    safe_fit,
    shipped_fits,
    signs,
    written,
)
from knowledge.answer.reading import READS, Evidence, look_at
from knowledge.domain import Retrieved
from knowledge.errors import SettingError
from knowledge.language.sentences import split_sentences
from tests.knowledge.answering_doubles import WORD_FIT, ReadingEmbedder, ScriptedReader, WordEmbedder, sure_from
from tests.knowledge.builders import passage, retrieved

FITTED = Calibration(dict.fromkeys(sorted(SIGNS), 1.5), -2.0, 0.4)
EMBEDDER = 'an "embedder"'
THRESHOLD = f"= {FITTED.threshold:.6f}"
VACATION = passage("Vacation is 25 days. Vacation days carry over.", title="", document_id="a.md")
PHOTOS = passage("Vacation photos are welcome.", title="", document_id="b.md", id="b")


def _signs(*scored: tuple[float, float], question: str = "How long is vacation?") -> dict[str, float]:
    """The signs of the three sentences, with the given scores and similarities."""
    found = retrieved(VACATION, PHOTOS)
    sentences = [each for one in found for each in split_sentences(one.passage)]
    pairs = zip(sentences, scored, strict=False)
    return signs(question, found, [Evidence(sentence, *each) for sentence, each in pairs])


def test_the_cosine_of_the_first_is_a_sign() -> None:
    """It need not be the closest."""
    assert 0.7 == _signs((3.0, 0.7), (2.0, 0.9), (1.0, 0.6))["first"]


def test_how_far_the_first_is_ahead_of_the_others_is_a_sign() -> None:
    """Its likelihood among them: of two equals a half."""
    assert pytest.approx(np.log(0.5)) == _signs((3.0, 0.7), (3.0, 0.9))["ahead"]
    assert _signs((9.0, 0.7), (3.0, 0.9))["ahead"] > -0.01
    assert 0.0 == _signs((3.0, 0.7))["ahead"]


def test_what_the_first_sentence_and_the_passages_say_of_the_question_are_signs() -> None:
    """However close a sentence is, it answers less likely where the question's words are missing."""
    seen = _signs((3.0, 0.9), (2.0, 0.8), question="Do vacation days carry over?")

    assert (pytest.approx(2 / 3), 1.0) == (seen["words"], seen["terms"])
    assert 0.0 == _signs((3.0, 0.9), question="What is machine learning?")["terms"]
    late = [passage(f"Clause {number}.", id=f"{number}") for number in range(4)]
    first = [Evidence(split_sentences(late[0])[0], 1.0, 0.9)]
    assert 0.0 == signs("vacation photos", retrieved(*late, PHOTOS), first)["terms"]


def test_documents_in_another_language_are_told_from_those_in_the_questions() -> None:
    """What would do for the one is too little for the other. Where there are both, there is nothing to make up for."""
    chinese = passage("年假有25天。", id="zh", language="zh")
    first = [Evidence(split_sentences(VACATION)[0], 1.0, 0.9)]

    assert 0.0 == _signs((3.0, 0.9))["foreign"]
    assert 1.0 == _signs((3.0, 0.9), question="年假有几天？")["foreign"]
    assert 0.0 == signs("年假有几天？", retrieved(VACATION, chinese), first)["foreign"]
    assert all(fit.calibration.weights["foreign"] > 0 for fit in shipped_fits() if fit.made_for)


def test_every_sign_has_a_name_and_every_name_a_sign() -> None:
    """What is written to the file of a fit is what is read."""
    assert _signs((3.0, 0.9)).keys() == SIGNS


def test_the_probability_is_that_of_the_logistic_curve_over_the_signs() -> None:
    """And 0 where nothing was found."""
    weighing = Calibration({"words": 2.0}, -1.0, 0.5)

    assert pytest.approx(0.5) == weighing.confidence({"words": 0.5, "first": 9.0})
    assert pytest.approx(0.7311, abs=1e-4) == weighing.confidence({"words": 1.0})
    assert 0.0 == weighing.confidence({})


def test_a_judge_ranks_by_its_fit_and_is_sure_from_the_threshold_on() -> None:
    """One word of difference in the threshold is another answer."""
    judge = Judge(WordEmbedder(), WORD_FIT)
    ranking = judge.rank("Do vacation days carry over?", retrieved(VACATION, PHOTOS))
    sure = judge.confidence(ranking)

    assert "Vacation days carry over." == ranking.evidence[0].sentence.quote
    assert Judge(WordEmbedder(), sure_from(sure)).is_sure(sure)
    assert not Judge(WordEmbedder(), sure_from(sure + 0.01)).is_sure(sure)
    backwards = replace(WORD_FIT, ranker={name: -weight for name, weight in WORD_FIT.ranker.items()})
    assert ranking.evidence[0] != Judge(WordEmbedder(), backwards).rank("Do vacation days carry over?", []).evidence[:1]


def test_of_a_follow_up_its_own_words_tell_as_well_how_sure_one_may_be() -> None:
    """What was asked before is in the documents; whether they say anything of this is another matter."""
    reader = ScriptedReader("Vacation")
    judge = Judge(ReadingEmbedder(reader), replace(WORD_FIT, ranker={**WORD_FIT.ranker, READS: 1.0}))
    before, found = "Do vacation days carry over?", retrieved(VACATION, PHOTOS)
    first = judge.rank(f"{before}\nand to June?", found)
    asked = list(reader.asked)
    again = judge.rank(f"{before}\nand to June?", found, ["**Vacation days** carry over. [1]"])

    assert [before + "\nand to June?", "and to June?"] == asked
    assert first.signs[READS] == first.evidence[0].reads
    assert "Vacation days carry over." == first.evidence[0].sentence.quote != again.evidence[0].sentence.quote


def test_what_a_question_asks_for_is_kept() -> None:
    """Quoting needs it again."""
    judge = Judge(WordEmbedder(), WORD_FIT, lambda question: {"steps": float(question == "How?")})

    assert {"steps": 1.0} == judge.rank("How?", retrieved(passage("Vacation is long."))).wants
    assert {"steps": 0.0} == judge.rank("Why?", []).wants


@pytest.mark.parametrize("found", [[], retrieved(passage("# Vacation\n"))])
def test_nothing_found_is_nothing_to_be_sure_of(found: Sequence[Retrieved]) -> None:
    """No evidence, no signs."""
    judge = Judge(WordEmbedder(), WORD_FIT)
    ranking = judge.rank("vacation", found)

    assert ((), {}, 0.0) == (ranking.evidence, ranking.signs, judge.confidence(ranking))


def test_what_ships_can_be_read_and_weighs_known_signs_only() -> None:
    """And has a fit that is safe for an embedder that nothing was fitted to: its confidence weighs no cosine."""
    looked = look_at("vacation", retrieved(VACATION), WordEmbedder())
    for fit in shipped_fits():
        assert fit.ranker.keys() <= looked[0].signs.keys() | {READS}
        assert fit.calibration.weights.keys() <= SIGNS
        assert 0 < fit.calibration.threshold < 1

    safe = safe_fit()
    assert safe == fit_for("an embedder of tomorrow") == fit_for("")
    assert {"ahead", "foreign"} == {name for name, weight in safe.calibration.weights.items() if weight}
    assert READS not in safe.ranker


def test_each_shipped_fit_is_found_by_the_name_of_its_embedder() -> None:
    """Another embedder has another scale of cosines."""
    assert all(fit is fit_for(fit.made_for) for fit in shipped_fits())


def test_what_is_written_is_read(tmp_path: Path) -> None:
    """For the embedder that it was fitted to."""
    (tmp_path / "confidence.toml").write_text(written(FITTED, EMBEDDER))

    assert FITTED == read_calibration(tmp_path / "confidence.toml", EMBEDDER)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (written(FITTED, EMBEDDER), 'was fitted to the embedder an "embedder", and this is e5'),
        (written(replace(FITTED, threshold=1.4), "e5"), "has a threshold that is not between 0 and 1"),
        (
            written(replace(FITTED, weights={"dense": 1.0}), "e5"),
            f"must give the weights {', '.join(sorted(SIGNS))}, and no others",
        ),
        (written(FITTED, EMBEDDER).replace(THRESHOLD, '= "35.6"'), "does not name an embedder and hold numbers"),
        (written(FITTED, EMBEDDER).replace(THRESHOLD, "= nan"), "does not name an embedder and hold numbers"),
        (written(FITTED, EMBEDDER).replace(THRESHOLD, "= true"), "does not name an embedder and hold numbers"),
        ("threshold = ", "cannot be read"),
        ("", "does not name an embedder and hold numbers"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    """And with the setting that names it."""
    (tmp_path / "confidence.toml").write_text(text)

    with pytest.raises(SettingError, match=rf"FRONTDESK_CONFIDENCE: .*confidence\.toml {said}"):
        read_calibration(tmp_path / "confidence.toml", "e5")


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """Before any model is asked anything."""
    with pytest.raises(SettingError, match="cannot be read"):
        read_calibration(tmp_path / "none.toml", "e5")
