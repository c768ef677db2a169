"""What a page's own style sheets hide, strike out and raise, and the numbers that its lists show."""

from __future__ import annotations

import pytest

from knowledge.formats import convert


def _html(body: str, css: str = "", head: str = "") -> str:
    page = f"<html><head><style>{css}</style>{head}</head><body>{body}</body></html>"
    return convert("a.html", page.encode()).text


@pytest.mark.parametrize(
    "css",
    [
        ".old {display: none}",
        "p { display: block } p.old { display:none }",
        ".old{display:none} p{display:block}",
        "/* a */ @media screen { .x, .old { visibility: hidden } }",
        ".old{display:none!important} p.old{display:block}",
        ".old{text-decoration: line-through red}",
    ],
)
def test_what_a_class_hides_or_strikes_is_not_read(css: str) -> None:
    """The more specific rule wins, then the later one."""
    assert _html("<p class='old'>20 days</p><p class='new'>25 days</p>", css) == "25 days"


@pytest.mark.parametrize(
    ("css", "head"),
    [
        ("@media print {.panel{display:none}}", ""),
        (".panel{display:none} .panel{display:block}", ""),
        (".panel{display:none} #open:target .panel{display:block}", ""),
        (".panel{display:none}", "<script>unfold()</script>"),
        (".panel{display:none} :not(.x { }", "<script src='a.js'></script>"),
    ],
)
def test_what_can_be_unfolded_or_is_shown_after_all_is_read(css: str, head: str) -> None:
    """A reader gets to see it; what hides on paper is seen on the screen."""
    assert _html("<div id='open'><p class='panel'>25 days</p></div>", css, head) == "25 days"


def test_what_an_element_says_itself_wins_over_its_class() -> None:
    """As in a browser."""
    assert _html("<p class='old' style='display:block'>25 days</p>", ".old{display:none}") == "25 days"


def test_a_mark_that_a_class_raises_is_no_part_of_the_number() -> None:
    """So Google Docs and e-books write notes and powers."""
    assert _html("<p>25<span class='c3'>1</span> days</p>", ".c3{vertical-align:super}") == "25 days¹"


def test_what_word_tells_itself_is_no_text() -> None:
    """It saves web pages with conditions that are no comments."""
    assert _html("<p><![if !supportLists]><span>3.</span><![endif]> Ask.</p>") == "3. Ask."


@pytest.mark.parametrize(
    ("items", "written"),
    [
        ("<ol start='4'><li>a<li value='9'>b<li>c</ol>", "4. a\n\n9. b\n10. c"),
        ("<ol reversed><li>a</li><li>b</li></ol>", "2. a\n\n1. b"),
        ("<ol type='a'><li>a</li><li>b</li></ol>", "a) a\n\nb) b"),
        ("<ol style='list-style-type: upper-roman' start='3'><li>a</li></ol>", "III) a"),
        ("<ol style='list-style: cjk-ideographic inside'><li>申请</li></ol>", "一、申请"),
        ("<ol><li>a<ol type='i'><li>b</li></ol></li></ol>", "1. a\n\n   i) b"),
    ],
)
def test_a_list_is_counted_as_it_is_shown(items: str, written: str) -> None:
    """People ask for “point (b)”."""
    assert _html(items) == written


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<ol><li><h3>Leave</h3><p>25 days.</p></li></ol>", "### 1. Leave\n\n25 days."),
        ("<ol><li><h3>1.2 Leave</h3><p>25 days.</p></li></ol>", "### 1.2 Leave\n\n25 days."),
        ("<ul><li><h3>休假</h3>25天。</li></ul>", "### 休假\n\n25天。"),
        ("<div role='heading' aria-level='3'>Leave</div><p>25 days.</p>", "### Leave\n\n25 days."),
    ],
)
def test_a_heading_is_one_wherever_it_stands(body: str, text: str) -> None:
    """Within an item of a list, and by its role."""
    assert _html(body) == text


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<math><msup><mn>10</mn><mn>6</mn></msup></math>", "10⁶"),
        ("<math><msup><mi>x</mi><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msup></math>", "x^(n+1)"),
        ("<math><msub><mi>CO</mi><mn>2</mn></msub></math>", "CO₂"),
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math> day", "1/2 day"),
        ("<math><msqrt><mn>2</mn></msqrt></math>", "√2"),
        ("<span><math><mn>25</mn><annotation>25 m</annotation></math></span><span aria-hidden='true'>25</span>", "25"),
    ],
)
def test_a_formula_reads_as_it_is_meant(formula: str, text: str) -> None:
    """Its letters alone read 106, and programs add copies for the eye."""
    assert _html(f"<p>{formula}</p>") == text


def test_a_row_that_is_collapsed_is_hidden() -> None:
    """CSS has a word of its own for rows."""
    assert "20" not in _html("<table><tr><td>a<td>25<tr style='visibility:collapse'><td>b<td>20</table>")


@pytest.mark.parametrize(
    ("mark", "text"),
    [
        ("10<sup><a href='#2'>2</a></sup>天", "10天²"),
        ("2<a href='#1' epub:type='noteref'><sup>1</sup></a>年", "2年¹"),
        ("10<a href='#1' role='doc-noteref'>1</a>天", "10天¹"),
        ("10<a href='#1' epub:type='noteref'><sup>2</sup></a>天", "10天²"),
        ("4<span style='position:relative; top:-4px'>2</span>人", "4人²"),
        ("4<sup>2)</sup>人", "4人²"),
        ("2<sup>[1]</sup>箱", "2箱¹"),
    ],
)
def test_a_note_that_is_linked_or_in_brackets_is_no_power(mark: str, text: str) -> None:
    """Ten with a note is ten."""
    assert _html(f"<p>每{mark}。</p>") == f"每{text}。"
