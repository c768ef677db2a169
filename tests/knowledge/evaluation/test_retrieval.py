"""Asking an index the questions of a file, inside the rights of a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from knowledge.domain import Turn
from knowledge.evaluation.files import GoldQuestion, principals_of
from knowledge.evaluation.report import groups_of, summed_up
from knowledge.evaluation.retrieval import RestrictedSource, retrieve
from knowledge.evaluation.scoring import score
from knowledge.index import HybridIndex, build_index
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.intent_doubles import FewWords

RIGHTS = {"leave.md": frozenset({"group:all"}), "pay.md": frozenset({"group:hr"})}
DOCUMENTS = [
    document("Annual leave is 25 days.", "leave.md"),
    document("The salary of band three is 52,000 euros.", "pay.md"),
    document("Nobody was named for the salary of the board.", "board.md"),
]


def _gold(name: str, text: str, groups: str, document_id: str, span: str, *history: Turn) -> GoldQuestion:
    return GoldQuestion(
        id=name,
        text=text,
        language="en",
        document_language="en",
        type="number",
        answerable=True,
        gold_documents=frozenset({document_id}),
        gold_spans=(span,),
        history=history,
        groups=frozenset({groups}),
    )


def test_each_question_is_asked_with_its_history_and_inside_its_rights(tmp_path: Path) -> None:
    """A follow-up is searched with the turn before it; what the rights do not name, nobody finds."""
    build_index(RestrictedSource(ListSource(DOCUMENTS), RIGHTS), HashingEmbedder(), tmp_path, lambda *_: None)
    gold = [
        _gold("q1", "How much is it in band three?", "hr", "pay.md", "52,000 euros", Turn("user", "The salary?")),
        _gold("q2", "What is the salary of band three?", "all", "pay.md", "52,000 euros"),
    ]
    index = HybridIndex(tmp_path, HashingEmbedder()).current()
    found = list(retrieve(gold, index, lambda question: principals_of(question.groups), FewWords()))
    scores = score(gold, found, RIGHTS)

    assert [["pay.md"], ["leave.md"]] == [[name for name, _ in one.retrieved] for one in found]
    assert [(1.0, 0.0), (0.0, 0.0)] == [(scores[name]["span@1"], scores[name]["leak"]) for name in ("q1", "q2")]


def test_a_turn_is_searched_behind_the_questions_before_it(tmp_path: Path) -> None:
    """A search alone has answered nothing in between."""
    build_index(ListSource(DOCUMENTS), HashingEmbedder(), tmp_path, lambda *_: None)
    opening = _gold("c/1", "What is the salary of band three?", "hr", "pay.md", "52,000 euros")
    turns = [opening, replace(opening, id="c/2", text="And in euros?", after="c/1")]
    index = HybridIndex(tmp_path, HashingEmbedder()).current()
    readers = frozenset({"everyone"})
    found = retrieve(turns, index, lambda _: readers, FewWords())

    assert ["pay.md", "pay.md"] == [one.retrieved[0][0] for one in found]


def test_a_report_has_a_line_for_each_language_follow_ups_and_types() -> None:
    """With the mean of the questions in it."""
    gold = [
        _gold("q1", "How much?", "hr", "pay.md", "52,000 euros", Turn("user", "The salary?")),
        _gold("q2", "How long?", "all", "leave.md", "25 days"),
    ]
    groups = groups_of(gold)
    report = summed_up({"q1": {"span@1": 1.0}, "q2": {"span@1": 0.0}}, groups)

    assert ["all", "en", "en about en", "follow-ups", "number"] == list(groups)
    assert (0.5, 1.0) == (report["all"]["span@1"].mean, report["follow-ups"]["span@1"].mean)
