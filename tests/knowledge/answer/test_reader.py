"""What a reader adds: which sentence comes first, and whether it says yes or no."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from knowledge.answer.confidence import VERDICT_SURE, Calibration, Judge
from knowledge.answer.reading import READ, READS, Evidence, weighed
from knowledge.domain import Answer, Language, Question, Retrieved
from knowledge.language.sentences import split_sentences
from tests.knowledge.answering_doubles import WORD_FIT, ListIndex, ReadingEmbedder, ScriptedReader, answering
from tests.knowledge.builders import passage

RULES = passage("Dogs may come to the office. The office opens at eight. Dogs stay off the sofas.")
CHINESE = passage("办公室允许带狗。", language="zh", title="办公室", document_id="办公室.md")
FIT = replace(WORD_FIT, ranker={**WORD_FIT.ranker, READS: 1.0})


def _ask(text: str, reader: ScriptedReader, language: Language = "en", *, of: str = "en") -> Answer:
    index = ListIndex([RULES if of == "en" else CHINESE])
    desk = answering(index, embedder=ReadingEmbedder(reader), fit=replace(FIT, calibration=Calibration({}, 4.0, 0.5)))
    question = Question("q-1", text, language, frozenset({"everyone"}))
    return desk.answer(question, emit=lambda _: None, deadline=time.monotonic() + 5, cancelled=lambda: False)


def test_what_the_reader_says_decides_among_what_seems_likely() -> None:
    """Without its weight, words decide."""
    reader, found = ScriptedReader("sofas"), [Retrieved(RULES, 1.0, 1.0)]
    question = "Do dogs come to the office?"

    by_words, read = (
        Judge(ReadingEmbedder(reader), fit).rank(question, found)
        for fit in (replace(FIT, ranker={**FIT.ranker, READS: 0.0}), replace(FIT, ranker={**FIT.ranker, READS: 3.0}))
    )

    assert "Dogs may come to the office." == by_words.evidence[0].sentence.quote
    assert "Dogs stay off the sofas." == read.evidence[0].sentence.quote
    assert (2.0, -2.0) == (read.signs[READS], by_words.signs[READS])


def test_only_the_likeliest_are_read_and_the_others_stay_behind_them() -> None:
    """In their order, however badly the reader thinks of those that it read."""
    sentences = split_sentences(passage(" ".join(f"Rule number {number} is here." for number in range(READ + 3))))
    evidence = [Evidence(sentence, 10.0 - place, 0.5) for place, sentence in enumerate(sentences)]

    ranked = weighed(evidence, [-float(place) for place in range(READ, 0, -1)], 5.0)

    assert [sentences[place] for place in (*range(READ - 1, -1, -1), *range(READ, READ + 3))] == [
        one.sentence for one in ranked
    ]
    assert sorted((one.score for one in ranked), reverse=True) == [one.score for one in ranked]
    assert {-float(READ)} == {one.reads for one in ranked[READ:]}


def test_the_confidence_may_weigh_what_the_reader_says() -> None:
    """Of the sentence that it puts first."""
    sure = replace(FIT, calibration=Calibration({READS: 1.0}, 0.0, 0.5))
    found = [Retrieved(RULES, 1.0, 1.0)]
    judges = [Judge(ReadingEmbedder(ScriptedReader(word)), sure) for word in ("Dogs", "cats")]

    believing, doubting = (judge.confidence(judge.rank("Do dogs come to the office?", found)) for judge in judges)

    assert doubting < 0.5 < believing


@pytest.mark.parametrize(
    ("verdicts", "begins"),
    [
        ({"yes": VERDICT_SURE, "no": 0.0, "": 0.05}, "Yes: Dogs may come to the office. [1]"),
        ({"yes": 0.0, "no": VERDICT_SURE, "": 0.05}, "No: Dogs may come to the office. [1]"),
        ({"yes": VERDICT_SURE - 0.01, "no": 0.0, "": 0.06}, "Dogs may come to the office. [1]"),
        ({"yes": 0.0, "no": 0.0, "": 1.0}, "Dogs may come to the office. [1]"),
    ],
)
def test_an_answer_begins_with_yes_or_no_where_that_is_sure(verdicts: dict[str, float], begins: str) -> None:
    """Else with the rule alone."""
    assert _ask("Do dogs come to the office?", ScriptedReader("come", verdicts)).text.startswith(begins)


def test_yes_and_no_are_said_in_the_askers_language() -> None:
    """Before the words in another one are announced."""
    sure = ScriptedReader("", {"yes": 1.0})

    assert "是：办公室允许带狗。 [1]" == _ask("办公室允许带狗吗？", sure, "zh", of="zh").text
    assert _ask("Dogs?", sure, of="zh").text.startswith("Yes: The policy is written in Chinese. It says:")
