"""What converters make of the documents of public test suites: cells, headings, letters, hidden words.

    python -m tests.bench.conversion FOLDER… [--other NAME=FOLDER…] [--skip .pdf]

Each FOLDER is searched for documents. ``--other`` names another converter and a folder with the Markdown that it made,
``<path of the document>.md``; markitdown is asked itself. The truth is read from the file by other libraries: cells by
BeautifulSoup, python-docx and python-pptx, letters by `knowledge.formats.second_reading`.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup, Tag
from docx import Document as WordDocument
from markitdown import MarkItDown
from openpyxl import load_workbook  # type: ignore[import-untyped] # publishes no types
from pptx import Presentation
from rich.console import Console
from rich.table import Table

from knowledge.formats import READERS, convert, recognise, supported
from knowledge.formats.converted import Converted, DocumentScanned
from knowledge.formats.losses import lost
from knowledge.formats.second_reading import read_again

Rows = list[list[str]]

KINDS: Final = ("cells", "headings", "letters", "hidden")

_WORD: Final = re.compile(r"\w+")
_BAR: Final = re.compile(r"(?<!\\)\|")
_HEADING: Final = re.compile(r"^[ \t]*(?:[-*+] )*#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
_TABLES: Final = re.compile(r"(?:^[ \t]*\|.*\|[ \t]*$\n?)+", re.MULTILINE)
_MARKS: Final = re.compile(r"<[^>]*>|\]\([^)]*\)|[*_`\\]")
_RULE: Final = re.compile(r"[\s|:-]+")
_LEAST_HIDDEN: Final = 8
"""Letters of hidden words, below which they may stand in the text by chance."""
_LEAST: Final = 2
"""Rows and columns, below which a table is a layout or a box."""


@dataclass
class Score:
    """What one converter got right, and of how many."""

    right: Counter[str] = field(default_factory=Counter)
    of: Counter[str] = field(default_factory=Counter)
    failed: int = 0

    def __add__(self, other: Score) -> Score:
        """Both together."""
        return Score(self.right + other.right, self.of + other.of, self.failed + other.failed)

    def add(self, kind: str, right: int, of: int) -> None:
        """Count some more."""
        self.right[kind] += right
        self.of[kind] += of

    def wrong(self, kind: str) -> int:
        """How many are not right."""
        return self.of[kind] - self.right[kind]

    def share(self, kind: str) -> str:
        """The share that is right, and the number of all."""
        return f"{self.right[kind] / self.of[kind]:.3f} of {self.of[kind]:,}" if self.of[kind] else "-"


@dataclass(frozen=True)
class Truth:
    """What a document holds: tables with their spans filled, headings; and hidden words that it shows nowhere."""

    tables: Sequence[Rows] = ()
    headings: Sequence[str] = ()
    hidden: Sequence[str] = ()


def html_truth(data: bytes) -> Truth:
    """By BeautifulSoup, each cell written wherever it reaches; tables inside of tables are left out."""
    soup = BeautifulSoup(data, "html.parser")
    flat = [table for table in soup.find_all("table") if not table.find("table") and not table.find_parent("table")]
    headings = soup.find_all(re.compile("^h[1-6]$"))
    return Truth(
        [_filled(table) for table in flat], [words for each in headings if (words := each.get_text(" ", strip=True))]
    )


def _filled(table: Tag) -> Rows:
    filled: dict[tuple[int, int], str] = {}
    for number, row in enumerate(table.find_all("tr")):
        column = 0
        for cell in row.find_all(("td", "th")):
            while (number, column) in filled:
                column += 1
            down, across = int(str(cell.get("rowspan") or 1)), int(str(cell.get("colspan") or 1))
            reached = product(range(number, number + down), range(column, column + across))
            filled |= dict.fromkeys(reached, cell.get_text(" ", strip=True))
    rows, columns = (max((place[axis] for place in filled), default=-1) + 1 for axis in (0, 1))
    return [[filled.get((row, column), "") for column in range(columns)] for row in range(rows)]


def docx_truth(data: bytes) -> Truth:
    """By python-docx, which gives a merged cell at each place that it covers."""
    document = WordDocument(io.BytesIO(data))
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in document.tables
        if not any(cell.tables for row in table.rows for cell in row.cells)
    ]
    styled = ((one.text, one.style.name if one.style else "") for one in document.paragraphs)
    named = [text for text, style in styled if re.match(r"Heading \d|Title$", style or "")]
    runs = [(run.text, bool(run.font.hidden)) for one in document.paragraphs for run in one.runs]
    return Truth(tables, [text for text in named if text.strip()], unseen(runs))


def unseen(said: Sequence[tuple[str, bool]]) -> list[str]:
    """The words of what is hidden, as `_words` gives them, if nothing that is seen has them."""
    seen = _words(" ".join(text for text, hidden in said if not hidden))
    words = (_words(text) for text, hidden in said if hidden)
    return [each for each in words if len(each) >= _LEAST_HIDDEN and each not in seen]


def xlsx_truth(data: bytes) -> Truth:
    """By openpyxl: what stands on hidden sheets. What the others show is not in the file: see `shown_cells`."""
    sheets = load_workbook(io.BytesIO(data), data_only=True)
    cells = ((sheet, cell) for sheet in sheets.worksheets for row in sheet.iter_rows(values_only=True) for cell in row)
    return Truth(
        hidden=unseen([(cell, sheet.sheet_state != "visible") for sheet, cell in cells if isinstance(cell, str)])
    )


def pptx_truth(data: bytes) -> Truth:
    """By python-pptx: tables, and the titles of slides."""
    slides = Presentation(io.BytesIO(data)).slides
    tables = [
        [[cell.text for cell in row.cells] for row in shape.table.rows]
        for slide in slides
        for shape in slide.shapes
        if shape.has_table
    ]
    titles = [slide.shapes.title.text for slide in slides if slide.shapes.title is not None]
    said = [
        (shape.text_frame.text, slide._element.get("show") == "0")  # python-pptx has no other way
        for slide in slides
        for shape in slide.shapes
        if shape.has_text_frame
    ]
    return Truth(tables, [title for title in titles if title.strip()], unseen(said))


def csv_truth(data: bytes) -> Truth:
    """By Python's own reader."""
    text = data.decode("utf-8-sig")
    dialect = csv.Sniffer().sniff(text.partition("\n")[0], ",;\t|")
    return Truth([list(csv.reader(text.splitlines(), dialect))])


TRUTHS: Final[Mapping[str, Callable[[bytes], Truth]]] = {
    ".html": html_truth,
    ".docx": docx_truth,
    ".pptx": pptx_truth,
    ".csv": csv_truth,
    ".xlsx": xlsx_truth,
}


def cells_right(truth: Rows, made: Sequence[Rows], text: str) -> tuple[int, int]:
    """How many cells with words are right, and how many there are.

    One is right if some row has it beside the label of its own row, below the words that head its column. What reaches
    across a whole row is a title, which may stand anywhere in the text.
    """
    right = count = 0
    said, heads = _words(text), next((row for row in truth if not _title(row)), [])
    for row in truth:
        if title := _title(row):
            count += 1
            right += title in said
            continue
        for column, cell in enumerate(row):
            if not _words(cell):
                continue
            count += 1
            head = heads[column] if row is not heads and column < len(heads) else ""
            right += any(_holds(table, cell, row[0], head) for table in made)
    return right, count


def _title(row: Sequence[str]) -> str:
    """The words of a row that has none but those of one cell, across several columns; else nothing."""
    said = [words for cell in row if (words := _words(cell))]
    return said[0] if len(said) > 1 and len(set(said)) == 1 else ""


def _holds(table: Rows, cell: str, label: str, head: str) -> bool:
    """Whether some row of the table has the cell, beside the label and below the head."""
    wanted, beside, above = _words(cell), _words(label), _words(head)
    heads = [_words(name) for name in table[0]]
    for row in table:
        said = [_words(one) for one in row]
        if beside and not any(one == beside or beside in one for one in said):
            continue
        for place, one in enumerate(said):
            below = not above or (place < len(heads) and above in heads[place])
            if (one == wanted and below) or (row is table[0] and wanted in one):
                return True
    return False


def tables_in(markdown: str) -> list[Rows]:
    """The pipe tables of a text, without the lines below their heads."""
    found = []
    for table in _TABLES.finditer(markdown):
        lines = [line.strip() for line in table[0].splitlines() if not _RULE.fullmatch(line)]
        rows = [[cell.replace("\\|", "|") for cell in _BAR.split(line)[1:-1]] for line in lines]
        if rows:
            found.append(rows)
    return found


def _words(text: str) -> str:
    """The letters of words, whatever stands around and between them."""
    return "".join(_WORD.findall(unicodedata.normalize("NFKC", _MARKS.sub("", text)).casefold()))


def score(document: Path, converted: Converted, into: Score) -> None:
    """Count what is right of one document."""
    data, suffix = document.read_bytes(), document.suffix.lower()
    truth = TRUTHS[suffix](data) if suffix in TRUTHS else Truth()
    made = tables_in(converted.text)
    for rows in truth.tables:
        if len(rows) >= _LEAST and max(map(len, rows)) >= _LEAST:
            into.add("cells", *cells_right(rows, made, converted.text))
    headings = [_words(each) for each in (*_HEADING.findall(converted.text), converted.title or "")]
    found = sum(any(one.endswith(_words(each)) for one in headings) for each in truth.headings)  # behind their numbers
    into.add("headings", found, len(truth.headings))
    text = _words(converted.text)
    into.add("hidden", sum(each not in text for each in truth.hidden), len(truth.hidden))
    places = [(loss.letters, loss.all) for loss in lost(list(read_again(READERS[suffix], data)), converted)]
    into.add("letters", sum(of - letters for letters, of in places), sum(of for _, of in places))


def main() -> None:
    """Convert all, and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--other", action="append", default=[], help="NAME=FOLDER of Markdown that it made")
    parser.add_argument("--skip", default="", help="a suffix that is left out: .pdf, whose scans take hours")
    parser.add_argument("--worst", type=int, default=0, help="list so many documents with most wrong cells")
    arguments = parser.parse_args()
    others = {name: Path(folder) for name, _, folder in (each.partition("=") for each in arguments.other)}
    table = Table(
        "suite",
        "converter",
        "documents",
        "cells right",
        "headings right",
        "letters kept",
        "hidden left out",
        "not converted",
    )
    for folder in arguments.folders:
        for name, text_of in _converters(folder, others).items():
            own = list(_scores(folder, text_of, arguments.skip))
            total = sum((each for _, each in own), Score())
            shares = (total.share(kind) for kind in KINDS)
            table.add_row(folder.name, name, f"{len(own)}", *shares, f"{total.failed}")
            worst = sorted(own, key=lambda each: each[1].wrong("cells"), reverse=True)[: arguments.worst]
            for document, each in worst:
                sys.stderr.write(
                    f"{name}: {document}: {each.wrong('cells')} cells, {each.wrong('headings')} headings\n"
                )
    Console().print(table)


def _scores(folder: Path, text_of: Callable[[Path], Converted], skip: str) -> Iterator[tuple[Path, Score]]:
    """Score each document; of one that is not converted all is wrong, if the other libraries can read it."""
    for document in sorted(path for path in folder.rglob("*") if path.is_file() and supported(path.name)):
        if document.suffix == skip:
            continue
        own = Score()
        try:
            converted = text_of(document)
        except Exception:  # noqa: BLE001 - whatever a converter makes of a broken file
            converted, own.failed = Converted(""), 1
        with suppress(Exception):  # the same of the libraries that tell the truth
            score(document, converted, own)
        yield document, own


def _converters(folder: Path, others: Mapping[str, Path]) -> dict[str, Callable[[Path], Converted]]:
    def ours(document: Path) -> Converted:
        name, data = document.name, document.read_bytes()
        try:
            return convert(name, data)
        except DocumentScanned:
            return recognise(name, data)

    def markitdown(document: Path) -> Converted:
        return Converted(MarkItDown().convert(document).markdown)

    def made_by(name: str) -> Callable[[Path], Converted]:
        return lambda document: Converted((others[name] / f"{document.relative_to(folder)}.md").read_text("utf-8"))

    return {"Frontdesk": ours, "markitdown": markitdown, **{name: made_by(name) for name in others}}


if __name__ == "__main__":
    main()
