"""What counts as found. The expected figures were checked against the scorer that published the definitions."""

from __future__ import annotations

import pytest

from knowledge.evaluation.files import GoldQuestion
from knowledge.evaluation.predictions import Prediction
from knowledge.evaluation.scoring import FIGURES, holds, score

SPAN = "We expect **new** teammates to spend up to $2,000"


def _gold(name: str = "q1", **more: object) -> GoldQuestion:
    fields: dict[str, object] = {
        "id": name,
        "text": "How much may I spend?",
        "language": "en",
        "document_language": "en",
        "type": "number",
        "answerable": True,
        "gold_documents": frozenset({"a.md"}),
        "gold_spans": (SPAN,),
    }
    return GoldQuestion(**{**fields, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "span", "found"),
    [
        ("we expect new\n teammates to spend up to $2,000 for", SPAN, True),
        ("职工已满１０年不满20年的, 年休假10天；", "已满10年不满20年的，年休假10天", True),
        ("we expect new hires to spend $200", SPAN, False),
        ("We expect new teammates to spend up to $2,00", SPAN, True),
        ("anything", "", False),
        ("anything", "…!", False),
        ("the year ends", "the year", True),
        ("the yea", "the year", False),
    ],
)
def test_a_text_holds_a_span_by_its_letters_or_nearly_all_of_its_grams(text: str, span: str, found: bool) -> None:  # noqa: FBT001 - given by name
    """Punctuation, width and case do not matter; a short span must be there whole."""
    assert found == holds(text, span)


def test_recall_and_reciprocal_rank_count_the_first_hit() -> None:
    """The document is met first, the span one place further down."""
    found = Prediction("q1", (("z.md", "x"), ("a.md", "other"), ("b.md", SPAN)))
    scores = score([_gold()], [found], None)["q1"]

    assert {"span@1": 0, "span@5": 1, "span@10": 1, "MRR": pytest.approx(1 / 3)} == {
        name: scores[name] for name in ("span@1", "span@5", "span@10", "MRR")
    }
    assert {"doc@1": 0, "doc@5": 1, "doc@10": 1, "doc MRR": 0.5} == {
        name: scores[name] for name in ("doc@1", "doc@5", "doc@10", "doc MRR")
    }
    assert "leak" not in scores


def test_what_comes_after_the_tenth_place_is_not_found() -> None:
    """Ten are shown to nobody's benefit but the scorer's."""
    found = Prediction("q1", (*(("z.md", "x"),) * 10, ("a.md", SPAN)))

    assert {0.0} == set(score([_gold()], [found], None)["q1"].values())


def test_a_question_without_prediction_found_nothing_and_an_unanswerable_one_has_no_recall() -> None:
    """A run that stops half-way must not look better."""
    none = _gold("q2", answerable=False, gold_documents=frozenset(), gold_spans=())
    scores = score([_gold(), none], [], None)

    assert {0.0} == set(scores["q1"].values())
    assert {} == scores["q2"]


def test_another_place_of_the_same_fact_counts() -> None:
    """``alt_spans`` are as good as the first."""
    gold = _gold(gold_spans=("nowhere in the documents at all", SPAN))

    assert score([gold], [Prediction("q1", (("a.md", SPAN),))], None)["q1"]["span@1"] == 1


@pytest.mark.parametrize(
    ("rights", "leak"),
    [
        ({"a.md": {"group:hr"}, "z.md": {"group:all"}}, 0),
        ({"a.md": {"group:pay"}, "z.md": {"group:all"}}, 1),
        ({"a.md": {"group:hr"}}, 1),
    ],
)
def test_a_document_that_no_group_of_the_asker_may_read_is_a_leak(rights: dict[str, set[str]], leak: float) -> None:
    """Retrieved at any place, or cited; a document that is not named is nobody's."""
    gold = _gold(groups=frozenset({"hr", "all"}))
    granted = {document: frozenset(readers) for document, readers in rights.items()}
    retrieved = Prediction("q1", (("a.md", "x"),) * 11 + (("z.md", "x"),))
    cited = Prediction("q1", (), ("a.md", "z.md"))

    assert leak == score([gold], [retrieved], granted)["q1"]["leak"]
    assert leak == score([gold], [cited], granted)["q1"]["leak"]


def test_every_figure_has_its_column() -> None:
    """A figure that is computed and not listed would never be shown."""
    scores = score([_gold(groups=frozenset({"hr"}))], [], {})["q1"]

    assert set(FIGURES) == set(scores)
