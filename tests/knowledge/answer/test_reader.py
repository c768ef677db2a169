"""What a reader adds: which sentence comes first, and how sure one may be."""

from __future__ import annotations

from dataclasses import replace

from knowledge.answer.confidence import Calibration, Judge
from knowledge.answer.reading import READS, Evidence, read, weighed
from knowledge.domain import Retrieved
from knowledge.language.sentences import split_sentences
from tests.knowledge.answering_doubles import WORD_FIT, ReadingEmbedder, ScriptedReader
from tests.knowledge.builders import passage

RULES = passage("Dogs may come to the office. The office opens at eight. Dogs stay off the sofas.")
FIT = replace(WORD_FIT, ranker={**WORD_FIT.ranker, READS: 1.0})


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
    sentences = split_sentences(passage(" ".join(f"Rule number {number} is here." for number in range(11))))
    evidence = [Evidence(sentence, 10.0 - place, 0.5) for place, sentence in enumerate(sentences)]

    ranked = weighed(evidence, [-float(place) for place in range(8, 0, -1)], 5.0)

    assert [sentences[place] for place in (*range(7, -1, -1), *range(8, 11))] == [one.sentence for one in ranked]
    assert sorted((one.score for one in ranked), reverse=True) == [one.score for one in ranked]
    assert {-8.0} == {one.reads for one in ranked[8:]}


def test_eight_sentences_are_read() -> None:
    """However many there are: it costs time."""
    reader = ScriptedReader()
    rules = passage(" ".join(f"Rule number {number} is here." for number in range(11)))
    read("Which rule?", [Retrieved(rules, 1.0, 1.0)], ReadingEmbedder(reader), {"words": 1.0, READS: 1.0})

    assert 8 == len(reader.read)


def test_the_confidence_may_weigh_what_the_reader_says() -> None:
    """Of the sentence that it puts first."""
    sure = replace(FIT, calibration=Calibration({READS: 1.0}, 0.0, 0.5))
    found = [Retrieved(RULES, 1.0, 1.0)]
    judges = [Judge(ReadingEmbedder(ScriptedReader(word)), sure) for word in ("Dogs", "cats")]

    believing, doubting = (judge.confidence(judge.rank("Do dogs come to the office?", found)) for judge in judges)

    assert doubting < 0.5 < believing
