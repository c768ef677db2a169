"""How far a mean can be trusted."""

from __future__ import annotations

import pytest

from knowledge.evaluation.bootstrap import estimate, gain


def test_the_interval_is_that_of_the_normal_approximation() -> None:
    """For a share of .8 of 100 questions it is .8 ± 1.96 · .04."""
    found = estimate([1.0] * 80 + [0.0] * 20)

    assert found is not None
    assert (0.8, 100) == (pytest.approx(found.mean), found.count)
    assert (found.low, found.high) == (pytest.approx(0.72, abs=0.015), pytest.approx(0.88, abs=0.015))


def test_no_values_have_no_mean() -> None:
    """A group in which no question has the figure."""
    assert estimate([]) is None


def test_a_gain_is_paired_by_question() -> None:
    """Two unlike halves make both means uncertain, and their steady difference not at all."""
    before = {str(n): float(n % 2) for n in range(40)}
    better = gain({name: value + 0.1 for name, value in before.items()}, before)
    mixed = gain({name: 1 - value for name, value in before.items()}, before)

    assert better is not None
    assert mixed is not None
    assert (pytest.approx(0.1), True) == (better.mean, better.is_real)
    assert not mixed.is_real
    assert gain({"new": 1.0}, before) is None


def test_a_few_questions_that_agree_prove_nothing() -> None:
    """All their resamples are alike, so that the interval is a point."""
    few = gain({"a": 1.0, "b": 1.0}, {"a": 0.0, "b": 0.0})

    assert few is not None
    assert (1.0, 1.0, False) == (few.low, few.high, few.is_real)
