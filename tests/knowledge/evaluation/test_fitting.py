"""Fitting the confidence and the threshold to questions of which some cannot be answered."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.answer.confidence import Calibration
from knowledge.evaluation.fitting import Fit, Observed, TooFewQuestions, fit
from knowledge.evaluation.pages import fit_page
from knowledge.evaluation.reliability import Bin, expected_error, reliability
from knowledge.evaluation.separation import auc

NOW = Calibration({"sentence": 10.0, "passage": 10.0, "terms": 1.0}, -16.0, 0.75)
NOTHING = dict.fromkeys(NOW.weights, 0.0)


def _observed() -> list[Observed]:
    """Similarity tells most of them apart, the other signs nothing; three in four of the answers are right."""
    chance = np.random.default_rng(1)
    seen = []
    for number in range(400):
        answerable = number % 2 == 0
        similarity = chance.normal(0.84 if answerable else 0.80, 0.02)
        signs = {**NOTHING, "sentence": similarity, "passage": chance.normal(0.8, 0.02), "terms": chance.random()}
        seen.append(Observed(signs, answerable, right=answerable and number % 8 != 0))
    return seen


@pytest.fixture(scope="module")
def fitted() -> Fit:
    """A fit to them."""
    return fit(_observed(), NOW)


def test_the_sign_that_tells_is_weighed_and_the_others_are_not(fitted: Fit) -> None:
    """Two means two deviations apart: AUC is that of a normal at √2, .92, held out."""
    weights = fitted.calibration.weights

    assert abs(weights["passage"]) < weights["sentence"] / 5
    assert abs(weights["terms"]) < weights["sentence"] / 50
    assert pytest.approx(0.92, abs=0.03) == fitted.auc
    assert fitted.error < 0.06


def test_the_threshold_is_where_most_is_right_and_is_honest_about_it(fitted: Fit) -> None:
    """No threshold of the table is better; held out, it is about as good, and better than what it replaces."""
    assert fitted.chosen.ok >= max(one.ok for one in fitted.table)
    assert fitted.chosen.threshold == fitted.calibration.threshold
    assert pytest.approx(fitted.chosen.ok, abs=0.05) == fitted.honest.ok
    assert fitted.honest.ok > fitted.before.ok
    assert [one.recall for one in fitted.table] == sorted(one.recall for one in fitted.table)


def test_precision_recall_f1_and_ok_of_declining_are_counted() -> None:
    """With confidence 0 or 1: 20 rightly declined, 20 wrongly; 10 unanswerable answered; 15 of 30 answers right."""
    sure, unsure = {"sentence": 1.0}, {"sentence": -1.0}
    seen = [Observed(unsure, answerable=False, right=False)] * 20 + [Observed(unsure, answerable=True, right=True)] * 20
    seen += [Observed(sure, answerable=False, right=False)] * 10
    seen += [Observed(sure, answerable=True, right=number < 15) for number in range(30)]
    whole = [Observed({**NOTHING, **one.signs}, one.answerable, one.right) for one in seen]
    before = fit(whole, Calibration({"sentence": 100.0}, 0.0, 0.5)).before

    assert (0.5, 20 / 30, 40 / 70, 35 / 80) == (before.precision, before.recall, before.f1, before.ok)


def test_the_calibration_error_is_the_gap_weighted_by_questions() -> None:
    """Three at .9 of which two are answerable, one at .2 that is not: (3 · |.9 - 2/3| + 1 · .2) / 4."""
    bins = reliability(np.array([0.9, 0.9, 0.9, 0.2]), np.array([True, True, False, False]))

    assert [(0.2, 1), (0.9, 3)] == [(one.low, one.count) for one in bins]
    assert pytest.approx((3 * (0.9 - 2 / 3) + 0.2) / 4) == expected_error(bins)
    assert Bin(0.2, 0.3, 1, 0.2, 0.0) == bins[0]
    assert pytest.approx((2 + 1 + 0.5) / 4) == auc(np.array([0.9, 0.5]), np.array([0.5, 0.1]))


def test_too_few_questions_are_refused_with_what_is_missing() -> None:
    """A file of nothing but answerable questions, above all."""
    with pytest.raises(TooFewQuestions, match="200 answerable and 0 unanswerable"):
        fit([one for one in _observed() if one.answerable], NOW)


def test_nothing_found_for_any_question_is_said_so() -> None:
    """The wrong folder of documents, most likely."""
    with pytest.raises(TooFewQuestions, match="Nothing was found for any of the questions"):
        fit([Observed({}, answerable=number % 2 == 0, right=False) for number in range(60)], NOW)


def test_the_signs_are_those_that_were_seen_whatever_is_in_use_now() -> None:
    """A calibration that weighs fewer of them is no reason to leave out the others."""
    fewer = Calibration({"sentence": 1.0}, -0.8, 0.5)

    assert set(NOW.weights) == set(fit(_observed(), fewer).calibration.weights)


def test_a_question_for_which_nothing_was_found_is_declined_at_any_threshold(fitted: Fit) -> None:
    """It weighs on nothing else."""
    nothing = [Observed({}, answerable=False, right=False)] * 40
    more = fit([*_observed(), *nothing], NOW)

    assert more.table[0].recall > fitted.table[0].recall
    assert pytest.approx(fitted.calibration.weights["sentence"], rel=0.01) == more.calibration.weights["sentence"]


def test_the_page_loads_nothing(fitted: Fit) -> None:
    """And says what is plotted in both languages."""
    page = fit_page(fitted, "questions <1>.jsonl")

    assert "questions &lt;1&gt;.jsonl" in page
    assert "低于阈值时拒答" in page
    assert 2 == page.count("<svg")
    assert 2 == page.count("//")
