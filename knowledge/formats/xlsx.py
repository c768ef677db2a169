"""Excel workbooks: a heading for each sheet, a list item for each row that says its column headers itself."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import load_workbook  # type: ignore[import-untyped] # publishes no types
from openpyxl.cell import Cell  # type: ignore[import-untyped] # as above
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped] # as above

from knowledge.formats import rows
from knowledge.formats.converted import Converted
from knowledge.formats.package import open_package

_UNIT = re.compile(r'"(?P<quoted>[^"]+)"|\[\$(?P<currency>[^\]-]+)|(?P<symbol>[€$£¥])')


def read(data: bytes) -> Converted:
    """Read a workbook; hidden sheets, rows and columns are left out. Raises DocumentUnreadable."""
    open_package(data).close()
    workbook = load_workbook(io.BytesIO(data), data_only=True)
    visible = (sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible")
    parts = ["\n".join((f"## {sheet.title}\n", *_lines(_shown_rows(sheet)))) for sheet in visible]
    return Converted(text="\n\n".join(parts), title=workbook.properties.title)


def _shown_rows(sheet: Worksheet) -> Iterator[list[Cell]]:
    """Yield the cells that are not hidden, row by row."""
    columns = sheet.column_dimensions.values()
    hidden = {number for column in columns if column.hidden for number in range(column.min, column.max + 1)}
    for row in sheet.iter_rows():
        dimension = sheet.row_dimensions.get(row[0].row)
        if not (dimension and dimension.hidden):
            yield [cell for cell in row if cell.column not in hidden]


def _lines(table: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """Yield a line for each row with something in it: a note, a header, or cells under the header before it."""
    header: list[str] = []
    for row in table:
        values = [_shown(cell) for cell in row]
        filled = [value for value in values if value]
        if len(filled) == 1:
            yield f"\n{filled[0]}\n"
        elif filled and _is_header(row, header):
            header = values
            yield f"\n{' · '.join(filled)}\n"
        elif filled:
            yield rows.item(header, values, words=_is_text(row))


def _is_text(row: Sequence[Cell]) -> bool:
    return all(isinstance(cell.value, str) for cell in row if cell.value is not None)


def _is_header(row: Sequence[Cell], before: list[str]) -> bool:
    """Tell a header: all text, and the first such row of the sheet or all in bold."""
    return _is_text(row) and (not before or all(cell.font.b for cell in row if cell.value is not None))


def _shown(cell: Cell) -> str:
    """Return the value as the sheet shows it: dates in ISO form, percentages and units from the cell's format."""
    value = cell.value
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "" if value is None else " ".join(str(value).split())
    return _number(value, cell.number_format)


def _number(value: float, style: str) -> str:
    if "%" in style:
        return f"{value * 100:.10g}%"
    number = f"{value:,.12g}" if "," in style else f"{value:.12g}"
    if unit := _UNIT.search(style):
        name = unit["quoted"] or unit["currency"] or unit["symbol"]
        words = (name.strip(), number) if unit.start() < style.find("0") else (number, name.strip())
        return ("" if len(name) == 1 else " ").join(words)
    return number
