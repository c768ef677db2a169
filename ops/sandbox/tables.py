"""Tables of Block Kit: their cells, and what a table as a whole may hold.

docs.slack.dev/reference/block-kit/blocks/table-block and /data-table-block
"""

from collections.abc import Iterable, Iterator

from ops.sandbox.block_elements import RICH_TEXT
from ops.sandbox.model import Json
from ops.sandbox.schema import Check, Shape, anything, array, by_type, complaint, number, one_of, string

COLUMNS, ROWS = 20, 100
CHARACTERS = 10_000  # of all cells of one table

RAW: dict[str, Check] = {
    "raw_text": Shape({"text": string(CHARACTERS, 1)}, {}),
    "raw_number": Shape({"value": number(), "text": string(CHARACTERS, 1)}, {}),
}
CELL = by_type({**RAW, "rich_text": RICH_TEXT})


def _rows_of(block: Json) -> list[list[Json]]:
    rows = block.get("rows")
    return [row for row in rows if isinstance(row, list)] if isinstance(rows, list) else []


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(text := value.get("text"), str):
            yield text
        yield from _within(value.values())
    elif isinstance(value, list):
        yield from _within(value)


def _within(values: Iterable[object]) -> Iterator[str]:
    return (text for value in values if isinstance(value, dict | list) for text in _texts(value))


def _length(block: Json, pointer: str) -> Iterator[str]:
    if sum(len(text) for text in _texts(_rows_of(block))) > CHARACTERS:
        yield complaint(f"no more than {CHARACTERS} characters allowed in all cells", f"{pointer}/rows")


def _data(block: Json, pointer: str) -> Iterator[str]:
    yield from _length(block, pointer)
    rows = _rows_of(block)
    if len({len(row) for row in rows}) > 1:
        yield complaint("all rows must have the same number of cells", f"{pointer}/rows")
    head = rows[0] if rows else []
    if any(isinstance(cell, dict) and cell.get("type") == "rich_text" for cell in head):
        yield complaint("`rich_text` is not allowed in the header row", f"{pointer}/rows/0")


COLUMN = Shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": anything})
TABLE = Shape({"rows": array(array(CELL, COLUMNS), ROWS)}, {"column_settings": array(COLUMN, COLUMNS, 0)}, _length)
DATA_TABLE = Shape(
    {"rows": array(array(CELL, COLUMNS), ROWS + 1, 2), "caption": string(3000, 1)},
    {"page_size": number(1, 100), "row_header_column_index": number(0, COLUMNS - 1)},
    _data,
)
