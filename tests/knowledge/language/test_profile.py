"""What every language must give, and that nothing of it is left out."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import get_args

import pytest

from knowledge.domain import Language
from knowledge.language.evidence import bias, file_of
from knowledge.language.names import LANGUAGES, language_named
from knowledge.language.phrases import OTHER_LANGUAGE
from knowledge.language.profile import Phrases, Profile, SmallTalk, Unit
from knowledge.language.profiles import BESIDE_ENGLISH, PROFILES, read_as
from knowledge.language.quantities import expects_amount, figures, quantities
from knowledge.language.text import language_of, negated, numbers, question_terms, terms

_EVERY = list(PROFILES.values())
_PLACES = re.compile(r"\{(\w*)\}")


def test_there_is_a_profile_for_each_language_and_no_other() -> None:
    """The type's values cannot be made from the table."""
    assert set(get_args(Language)) == set(PROFILES)
    assert all(code == profile.code for code, profile in PROFILES.items())


@pytest.mark.parametrize("profile", _EVERY, ids=lambda profile: profile.code)
def test_every_phrase_is_there_with_the_same_values(profile: Profile) -> None:
    """A value that one language forgets would be missing in front of a person."""
    english = PROFILES["en"].phrases
    for field in fields(Phrases):
        said, same = getattr(profile.phrases, field.name), getattr(english, field.name)
        if field.name == "small_talk":
            assert set(get_args(SmallTalk)) == set(said)
            assert all(said.values())
        else:
            assert said
            assert sorted(_PLACES.findall(str(same))) == sorted(_PLACES.findall(str(said)))


@pytest.mark.parametrize("profile", _EVERY, ids=lambda profile: profile.code)
def test_every_unit_can_be_said_and_read(profile: Profile) -> None:
    """What one language counts, the others must be able to repeat."""
    assert set(get_args(Unit)) == set(profile.counted)
    assert all(counted.one and counted.more in counted.forms for counted in profile.counted.values())


@pytest.mark.parametrize("profile", _EVERY, ids=lambda profile: profile.code)
def test_every_language_names_the_same_languages(profile: Profile) -> None:
    """A reader may have a text translated into each, by its name in their own language."""
    assert set(LANGUAGES) == set(profile.languages)
    assert set(PROFILES) <= set(profile.languages)
    assert all(language_named(name) == code for code, name in profile.languages.items())


@pytest.mark.parametrize("profile", _EVERY, ids=lambda profile: profile.code)
@pytest.mark.parametrize("pattern", ["asking", "asks_amount", "negation", "universal"])
def test_a_pattern_is_one_and_does_not_match_nothing(profile: Profile, pattern: str) -> None:
    """One that matches the empty string would find itself in every text."""
    compiled = re.compile(getattr(profile, pattern), re.IGNORECASE)

    assert compiled.pattern
    assert not compiled.search("")


@pytest.mark.parametrize("profile", [each for each in _EVERY if each.stemmer], ids=lambda profile: profile.code)
def test_a_year_has_twelve_months_and_a_week_seven_days(profile: Profile) -> None:
    """In lower case, as the text is that they are looked for in."""
    words = [name for names in profile.months for name in names] + list(profile.weekdays)

    assert (12, 7) == (len(profile.months), len(profile.weekdays))
    assert all(word == word.lower() for word in words)
    assert len(words) == len(set(words))


@pytest.mark.parametrize("profile", BESIDE_ENGLISH, ids=lambda profile: profile.code)
def test_a_language_in_latin_letters_has_weights_by_which_it_is_told(profile: Profile) -> None:
    """Without them every text in it would be taken for English; nothing speaks for it before a word is read."""
    assert file_of(profile.code).is_file()
    assert bias(profile.code) < 0


@pytest.mark.parametrize("profile", _EVERY, ids=lambda profile: profile.code)
def test_its_own_phrases_are_told_to_be_in_it(profile: Profile) -> None:
    """What it says to readers is text in it, too."""
    phrases = profile.phrases
    said = [
        phrases.abstention,
        phrases.conflict,
        phrases.otherwise,
        phrases.clarification,
        *phrases.small_talk.values(),
    ]

    assert {profile.code} == {language_of(text) for text in said}


def test_chinese_is_read_within_every_language_and_english_within_chinese() -> None:
    """A question may be half in each."""
    assert ["zh"] == [profile.code for profile in read_as("zh")[1:]]
    assert ["en", "zh"] == [profile.code for profile in read_as("zh")]
    assert ["de", "zh"] == [profile.code for profile in read_as("de")]


def test_a_reader_is_told_in_which_language_a_policy_is() -> None:
    """For each language and each other reader."""
    assert OTHER_LANGUAGE["zh", "en"] == "The policy is written in Chinese. It says:"
    assert OTHER_LANGUAGE["en", "zh"] == "相关制度只有英文版，原文如下："
    assert OTHER_LANGUAGE["en", "de"] == "Die Richtlinie ist auf Englisch geschrieben. Dort steht:"
    assert len(PROFILES) * (len(PROFILES) - 1) == len(OTHER_LANGUAGE)


@pytest.mark.parametrize(
    ("question", "sentence", "quantity"),
    [
        ("How many days?", "Five people get 30 days.", ("30", "day")),
        ("有几天？", "不超过30天。", ("30", "天")),
        ("Wie viele Tage sind das?", "Das sind 30 Tage im Jahr.", ("30", "day")),
    ],
)
def test_each_language_asks_for_an_amount_and_states_it(
    question: str, sentence: str, quantity: tuple[str, str]
) -> None:
    """The least that answers need of a language."""
    assert expects_amount(question)
    assert quantity in quantities(sentence)


@pytest.mark.parametrize("text", ["Combien de jours de congé ?", "¿Cuántos días de vacaciones?", "Quanti giorni?"])
def test_any_other_language_is_searched_with_its_words_and_framed_in_english(text: str) -> None:
    """No word of it is lost, and none is taken for a negation or a number."""
    assert language_of(text) == "en"
    assert terms(text)
    assert question_terms(text)
    assert not negated(text)
    assert not numbers(text)


@pytest.mark.parametrize(
    ("quote", "language", "expected"),
    [
        ("File it within 5 business days.", "de", ("5 Arbeitstage",)),
        ("It takes 2.5 hours, or one week.", "de", ("2,5 Stunden", "1 Woche")),
        ("女职工生育享受98天产假，报销上限3000元。", "de", ("98 Tage", "3000 Yuan")),
        ("Die Frist beträgt zwölf Werktage.", "en", ("12 working days",)),
        ("Es gibt einmalig bis zu 1.250,50 Euro.", "en", ("1250.50 euros",)),
        ("Urlaub: 30 Tage im Jahr, 20 % mehr ab 10 Jahren.", "zh", ("30天", "20%", "10年")),
    ],
)
def test_figures_are_repeated_in_each_language(quote: str, language: Language, expected: tuple[str, ...]) -> None:
    """With the reader's words and the reader's decimal mark."""
    assert expected == figures(quote, language)
