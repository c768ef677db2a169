"""Fitting how sentences are ranked and confidence is measured, on small companies made up for it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.answer.confidence import SIGNS
from knowledge.answer.reading import READS
from knowledge.training import TrainingQuestion, load_questions
from tests.knowledge.answering_doubles import ScriptedReader, WordEmbedder
from workers.training.looking import Looked, documents_of, joined, look
from workers.training.ranker import (
    SAFE,
    UNREAD,
    Judged,
    fit,
    fitted_at,
    judged,
    rank_weights,
    read,
    threshold_of,
    worth,
    written,
)


@pytest.fixture(scope="module")
def looked(tmp_path_factory: pytest.TempPathFactory) -> list[Looked]:
    """Sixty questions each of three companies, with an embedder that knows words only."""
    questions = load_questions()
    some = [
        one for org in ("millbrook", "tallgrass", "federwerk") for one in [q for q in questions if q.org == org][:60]
    ]
    work = tmp_path_factory.mktemp("indexes")
    return look(some, WordEmbedder(), work, lambda _org, _done, _of: None)


def test_the_right_sentence_is_told_among_what_is_found(looked: list[Looked]) -> None:
    """Words find it for half of the questions that the documents answer; for the others there is none."""
    answerable = [one for one in looked if one.question.answerable]

    assert sum(bool(one.gold.any()) for one in answerable) > 0.5 * len(answerable)
    assert not any(one.gold.any() for one in looked if not one.question.answerable)


def test_fitted_weights_rank_better_than_the_closest_word(looked: list[Looked]) -> None:
    """On the questions that they were fitted to, at least."""
    weights = rank_weights(looked)
    by_weights = [one.right for one in judged(looked) if one.looked.question.answerable]
    answerable = [one for one in looked if one.question.answerable and one.candidates]
    by_place = [bool(one.gold[0]) for one in answerable]

    assert weights["words"] > 0
    assert sum(by_weights) > sum(by_place)


def test_a_reader_counts_as_much_as_it_helps(looked: list[Looked]) -> None:
    """One that knows the answers ranks better than words do, and its word counts; without it no weight is for it."""
    gold = [sentence for one in looked for sentence in one.question.gold_sentences]

    class Knowing(ScriptedReader):
        def log_odds(self, question: str, sentences: Sequence[str]) -> Sequence[float]:
            return [2.0 if any(said in sentence for said in gold) else -2.0 for sentence in sentences]

    known = read(looked, Knowing(), lambda _done, _of: None)
    by_words, by_reader = (sum(one.right for one in judged(some)) for some in (looked, known))

    assert by_reader > by_words
    assert fit(known, "").ranker[READS] > 0
    assert READS not in fit(known, "", UNREAD).ranker
    assert READS not in fit(looked, "").ranker


def test_the_confidence_of_a_safe_fit_weighs_no_cosine(looked: list[Looked]) -> None:
    """They have another scale with another embedder; for ranking they are counted in spreads."""
    safe, own = fit(looked, "", SAFE), fit(looked, "", UNREAD)

    assert own.ranker == safe.ranker
    assert SAFE == {name for name, weight in safe.calibration.weights.items() if weight}
    assert UNREAD >= {name for name, weight in own.calibration.weights.items() if weight} >= {"first"}


def test_no_organisation_is_judged_by_a_fit_that_saw_it(looked: list[Looked]) -> None:
    """Whatever its questions' labels are, its confidences are the same."""
    turned = [
        replace(one, question=replace(one.question, answerable=not one.question.answerable))
        if one.question.org == "millbrook"
        else one
        for one in looked
    ]
    before, after = (
        [one.confidence for one in judged(some) if one.looked.question.org == "millbrook"] for some in (looked, turned)
    )

    assert before == after


def test_the_threshold_is_where_most_are_answered_rightly_or_rightly_declined(looked: list[Looked]) -> None:
    """Here all are; where what is answered first is wrong, that is no gain."""
    right, wrong = (replace(looked[0], question=replace(looked[0].question, answerable=yes)) for yes in (True, False))
    verdicts = [Judged(right, right=True, confidence=0.8)] * 5 + [Judged(wrong, right=False, confidence=0.6)] * 5

    threshold = threshold_of(verdicts)

    assert 0.6 < threshold <= 0.8
    assert (1.0, 0.0, 0.0, 1.0) == (
        (what := worth(verdicts, threshold)).first,
        what.declined,
        what.answered,
        what.truth,
    )
    assert (0.0, 0.5) == (worth(verdicts, 0.5).truth, worth(verdicts, 0.5).ok)
    beside = [Judged(right, right=False, confidence=0.5)] * 9
    assert threshold_of([*verdicts, *beside]) > 0.6


def test_the_file_has_both_fits_and_what_they_were_made_of(looked: list[Looked]) -> None:
    """Weights by their names."""
    fits = (fitted_at(0.5, looked, "some-embedder@1", UNREAD), fitted_at(0.6, looked, "", SAFE))
    content = json.loads(written(fits, looked))

    own, safe = content["fits"]
    assert ("some-embedder@1", 0.5) == (own["made_for"], own["threshold"])
    assert ("", 0.6) == (safe["made_for"], safe["threshold"])
    assert SIGNS == own["weights"].keys()
    assert (len(looked), ["federwerk", "millbrook", "tallgrass"]) == (content["questions"], content["organisations"])


def test_pieces_of_one_document_are_joined_where_they_overlap() -> None:
    """And stand alone where they do not."""
    text = "".join(f"Sentence number {number} says something. " for number in range(20))

    assert [text[:500]] == joined([text[:300], text[200:500], text[250:280]])
    assert {text[:200], text[300:500]} == set(joined([text[:200], text[300:500]]))


def test_an_invented_company_has_all_its_documents(tmp_path: Path) -> None:
    """Those too that no question is about."""
    some: list[TrainingQuestion] = [one for one in load_questions() if one.org == "federwerk"][:1]

    assert 9 == len(documents_of("federwerk", some))
