"""The catalogue of sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from typing import get_args

import pytest

from bot.asking import Problem
from bot.wording import WORDINGS, Wording
from knowledge.domain import Language
from workers.contract import FailureCode


def _places(sentence: object) -> object:
    """The names in braces of a sentence, or of each of several."""
    if isinstance(sentence, str):
        return sorted(re.findall(r"\{(\w+)\}", sentence))
    if isinstance(sentence, Mapping):
        return {name: _places(value) for name, value in sentence.items()}
    return None


def test_every_language_has_its_sentences() -> None:
    """No language that the product speaks is without words."""
    assert set(get_args(Language)) == set(WORDINGS)


@pytest.mark.parametrize("field", [field.name for field in fields(Wording)])
def test_a_sentence_is_there_in_both_languages_with_the_same_values(field: str) -> None:
    """A value that one language forgets would be missing in front of a person."""
    english, chinese = (getattr(WORDINGS[language], field) for language in ("en", "zh"))

    assert english
    assert chinese
    assert _places(english) == _places(chinese)


def test_chinese_sentences_are_chinese() -> None:
    """A sentence that was copied and not translated would be found here."""
    sentences = [getattr(WORDINGS["zh"], field.name) for field in fields(Wording)]
    untranslated = [text for text in sentences if isinstance(text, str) and not re.search(r"[\u4e00-\u9fff]", text)]

    assert [] == untranslated


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
