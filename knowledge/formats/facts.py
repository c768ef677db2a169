"""What a document says about itself: its title, its language, the date from which it holds."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import PurePosixPath

from knowledge.domain import Language
from knowledge.formats.converted import Converted
from knowledge.formats.dates import DATE, iso_of
from knowledge.language.markdown import CHINESE, plain
from knowledge.language.profiles import PROFILES
from knowledge.language.text import in_latin_letters

CHINESE_SHARE = 0.2
"""Share of Chinese characters among all letters from which a text is Chinese: they say more than a Latin letter."""

_H1 = re.compile(r"^#[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
_FENCE = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.MULTILINE | re.DOTALL)
_NAMELESS = frozenset({"readme", "index"})
_CHINESE = re.compile(f"[{CHINESE}]")
_LATIN = re.compile(r"[A-Za-z]")

_LABEL = (
    r"(?:effective(?:\s+(?:date|from|as\s+of))?|in\s+force\s+from|valid\s+from|gültig\s+(?:ab|seit)"
    r"|in\s+kraft\s+(?:ab|seit)|生效日期|施行日期|实施日期|生效时间)"
)
_LABELLED = re.compile(
    rf"(?:^\W*|\*\*){_LABEL}(?:(?P<colon>[\W_]*[:：])|)[\W_]*{DATE}(?(colon)|(?!,?[ \t]*\w))",
    re.IGNORECASE | re.MULTILINE,
)
"""A line that goes on with words without a colon, as “from 1 May 2027 the rate is …” does, speaks of a part only."""
_KEYS = ("effective", "effectivedate", "effectivefrom", "validfrom", "生效日期", "施行日期", "gültigab")
_TABLE_HEAD = re.compile(r"^\|(?P<labels>.*)\|\n\|[-:| ]+\|\n\|(?P<values>.*)\|$(?!\n\|)", re.MULTILINE)
"""A table of one row: one of several is about other things."""
_FROM_THEN_ON = re.compile(
    rf"(?:(?P<own>本[\u4e00-\u9fff]{{1,12}})|(?:^|[。；（(，,、])\s*)自\s*{DATE}\s*起\s*(?:正式)?(?:施行|实施|生效|执行)"
    r"(?(own)|(?=[。；）)，,]|\s*$))",
    re.MULTILINE,
)
"""Of 本办法, or a sentence without any subject; 新标准自…起执行 speaks of a part of the document."""


def own_title_of(converted: Converted) -> str:
    """Return the front matter's title, else the first H1, else the format's own, else nothing."""
    heading = _H1.search(_FENCE.sub("", converted.text))
    found = _words(converted, "title") or (plain(heading[1]) if heading else "") or converted.title or ""
    return " ".join(found.split())


def language_of(converted: Converted) -> Language:
    """Return the front matter's language, else Chinese where enough of the letters are, else that of the words."""
    stated = (_words(converted, "language") or _words(converted, "lang")).lower().split("-")[0]
    for language in PROFILES:
        if stated == language:
            return language
    chinese, latin = len(_CHINESE.findall(converted.text)), len(_LATIN.findall(converted.text))
    if chinese > CHINESE_SHARE * (chinese + latin):
        return "zh"
    return in_latin_letters(converted.text)


def effective_of(converted: Converted) -> str | None:
    """Return the ISO date from which the document says it holds, if it does."""
    stated = {re.sub(r"[\s_-]", "", str(key)).casefold(): key for key in converted.meta}
    key = next((stated[one] for one in _KEYS if one in stated and converted.meta[stated[one]]), None)
    if key is not None:
        value = converted.meta[key]
        if isinstance(value, dt.date):
            return value.isoformat()[:10]
        return iso_of(re.fullmatch(DATE, _words(converted, key).strip(), re.IGNORECASE))
    labelled = _LABELLED.search(converted.text)
    return iso_of(labelled) or _effective_in_table(converted.text) or _effective_in_closing(converted.text)


def _words(converted: Converted, key: str) -> str:
    """Return what the front matter says under a key; a list or table, which might be endless, is no answer."""
    value = converted.meta.get(key)
    return str(value) if isinstance(value, str | int | float) else ""


def _effective_in_table(text: str) -> str | None:
    """Return the date in the first row of a table under such a label, as documents begin with."""
    for head in _TABLE_HEAD.finditer(text):
        for label, value in zip(head["labels"].split("|"), head["values"].split("|"), strict=False):
            if re.fullmatch(rf"\W*{_LABEL}\W*", label, re.IGNORECASE):
                return iso_of(re.search(DATE, value, re.IGNORECASE))
    return None


def _effective_in_closing(text: str) -> str | None:
    """Return the date of 本制度自…起施行: the last such sentence, and rather one that says 本."""
    closing = sorted(_FROM_THEN_ON.finditer(text), key=lambda found: bool(found["own"]))
    return iso_of(closing[-1]) if closing else None


def title_from(name: str) -> str:
    """Turn ``travel/expense-policy.pdf`` into ``expense policy``; a README is named by its folder."""
    path = PurePosixPath(name)
    stem = path.parent.name if path.stem.lower() in _NAMELESS and path.parent.name else path.stem
    return re.sub(r"[-_\s]+", " ", stem).strip() or path.name
