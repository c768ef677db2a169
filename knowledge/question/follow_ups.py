"""What a thread means for a question that follows up: which words of it the question needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from knowledge.domain import Question, Turn
from knowledge.language.markdown import as_asked
from knowledge.language.text import MONTHS, WEEKDAYS
from knowledge.question.intents import Intents
from knowledge.question.question_back import chosen

MOST_TURNS: Final = 12
"""Messages of a thread that are looked back on."""
MOST_PARTS: Final = 3
"""Questions that a chain of follow-ups is searched with: the one with the content, and the last ones."""
LONGEST_PART: Final = 600
"""Characters of an earlier question."""

_INSTEAD: Final = re.compile(
    r"(?:and |but )?(?:what|how) about (?:the )?(?P<english>(?:[\w-]+ ){1,2}[\w-]+)\W*"
    r"|那么?(?P<chinese>[\u3400-\u9fff]{2,8})呢\W*",
    re.IGNORECASE,
)
"""Asks the same of something else, whose kind is its last word, or its last character: sick *leave*, 病*假*."""
_ENGLISH_KIND: Final = (
    r"(?<![\w-])(?:(?!(?:of|the|my|our|your|for|much|many|any|some|a|an|to|on|in|take) )[\w-]+ )?{kind}(?![\w-])"
)
_CHINESE_KIND: Final = "[^\\W\\d_的有是在天个几多少请些我要能可和与及对从给把让了、，。？！]{{1,3}}{kind}"

_OPPOSITES: Final[Mapping[str, str]] = {
    word: other
    for pair in (("full", "part"), ("全职", "兼职"), ("正式员工", "实习生"))
    for word, other in (pair, pair[::-1])
}
"""Who is one is not the other."""
_TERMS: Final = r"(?i:\b(?:full|part)(?=[- ]?tim(?:e|ers?)\b)|全职|兼职|正式员工|实习生)"
_NAME: Final = r"(?:[A-Z][a-z]+(?: [A-Z][a-z]+){0,2}|(?:UK|USA?|UAE|EU)(?!\w))"
_NAMED: Final = rf"(?P<named>(?:(?i:the|our|your) )?(?P<name>{_NAME})(?: (?:office|branch|site))?)(?![\w'’-]| [A-Z])"
_OTHER_KINDS: Final = {
    word: kind
    for kind, words in {
        "month": MONTHS,
        "day": WEEKDAYS,
        "language": "english chinese mandarin german french spanish japanese irish".split(),
    }.items()
    for word in words
}
"""Capitalised names that are no places: April stands for no town."""
_PEOPLE: Final = r"(?: (?:employees?|staff|workers?|colleagues?|people|contracts?|ones))?"
_NAMES_ANOTHER: Final = re.compile(
    r"(?i:(?:and|but|or|so|then) )?(?i:(?:what|how) about )?"
    rf"(?:(?i:(?:for|as|if i am|if i'm) )?(?i:(?:an?|the|our) )?(?P<term>{_TERMS})(?i:[- ]?tim(?:e|ers?){_PEOPLE}))?"
    rf"(?: ?(?P<where>(?i:in|at|from|to|for)) {_NAMED})?(?i:,? (?:then|instead|too|as well|please))?\W*"
)
_NAMES_ANOTHER_ZH: Final = re.compile(
    rf"(?:那么?|还有|如果|要是|换成|换做)?是?(?P<term>{_TERMS})(?:员工|人员|同事)?的?(?:话)?呢?\W*"
)
"""Names a form of employment, something behind a preposition, or both, and nothing else."""


def standalone(question: Question, intents: Intents, separator: str = "\n") -> str:
    """The question with what it needs of its thread in front: a follow-up alone says too little to be searched.

    A question that says what it is about stays as it is. A chain of follow-ups reaches back to the question with the
    content; the answer to a question back stands for the heading that was chosen.
    """
    parts: list[str] = []
    said = ""
    for turn in (*question.history[-MOST_TURNS:], Turn("user", question.text)):
        if turn.role == "assistant":
            said = turn.text
        elif turn.text == question.text or chosen(said, turn.text) or not intents.talk(as_asked(turn.text)):
            parts = _followed(parts, intents.wanted(as_asked(turn.text)), said, intents)
            said = ""
    return separator.join(parts)


def _instead(before: str, text: str) -> str:
    """The question before it about what this one names instead; empty where nothing there is of that kind."""
    match = _INSTEAD.fullmatch(text.strip())
    if match is None:
        return ""
    other = match["english"] or match["chinese"]
    kind, pattern = (other.split()[-1], _ENGLISH_KIND) if match["english"] else (other[-1], _CHINESE_KIND)
    replaced, times = re.subn(pattern.format(kind=re.escape(kind)), other, before, flags=re.IGNORECASE)
    return replaced if times == 1 and replaced != before else ""


def _in_kind(parts: Sequence[str], text: str) -> list[str]:
    """The questions with what this one names in place of what is of its kind; empty where there is not exactly one."""
    if match := _NAMES_ANOTHER_ZH.fullmatch(text.strip()):
        return _with_term(parts, match["term"])
    match = _NAMES_ANOTHER.fullmatch(text.strip())
    if match is None or not (match["term"] or match["where"]):
        return []
    replaced = list(parts)
    if term := match["term"]:
        replaced = _with_term(replaced, term.lower())
    return _with_name(replaced, match["where"], match["named"]) if match["where"] else replaced


def _with_term(parts: Sequence[str], term: str) -> list[str]:
    other = _OPPOSITES[term]

    def new(old: re.Match[str]) -> str:
        return term.capitalize() if old[0][0].isupper() else term

    return _with(parts, re.compile(_TERMS), lambda old: old[0].lower() in (term, other), new)


def _with_name(parts: Sequence[str], where: str, named: str) -> list[str]:
    """Another name behind the same preposition, if the one there is no month where this is a town."""
    pattern = re.compile(rf"(?P<where>(?<![\w-])(?i:{where}) ){_NAMED}")
    kind = _kind(named)
    return _with(parts, pattern, lambda old: _kind(old["name"]) == kind, lambda old: old["where"] + named)


def _with(
    parts: Sequence[str],
    pattern: re.Pattern[str],
    of_kind: Callable[[re.Match[str]], bool],
    new: Callable[[re.Match[str]], str],
) -> list[str]:
    """The parts with the one match that is of the kind replaced; empty where none or several are, or it is the same."""
    found = [(place, old) for place, part in enumerate(parts) for old in pattern.finditer(part) if of_kind(old)]
    if len(found) != 1:
        return []
    place, old = found[0]
    part = parts[place]
    changed = part[: old.start()] + new(old) + part[old.end() :]
    return [] if changed == part else [*parts[:place], changed, *parts[place + 1 :]]


def _kind(name: str) -> str:
    return _OTHER_KINDS.get(name.lower(), "name")


def _followed(parts: list[str], text: str, said: str, intents: Intents) -> list[str]:
    """What is asked once this was said: more of the same, a choice, or something new."""
    choice = chosen(said, text) if said else None
    if choice is not None:
        return [*parts, choice][-MOST_PARTS:]
    if not parts or not intents.follows_up(text):
        return [text]
    if in_kind := _in_kind(parts, text):
        return in_kind
    if instead := _instead(parts[-1], text):
        return [instead]
    return [*(part[:LONGEST_PART] for part in (parts[0], *parts[1:][-(MOST_PARTS - 2) :])), text]
