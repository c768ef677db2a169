"""The catalogue of sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import get_args

import pytest

from bot.intake.asking import Problem
from bot.wording import WORDINGS, Wording
from knowledge.domain import Language
from knowledge.language.text import language_of
from workers.contract import FailureCode


def _places(sentence: object) -> object:
    """The names in braces of a sentence, or of each of several."""
    if isinstance(sentence, str):
        return sorted(re.findall(r"\{(\w+)\}", sentence))
    if isinstance(sentence, Mapping):
        return {name: _places(value) for name, value in sentence.items()}
    return None


def _sentences(words: Wording) -> dict[str, str]:
    """The sentences that are one text, by their names."""
    return {field.name: said for field in fields(Wording) if isinstance(said := getattr(words, field.name), str)}


def test_every_language_has_its_sentences() -> None:
    """No language that the product speaks is without words."""
    assert set(get_args(Language)) == set(WORDINGS)


@pytest.mark.parametrize("field", [field.name for field in fields(Wording)])
@pytest.mark.parametrize("language", get_args(Language))
def test_a_sentence_is_there_in_every_language_with_the_same_values(field: str, language: Language) -> None:
    """A value that one language forgets would be missing in front of a person."""
    english, said = getattr(WORDINGS["en"], field), getattr(WORDINGS[language], field)

    assert said
    assert _places(english) == _places(said)


def test_chinese_sentences_are_chinese() -> None:
    """A sentence that was copied and not translated would be found here."""
    sentences = [getattr(WORDINGS["zh"], field.name) for field in fields(Wording)]
    untranslated = [text for text in sentences if isinstance(text, str) and not re.search(r"[\u4e00-\u9fff]", text)]

    assert [] == untranslated


def test_german_sentences_are_german() -> None:
    """The same for a language in the letters of English; a word or two may be the same in both."""
    english, german = WORDINGS["en"], WORDINGS["de"]
    same = [name for name in _sentences(english) if _sentences(english)[name] == _sentences(german).get(name)]
    sentences = [text for text in _sentences(german).values() if len(text.split()) > 4]
    formal = [text for text in sentences if re.search(r"\b(?:Ihnen|Ihre?[mnrs]?)\b", text)]

    assert same == ["draft_text"]
    assert formal == []
    assert sum(language_of(re.sub(r"`[^`]*`|\{\w+\}", "", text)) == "de" for text in sentences) == len(sentences)


@pytest.mark.parametrize("language", get_args(Language))
def test_every_failure_has_a_sentence_that_names_the_request(language: Language) -> None:
    """Whatever a worker says went wrong, the person can report it."""
    failures = WORDINGS[language].failures

    assert set(get_args(FailureCode)) == set(failures)
    assert all("{id}" in sentence for sentence in failures.values())


@pytest.mark.parametrize("problem", get_args(Problem))
def test_every_problem_with_a_question_has_a_sentence(problem: str) -> None:
    """A problem's name is the name of its sentence."""
    assert all(getattr(words, problem) for words in WORDINGS.values())
