"""Exact codes."""

from __future__ import annotations

import pytest

from knowledge.language.codes import codes_in, holds_one_of


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("What does PPR-9087 say?", {"ppr9087"}),
        ("ppr9087 or ppr-9086", {"ppr9087", "ppr9086"}),
        ("编号PPR-9087的规定", {"ppr9087"}),
        ("HR-POL-0023 and HR_POL/0024.", {"hrpol0023", "hrpol0024"}),
        ("ISO27001", {"iso27001"}),
    ],
)
def test_a_code_is_letters_with_a_number_of_three_digits(text: str, codes: set[str]) -> None:
    """However its parts are tied."""
    assert codes == codes_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Covid-19, H1N1, 2FA, B2B and the 401k",
        "the budget of FY2025 and of Q3-2026",
        "EUR500, RMB3000 and 1,000 dollars",
        "write to a@b1234.com or see example.com/abc1234",
        "version v2.10.300",
        "extension 1234, word123",
    ],
)
def test_years_sums_versions_and_addresses_are_no_codes(text: str) -> None:
    """Nor are short numbers."""
    assert not codes_in(text)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("See PPR-9087.", True),
        ("见PPR 9087表", True),
        ("ppr9087", True),
        ("PPR-90871", False),
        ("XPPR-9087", False),
        ("PPR-9086", False),
    ],
)
def test_a_text_names_a_code_or_another(text: str, named: bool) -> None:  # noqa: FBT001 - what is expected
    """A longer number is another."""
    assert named is holds_one_of(frozenset({"ppr9087"}))(text)
