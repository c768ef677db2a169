"""Anchors as GitHub makes them."""

from __future__ import annotations

import pytest

from knowledge.sources.links import passage_link, slug


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("How early to ask?", "how-early-to-ask"),
        ("5.1 Limits & exceptions", "51-limits--exceptions"),
        ("如何退货", "如何退货"),
        ("第一章 摘要", "第一章-摘要"),
    ],
)
def test_a_heading_becomes_its_anchor(heading: str, anchor: str) -> None:
    """Lower case, no punctuation, hyphens for blanks, Chinese kept."""
    assert anchor == slug(heading)


def test_a_chinese_anchor_is_percent_encoded() -> None:
    """A link must survive Slack."""
    assert passage_link("https://x.example/a#{anchor}", "休假") == "https://x.example/a#%E4%BC%91%E5%81%87"


def test_a_passage_without_heading_links_to_the_document() -> None:
    """No lonely hash stays."""
    assert passage_link("https://x.example/a#{anchor}", "") == "https://x.example/a"


def test_a_link_to_a_pdf_without_a_heading_opens_its_page() -> None:
    """Viewers of PDF know pages, and no other format does."""
    assert "https://intranet.example/leave.pdf#page=3" == passage_link("https://intranet.example/leave.pdf", "x", 3)
    assert "https://intranet.example/leave.pdf#x" == passage_link("https://intranet.example/leave.pdf#{anchor}", "x", 3)
    assert "https://intranet.example/leave.pptx" == passage_link("https://intranet.example/leave.pptx", "", 3)
