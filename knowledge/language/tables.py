"""Rows of Markdown tables, read with their columns' names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from knowledge.language.ends import LONGEST, sentence_spans
from knowledge.language.markdown import plain

_LONGEST_LABEL: Final = 160
_BAR: Final = re.compile(r"(?<!\\)\|")
_NO_SIGN: Final = r"[^\w×√\u25a0-\u27bf\u2b1b-\u2b55]*"
"""Neither words nor the signs of a table of what is included: ✓, ✗, ●, ○."""
NOTHING: Final = re.compile(rf"{_NO_SIGN}(?:n/?a|nan|tbd|tba|tbc|todo|k\.\s?a\.|待定|待补充)?{_NO_SIGN}", re.IGNORECASE)
"""What says that nothing is said."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of a row's cells, with the header above them; ``named`` is said before what has no header."""

    start: int
    end: int
    header: str
    named: tuple[str, ...] = ()


def cells(row: str) -> list[str]:
    """Return the words of a row's cells."""
    return [plain(cell) for cell in _BAR.split(_inner(row))]


def readable_row(row: str, header: str) -> str:
    """``Destination: Paris; Per diem: €65``: what a table row says, in one line.

    Where nothing heads the columns, the first names what stands beside it: ``Approver: Head of HR``. An empty cell
    under a name is a dash, unless most are empty: who asks for it would take the one beside it for the answer.
    """
    names, values = cells(header), cells(row)
    if not any(map(_names, names)):
        label, *others = [value for value in values if value] or [""]
        return f"{label.rstrip(':：')}: {'; '.join(others)}" if others else label
    pairs = [(name, "" if value == "NaN" else value) for name, value in zip_longest(names, values, fillvalue="")]
    filled = [(name, value) for name, value in pairs if value]
    if 2 * len(filled) > len(pairs):
        filled = [(name, value or "–") for name, value in pairs if value or _names(name)]
    return "; ".join(_named(name, value) for name, value in filled)


def says_something(row: str) -> bool:
    """Whether anything stands beside the row's label."""
    values = cells(row)
    return any(not NOTHING.fullmatch(value) for value in values[1:] or values)


def parts(text: str, start: int, end: int, header: str) -> list[Part]:
    """Return the row ``text[start:end]`` in one part, or in several if it is too wide to be read at once."""
    row = text[start:end]
    if len(readable_row(row, header) if header else row) <= LONGEST:
        return [Part(start, end, header)]
    if not header:
        return [Part(*span, "") for span in sentence_spans(text, start, end)]
    label = readable_row(row.strip().split("|")[row.strip().startswith("|")], header)
    found: list[Part] = []
    for first, last, names in _wide(row, _BAR.split(_inner(header))):
        labelled = (label,) if found and len(label) <= _LONGEST_LABEL else ()
        if len(" ".join(row[first:last].split())) <= LONGEST:
            found.append(Part(start + first, start + last, f"|{'|'.join(names)}|", labelled))
        else:
            said = (*labelled, *(f"{plain(name)}:" for name in names if plain(name)))
            found += [Part(*span, "", said) for span in sentence_spans(text, start + first + 1, start + last - 1)]
    return found


def _names(name: str) -> bool:
    """Whether a header's cell names anything; a row of dashes does not, wherever it stands."""
    return bool(name.strip(":- "))


def _named(name: str, value: str) -> str:
    return f"{name.rstrip(':：')}: {value}" if _names(name) else value


def _wide(row: str, names: list[str]) -> list[tuple[int, int, list[str]]]:
    """Return spans of cells side by side that are read together, with the names of their columns."""
    bars = [bar.start() for bar in _BAR.finditer(row)]
    bars = [*([] if bars[:1] == [0] else [-1]), *bars, *([] if row.endswith("|") else [len(row)])]
    found: list[tuple[int, int, list[str]]] = []
    first = 0
    for last in range(1, len(bars)):
        ends = last == len(bars) - 1
        if ends or len(row[bars[first] : bars[last + 1]]) > LONGEST // 2:
            found.append((max(bars[first], 0), min(bars[last] + 1, len(row)), names[first:last]))
            first = last
    return found


def _inner(row: str) -> str:
    """A row without the bars around it."""
    bare = row.strip().lstrip(">").strip().removeprefix("|")
    return bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
