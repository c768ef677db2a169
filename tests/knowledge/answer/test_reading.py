"""Which sentences speak to a question."""

from __future__ import annotations

from dataclasses import replace

import pytest

from knowledge.answer.passages import PASSAGES
from knowledge.answer.reading import Evidence, Ranking, rank, signs
from knowledge.language.sentences import Sentence, split_sentences
from knowledge.ports import Vectors
from tests.knowledge.answering_doubles import WordEmbedder
from tests.knowledge.builders import passage, retrieved


def test_the_neighbours_of_a_passage_are_read_with_it_each_under_its_own_heading() -> None:
    """A quote from the next section must not be cited by the heading of the one before."""
    request = passage("Request vacation in Harbour.", heading="Request", start=0)
    carrying = passage("Five days of vacation carry over to March.", heading="Carrying over", start=60)
    found = [replace(retrieved(request)[0], neighbours=(carrying,))]
    evidence = rank("Until when does vacation carry over?", found, WordEmbedder()).evidence

    assert ("Carrying over", carrying.text) == (evidence[0].sentence.passage.heading, evidence[0].sentence.quote)
    assert {"Request", "Carrying over"} == {item.sentence.passage.heading for item in evidence}


def test_every_sentence_of_a_teams_folder_is_about_the_team() -> None:
    """A question that names the team asks for its rule, not for the sentence that names it most."""
    resigning = passage("Your notice period is 1 month. Welcome to Harbour.", document_id="harbour_team/resigning.md")
    evidence = rank("What is the notice period in the Harbour team?", retrieved(resigning), WordEmbedder()).evidence

    assert "Your notice period is 1 month." == evidence[0].sentence.quote
    assert (
        evidence[0].similarity
        > rank(
            "What is the notice period in the Harbour team?",
            retrieved(replace(resigning, document_id="x.md")),
            WordEmbedder(),
        )
        .evidence[0]
        .similarity
    )


def test_neighbours_under_one_heading_are_one_passage() -> None:
    """A list that was cut in splitting is whole again."""
    first = passage("1. Open the Harbour page.\n2. Choose your vacation days.", heading="Request", start=0)
    step = "3. Send the vacation request."
    second = passage(step, heading="Request", start=first.end + 1, end=first.end + 1 + len(step))
    found = [replace(retrieved(second)[0], neighbours=(first,))]
    read = {item.sentence.passage.text for item in rank("request vacation", found, WordEmbedder()).evidence}

    assert {f"{first.text}\n{second.text}"} == read


def test_passages_of_a_low_rank_and_their_neighbours_are_not_read() -> None:
    """Each sentence that is read must be embedded."""
    far = [passage(f"Clause {n} is about vacation days.", document_id=f"{n}.md") for n in range(PASSAGES + 1)]
    found = retrieved(*far)
    found[-1] = replace(found[-1], neighbours=(passage("More about vacation days.", document_id="4.md", start=99),))
    read = {item.sentence.passage.document_id for item in rank("vacation", found, WordEmbedder()).evidence}

    assert {f"{n}.md" for n in range(PASSAGES)} == read


def test_an_example_gives_way_to_a_rule() -> None:
    """A phishing mail that is shown says what the question says, and is no policy."""
    shown = passage(
        "Buy gift cards for a customer.\n\n```\nBuy gift cards for customers today.\n```\n\nGifts need approval."
    )
    evidence = rank("Can I buy gift cards for customers?", retrieved(shown), WordEmbedder()).evidence

    assert "Buy gift cards for customers today." != evidence[0].sentence.quote


def test_an_edition_that_is_not_in_force_is_no_evidence() -> None:
    """Its sentence may match better; a question that names its year is about it."""
    old = passage("The meal allowance is €38.", title="Travel Policy 2024 (archived)", document_id="2024.md")
    new = passage("From January on it is €45 for a meal.", title="Travel Policy 2026", document_id="2026.md")
    found = retrieved(old, new)

    assert {"2026.md"} == _documents(rank("What is the meal allowance?", found, WordEmbedder()))
    assert "2024.md" in _documents(rank("What was the meal allowance in 2024?", found, WordEmbedder()))
    assert {"2024.md"} == _documents(rank("What is the meal allowance?", retrieved(old), WordEmbedder()))


def _documents(ranking: Ranking) -> set[str]:
    return {item.sentence.passage.document_id for item in ranking.evidence}


def test_a_follow_up_is_about_its_own_words_first() -> None:
    """What the question before it says is said again all over the policy."""
    both = passage("Annual leave is 25 days of leave. Part-timers have fewer.")
    evidence = rank(
        "How many days of annual leave is it?\nand for part-timers?", retrieved(both), WordEmbedder()
    ).evidence
    by_place = {item.sentence.quote: item.score - item.similarity for item in evidence}

    assert by_place["Part-timers have fewer."] > 0.025


def test_a_chinese_question_finds_the_english_sentence_that_has_its_words() -> None:
    """The embedder here, as the real one now and then, sees nothing in common between the two languages."""
    english = passage("Welcome to Harbour. Sick leave accrues each period. Ask your manager.")
    evidence = rank("病假是怎么攒的？", retrieved(english), WordEmbedder()).evidence

    assert "Sick leave accrues each period." == evidence[0].sentence.quote


def test_a_sentence_in_the_other_language_is_closer_than_it_seems() -> None:
    """An embedder puts all of its language behind the question's; of two that are as close, it is the better."""

    class Indifferent(WordEmbedder):
        def _vector(self, text: str) -> Vectors:
            return super()._vector("")

    chinese = passage("比特币每月发放一次。", document_id="zh.md", language="zh")
    english = passage("Bitcoin is paid monthly.", document_id="en.md")
    evidence = rank("比特币怎么样？", retrieved(chinese, english), Indifferent()).evidence

    assert ["en.md", "zh.md"] == [item.sentence.passage.document_id for item in evidence]


def test_what_is_said_where_the_questions_name_stands_is_better() -> None:
    """Two teams have the same rule; the one that is named is meant, whether or not its sentence names it."""
    rule = "代码合并请求应当先提交到主分支。"
    others = passage(rule, document_id="lagoon/code.md", title="代码", language="zh")
    named = passage(rule, document_id="harbour/code.md", title="代码", language="zh")
    evidence = rank("在 Harbour，代码合并请求先提交到哪里？", retrieved(others, named), WordEmbedder()).evidence

    assert ["harbour/code.md", "lagoon/code.md"] == [item.sentence.passage.document_id for item in evidence]


def test_how_far_the_best_sentence_stands_apart_is_a_sign() -> None:
    """Where the others speak of the matter as well, it is the policies' and not only a name that they share."""
    found = retrieved(passage("Vacation is long. Vacation days carry over. Request vacation early."))
    sentences = split_sentences(found[0].passage)

    def apart(*similarities: float) -> float:
        pairs = zip(sentences, similarities, strict=True)
        evidence = [Evidence(sentence, similarity, similarity) for sentence, similarity in pairs]
        return signs("How long is vacation?", found, evidence)["apart"]

    assert pytest.approx(0.1) == apart(0.9, 0.8, 0.7)
    assert pytest.approx(0.02) == apart(0.9, 0.9, 0.84)


def test_how_far_the_best_sentence_is_ahead_of_another_document_is_a_sign() -> None:
    """Where two documents are about as good, neither may be right; its own document's next sentence says nothing."""
    found = retrieved(
        passage("Vacation is 25 days. Vacation days carry over.", document_id="a.md"),
        passage("Vacation photos are welcome.", document_id="b.md"),
    )
    first, second, elsewhere = [each for one in found for each in split_sentences(one.passage)]

    def ahead(*scored: tuple[Sentence, float]) -> float:
        evidence = [Evidence(sentence, score, score) for sentence, score in scored]
        return signs("How long is vacation?", found, evidence)["ahead"]

    assert pytest.approx(0.04) == ahead((first, 0.9), (second, 0.89), (elsewhere, 0.86))
    assert ahead((first, 0.9), (elsewhere, 0.86)) < ahead((first, 0.9), (second, 0.89))


def test_what_the_best_sentence_says_of_the_question_is_a_sign() -> None:
    """However close a sentence is, it answers less likely where the question's words are missing."""
    found = retrieved(passage("Vacation days carry over. Offices are open.", title="", heading=""))
    carrying, offices = (Evidence(sentence, 0.9, 0.9) for sentence in split_sentences(found[0].passage))

    assert 1.0 == signs("Do vacation days carry over?", found, [carrying, offices])["covered"]
    assert 0.0 == signs("Do vacation days carry over?", found, [offices, carrying])["covered"]
