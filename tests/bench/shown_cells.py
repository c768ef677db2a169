"""What a workbook shows, as LibreOffice says: the truth for cells, where nobody wrote down what Excel shows.

    python -m tests.bench.shown_cells FOLDER…

LibreOffice is no Excel: it counts formulas anew that depend on the day or on chance, and knows fewer functions.
"""

from __future__ import annotations

import csv
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from openpyxl import load_workbook  # type: ignore[import-untyped] # publishes no types

from knowledge.formats import convert
from tests.bench.conversion import tables_in

AS_SHOWN: Final = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,true,false,false,-1"
"""Its filter: commas, quotes, UTF-8, American English, cells as they are shown, each sheet a file."""
_DATE: Final = re.compile(r"(\d{1,4})[-/](\d{1,2})[-/](\d{1,4})\b")
_SECONDS: Final = 60


def shown_cells(workbook: Path) -> Iterator[str]:
    """Yield what its visible cells show; nothing where LibreOffice cannot read it."""
    with tempfile.TemporaryDirectory() as folder:
        profile = Path(folder, "profile").as_uri()
        command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", AS_SHOWN]
        subprocess.run([*command, "--outdir", folder, str(workbook)], capture_output=True, timeout=_SECONDS, check=True)
        for sheet in load_workbook(workbook, read_only=False):
            made = Path(folder, f"{workbook.stem}-{sheet.title}.csv")
            if sheet.sheet_state != "visible" or not made.exists():
                continue
            with made.open(encoding="utf-8", newline="") as file:
                for number, row in enumerate(csv.reader(file), 1):
                    if not sheet.row_dimensions[number].hidden:
                        yield from filter(None, map(comparable, row))


def comparable(text: str) -> str:
    """Return a value without blanks, a date of any order alike: ours are in ISO form where their order is doubtful."""
    found = _DATE.fullmatch(text.strip().partition(" ")[0])
    if found:
        return "/".join(sorted(f"{int(part) % 100:02}" for part in found.groups()))
    return "".join(text.split()).replace("\\", "").replace("*", "")


def main() -> None:
    """Print for each folder how many of the shown cells are in the tables or lines of the text."""
    for folder in map(Path, sys.argv[1:]):
        right = of = failed = 0
        for workbook in sorted(path for path in folder.rglob("*.xls[xm]")):
            try:
                shown = Counter(shown_cells(workbook))
                text = convert(workbook.name, workbook.read_bytes()).text
            except Exception:  # noqa: BLE001 - what either makes of a broken file
                failed += 1
                continue
            lines = [line for line in text.splitlines() if not line.startswith("|")]
            cells = [cell for table in tables_in(text) for row in table for cell in row]
            made = Counter(comparable(each) for each in (*cells, *lines))
            right += sum(min(count, made[value]) for value, count in shown.items())
            of += shown.total()
        share = f"{right / of:.3f}" if of else "-"
        sys.stdout.write(f"{folder.name}: {share} of {of:,} cells right, {failed} not compared\n")


if __name__ == "__main__":
    main()
