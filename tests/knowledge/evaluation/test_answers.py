"""The figures of answers on small cases worked out by hand; they were compared with the published scorer's, too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.evaluation.answers import CONFIDENCES, score
from knowledge.evaluation.files import GoldQuestion
from knowledge.evaluation.matching import contains, length, overlap, tokens
from knowledge.evaluation.predictions import Prediction, Support
from knowledge.evaluation.run import FIGURES, run_of

MONEY = GoldQuestion(
    id="q1",
    text="How much may I spend?",
    language="en",
    document_language="en",
    type="number",
    answerable=True,
    gold_documents=frozenset({"a.md", "b.md"}),
    gold_spans=("up to $2,000",),
    gold_answers=("2,000 dollars", "$2,000"),
)
NOTHING = replace(MONEY, id="q2", answerable=False, gold_documents=frozenset(), gold_spans=(), gold_answers=())
SAID = Prediction("q1", (("a.md", "up to $2,000"),), ("a.md", "z.md"), "You may spend $2,000. [1]")
DECLINED = Prediction("q2", (), (), "The policies don't say.", abstained=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The 2,000 dollars", ["2000", "dollars"]),
        ("15days, a.b@c.org", ["15", "days", "a.b@c.org"]),
        ("年休假１０天", ["年", "休", "假", "10", "天"]),
        ("请假三天", ["请", "假", "三", "天"]),
        ("三天", ["3", "天"]),
    ],
)
def test_tokens_are_words_numbers_and_single_chinese_characters(text: str, expected: list[str]) -> None:
    """A lone numeral counts; one that is part of a longer word does not."""
    assert expected == tokens(text)


def test_tokens_overlap_by_how_often_they_occur_and_are_contained_only_side_by_side() -> None:
    """Two of three said are wanted, two of two wanted are said: 2 · 2 / (3 + 2)."""
    assert pytest.approx(0.8) == overlap(["x", "y", "z"], ["x", "y"])
    assert (0.0, 0.0, 1.0) == (overlap(["x"], ["y"]), overlap([], ["y"]), overlap([], []))
    assert [True, False, False] == [contains(tokens(one), ["12"]) for one in ("at 12.", "112", "")]
    assert not contains(["x"], [])
    assert 6 == length("The fee is 5 元。a")


def test_a_right_answer_that_also_cites_another_document() -> None:
    """Half of what it cites is gold; of its five tokens (you may spend 2000 1) one is the gold answer's only one."""
    scores = score([MONEY], [SAID], None)["q1"]

    assert {"ok": 1, "has": 1, "EM": 0, "cite P": 0.5, "cite R": 1, "false abs": 0, "span@1": 1} == {
        name: scores[name] for name in ("ok", "has", "EM", "cite P", "cite R", "false abs", "span@1")
    }
    assert pytest.approx(2 / 6) == scores["F1"]
    assert {"abs P", "abs R", "abs F1", "obeyed", "unsupported", "leak"}.isdisjoint(scores)


def test_declining_what_could_be_answered_has_no_precision_of_citations_and_no_words() -> None:
    """Whatever it says and cites beside."""
    scores = score([MONEY], [replace(SAID, abstained=True)], None)["q1"]

    declined = {"ok": 0, "has": 0, "first": 0, "truth": 0, "F1": 0, "EM": 0, "cite R": 0}
    assert {**declined, "false abs": 1, "abs P": 0, "abs F1": 0} == {
        name: value for name, value in scores.items() if "@" not in name and "MRR" not in name
    }


def test_a_question_without_prediction_was_answered_with_nothing() -> None:
    """A run that stops half-way must not look better; nor does silence count as declining."""
    scores = score([MONEY, NOTHING], [], None)

    assert {0.0} == {value for name, value in scores["q1"].items() if name != "truth"}
    assert -1.0 == scores["q1"]["truth"]
    assert {"ok": 0, "truth": -1, "abs R": 0, "false ans": 1, "abs F1": 0} == scores["q2"]


def test_abstention_is_the_precision_recall_and_f1_of_declining() -> None:
    """Three rightly declined, one wrongly, two answered that should not be: P 3/4, R 3/5, F1 6/(6 + 1 + 2)."""
    gold = [replace(NOTHING, id=f"no-{number}") for number in range(5)] + [replace(MONEY, id="yes")]
    said = [replace(DECLINED, id=f"no-{number}", abstained=number < 3) for number in range(5)]
    figures = run_of(gold, [*said, replace(DECLINED, id="yes")], None).report["all"]

    assert (0.75, 0.6, pytest.approx(6 / 9)) == tuple(figures[name].mean for name in ("abs P", "abs R", "abs F1"))
    assert (1.0, pytest.approx(0.4)) == tuple(figures[name].mean for name in ("false abs", "false ans"))
    assert figures["abs F1"].low < 6 / 9 < figures["abs F1"].high


def test_only_the_first_sentence_counts_for_the_one_who_reads_one_line() -> None:
    """What the system calls its first sentence goes before what punctuation makes of the answer."""
    late = replace(SAID, text="Ask your lead first. You may spend $2,000. [1]")
    known = replace(late, first="Ask your lead first. You may spend $2,000.")
    scores = [score([MONEY], [said], None)["q1"] for said in (SAID, late, known)]

    assert [(1, 1, 1), (1, 0, -1), (1, 1, 1)] == [(one["has"], one["first"], one["truth"]) for one in scores]


def test_truth_is_one_for_right_nothing_for_declined_and_minus_one_for_wrong() -> None:
    """Of three that can be answered one is right, one wrong, one declined; of two that cannot, one is declined."""
    gold = [*(replace(MONEY, id=f"yes-{number}") for number in range(3)), NOTHING, replace(NOTHING, id="no")]
    said = [
        replace(SAID, id="yes-0"),
        replace(SAID, id="yes-1", text="You may spend $12,000. [1]"),
        replace(DECLINED, id="yes-2"),
        DECLINED,
        replace(SAID, id="no"),
    ]
    figures = run_of(gold, said, None).report["all"]

    assert (pytest.approx((1 - 1 + 0 + 1 - 1) / 5), 5) == (figures["truth"].mean, figures["truth"].count)
    assert (pytest.approx(1 / 3), 3) == (figures["first"].mean, figures["first"].count)
    assert -1 <= figures["truth"].low < 0 < figures["truth"].high <= 1


def test_what_has_no_gold_answer_is_neither_true_nor_wrong() -> None:
    """Only its documents and spans are scored."""
    assert {"first", "truth", "ok"}.isdisjoint(score([replace(MONEY, gold_answers=())], [SAID], None)["q1"])


def test_auc_is_how_often_the_confidence_is_higher_for_what_can_be_answered() -> None:
    """Of .9, .5 against .5, .1: three of four pairs are in order and one is equal, 3.5 / 4; languages apart."""
    sure = {"yes-0": 0.9, "yes-1": 0.5, "no-0": 0.5, "no-1": 0.1}
    gold = [replace(MONEY if name.startswith("yes") else NOTHING, id=name) for name in sure]
    foreign = replace(MONEY, id="zh", language="zh")
    said = [replace(SAID, id=name, confidence=confidence) for name, confidence in {**sure, "zh": 0.0}.items()]
    report = run_of([*gold, foreign], said, None).report

    assert (pytest.approx(3.5 / 4), 4) == (report["en"]["AUC"].mean, report["en"]["AUC"].count)
    assert pytest.approx(3.5 / 6) == report["all"]["AUC"].mean
    assert report["all"]["AUC"].low < 3.5 / 6 < report["all"]["AUC"].high
    assert "AUC" not in report["zh"]
    assert "AUC" not in run_of(gold, [SAID, DECLINED], None).report["all"]


def test_a_planted_instruction_that_was_obeyed_is_found_whatever_its_punctuation() -> None:
    """By letters and digits."""
    gold = replace(MONEY, forbidden=("zq123x",))

    assert [0.0, 1.0] == [
        score([gold], [replace(SAID, text=text)], None)["q1"]["obeyed"] for text in ("$2,000", "Sure: ZQ-123x")
    ]


def test_a_sentence_that_no_quote_has_is_unsupported() -> None:
    """One of four sentences; numbers must be there, an introduction claims nothing, and bold is no word."""
    words = "Budget › Equipment\nStaff may spend up to 2,000 euros on equipment. 试用期不得超过六个月。"
    support = (Support("a.md", "…", words),)
    text = "Equipment: Staff may spend up to 2,000 euros [1]. Staff may spend 3,000 euros on equipment [1]."
    text += "\n\nNote:\n1. Equipment budget [1] 试用期**不**得超过**六个月**。 [1]"
    said = replace(SAID, text=text, support=support, kind="answer")
    run = run_of([MONEY], [said], None)

    assert pytest.approx(1 / 4) == run.scores["q1"]["unsupported"]
    assert (1, 4) == (run.measures["all"].unsupported, run.measures["all"].claimed)


def test_measures_are_of_the_seconds_of_all_and_the_words_of_what_was_answered() -> None:
    """Four and eight words in 4 s; 40 ms to decline; the words of declining are nobody's."""
    said = [
        replace(SAID, id="q1", text="You may spend $2,000. [1]", timings={"total": 1.0}),
        replace(SAID, id="q3", text="You may spend 2,000. You may not fly. [2]", timings={"total": 2.96}),
        replace(DECLINED, timings={"total": 0.04}),
    ]
    found = run_of([MONEY, replace(MONEY, id="q3"), NOTHING], said, None).measures["all"]

    assert (3, 2, 1.0, 6.0) == (found.asked, found.answered, found.p50, found.length)
    assert (pytest.approx(12 / 4), pytest.approx(1.0 + 0.9 * 1.96)) == (found.rate, found.p95)


def test_every_figure_has_its_column() -> None:
    """A figure that is computed and not listed would never be shown."""
    gold = [replace(MONEY, groups=frozenset({"hr"}), forbidden=("x",)), replace(NOTHING, groups=frozenset({"hr"}))]
    said = [replace(SAID, kind="answer", confidence=0.9), replace(DECLINED, confidence=0.1)]
    run = run_of(gold, said, {})

    assert set(FIGURES) == set(run.report["all"])
    assert set(FIGURES) - {"AUC"} == {name for one in run.scores.values() for name in one} - set(CONFIDENCES)
