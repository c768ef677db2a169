"""Whether a document says that it is no longer in force: in its front matter, its title, or its first lines."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from itertools import islice
from pathlib import PurePosixPath
from typing import Any, Final

from knowledge.domain import ARCHIVED
from knowledge.formats.converted import IN_FORCE, Standing
from knowledge.formats.dates import DATE, iso_of, last_day_of
from knowledge.language.markdown import plain
from knowledge.language.profiles import PROFILES

_LONG: Final = 500
"""Characters of a line that are looked at."""
LINES: Final = 6
"""Lines below the title in which a document says what it is."""


def standing_of(text: str, title: str, meta: Mapping[str, Any]) -> Standing:
    """Return what a document says of itself: its front matter first, then its title, then its first lines."""
    told = {_key(name): value for name, value in meta.items()}
    if told.get("archived") is False:
        return Standing(current=True)
    return _by_meta(told) or _by_title(title) or _by_lines(text) or IN_FORCE


def standing_by_name(name: str, title: str = "") -> Standing:
    """Return what the name of a file and of the folders that it lies in say; a document on history is none of it."""
    path = PurePosixPath(name)
    folder = next((one for one in path.parts[:-1] if _FOLDER.fullmatch(_SPACES.sub(" ", one).strip())), "")
    if folder and not (_HISTORY.search(folder) and _HISTORY.search(f"{path.stem} {title}")):
        return Standing(ARCHIVED, f"its folder {folder}/")
    marked = _TITLE.search(path.stem) or _STEM.fullmatch(path.stem)
    return Standing(ARCHIVED, "its file name") if marked else IN_FORCE


def _by_meta(told: Mapping[str, Any]) -> Standing | None:
    successor = next((key for key in _SUCCESSOR if _names_one(told.get(key))), "")
    status = next((_text(told[key]) for key in _STATUS if _MARK_FIRST.match(_text(told.get(key)))), "")
    flag = next((key for key in _FLAGS if told.get(key) is True), "")
    until = next((date for key in _UNTIL if (date := last_day_of(told.get(key)))), None)
    if until:
        return Standing(until, f"the date {until} in its front matter")
    if status or flag or successor:
        said = f"status: {status}" if status else f"{flag or successor}"
        return Standing(ARCHIVED, f"`{said}` in its front matter")
    return None


def _by_title(title: str) -> Standing | None:
    return Standing(ARCHIVED, "its title") if _TITLE.search(title.strip()) else None


def _by_lines(text: str) -> Standing | None:
    lines = list(islice((line.strip()[:_LONG] for line in text.splitlines() if line.strip()), LINES + 1))
    for line in lines:
        said = plain(line).strip()
        label = _LABELLED.search(said)
        if until := iso_of(label) or _end_of_period(said):
            return Standing(until, f"“{label[0].strip() if label else said}”")
        if _STATED.fullmatch(said) or (line.startswith("#") and _TITLE.search(said)):
            return Standing(ARCHIVED, f"“{said}”")
        for sentence in [] if _ITEM.match(line) else _SENTENCE.split(said):
            if _ALONE.match(sentence) or _SAYS.search(sentence) or _is_shouted(sentence):
                return Standing(_ended(sentence), f"“{sentence.strip()}”")
    return None


def _is_shouted(sentence: str) -> bool:
    """Tell ARCHIVED: from a list's “Archived: kept for ten years”."""
    found = _SHOUTED.match(sentence)
    return found is not None and found["mark"].isupper()


def _ended(sentence: str) -> str:
    """Return the last day in force where a sentence has a date, the day before where it holds from then on."""
    found = re.search(DATE, sentence, re.IGNORECASE)
    date = iso_of(found)
    if date is None or found is None:
        return ARCHIVED
    begins = sentence[found.end() :].lstrip().startswith("起") or sentence[: found.start()].rstrip().endswith("from")
    return (dt.date.fromisoformat(date) - dt.timedelta(days=1)).isoformat() if begins else date


def _end_of_period(line: str) -> str | None:
    """Return the second date of a line that says from when to when, and nothing else."""
    label = _PERIOD.match(line)
    dates = list(re.finditer(DATE, line, re.IGNORECASE)) if label else []
    if not label or len(dates) != len(("from", "to")):
        return None
    first, last = dates
    rest = line[label.end() : first.start()] + line[last.end() :]
    return iso_of(last) if _TO.fullmatch(line[first.end() : last.start()]) and not re.search(r"\w", rest) else None


def _names_one(value: object) -> bool:
    """Tell whether a key names something: a text, or a list that has one."""
    return any(map(_names_one, value)) if isinstance(value, list) else _text(value) not in _NOBODY


def _text(value: object) -> str:
    return str(value).strip().casefold() if isinstance(value, str | int | float | dt.date) else ""


def _key(name: object) -> str:
    return re.sub(r"[\s_-]", "", str(name)).casefold()


_PAST: Final = [profile.past for profile in PROFILES.values()]
_SPACES: Final = re.compile(r"[\W\d_]+")
_FOLDER: Final = re.compile(rf"(?:z+ )?(?:{'|'.join(past.folders for past in _PAST)})", re.IGNORECASE)
"""A folder's whole name, whatever it is numbered with; z puts it last."""
_HISTORY: Final = re.compile("|".join(past.history for past in _PAST))
_PERIOD: Final = re.compile(rf"\W*(?:{'|'.join(past.period for past in _PAST)})\W*", re.IGNORECASE)
_TO: Final = re.compile(r"\s*(?:[-–—~～至到]|to|until|through|bis)\s*(?:zum\s+)?", re.IGNORECASE)
_MARKS: Final = "|".join(past.marks for past in _PAST)
_FLAGS: Final = ("archived", "deprecated", "obsolete", "superseded", "draft")
_STATUS: Final = ("status", "state", "状态")
_SUCCESSOR: Final = ("supersededby", "replacedby", "ersetztdurch")
_UNTIL: Final = ("validuntil", "validto", "expires", "expirydate", "expirationdate", "expiration", "effectiveuntil",
                 "enddate", "gültigbis", "gueltigbis", "有效期至", "失效日期")  # fmt: skip
_NOBODY: Final = frozenset({"", "none", "null", "false", "-", "n/a", "无"})
_TITLE: Final = re.compile(
    rf"^\W*[\[(【（]\s*(?:{_MARKS})\s*[\])】）]"
    rf"|[\[(【（](?:[^\])】）]{{1,20}}[,，;；])?\s*(?:{_MARKS}|old\b|[旧舊](?=[\])】）]))\b[^\])】）]{{0,40}}[\])】）]$"
    rf"|^(?:{_MARKS})\s*(?:[:：–—|]|-\s)|(?:\s[–—|-]\s*|[:：–—|]\s*|(?<=[\u3400-\u9fff])-)(?:{_MARKS})$"
    rf"|^(?:{'|'.join(past.titles for past in _PAST)})$",
    re.IGNORECASE,
)
"""A title that says it, in brackets or set off by a dash or a colon. A title about archiving does not."""
_STEM: Final = re.compile(
    r"(?!.*(?<![a-z])(?:is|are|be|been|was|were|get|gets|how|when|what|years?|months?|days?)(?![a-z]))"
    rf".*[^-_\s.][-_\s.]+(?:{_MARKS}|old|bak)(?:[-_\s.]*v?\d+)?|(?-i:OLD)[-_\s].+",
    re.IGNORECASE,
)
"""A file's name that ends so and is no sentence, as how-long-are-invoices-archived is."""
_MARK_FIRST: Final = re.compile(rf"(?:{_MARKS}|inactive|out of force)(?!\w)", re.IGNORECASE)
_STATED: Final = re.compile(rf"\W*(?:{'|'.join(_STATUS)})\W+(?:{_MARKS})\W*", re.IGNORECASE)
_ITEM: Final = re.compile(r"[-*+] |\d+[.)] |[|<]")
"""How an item or a row begins: a list of what a document may be says nothing of this one."""
_ALONE: Final = re.compile(
    rf"\W*(?:{_MARKS})(?:\W*$|——|\s+(?:by|on|since|as of|zum|durch|seit|am)\s*:?\s+(?!none|n/a|nobody|keine))",
    re.IGNORECASE,
)
"""A sentence that says nothing else, or that goes on with when, or with what replaced it."""
_SHOUTED: Final = re.compile(rf"\W*(?P<mark>{_MARKS})\s*[:–—-]", re.IGNORECASE)
_SAYS: Final = re.compile("|".join(past.says for past in _PAST), re.IGNORECASE)
_LABELLED: Final = re.compile(
    rf"(?:^\W*|[。.]\s*)(?:本[\u4e00-\u9fff]{{1,6}}?)?(?:{'|'.join(past.until for past in _PAST)})"
    rf"\s*(?P<colon>[:：])?\s*{DATE}(?(colon)|(?=\W*$))",
    re.IGNORECASE,
)
"""A last day behind a label; without a colon nothing else follows."""
_SENTENCE: Final = re.compile(r"(?<=\D[.!?])\s+(?=[A-ZÄÖÜ])|(?<=[。！？])")
