"""What is to be said of a language for Frontdesk to read it and to answer in it.

A new language is one file with a `Profile`, its line in `knowledge.language.profiles`, and its wording in
`bot/wording`. One in Latin letters has weights, too, by which it is told from others (`knowledge.language.evidence`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from knowledge.domain import Language

SmallTalk = Literal["greeting", "thanks", "farewell", "reaction", "stop"]

Unit = Literal[
    "working day", "calendar day", "minute", "hour", "day", "night", "week", "month", "year", "time", "person",
    "character", "dollar", "euro", "yuan", "percent",
]  # fmt: skip
"""What is counted, and can be said in every language."""


ClauseKind = Literal["", "chapter", "section", "article", "item", "annex"]
"""What clauses are called; one that only has a number is called nothing."""


@dataclass(frozen=True, slots=True)
class Counted:
    """How a unit is written behind a number: behind one, behind more, and in other ways that only are read."""

    one: str
    more: str
    also: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """All of them, the one to write first."""
        return tuple(dict.fromkeys((self.more, self.one, *self.also)))


@dataclass(frozen=True, slots=True)
class Past:
    """What is not in force. Patterns are regular expressions without regard to case.

    ``folders`` are whole names of folders that keep such documents, beside those on what ``history`` names. ``marks``
    are what a title, a status or a line on its own says; ``until`` labels the last day in force, ``period`` the first
    and the last. ``says`` is a sentence that says it of the document it stands in, and ``titles`` a whole title.
    ``asks`` is what a question has that is about the past, beside a year, and ``awaits`` one about what is to come.
    """

    folders: str
    marks: str
    until: str
    says: str
    asks: str
    awaits: str
    period: str
    titles: str = r"(?!)"
    history: str = r"(?!)"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The few sentences that an answer says in its own words. Fields in braces are filled with `str.format`."""

    abstention: str
    other_language: str
    """Before words in another language: {language} by its name."""
    figures: str
    """Behind words in another language: their {figures}."""
    list_comma: str
    closest: str
    """{heading} and {title} of the closest section."""
    human: str
    """{contact} is who may know."""
    anybody: str
    """Whom to ask where the company names nobody."""
    fill_in_contact: str
    """The same in a draft, as a place to fill in."""
    conflict: str
    newest_first: str
    """The same where the documents say their dates."""
    otherwise: str
    """What the question takes for granted is wrong. The figure itself is not repeated: it has no source."""
    policies_say: str
    small_talk: Mapping[SmallTalk, str]
    clarification: str
    general_knowledge: str
    unsaid: str
    """What an evaluation expects of an answer where the documents don't say."""
    about: str
    """Asks for what a document says below a {heading}; {title} is the document's."""
    about_briefly: str
    """The same without the title."""
    heads_that_ask: tuple[tuple[str, str], ...]
    """Patterns of headings that are nearly questions, each with the question for `re.Match.expand`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A language. Patterns are regular expressions for text as `knowledge.language.text.normalise` leaves it.

    ``stemmer`` is Snowball's name of it; empty for a language without spaces, whose terms are pairs of characters.
    """

    code: Language
    languages: Mapping[str, str]
    """Names of languages in this one, by their codes; a text can be translated into each."""
    stemmer: str
    joiner: str
    """Between two sentences."""
    phrases: Phrases

    alone: frozenset[str] = frozenset()
    """Words of which a text is in this language if it has no others: too short to be told by their letters."""
    stop_words: frozenset[str]
    """No terms of any text."""
    stop_terms: frozenset[str] = frozenset()
    """Terms that are none of a question."""
    asking: str
    """What only asks: for a time or an amount, or whether something is so."""
    asks_amount: str
    """What only a number, a date or a frequency answers."""
    negation: str
    universal: str
    """Words for all or none of something."""
    logic: Mapping[str, str]
    """Words that oblige (``must``), allow (``may``), advise (``should``), limit (``only``), make a condition
    (``condition``), say how often or how soon (``hedge``), let choose (``either``), and join parts of a sentence
    (``joins``); at the beginning, those that agree (``yes``), deny (``no``), name a document (``source``), or say that
    none says it (``silent``)."""

    number_words: Mapping[str, str] = field(default_factory=dict)
    decimal_comma: bool = False
    """``1.250,50`` is a number, and ``1.250`` a large one."""
    months: tuple[tuple[str, ...], ...] = ()
    """For each month its name, then how else it is written, in lower case."""
    month_words: frozenset[str] = frozenset()
    """Names of months that are other words as well."""
    weekdays: tuple[str, ...] = ()
    days: str = ""
    """Other words for a day of the calendar: today."""
    ordinal: str = ""
    """Pattern of what may follow the number of a day before its month."""
    dates: str = ""
    """Pattern of a date without the month's name, with groups ``d`` and ``m``."""
    counted: Mapping[Unit, Counted]
    counts: str
    """Pattern of a number before one of ``{units}`` as it is repeated in another language; groups 1 and 2.

    ``{words}`` are the words for numbers. Patterns with names in braces are filled with `str.format`.
    """
    amounts: str
    """Pattern of a number before one of ``{units}`` that may stand out in an answer; ``{digits}`` is one in digits."""
    units: Mapping[str, str]
    """Units by which quantities are told apart, each with the word that stands for it; several may be one."""
    before_units: str = ""
    """Words that may stand between a number and its unit."""
    more_before: str
    """What stands before the low end of a range: more than."""
    more_behind: str
    """What stands behind it and its unit: or more."""
    less_before: str
    """What stands before the high end of a range: at most."""
    less_behind: str
    """What stands behind it and its unit: or less."""
    up_to: str
    """What stands between the two ends."""
    without: str
    """How a bound begins that the amount itself is not within: more than, and not: no more than."""
    currencies: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    """Pattern of a name, as it was written; what stands before it in a sentence is no part of it."""

    others: str
    """What a row of a table begins with that is for all that the others do not name."""
    past: Past
    """How documents say that they are no longer in force, and how one asks about those."""

    clauses: tuple[tuple[ClauseKind, str], ...] = ()
    """Patterns of how clauses are named, without groups that capture: ``#`` is a number, ``@`` may be a letter, too."""
    recites: str = r"(?!)"
    """Words that ask to be shown a clause or a table, and for nothing in it."""

    short_forms: str = ""
    """What a full stop follows that ends no sentence."""
    short_before_numbers: str = ""
    """The same where a number follows."""
    before_ordinals: str = ""
    """Words behind which a number with a full stop ends no sentence; where the language writes ordinals so."""
