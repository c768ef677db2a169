"""Formulas: a line that says what the formula says, and no figure of another value."""

from __future__ import annotations

import pytest
from defusedxml.ElementTree import fromstring

from knowledge.formats import convert
from knowledge.formats.formulas import formula
from tests.knowledge.formats.making import docx

_MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_X = "<m:r><m:t>x</m:t></m:r>"


def _m(**parts: str) -> str:
    return "".join(f"<m:{name}><m:r><m:t>{text}</m:t></m:r></m:{name}>" for name, text in parts.items())


@pytest.mark.parametrize(
    ("xml", "line"),
    [
        (f"<m:sSup>{_m(e='x', sup='2')}</m:sSup>", "x²"),
        (f"<m:sSup>{_m(e='10', sup='-6')}</m:sSup>", "10⁻⁶"),
        (f"<m:sSup>{_m(e='(1+r)', sup='n+m')}</m:sSup>", "(1+r)^(n+m)"),
        (f"<m:sSub>{_m(e='v', sub='0')}</m:sSub>", "v₀"),
        (f"<m:sSubSup>{_m(e='x', sub='1', sup='3')}</m:sSubSup>", "x₁³"),
        (f"<m:f>{_m(num='a+b', den='12')}</m:f>", "(a+b)/12"),
        (f"<m:f>{_m(num='(a)+(b)', den='2')}</m:f>", "((a)+(b))/2"),
        (f"<m:f>{_m(num='工资', den='21.75')}</m:f>", "工资/21.75"),
        (f"<m:rad>{_m(deg='', e='2gh')}</m:rad>", "√(2gh)"),
        (f"<m:rad>{_m(deg='3', e='y')}</m:rad>", "³√(y)"),
        (f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr>{_m(sub='i=1', sup='n', e='i')}</m:nary>", "∑_(i=1)ⁿ i"),
        (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr>{_m(e='z')}</m:d>", "[z]"),
        (f"<m:func>{_m(fName='log', e='x')}</m:func>", "log x"),
        (f"<m:m><m:mr>{_m(e='1')}{_m(e='2')}</m:mr><m:mr>{_m(e='3')}{_m(e='4')}</m:mr></m:m>", "1, 2; 3, 4"),
        ("<m:r><m:t>𝑥+𝟏</m:t></m:r>", "x+1"),
    ],
)
def test_a_formula_becomes_a_line(xml: str, line: str) -> None:
    """Powers and indices in characters of their own, brackets where leaving them out would change what is meant."""
    element = fromstring(f"<m:oMath xmlns:m='{_MATH}'>{xml}</m:oMath>")

    assert formula(element) == line


def test_a_formula_stands_where_it_stood_in_the_text() -> None:
    """Between the words of a paragraph, and on a line of its own."""
    inline = f"<m:oMath><m:sSup>{_m(e='m', sup='2')}</m:sSup></m:oMath>"
    block = f"<m:oMathPara><m:oMath>{_m(e='A')}{_X}</m:oMath></m:oMathPara>"
    before, after = (f"<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>" for text in ("12 ", " each"))
    paragraphs = (f"<w:p xmlns:m='{_MATH}'>{content}</w:p>" for content in (before + inline + after, block))

    converted = convert("a.docx", docx("".join(paragraphs)))

    assert converted.text == "12 m² each\n\nAx"
    assert converted.notes == ()
