"""Excel workbooks: a heading for each sheet, and its tables with every value as the sheet shows it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from openpyxl.cell.rich_text import CellRichText, TextBlock  # type: ignore[import-untyped] # publishes no types

from knowledge.formats.converted import Converted, LeftOutWords
from knowledge.formats.grid import Cell
from knowledge.formats.number_formats import number_shown, text_shown
from knowledge.formats.package import open_package
from knowledge.formats.raised import raised
from knowledge.formats.sheets import sheet_markdown
from knowledge.formats.tables import cell_text
from knowledge.formats.workbook import Sheet, Stored, Workbook

_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def read(data: bytes) -> Converted:
    """Read a workbook; hidden sheets, rows and columns are left out. Raises DocumentUnreadable."""
    open_package(data).close()
    workbook = Workbook(data)
    sheets = list(workbook.sheets())
    parts = [_markdown(sheet, epoch_1904=workbook.epoch_1904) for sheet in sheets]
    text = "\n\n".join(filter(None, parts))
    notes = _notes(sum(sheet.uncounted for sheet in sheets))
    return Converted(text=text, title=workbook.title, notes=notes, left_out=tuple(_left_out(sheets)))


def _markdown(sheet: Sheet, *, epoch_1904: bool) -> str:
    """Return a sheet below its name; nothing where nothing stands on it."""
    cells = {
        place: Cell(cell_text(_shown(stored, epoch_1904=epoch_1904)), strong=stored.bold)
        for place, stored in sheet.cells.items()
        if not stored.struck
    }
    body = "\n\n".join(filter(None, (sheet_markdown(cells, sheet.merged), *sheet.drawn)))
    return f"## {sheet.title}\n\n{body}" if body else ""


def _shown(stored: Stored, *, epoch_1904: bool) -> str:
    """Return a value as its cell shows it; dates that are stored as such in ISO form."""
    value = stored.value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return number_shown(value, stored.code, epoch_1904=epoch_1904)
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "minutes").removesuffix(" 00:00")
    if isinstance(value, CellRichText):
        return text_shown(_unescaped("".join(map(_run, value))), stored.code)
    return text_shown(_unescaped(str(value)), stored.code)


def _unescaped(text: str) -> str:
    """Return text with the characters that a workbook writes as ``_x000D_`` (ECMA-376-1, 22.4.2.4)."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def _run(run: str | TextBlock) -> str:
    """Return a run of letters of one look: raised figures as such, what is struck out not at all."""
    if isinstance(run, str):
        return run
    if run.font is not None and run.font.strike:
        return ""
    superscript = run.font is not None and run.font.vertAlign == "superscript"
    return raised(run.text) if superscript else str(run.text)


def _left_out(sheets: Iterable[Sheet]) -> Iterator[LeftOutWords]:
    for sheet in sheets:
        struck = (str(stored.value) for stored in sheet.cells.values() if stored.struck)
        runs = (
            run for stored in sheet.cells.values() if isinstance(stored.value, CellRichText) for run in stored.value
        )
        struck_runs = (run.text for run in runs if isinstance(run, TextBlock) and run.font and run.font.strike)
        yield LeftOutWords(" ".join(sheet.hidden), "hidden")
        yield LeftOutWords(" ".join((*struck, *struck_runs, *sheet.struck)), "struck")


def _notes(uncounted: int) -> tuple[str, ...]:
    if not uncounted:
        return ()
    formulas = "1 formula has" if uncounted == 1 else f"{uncounted} formulas have"
    return (f"{formulas} no value: open and save it in Excel.",)
