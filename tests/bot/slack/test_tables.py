"""Tables of an answer as Slack's own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.slack.blocks import Message, answer_message, growing_body
from bot.wording import WORDINGS
from knowledge.domain import Citation, CitedTable

Json = dict[str, Any]
_EN = WORDINGS["en"]
_CITIES = tuple((f"City {n}", f"{n} euro") for n in range(1, 41))
_TABLE = CitedTable(("City", "Limit"), _CITIES, (19,), 300)
_CITATION = Citation(
    1, "limits.md", "Limits", "Per night", "| City 20 | 20 euro |", "https://x.example/l", table=_TABLE
)


def _table_of(message: Message) -> Json:
    (table,) = [block for block in message.blocks if block["type"] == "table"]
    return table


def _rows(message: Message) -> list[list[str]]:
    return [[cell["text"] for cell in row] for row in _table_of(message)["rows"]]


def _buttons(message: Message) -> list[str]:
    (actions,) = [block for block in message.blocks if block["type"] == "actions"]
    return [element["action_id"] for element in actions["elements"]]


def test_the_row_that_answers_comes_first_and_the_rest_is_behind_a_button() -> None:
    """With some others to compare it with; how many more there are is said beside the link."""
    message = answer_message("City: City 20; Limit: 20 euro [1]", [_CITATION], "abc", _EN)
    said = [element["text"] for block in message.blocks if block["type"] == "context" for element in block["elements"]]

    assert [["City", "Limit"], ["City 20", "20 euro"], ["City 1", "1 euro"]] == _rows(message)[:3]
    assert 6 == len(_rows(message))
    assert said[0] == "… 295 more rows: <https://x.example/l|Limits>"
    assert said[1:] == ["[1] *<https://x.example/l|Limits>* › Per night"]
    assert ["answer_more", "answer_why"] == _buttons(message)


def test_a_whole_table_is_not_said_a_second_time_as_a_list() -> None:
    """The lines go, the words around them stay."""
    table = CitedTable(("City", "Limit"), _CITIES[:3], (0, 1, 2), 3)
    lines = "- City: City 1; Limit: 1 euro\n- City: City 2; Limit: **2 euro**\n- City: City 3; Limit: 3 euro [1]"
    message = answer_message(f"The limits are:\n{lines}", [replace(_CITATION, table=table)], "abc", _EN)
    alone = answer_message(lines, [replace(_CITATION, table=table)], "abc", _EN)

    assert "The limits are: [1]" == message.body
    assert "**Per night** [1]" == alone.body
    assert [list(row) for row in _CITIES[:3]] == _rows(message)[1:] == _rows(alone)[1:]
    assert ["answer_why"] == _buttons(message)
    assert "City: City 2; Limit: 2 euro" in message.notification


def test_a_table_in_markdown_becomes_a_table_and_a_second_one_a_list() -> None:
    """Slack takes one a message."""
    text = "First:\n\n| A | B |\n|---|---|\n| a \\| x | |\n\nThen:\n\n| C | D |\n|:-:|--:|\n| c | d |\n"
    message = answer_message(text, [], "abc", _EN)

    assert [["A", "B"], ["a | x", "–"]] == _rows(message)
    assert "First:\n\nThen:\n\n- C: c; D: d" == message.body


def test_a_table_in_code_stays_code() -> None:
    """Somebody shows how it is written."""
    text = "```\n| A | B |\n|---|---|\n| a | b |\n```"
    message = answer_message(text, [], "abc", _EN)

    assert text == message.body
    assert ["markdown", "actions", "context_actions"] == [block["type"] for block in message.blocks]


@pytest.mark.parametrize(("width", "tables"), [(20, 1), (21, 0)])
def test_a_table_has_at_most_twenty_columns(width: int, tables: int) -> None:
    """A wider one is told in lines."""
    row = "|" + "x|" * width
    message = answer_message(f"{row}\n|{'---|' * width}\n{row}\n", [], "abc", _EN)

    assert tables == sum(block["type"] == "table" for block in message.blocks)
    assert bool(tables) is not message.body.startswith("- x: x; x: x")


def test_cells_mean_nothing_to_slack() -> None:
    """They come from a document."""
    table = CitedTable(("City", "<!here>"), (("<@U0MAYA>", "w" * 900),), (0,), 1)
    (_, head), (first, second) = _rows(answer_message("x [1]", [replace(_CITATION, table=table)], "abc", _EN))

    assert ("–", "–") == (head, first)
    assert len(second) <= 200


def test_no_line_is_streamed_that_a_table_takes_away_again() -> None:
    """What is shown once stays; the words before it are shown at once."""
    table = CitedTable(("City", "Limit"), _CITIES[:2], (0, 1), 2)
    text = "The limits are:\n- City: City 1; Limit: 1 euro\n- City: City 2; Limit: 2 euro [1]"
    body = answer_message(text, [replace(_CITATION, table=table)], "abc", _EN).body
    shown = [growing_body(text[:end]) for end in range(len(text) + 1)]

    assert "The limits are:" == shown[-1]
    assert [] == [part for part in shown if not body.startswith(part)]


def test_a_row_that_has_more_cells_than_the_head_loses_none() -> None:
    """People merge cells, and add a column for one row."""
    message = answer_message("| Phone | When |\n|---|---|\n| Night | Never | but on call duty |\n", [], "abc", _EN)

    assert [["Phone", "When", "–"], ["Night", "Never", "but on call duty"]] == _rows(message)


def test_a_cell_that_is_cut_can_be_read_whole() -> None:
    """The last words of a cell may be its condition."""
    long = "You may claim it " + "in every case " * 20 + "unless HR refuses."
    message = answer_message(f"| What | Rule |\n|---|---|\n| Taxi | {long} |\n", [], "abc", _EN)

    assert _rows(message)[1][1].endswith("…")
    assert ["answer_more", "answer_why"] == _buttons(message)


def test_only_the_lines_that_the_table_says_go() -> None:
    """1.5 % is not 15 %, and a row that is behind the button stays in words."""
    rows = (("City 1", "1.5 %"), ("City 2", "2 %"))
    table = CitedTable(("City", "Rate"), rows, (0,), 2)
    lines = "- City: City 1; Rate: 15 %\n- City: City 2; Rate: 2 % [1]"
    message = answer_message(f"The rates:\n{lines}", [replace(_CITATION, table=table)], "abc", _EN)

    assert "City 1; Rate: 15 %" in message.body
    assert "City 2; Rate: 2 %" in message.body
