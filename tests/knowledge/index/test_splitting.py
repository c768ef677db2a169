"""Passages are spans of their documents, under the right heading, with rows and sentences whole."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from knowledge.domain import Document
from knowledge.index.splitting import SIZE, split, tokens_in
from knowledge.sources.folder import FolderSource
from tests.knowledge.doubles import document

SAMPLES = Path(__file__).parents[3] / "ops" / "sample_policies"
HANDBOOKS = os.environ.get("FRONTDESK_TEST_HANDBOOKS")

LONG_TABLE = "| City | Limit |\n| --- | --- |\n" + "\n".join(
    f"| City number {row} of the long list | {row} EUR per night and person, breakfast included |" for row in range(60)
)


@cache
def _documents() -> list[Document]:
    folders = [SAMPLES, *([Path(HANDBOOKS)] if HANDBOOKS else [])]
    return [one for folder in folders for one in FolderSource(folder).read(lambda _done, _total: None).documents]


def test_every_passage_of_every_sample_is_a_span_of_its_document() -> None:
    """A citation can be found again letter by letter. FRONTDESK_TEST_HANDBOOKS names a folder of more."""
    wrong = [
        (one.id, passage.start)
        for one in _documents()
        for passage in split(one)
        if one.text[passage.start : passage.end] != passage.text or not passage.text.strip()
    ]

    assert wrong == []


def test_the_passages_of_a_document_hold_all_its_text_once() -> None:
    """Between two passages there is nothing but blanks and headings."""
    for one in _documents():
        position = 0
        for passage in split(one):
            between = one.text[position : passage.start]

            assert all(not line.strip() or line.lstrip().startswith("#") for line in between.split("\n")), one.id
            position = passage.end


def test_no_passage_of_the_samples_is_longer_than_the_size() -> None:
    """The embedder would cut off the rest."""
    too_long = [passage.id for one in _documents() for passage in split(one) if tokens_in(passage.text) > 1.25 * SIZE]

    assert too_long == []


def test_a_passage_says_the_headings_above_it() -> None:
    """Without the document's own title; the link goes to the last of them."""
    long = "You ask early. " * 60
    text = f"# Leave Policy\n\nIntroduction. {long}\n\n## Requests\n\n{long}\n\n### How *early*?\n\n{long}"
    paths = [(passage.heading_path, passage.url) for passage in split(document(text))]

    assert [
        ((), "https://intranet.example/leave#leave-policy"),
        (("Requests",), "https://intranet.example/leave#requests"),
        (("Requests", "How early?"), "https://intranet.example/leave#how-early"),
    ] == paths


def test_each_section_has_a_passage_of_its_own_however_short() -> None:
    """Its heading is no part of the text; a heading without a text has none."""
    text = "# Leave Policy\n\n## Sick leave\n\n### Notice\n\nBy 09:30.\n\n### Certificate\n\nAfter 2 days.\n"
    passages = split(document(text))

    assert [("Sick leave", "Notice"), ("Sick leave", "Certificate")] == [one.heading_path for one in passages]
    assert [passage.text for passage in passages] == ["By 09:30.", "After 2 days."]


def test_the_second_heading_of_one_name_has_its_own_anchor() -> None:
    """As GitHub numbers them."""
    long = "Words of a rule. " * 60
    text = f"## Notice\n\n{long}\n\n## Notice\n\n{long}"

    assert [passage.url.partition("#")[2] for passage in split(document(text))] == ["notice", "notice-1"]


def test_a_hash_in_a_code_fence_is_no_heading_and_an_open_fence_hides_none() -> None:
    """The first is a comment; the second a slip of the author."""
    long = "Words of a rule. " * 60
    text = f"```\n# comment\n```\n{long}\n\n```\nopen\n\n## Rules\n\n{long}"

    assert {(), ("Rules",)} == {passage.heading_path for passage in split(document(text))}


def test_a_long_table_is_cut_between_rows_and_keeps_its_header() -> None:
    """The first part has the header in its text, the others as their context."""
    passages = split(document(f"# Leave Policy\n\nThe limits are:\n\n{LONG_TABLE}\n\nThat is all."))
    header = "| City | Limit |\n| --- | --- |"

    assert len(passages) > 2
    assert header in passages[0].text
    assert {f"The limits are:\n\n{header}"} == {passage.context for passage in passages[1:]}
    assert all(line.endswith("|") for passage in passages[1:-1] for line in passage.text.split("\n"))


def test_a_list_that_is_cut_carries_on_what_introduces_it() -> None:
    """And what was asked; a passage behind the list stands under nothing."""
    items = "\n".join(f"- what was paid in case number {n} of the long list of the tax office" for n in range(60))
    text = f"**Who pays?**\n\nNot the company, for:\n\n{items}\n\n## More\n\nThe rest."
    first, *others, last = split(document(text))

    assert len(others) > 1
    assert {"**Who pays?**\n\nNot the company, for:"} == {passage.context for passage in others}
    assert ("", "") == (first.context, last.context)


def test_a_wrapped_text_is_cut_between_its_sentences() -> None:
    """A line ends anywhere; half a sentence can be quoted nowhere."""
    sentence = "You ask for leave in time,\nthat is two weeks before it begins\nand in writing. "
    passages = split(document(sentence * 60))

    assert len(passages) > 2
    assert all(passage.text.endswith("writing.") for passage in passages)


def test_a_chinese_text_is_cut_behind_its_sentences() -> None:
    """It has no blanks to cut at."""
    sentence = "员工申请年休假，应当提前十个工作日在人事系统中提交申请，并经直属经理批准。"
    passages = split(document(sentence * 60, language="zh"))

    assert len(passages) > 2
    assert all(passage.text.endswith("。") for passage in passages)


def test_a_word_without_end_is_cut_all_the_same() -> None:
    """Ten thousand letters without a blank must not become one passage."""
    passages = split(document("x" * 10_000))

    assert all(tokens_in(passage.text) <= SIZE for passage in passages)
    assert "".join(passage.text for passage in passages) == "x" * 10_000


@pytest.mark.parametrize("text", ["", "   \n\n", "# Heading alone", "---"])
def test_a_document_without_a_body_has_no_or_a_harmless_passage(text: str) -> None:
    """Nothing to quote, nothing to break on."""
    assert all(passage.text.strip() for passage in split(document(text)))


def test_a_passage_knows_its_pages() -> None:
    """The one it begins on, and where the next ones begin."""
    text = "# Leave\n\nFirst page.\n\nSecond page.\n\n# Pay\n\nThird page."
    pages = (0, text.index("Second"), text.index("# Pay"))
    leave, pay = split(replace(document(text, "leave.pdf"), pages=pages))

    assert [1, 2] == [leave.page_at(leave.text.index(words)) for words in ("First", "Second")]
    assert [3, 3] == [pay.page, pay.page_at(len(pay.text) - 1)]


def test_a_passage_of_a_document_without_pages_has_none() -> None:
    """Markdown is no paper."""
    passage = split(document("25 days"))[0]

    assert passage.page is None
    assert passage.page_at(0) is None
