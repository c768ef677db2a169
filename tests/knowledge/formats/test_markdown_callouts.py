"""Boxes, tabs and highlights of site generators and note books."""

from __future__ import annotations

import pytest

from knowledge.formats import convert


def _markdown(text: str) -> str:
    return convert("a.md", text.encode()).text


@pytest.mark.parametrize(
    "box",
    [
        '=== "Part-time"\n\n    12 days.\n\n',
        '!!! note "Part-time"\n    12 days.\n\n',
        '??? note "Part-time"\n\n    12 days.\n\n',
        ":::tip Part-time\n12 days.\n",
        ":::info[Part-time]\n12 days.\n",
        '{% tab title="Part-time" %}\n12 days.\n',
        '<TabItem value="p" label="Part-time">\n12 days.\n',
        'import Tabs from "@theme/Tabs"\n\n**Part-time**\n\n==12 days==.\n'.replace("==12 days==.", "12 days."),
    ],
)
def test_the_title_of_a_box_stands_above_its_words(box: str) -> None:
    """It says for whom they hold; they are no code."""
    assert _markdown(f"{box}\nAll.") == "**Part-time**\n\n12 days.\n\nAll."


def test_boxes_within_boxes_are_read() -> None:
    """Each is indented by four blanks more."""
    assert _markdown('!!! note "兼职"\n    甲\n\n    !!! tip "例外"\n        乙\n\n    丙\n') == (
        "**兼职**\n\n甲\n\n**例外**\n\n乙\n\n丙"
    )


@pytest.mark.parametrize(
    "text",
    ['```\n=== "Tab"\n    ==x==\nimport a from "b"\n```', "=== Overview", "a == b and c == d", "Wait!!! It is 5 pm."],
)
def test_what_only_looks_like_a_box_stays(text: str) -> None:
    """Code, and words."""
    assert _markdown(f"All.\n\n{text}") == f"All.\n\n{text}"


def test_a_heading_of_html_is_one() -> None:
    """So that it can be centred; what stands below it is its section."""
    assert _markdown('<h1 align="center">Leave</h1>\n<h2>年假\n</h2>\n\n十五天。') == "# Leave\n\n## 年假\n\n十五天。"


def test_marks_of_notes_are_those_that_a_page_shows() -> None:
    """Counted as they are referred to; what has no note may be a pattern."""
    notes = "[^b]: Pro rata.\n[^1]: 不含试用期。\n[^c]: Nobody refers to it."

    assert _markdown(f"10[^b] days, paid[^1][^b]. `[^0-9]` stays.\n\n{notes}") == (
        "10 days¹, paid²,¹. `[^0-9]` stays.\n\n¹ Pro rata.\n\n² 不含试用期。\n\nNobody refers to it."
    )


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.eml"])
def test_columns_over_a_line_of_dashes_are_a_table(name: str) -> None:
    """Whichever text they stand in; cells may be empty, and sentences over a rule are none."""
    drawn = "City     Rate   Note\n------   ----   ----\nOslo     120    a b\nRome            c\n\nBelow."
    text = convert(name, f"{'Subject: x' + chr(10) * 2 if name == 'a.eml' else ''}{drawn}".encode()).text

    assert text.removeprefix("# x\n\n") == (
        "| City | Rate | Note |\n| --- | --- | --- |\n| Oslo | 120 | a b |\n| Rome |  | c |\n\nBelow."
    )


@pytest.mark.parametrize("text", ["Rates\n---\nOslo 120", "A B\n-- --\nwhatever stands here", "a  b\n--  --"])
def test_what_fits_no_columns_is_no_table(text: str) -> None:
    """Nothing is torn apart."""
    assert "|" not in convert("a.txt", text.encode()).text


def test_a_note_within_the_line_stands_in_brackets() -> None:
    """As pandoc writes it."""
    assert _markdown("25 days^[pro rata] a year.") == "25 days (pro rata) a year."


def test_a_block_of_code_shows_its_comments() -> None:
    """But a comment does not show the code in it."""
    assert _markdown("```\n<!-- a --><script>b</script>\n```\n<!--\n```\nc\n```\n-->\n\nd<!-- e -->") == (
        "```\n<!-- a --><script>b</script>\n```\n\nd"
    )


def test_a_highlight_is_emphasis_and_figures_between_carets_are_raised() -> None:
    """As Obsidian and pandoc write them; marks of notes have carets, too."""
    assert _markdown("==Max 3== 10^6^ H~2~O, ~5 days~[^1][^2]") == "**Max 3** 10⁶ H₂O, ~5 days~[^1][^2]"


@pytest.mark.parametrize(
    "drawn",
    [
        (
            "+--+--+",
            "| Item | Cap |",
            "+==+==+",
            "| Room | 150 |",
            "| (EU) |     |",
            "+--+--+",
            "| 出租 | 30  |",
            "+--+--+",
        ),
        ("+--+--+", "| Item | Cap |", "+--+--+", "| Room (EU) | 150 |", "| 出租 | 30  |", "+--+--+"),
    ],
)
def test_a_grid_is_a_table(drawn: tuple[str, ...]) -> None:
    """Of pandoc, where a row may have several lines, and of data bases, where each line is one."""
    assert _markdown("\n".join(("Caps:", "", *drawn, "", "Below."))) == (
        "Caps:\n\n| Item | Cap |\n| --- | --- |\n| Room (EU) | 150 |\n| 出租 | 30 |\n\nBelow."
    )


def test_lines_that_are_no_grid_stay() -> None:
    """Nothing is lost of a drawing."""
    drawing = "+-----+\n| HR  |\n+-----+"

    assert convert("a.txt", drawing.encode()).text == drawing
