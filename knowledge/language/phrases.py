"""The few sentences that an answer says in its own words, by language; what they are stands in its profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from knowledge.domain import Language
from knowledge.language.profile import SmallTalk
from knowledge.language.profiles import PROFILES

_PHRASES: Final = {code: profile.phrases for code, profile in PROFILES.items()}

ABSTENTION: Final = {code: phrases.abstention for code, phrases in _PHRASES.items()}
FIGURES: Final = {code: phrases.figures for code, phrases in _PHRASES.items()}
LIST_COMMA: Final = {code: phrases.list_comma for code, phrases in _PHRASES.items()}
CLOSEST: Final = {code: phrases.closest for code, phrases in _PHRASES.items()}
HUMAN: Final = {code: phrases.human for code, phrases in _PHRASES.items()}
ANYBODY: Final = {code: phrases.anybody for code, phrases in _PHRASES.items()}
CONFLICT: Final = {code: phrases.conflict for code, phrases in _PHRASES.items()}
NEWEST_FIRST: Final = {code: phrases.newest_first for code, phrases in _PHRASES.items()}
OTHERWISE: Final = {code: phrases.otherwise for code, phrases in _PHRASES.items()}
POLICIES_SAY: Final = {code: phrases.policies_say for code, phrases in _PHRASES.items()}
SMALL_TALK: Final[Mapping[Language, Mapping[SmallTalk, str]]] = {
    code: phrases.small_talk for code, phrases in _PHRASES.items()
}
CLARIFICATION: Final = {code: phrases.clarification for code, phrases in _PHRASES.items()}
GENERAL_KNOWLEDGE: Final = {code: phrases.general_knowledge for code, phrases in _PHRASES.items()}
UNSAID: Final = {code: phrases.unsaid for code, phrases in _PHRASES.items()}
ABOUT: Final = {code: phrases.about for code, phrases in _PHRASES.items()}
ABOUT_BRIEFLY: Final = {code: phrases.about_briefly for code, phrases in _PHRASES.items()}
HEADS_THAT_ASK: Final = {code: phrases.heads_that_ask for code, phrases in _PHRASES.items()}


def written_in(other: Language, reader: Language) -> str:
    """Say to a reader that what follows is in another language."""
    return _PHRASES[reader].other_language.format(language=PROFILES[reader].languages[other])


OTHER_LANGUAGE: Final = {
    (other, reader): written_in(other, reader) for reader in PROFILES for other in PROFILES if other != reader
}
"""All of them, by the language of what follows and the reader's."""
