"""What is stored in a workbook's sheets, read cell by cell: values, formats, what is merged and what is hidden.

openpyxl's own loader reads drawings, links and pivot tables too, and gives up a workbook where one of them is missing;
its cells take a kilobyte each. Here its parsers read what a reader sees of a sheet.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from openpyxl.reader.excel import ExcelReader  # type: ignore[import-untyped] # publishes no types
from openpyxl.styles.numbers import BUILTIN_FORMATS  # type: ignore[import-untyped] # as above
from openpyxl.styles.stylesheet import apply_stylesheet  # type: ignore[import-untyped] # as above
from openpyxl.utils import column_index_from_string, range_boundaries  # type: ignore[import-untyped] # as above
from openpyxl.utils.datetime import CALENDAR_MAC_1904  # type: ignore[import-untyped] # as above
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser  # type: ignore[import-untyped] # as above

from knowledge.formats.number_codes import NAMED
from knowledge.formats.sheet_drawings import drawn_on
from knowledge.formats.sheets import Area, Place

_CUSTOM = 164
"""Number of the first format that a workbook defines itself."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A cell's value: a number, text in one or more looks, a truth value; its number format; how its letters look."""

    value: Any
    code: str
    bold: bool
    struck: bool


@dataclass(slots=True)
class Sheet:
    """A sheet; ``uncounted`` is how many formulas are stored without a result.

    ``hidden`` are the values of hidden rows and columns, which are not among the ``cells``; of a sheet that is hidden
    itself, of all. ``drawn`` are the lines in its boxes and its charts' titles, ``struck`` what is struck out there.
    """

    title: str
    cells: dict[Place, Stored] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    uncounted: int = 0
    hidden: list[str] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)


class Workbook:
    """A workbook of sheets."""

    def __init__(self, data: bytes) -> None:
        self._reader = ExcelReader(io.BytesIO(data), data_only=True, keep_links=False, rich_text=True)
        self._reader.read_manifest()
        self._reader.read_strings()
        self._reader.read_workbook()
        self._reader.read_properties()
        apply_stylesheet(self._reader.archive, self._reader.wb)

    @property
    def title(self) -> str | None:
        """What its properties call it."""
        title = self._reader.wb.properties.title
        return str(title) if title else None

    @property
    def epoch_1904(self) -> bool:
        """Whether its dates count from 1904, as those from old Macs do."""
        return bool(self._reader.wb.epoch == CALENDAR_MAC_1904)

    def sheets(self) -> Iterator[Sheet]:
        """Yield the sheets; those that are hidden have none but ``hidden`` cells, those of a chart have none."""
        for found, relation in self._reader.parser.find_sheets():
            if relation.target not in self._reader.valid_files:
                continue
            shown = found.state == "visible"
            sheet = Sheet(found.name) if "chartsheet" in relation.Type else self._cells(found, relation.target)
            drawn = drawn_on(self._reader.archive, relation.target, sheet.struck)
            (sheet.drawn if shown else sheet.hidden).extend(drawn)
            yield sheet

    def _cells(self, found: Any, part: str) -> Sheet:  # noqa: ANN401 - openpyxl publishes no types
        with self._reader.archive.open(part) as source:
            parser = _Parser(source, self._reader.shared_strings, data_only=True, rich_text=True)
            rows = [row for _, row in parser.parse()]
        columns = set(_hidden_columns(parser.column_dimensions))
        lines = {int(row) for row, dimension in parser.row_dimensions.items() if _is_on(dimension.get("hidden"))}
        sheet = Sheet(found.name)
        coloured = bool(parser.tables.tablePart or parser.formatting)
        for cell in (cell for row in rows for cell in row):
            hidden = found.state != "visible" or cell["row"] in lines or cell["column"] in columns
            if hidden or not (coloured or self._is_seen(cell["style_id"])):
                sheet.hidden.append(str(cell["value"] or ""))
            else:
                self._store(sheet, cell, uncounted=(cell["row"], cell["column"]) in parser.uncounted)
        merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
        sheet.merged = [(top, left, bottom, right) for left, top, right, bottom in map(_bounds, merged)]
        return sheet

    def _store(self, sheet: Sheet, cell: Mapping[str, Any], *, uncounted: bool) -> None:
        sheet.uncounted += uncounted
        if cell["value"] is not None:
            book, style = self._reader.wb, self._reader.wb._cell_styles[cell["style_id"]]  # noqa: SLF001 - no other way
            font = book._fonts[style.fontId]  # noqa: SLF001 - as above
            stored = Stored(cell["value"], self._code(style.numFmtId), bool(font.b), bool(font.strike))
            sheet.cells[cell["row"], cell["column"]] = stored

    def _is_seen(self, style_id: int) -> bool:
        """Whether its letters are not white on white; a table's style and conditions may colour what is behind them."""
        book, style = self._reader.wb, self._reader.wb._cell_styles[style_id]  # noqa: SLF001 - no other way
        fill = book._fills[style.fillId]  # noqa: SLF001 - as above
        pattern = getattr(fill, "patternType", "gradient")
        blank = pattern in {None, "none"} or (pattern == "solid" and _is_white(fill.fgColor))
        return not (blank and _is_white(book._fonts[style.fontId].color))  # noqa: SLF001 - as above

    def _code(self, number: int) -> str:
        if number >= _CUSTOM:
            return str(self._reader.wb._number_formats[number - _CUSTOM])  # noqa: SLF001 - no other way
        return str(NAMED.get(number) or BUILTIN_FORMATS.get(number, "General"))


class _Parser(WorkSheetParser):  # type: ignore[misc] # openpyxl publishes no types
    """Reads a sheet, and notes the formulas that are stored without a result."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as the base class has them
        super().__init__(*args, **kwargs)
        self.uncounted: set[Place] = set()

    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401 - an element of either XML library
        cell: dict[str, Any] = super().parse_cell(element)
        no_text = element.get("t") != "str"  # an empty text is a result
        if cell["value"] is None and no_text and element.find(FORMULA_TAG) is not None:
            self.uncounted.add((cell["row"], cell["column"]))
        return cell


def _hidden_columns(dimensions: Mapping[str, Mapping[str, Any]]) -> Iterator[int]:
    for letters, dimension in dimensions.items():
        if _is_on(dimension.get("hidden")):
            first = int(dimension.get("min") or column_index_from_string(letters))
            yield from range(first, int(dimension.get("max") or first) + 1)


def _is_white(colour: Any) -> bool:  # noqa: ANN401 - openpyxl publishes no types
    """Whether a colour is white: named so, by its place in the palette, or as the theme's paper."""
    if colour is None or colour.tint:
        return False
    return (colour.type, colour.value) in {
        ("rgb", "FFFFFFFF"),
        ("rgb", "00FFFFFF"),
        ("theme", 0),
        ("indexed", 1),
        ("indexed", 9),
    }


def _is_on(value: object) -> bool:
    return str(value).lower() in {"1", "true"}


def _bounds(merged: Any) -> tuple[int, int, int, int]:  # noqa: ANN401 - openpyxl publishes no types
    left, top, right, bottom = range_boundaries(merged.ref)
    return left, top, right, bottom
