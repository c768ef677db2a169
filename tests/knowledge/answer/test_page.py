"""A quote is cited with the page it stands on."""

from __future__ import annotations

from dataclasses import replace

from knowledge.answer.claims import Claim
from knowledge.answer.page import Page
from knowledge.answer.passages import _joined
from knowledge.answer.source import Source
from knowledge.domain import Question
from knowledge.language.sentences import split_sentences
from tests.knowledge.builders import passage

FIRST = passage("Leave is 25 days. It may be moved.", page=2, page_breaks=(18,))


def test_a_quote_behind_a_page_break_is_cited_with_the_later_page() -> None:
    """The passage begins one page before."""
    page = Page(Question("q", "?", "en", frozenset()), emit=lambda _piece: None)
    for sentence in split_sentences(FIRST):
        page.cite(Claim(sentence.quote, Source((sentence,))))

    assert [2, 3] == [citation.page for citation in page.citations]


def test_joined_passages_keep_their_pages() -> None:
    """Also where a page begins between the two."""
    second = passage("Sick leave is paid.", start=36, end=55, page=5, page_breaks=(46,))
    joined = _joined(FIRST, replace(second, text="Sick leave is paid."))

    assert [2, 3, 5, 6] == [joined.page_at(offset) for offset in (0, 18, 36, 46)]
    assert joined.text[36:] == "Sick leave is paid."
