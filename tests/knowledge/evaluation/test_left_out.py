"""What a fit is worth on a folder that it saw no question about."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.answer.confidence import Calibration
from knowledge.evaluation.fitting import Observed, TooFewQuestions, fit
from knowledge.evaluation.left_out import leave_out, require_folders
from knowledge.evaluation.pages import fit_page

NOW = Calibration({"near": 1.0, "words": 1.0}, 0.0, 0.5)
FOLDERS = ("hr", "it", "travel")


def _observed(folder: str, seed: int) -> list[Observed]:
    """In two folders what is near can be answered; in travel it is the contrary, and words tell nothing anywhere."""
    chance = np.random.default_rng(seed)
    seen = []
    for number in range(60):
        answerable = number % 3 > 0
        near = (1.0 if answerable else -1.0) * (-1.0 if folder == "travel" else 1.0)
        signs = {"near": near + chance.normal(0, 0.1), "words": chance.random()}
        seen.append(Observed(signs, answerable, right=answerable))
    return seen


SEEN = [one for seed, folder in enumerate(FOLDERS) for one in _observed(folder, seed)]
NAMES = [folder for folder in FOLDERS for _ in range(60)]


def test_a_folder_of_another_kind_is_found_out_only_where_it_was_left_out() -> None:
    """Fitted to the others, all of travel is taken for its contrary: AUC 0, nothing right. Folders stand in order."""
    found = {one.folder: one for one in leave_out(SEEN, NAMES, fit(SEEN, NOW).calibration)}

    assert [*FOLDERS, "all"] == list(found)
    assert (60, 20) == (found["travel"].questions, found["travel"].unanswerable)
    assert (0.0, 0.0) == (found["travel"].held_out.auc, found["travel"].held_out.outcome.ok)
    assert (180, 60) == (found["all"].questions, found["all"].unanswerable)


def test_alike_folders_are_as_good_held_out_as_in_the_fit() -> None:
    """What is near tells them all apart, in a fit with them and without them."""
    seen = [*_observed("hr", 1), *_observed("it", 2)]
    found = leave_out(seen, NAMES[:120], fit(seen, NOW).calibration)

    assert {(1.0, 1.0)} == {(one.held_out.auc, one.held_out.outcome.ok) for one in found}
    assert {(1.0, 1.0)} == {(one.in_sample.auc, one.in_sample.outcome.ok) for one in found}


def test_questions_about_no_folder_are_dealt_out_so_that_each_is_held_out_once() -> None:
    """Forty that cannot be answered, twenty for each of two folders whose own can all be."""
    seen = [*_observed("hr", 1), *_observed("it", 2)]
    names = [folder if one.answerable else "" for one, folder in zip(seen, NAMES[:120], strict=True)]
    found = leave_out(seen, names, fit(seen, NOW).calibration)

    assert [("hr", 60, 20), ("it", 60, 20), ("all", 120, 40)] == [
        (one.folder, one.questions, one.unanswerable) for one in found
    ]


def test_a_folder_whose_questions_are_all_of_one_kind_has_no_auc() -> None:
    """There is nothing to tell apart; the others are counted as ever."""
    more = [Observed({"near": 1.0, "words": 0.5}, answerable=True, right=True)] * 10
    found = leave_out([*SEEN, *more], [*NAMES, *["food"] * 10], fit(SEEN, NOW).calibration)

    assert [None] == [one.held_out.auc for one in found if one.folder == "food"]
    assert all(one.held_out.auc is not None for one in found if one.folder != "food")


def test_too_little_to_leave_out_is_said_so() -> None:
    """One folder alone, or all that cannot be answered in one of two."""
    with pytest.raises(TooFewQuestions, match="about fewer than two folders"):
        require_folders([True, False], ["hr", ""])
    with pytest.raises(TooFewQuestions, match="Without the folder hr: There are 0 answerable and 60 unanswerable"):
        require_folders([number < 60 for number in range(120)], ["hr"] * 60 + ["it"] * 60)


def test_the_page_has_a_row_for_each_folder() -> None:
    """Beside what it is worth where the fit saw it."""
    found = fit(SEEN, NOW)
    page = fit_page(found, "x", leave_out(SEEN, NAMES, found.calibration))

    assert "逐一留出各目录" in page
    assert all(f"<td>{name}</td>" in page for name in (*FOLDERS, "all"))
    assert "逐一留出各目录" not in fit_page(found, "x")
