"""Words that oblige, allow, limit, agree, deny and the like, by their names in the profiles, in any language."""

from __future__ import annotations

import re
from functools import cache

from knowledge.language.profile import Profile
from knowledge.language.profiles import PROFILES


def says(name: str, text: str) -> bool:
    """Whether a text has one of the words of any language that are known under a name, such as "must" or "only"."""
    return bool(pattern_of(name).search(text))


@cache
def pattern_of(name: str) -> re.Pattern[str]:
    """Return the pattern of such words, of all languages together: none of theirs is a word of another one."""
    patterns = (_words(profile, name) for profile in PROFILES.values())
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _words(profile: Profile, name: str) -> str:
    return {"negation": profile.negation, "universal": profile.universal}.get(name) or profile.logic[name]
