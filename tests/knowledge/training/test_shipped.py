"""The data that ships: valid, whole where it can be, and split so that it can judge."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from knowledge.code_version import answering_files
from knowledge.training import divided, judging_organisations, load_questions
from knowledge.training.organisations import policies_of, read_organisations
from knowledge.training.passages import texts_of_the_invented
from knowledge.training.records import TrainingDataInvalid
from knowledge.training.references import Reference, ReferredQuestion, shipped_questions

NEVER_USED = ("sourcegraph", "clef/handbook", "sustech", "南方科技", "brightwater", "sample_policies")


@pytest.fixture(scope="module")
def questions() -> list[ReferredQuestion]:
    """All that ship."""
    return shipped_questions()


def test_every_record_is_valid_and_of_an_organisation_of_the_table(questions: list[ReferredQuestion]) -> None:
    """Reading them checks them; no question stands there twice."""
    assert 11497 == len(questions)
    assert set(read_organisations()) == {question.org for question in questions}
    assert [] == [one for one, count in Counter((one.org, one.question) for one in questions).items() if count > 1]


def test_every_place_is_inside_its_passage(questions: list[ReferredQuestion]) -> None:
    """By the lengths that the pieces have."""
    outside = [
        question.question
        for question in questions
        if question.passage.pieces
        for place in (*question.gold, *question.near_misses)
        if not isinstance(place, Reference) and place[1] > _length(question.passage)
    ]

    assert [] == outside


def test_no_text_of_others_ships(questions: list[ReferredQuestion]) -> None:
    """Of all that is referred to, less than a thousandth is written out, nowhere more than a few words."""
    pieces = [piece for question in questions for one in question.references() for piece in one.pieces]
    literals = [piece for piece in pieces if isinstance(piece, str)]
    characters = sum(len(piece) if isinstance(piece, str) else piece[1] - piece[0] for piece in pieces)

    assert max(map(len, literals)) < 20
    assert sum(map(len, literals)) < characters / 1000


def test_only_one_organisation_has_no_home_but_a_folder(questions: list[ReferredQuestion]) -> None:
    """All others are found in their repositories or here."""
    assert {"posthog"} == {one.org for one in questions if any(not text.pieces for text in one.references())}
    assert {"posthog"} == {
        slug for slug, one in read_organisations().items() if not one.repository and not one.invented
    }


def test_the_invented_companies_load_whole_without_a_folder(questions: list[ReferredQuestion]) -> None:
    """Their gold stands in their policies; all their policies are asked about."""
    invented = {slug for slug, organisation in read_organisations().items() if organisation.invented}
    loaded = load_questions()

    assert 41 == len(invented)
    assert Counter(one.org for one in questions if one.org in invented) == Counter(one.org for one in loaded)
    for slug in invented:
        policies = policies_of(slug)
        mine = [question for question in loaded if question.org == slug]
        assert policies.keys() == {question.document for question in mine}
        assert all(question.passage in policies[question.document] for question in mine)


def test_a_policy_that_was_changed_is_one_sentence(
    questions: list[ReferredQuestion], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says what to do."""
    changed = {name: text.replace("a", "e") for name, text in policies_of("tallgrass").items()}
    monkeypatch.setattr("knowledge.training.passages.policies_of", lambda _slug: changed)

    with pytest.raises(TrainingDataInvalid, match=r"Undo the change, or make .*'s questions anew"):
        texts_of_the_invented(questions, {"tallgrass": read_organisations()["tallgrass"]})


def test_nothing_that_judges_is_among_it() -> None:
    """By name, in the questions, the policies and the table."""
    folder = Path(load_questions.__code__.co_filename).parent
    files = [path for path in folder.rglob("*") if path.suffix in {".jsonl", ".json"} or "policies" in path.parts]
    texts = {path: path.read_text(encoding="utf-8").casefold() for path in files if path.is_file()}

    assert [] == [(path.name, name) for path, text in texts.items() for name in NEVER_USED if name in text]


def test_divided_questions_have_no_organisation_in_common(questions: list[ReferredQuestion]) -> None:
    """And none is lost."""
    learn, judge = divided(questions, judging_organisations())

    assert not {question.org for question in learn} & {question.org for question in judge}
    assert len(questions) == len(learn) + len(judge)


def test_training_is_no_part_of_what_an_answer_depends_on() -> None:
    """A change to it leaves the cache of answers alone."""
    names = {path.as_posix().partition("/knowledge/")[2] for path in answering_files()}

    assert "answer/cache.py" in names
    assert not [name for name in names if name.startswith("training/")]


def _length(reference: Reference) -> int:
    return sum(len(piece) if isinstance(piece, str) else piece[1] - piece[0] for piece in reference.pieces)
