"""What every sentence that was found has for and against it, and how a fit ranks them by that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from knowledge.answer.reading import Candidate, covered, look_at, new_first, read, read_as_well
from knowledge.domain import Passage, Retrieved
from knowledge.language.sentences import split_sentences
from knowledge.ports import Vectors
from tests.knowledge.answering_doubles import WORD_FIT, ScriptedReader, WordEmbedder
from tests.knowledge.builders import passage, retrieved


class Unasked(WordEmbedder):
    """Embeds questions, and fails where a sentence is embedded that the index knows."""

    def embed_passages(self, texts: Sequence[str], progress: object = None) -> Vectors:
        """Fail."""
        raise AssertionError(texts)


def _found(*passages: Passage, known: Sequence[float] = ()) -> list[Retrieved]:
    """Passages as they are found, the first with the cosines of its sentences as the index has them."""
    found = retrieved(*passages)
    if known:
        found[0] = replace(found[0], sentences={passages[0].id: tuple(known)})
    return found


def _look(question: str, found: Sequence[Retrieved]) -> dict[str, Candidate]:
    return {one.sentence.own: one for one in look_at(question, found, WordEmbedder())}


def _sign(name: str, question: str, text: str, **more: object) -> dict[str, float]:
    """One sign of each sentence of a passage."""
    looked = _look(question, _found(passage(text, **more)))  # type: ignore[arg-type]
    return {words: one.signs[name] for words, one in looked.items()}


def _first(question: str, text: str, **weights: float) -> str:
    """What is ranked first by one weight alone."""
    return read(question, _found(passage(text)), WordEmbedder(), weights)[0].sentence.own


def test_the_sentences_of_all_that_was_found_are_read_the_neighbours_under_their_own_headings() -> None:
    """A quote from the next section must not be cited by the heading of the one before; what comes last is read too."""
    far = [passage(f"Clause {n} is about vacation days.", document_id=f"{n}.md", id=f"{n}") for n in range(10)]
    carrying = passage("Five days of vacation carry over to March.", heading="Carrying over", start=60)
    found = retrieved(*far)
    found[-1] = replace(found[-1], neighbours=(carrying,))
    evidence = read("Until when does vacation carry over?", found, WordEmbedder(), WORD_FIT.ranker)

    assert ("Carrying over", carrying.text) == (evidence[0].sentence.passage.heading, evidence[0].sentence.quote)
    assert 11 == len(evidence)


def test_the_best_comes_first_by_the_weighed_sum_of_its_signs() -> None:
    """A sign without a weight counts for nothing, and a weight without a sign is none."""
    found = _found(passage("Offices are open. Vacation days carry over."))
    evidence = read("Do vacation days carry over?", found, WordEmbedder(), {"words": 2.0, "new": 9.0})

    assert [("Vacation days carry over.", 2.0), ("Offices are open.", 0.0)] == [
        (item.sentence.quote, item.score) for item in evidence
    ]


def test_cosines_that_the_index_has_are_taken_from_it() -> None:
    """A question costs its own embedding."""
    rule = passage("Offices are open. Vacation is long. Ask us early.")
    evidence = read("What is it?", _found(rule, known=(0.2, 0.9, 0.4)), Unasked(), {"cosine": 1.0})

    assert [(split_sentences(rule)[n], at) for n, at in ((1, 0.9), (2, 0.4), (0, 0.2))] == [
        (one.sentence, one.similarity) for one in evidence
    ]


@pytest.mark.parametrize("known", [(), (0.2, 0.9)])
def test_sentences_that_no_index_has_are_embedded(known: Sequence[float]) -> None:
    """Or not as they are split now: an index of an older release has other units."""
    looked = _look(
        "vacation", _found(passage("Offices are open. Vacation is long. Ask us early.", title="X"), known=known)
    )

    assert ["Vacation is long."] == [said for said, one in looked.items() if one.similarity > 0.87]


def test_how_close_a_sentence_and_the_closest_of_its_passage_are_is_a_sign() -> None:
    """What stands beside something close is likelier to be about the matter."""
    found = _found(passage("Offices are open. Vacation is long. Ask us early."), known=(0.2, 0.9, 0.4))
    looked = list(_look("What is it?", found).values())

    spread = np.std([0.2, 0.9, 0.4])
    assert [pytest.approx(cosine / spread) for cosine in (0.2, 0.9, 0.4)] == [one.signs["cosine"] for one in looked]
    assert [pytest.approx(0.5 / spread)] * 3 == [one.signs["highest"] for one in looked]


def test_an_embedder_that_puts_all_close_together_ranks_as_another() -> None:
    """One fit is for any. Where nothing lies apart, nothing is made of it."""
    rule = passage("Offices are open. Vacation is long. Ask us early.")
    weights = {"cosine": 1.0, "highest": 0.5, "meaning": 1.0}
    wide, close = (
        [one.score for one in read("What is it?", _found(rule, known=known), Unasked(), weights)]
        for known in ((0.2, 0.9, 0.4), (0.82, 0.89, 0.84))
    )
    same = read("What is it?", _found(rule, known=(0.8, 0.8001, 0.8)), Unasked(), weights)

    assert [pytest.approx(wide[0] - score) for score in wide] == [close[0] - score for score in close]
    assert same[0].score - same[-1].score < 0.1


def test_what_only_introduces_is_no_candidate_and_is_seen_from_its_neighbours() -> None:
    """Its cosine says that the list below it is about the matter."""
    text = "The company does not pay for:\n\n- the minibar at night\n- fines of any kind"
    looked = list(_look("What is not paid?", _found(passage(text), known=(0.9, 0.2, 0.3))).values())

    assert [0.2, 0.3] == [one.similarity for one in looked]
    assert [pytest.approx(1.4 / 3 / (0.15 * 0.75))] * 2 == [one.signs["highest"] for one in looked]


def test_a_follow_up_is_asked_for_something_that_was_not_said() -> None:
    """As it was shown, in bold and with its mark; and what only resembles it by a few letters stays."""
    rules = "Vacation is 25 days. Part-timers get half of that. Yes."
    found = _found(passage(rules), known=(0.9, 0.2, 0.4))
    evidence = read("vacation?\nand part-timers?", found, Unasked(), {"cosine": 1.0})
    said = [one.sentence.quote for one in new_first(evidence, ["Vacation is **25 days**. [1] Yes."])]

    assert ["Vacation is 25 days.", "Yes.", "Part-timers get half of that."] == [one.sentence.quote for one in evidence]
    assert ["Yes.", "Part-timers get half of that.", "Vacation is 25 days."] == said
    assert evidence == new_first(evidence, ["Ask your manager."])


def test_a_follow_up_is_read_alone_as_well() -> None:
    """What only the question before it asks says half as much."""
    (first, *_) = read("vacation", _found(passage("Part-timers get half.")), WordEmbedder(), {"words": 1.0})
    first = replace(first, reads=3.0)

    assert replace(first, reads=2.5) == read_as_well("and part-timers?", first, ScriptedReader("half"))
    assert replace(first, reads=0.5) == read_as_well("and the gym?", first, ScriptedReader("gym"))
    assert first == read_as_well("and part-timers?", first, None)


def test_of_a_code_that_is_asked_for_what_names_another_is_no_candidate() -> None:
    """What names none may be about it."""
    text = "PPR-9087 is due in May. PPR-9088 is due in June. Both are signed by the board."

    assert ["PPR-9087 is due in May.", "Both are signed by the board."] == list(
        _look("PPR-9087?", _found(passage(text)))
    )
    assert 3 == len(_look("What is due?", _found(passage(text))))


def test_whether_a_row_is_for_the_amount_of_the_question_is_a_sign() -> None:
    """What says another range is spoken against by the row that is for it, and by nothing else."""
    rows = "| Order | Signs |\n|---|---|\n| up to £500 | lead |\n| over £500 up to £5,000 | head |\n| other | board |"
    limit = "Presents up to £40 are fine."

    assert [-1.0, 1.0, 0.0] == list(_sign("range", "who signs a 3k purchase", rows).values())
    assert [0.0, 0.0, 0.0] == list(_sign("range", "who signs", rows).values())
    assert {limit: 0.0} == _sign("range", "a customer gave me a £60 bottle, is that ok?", limit)
    assert _first("who signs a 3k purchase", rows, range=1.0).endswith("head")


def test_the_passages_cosines_and_its_rank_are_signs() -> None:
    """By the embedder's own form."""
    first, second = retrieved(passage("Vacation is long."), passage("Offices are open.", title="Office", id="b"))
    looked = _look("vacation", [replace(first, tuned=0.4), replace(second, dense=0.7)])

    signs = [[one.signs[name] for name in ("meaning", "rank")] for one in looked.values()]
    assert [[pytest.approx(0.9 / 0.1), 1.0], [pytest.approx(0.7 / 0.1), 0.5]] == signs


def test_a_follow_up_is_about_its_own_words_first() -> None:
    """What the question before it says is said again all over the policy."""
    asked = "How many days of annual leave is it?\nAnd for part-timers?"
    shares = _sign("words", asked, "Annual leave is 25 days of leave. Part-timers have fewer.")

    assert shares["Part-timers have fewer."] > shares["Annual leave is 25 days of leave."]


def test_across_languages_it_is_meanings_that_count() -> None:
    """The embedder here, as the real one now and then, sees nothing in common between the two languages."""
    english = "Welcome to Harbour. Sick leave accrues each period. Ask your manager."

    assert "Sick leave accrues each period." == _first("病假是怎么攒的？", english, words=1.0)


def test_an_edition_that_is_not_in_force_is_no_evidence() -> None:
    """Its sentence may match better; a question that names its year is about it."""
    old = passage("The meal allowance is €38.", title="Travel Policy 2024 (archived)", document_id="2024.md")
    new = passage("From January on it is €45 for a meal.", title="Travel Policy 2026", document_id="2026.md")

    assert {"2026.md"} == _documents("What is the meal allowance?", old, new)
    assert "2024.md" in _documents("What was the meal allowance in 2024?", old, new)
    assert {"2024.md"} == _documents("What is the meal allowance?", old)


def _documents(question: str, *passages: Passage) -> set[str]:
    looked = look_at(question, retrieved(*passages), WordEmbedder())
    return {one.sentence.passage.document_id for one in looked}


def test_a_passage_without_a_sentence_says_nothing() -> None:
    """A heading alone."""
    assert [] == look_at("vacation", _found(passage("# Vacation\n")), WordEmbedder())


def test_what_a_sentence_covers_it_says_with_its_headings() -> None:
    """By meanings where it is in another language: the dictionary must know a word of it."""
    (carrying,) = split_sentences(passage("Days carry over.", title="Vacation"))
    (chinese,) = split_sentences(passage("未休的年假可以结转。", language="zh", title="制度"))

    assert 1.0 == covered("Do vacation days carry over?", carrying)
    assert 0.0 == covered("What is machine learning?", carrying)
    assert covered("annual leave", chinese) > covered("machine learning", chinese) == 0.0
