"""Hybrid search inside the reader's rights."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.domain import Document, Retrieved
from knowledge.index import HybridIndex, build_index, lexical, searching
from knowledge.index.index_text import full_text, full_text_query
from knowledge.index.lexical import FullText
from knowledge.index.searching import IndexVersion
from tests.knowledge.doubles import HashingEmbedder, ListSource, document
from tests.knowledge.index.conftest import quiet

ALL = frozenset({"everyone", "public", "group:hr"})


def _built(path: Path, *documents: Document) -> IndexVersion:
    build_index(ListSource(documents), HashingEmbedder(), path, quiet)
    return HybridIndex(path, HashingEmbedder()).current()


def _names(found: list[Retrieved]) -> list[str]:
    return [one.passage.document_id for one in found]


@pytest.mark.parametrize(
    ("question", "best"),
    [("How do I request vacation?", "leave.md"), ("年休假怎么申请？", "请假.md"), ("returning goods", "returns.md")],
)
def test_the_passage_that_speaks_of_it_comes_first(index: HybridIndex, question: str, best: str) -> None:
    """In English and in Chinese, whatever the form of the words."""
    assert _names(index.search(question, ALL, 3))[0] == best


def test_a_passage_comes_back_as_it_was_stored(index: HybridIndex) -> None:
    """Every field survives the table."""
    passage = index.search("salary band", ALL, 1)[0].passage

    assert passage.text == "The salary band B1 begins at 31,000 euros."
    assert passage.readers == frozenset({"group:hr", "user:U'1"})
    assert passage.url == "https://intranet.example/leave"
    assert (passage.title, passage.heading_path, passage.context) == ("Salary bands", (), "")
    assert (passage.start, passage.end, passage.language, passage.effective) == (0, len(passage.text), "en", None)


def test_a_passage_leads_to_its_whole_section_and_its_documents_owner(tmp_path: Path) -> None:
    """A table of 300 rows is cut in splitting, and shown as one."""
    rows = "\n".join(f"| City {n} | {n} euro a night at most |" for n in range(300))
    text = f"# Limits\n\n## Hotels\n\n| City | Limit |\n|---|---|\n{rows}\n\n## Meals\n\nTen euro a day.\n"
    limits = replace(document(text, "limits.md"), owner="Travel desk")
    index = _built(tmp_path, limits, document("## Hotels\n\nNone.", "other.md"))
    one = index.search("City 250 at most", ALL, 1)[0].passage
    section = index.section(one)

    assert one in section
    assert 300 == sum(part.text.count("a night at most") for part in section)
    assert {"limits.md"} == {part.document_id for part in section}
    assert ["Hotels", "Meals"] == list(dict.fromkeys(part.heading_path[-1] for part in index.document(one)))
    assert (2, 1, 0) == tuple(index.documents_with(heading, ALL) for heading in ("Hotels", "Meals", "Cars"))
    assert 0 == index.documents_with("Hotels", frozenset({"group:hr"}))
    assert ("Travel desk", "") == (index.owner("limits.md"), index.owner("other.md"))


@pytest.mark.parametrize(
    ("principals", "readable"),
    [
        ({"public"}, {"returns.md"}),
        ({"everyone"}, {"leave.md", "请假.md"}),
        ({"everyone", "public"}, {"leave.md", "请假.md", "returns.md"}),
        ({"group:hr"}, {"pay.md"}),
        ({"user:U'1"}, {"pay.md"}),
        ({"group:h", "group:hr'; --", "') OR 1=1 --"}, set()),
        (set(), set()),
    ],
)
def test_nobody_finds_what_they_may_not_read(index: HybridIndex, principals: set[str], readable: set[str]) -> None:
    """Not by meaning, not by words, not with a principal that looks like SQL; without principals nothing at all."""
    questions = ("salary of the board band euros", "annual leave 年休假", "return goods within days")
    found = {name for text in questions for name in _names(index.search(text, frozenset(principals), 50))}

    assert readable == found


@pytest.mark.parametrize("removed", ["dense", "full text"])
def test_without_its_filter_either_search_would_leak(
    index: HybridIndex, monkeypatch: pytest.MonkeyPatch, removed: str
) -> None:
    """The test above would see it: each search has a filter of its own, and needs it."""
    if removed == "dense":
        monkeypatch.setattr("knowledge.index.searching._rows_of", lambda right_of_row, _: np.arange(len(right_of_row)))
    else:
        real = FullText.match
        monkeypatch.setattr(FullText, "match", lambda index, text, _, limit: real(index, text, range(9), limit))
    found = index.search("salary of the board", frozenset({"everyone"}), 50)

    assert "pay.md" in _names(found)


def test_rights_bound_the_search_and_not_its_result(path: Path) -> None:
    """Three hundred better passages of others do not crowd out the one that may be read."""
    secret = [document(f"Vacation vacation vacation {n}.", f"{n}.md", "group:hr") for n in range(300)]
    build_index(ListSource([*secret, document("Vacation is 25 days.")]), HashingEmbedder(), path, quiet)
    found = HybridIndex(path, HashingEmbedder()).search("vacation", frozenset({"everyone"}), 5)

    assert _names(found) == ["people/leave.md"]
    assert found[0].lexical is not None


@pytest.mark.parametrize("seed", range(5))
def test_the_ranking_is_that_of_comparing_every_vector_and_counting_every_word(
    path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under random rights and in either language, both searches rank what may be read, and all of it.

    Words are looked for among all rows first: that gives just what looking among the readable ones gives.
    """
    chance = np.random.default_rng(seed)
    words = [f"word{number}" for number in range(40)] + ["年休假", "报销", "审批"]
    groups = [f"group:{number}" for number in range(6)]
    documents = [
        document(
            " ".join(chance.choice(words, chance.integers(3, 30))),
            f"{n:04}.md",
            *chance.choice(groups, chance.integers(1, 4)),
        )
        for n in range(1_500)
    ]
    build_index(ListSource(documents), HashingEmbedder(), path, quiet)
    version = HybridIndex(path, HashingEmbedder()).current()
    for _ in range(10):
        question, asker = " ".join(chance.choice(words, 3)), frozenset(chance.choice(groups, chance.integers(1, 3)))
        query = HashingEmbedder().embed_queries([question])[0]
        rights = version._rights.granted(asker)
        rows = version._rows_of(rights)
        may_read = [n for n, one in enumerate(documents) if one.readers & asker]
        cosines = version._vectors.cosines(query, np.arange(len(documents)))
        nearest = version._vectors.nearest(query, rows, 50)
        asked = full_text_query(question)
        said = {n for n in may_read if set(asked.split()) & set(full_text(f"Leave Policy {documents[n].text}").split())}

        last = len(documents) - 1
        assert version._passages.passages([last])[last].document_id == f"{last:04}.md"
        assert may_read == rows.tolist()
        assert sorted(may_read, key=lambda row: (-cosines[row], row))[:50] == nearest
        assert said == set(version._full_text.match(asked, rights, 2_000))
        ahead = version._full_text.match(asked, rights, 30)
        with monkeypatch.context() as patch:
            patch.setattr(lexical, "_AHEAD", 1)
            assert list(version._full_text.match(asked, rights, 30).items()) == list(ahead.items())


def test_every_result_has_its_cosine_and_only_matches_have_a_lexical_score(index: HybridIndex) -> None:
    """The cosine decides whether anything relevant was found at all."""
    found = index.search("vacation", ALL, 50)
    embedder = HashingEmbedder()
    query = embedder.embed_queries(["vacation"])[0]
    expected = [float(embedder.embed_queries([f"{r.passage.title}\n{r.passage.text}"])[0] @ query) for r in found]

    assert [r.dense for r in found] == pytest.approx(expected, abs=5e-4)
    assert ["leave.md"] == [r.passage.document_id for r in found if r.lexical is not None]
    assert sorted((r.score for r in found), reverse=True) == [r.score for r in found]


@pytest.mark.parametrize("text", ["", "   ", "😀", "？！……", '"" () * ~ ^ -', "\0\u200b"])
def test_a_question_without_a_word_finds_nothing(index: HybridIndex, text: str) -> None:
    """There is nothing to look for."""
    assert [] == index.search(text, ALL, 5)


@pytest.mark.parametrize(
    "text",
    [
        '"vacation AND (OR NOT ~2 leave^3 [a TO b] field:x \\',
        "vacation " * 5_000,
        " ".join(f"word{n}" for n in range(8_000)),
        "休假" * 20_000,
        "vacation \ud83d \0 \u202e leave",
        "'; DROP TABLE passages; --",
    ],
)
def test_no_question_breaks_the_search(index: HybridIndex, text: str) -> None:
    """Operators, forty thousand characters, broken characters: all are words to look for."""
    assert len(index.search(text, ALL, 3)) == 3


def test_many_threads_search_at_once(index: HybridIndex) -> None:
    """Each gets what it would get alone."""
    questions = ["request vacation", "年休假", "salary band", "return goods"] * 10
    alone = [_names(index.search(text, ALL, 3)) for text in questions]
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda text: _names(index.search(text, ALL, 3)), questions))

    assert alone == together


def test_what_lies_near_as_an_answer_counts_most_and_the_gloss_least() -> None:
    """A row that leads one ranking alone: by tuned vectors, by vectors or words, by the gloss, in this order."""
    by_vectors, by_words, by_tuned, by_gloss = range(4)
    fused = searching._fuse([[by_vectors], [by_words], [by_tuned], [by_gloss]], searching.WEIGHTS)

    assert fused[by_tuned] > fused[by_vectors] + fused[by_words]
    assert fused[by_vectors] == fused[by_words] > fused[by_gloss] > 0


@pytest.mark.parametrize(("in_chinese", "in_english"), [(10, 40), (40, 10)])
def test_a_chinese_question_finds_what_only_an_english_policy_says_in_its_words(
    path: Path, monkeypatch: pytest.MonkeyPatch, in_chinese: int, in_english: int
) -> None:
    """Nothing but the dictionary connects them here; it matters not in which language most policies are."""
    chinese = [document(f"年假制度第{n}条：请假应当提前申请。", f"{n}.md", language="zh") for n in range(in_chinese)]
    english = [document(f"Expense rule number {n}.", f"en{n}.md") for n in range(in_english)]
    target = document("Five days of sick leave are paid each year.", "target.md")
    version = _built(path, *chinese, *english, target)
    found = version.search("病假有几天？", ALL, 5)
    monkeypatch.setattr(searching, "WEIGHTS", searching.WEIGHTS[:3])
    without = version.search("病假有几天？", ALL, 5)

    assert _names(found).index("target.md") < _names(without).index("target.md")
    (of_target,) = [one for one in found if one.passage.document_id == "target.md"]
    assert of_target.dense is not None
    assert of_target.dense > max(one.dense or 0 for one in found if one.passage.language == "en" and one != of_target)


def test_rows_are_in_the_order_they_were_written(index: HybridIndex) -> None:
    """A vector and the passage of its row belong together."""
    version = index.current()
    passages = version._passages.passages(range(5))
    texts = [f"{passages[row].title}\n{passages[row].text}" for row in range(5)]

    for row, vector in enumerate(HashingEmbedder().embed_queries(texts)):
        assert version._vectors.cosines(vector, np.array([row])) == pytest.approx(1, abs=5e-4)


def test_a_code_finds_what_names_it_and_nothing_near_it(tmp_path: Path) -> None:
    """Where nothing names it, nothing is found: another form's rule would be taken for its own."""
    forms = [
        document(f"Form PPR-{number} must be signed by the plant manager.", f"{number}.md")
        for number in range(9080, 9086)
    ]
    index = _built(tmp_path, *forms)

    assert ["9083.md"] == _names(index.search("Who signs form ppr9083?", ALL, 10))
    assert [] == index.search("Who signs form PPR-9087?", ALL, 10)
    assert 1 < len(index.search("Who signs the form?", ALL, 10))


def test_a_clause_is_found_by_its_number(tmp_path: Path) -> None:
    """However many passages are nearer to the words around it. A question that names none finds as much as before."""
    rules = [
        f"## {place}.{part} Rule\n\nWhat does the section say? Word {place}." for place in "1234" for part in "1234"
    ]
    index = _built(tmp_path, document("# Rules\n\n" + "\n\n".join(rules)))

    assert ["Rules › 4.2 Rule"] == [one.passage.heading for one in index.search("What does section 4.2 say?", ALL, 5)]
    assert len(index.search("What does the section say?", ALL, 5)) > 1
    assert index.search("section 9.9", ALL, 5)
