"""Documents -> passages: by headings, then by size, never inside a table's row.

A passage is a span of one section's body, so that its heading and link are exact. (Letting short sections share a
passage found no more answers.) What a passage stands under that begins within a list, a table or an answer (the lines
that introduce it, the table's header, the question) is its ``context``.
"""

from __future__ import annotations

import hashlib
import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from langchain_text_splitters import RecursiveCharacterTextSplitter

from knowledge.domain import Document, Passage
from knowledge.index.sections import Section, Table, sections, tables
from knowledge.language.leads import carried_on
from knowledge.sources.links import passage_link

SIZE = 340
"""Tokens of a passage by `tokens_in`, give or take a sentence; the mean comes to about 170.

Chosen on three handbooks of 305 documents with 164 questions: with 300, 340 and 400 the sentence that answers was in
the first passage for .53, .57 and .59 of them, in the first five for .82, .81 and .81. Shorter ones are read faster.
"""

_UNIT = 80  # tokens of the pieces that passages are packed from: a paragraph, or a few sentences of a long one

_LINE = r"(?<=[.!?:。！？：；|])\n|\n(?=[ \t>]*(?:[-*+•|]|\d{1,2}[.)、]|[(（第一二三四五六七八九十])|```|~~~|$)"
"""The end of a line that was not only wrapped."""
_SENTENCES = ["\n\n", _LINE, "(?<=[。！？])", r"(?<=[.!?])\s+"]
_CLAUSES = ["\n", "(?<=；)", r"(?<=;)\s+", "(?<=[，、])", r"\s+", ""]
_WIDE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """``text[start:end]``, behind the table header ``context`` where it begins with a later row."""

    start: int
    end: int
    tokens: int
    context: str = ""


def split(document: Document) -> list[Passage]:
    """Return the document's passages in order."""
    return [
        _passage(document, section, piece)
        for section in sections(document.text)
        for piece in _in_context(document.text, _packed(list(_pieces(document.text, section))))
    ]


def tokens_in(text: str) -> int:
    """Estimate a multilingual model's tokens: 0.7 for a Chinese character, 0.25 for another, runs of blanks as one.

    Never 0: langchain's splitter would repeat such a piece in the next one.
    """
    text = " ".join(text.split()) or text[:1]
    wide = len(_WIDE.findall(text))
    return math.ceil(0.7 * wide + 0.25 * (len(text) - wide))


def _splitter(separators: list[str], size: int) -> RecursiveCharacterTextSplitter:
    return RecursiveCharacterTextSplitter(
        separators,
        is_separator_regex=True,
        keep_separator="end",
        chunk_size=size,
        chunk_overlap=0,
        length_function=tokens_in,
        add_start_index=True,
    )


_BY_SENTENCE = _splitter(_SENTENCES, _UNIT)
_BY_CLAUSE = _splitter(_CLAUSES, SIZE)


def _pieces(text: str, section: Section) -> Iterator[_Piece]:
    """Yield the paragraphs, sentences and rows of a section's body."""
    position = section.start
    for table in tables(text, section.start, section.end):
        yield from _prose(text, position, table.start)
        yield from _rows(text, table)
        position = table.end
    yield from _prose(text, position, section.end)


def _prose(text: str, start: int, end: int) -> Iterator[_Piece]:
    for piece in _cut(_BY_SENTENCE, text, start, end):
        if piece.tokens <= SIZE:
            yield piece
        else:
            yield from _cut(_BY_CLAUSE, text, piece.start, piece.end)


def _cut(splitter: RecursiveCharacterTextSplitter, text: str, start: int, end: int) -> Iterator[_Piece]:
    for part in splitter.create_documents([text[start:end]]):
        begin = start + part.metadata["start_index"]
        yield _Piece(begin, begin + len(part.page_content), tokens_in(part.page_content))


def _rows(text: str, table: Table) -> Iterator[_Piece]:
    """Yield a table's rows, the first with its header."""
    start, position, context = table.start, table.rows, ""
    for row in text[table.rows : table.end].splitlines(keepends=True):
        end = position + len(row.rstrip())
        yield _Piece(start, end, tokens_in(text[start:end]), context)
        start = position = position + len(row)
        context = table.header


def _packed(pieces: list[_Piece]) -> Iterator[_Piece]:
    """Yield passages of about equal length, as many as `SIZE` asks for: a piece goes where its middle falls."""
    total = sum(piece.tokens for piece in pieces)
    length = total / max(1, math.ceil(total / SIZE))
    packed: dict[int, list[_Piece]] = {}
    before = 0
    for piece in pieces:
        packed.setdefault(int((before + piece.tokens / 2) / length), []).append(piece)
        before += piece.tokens
    for inside in packed.values():
        yield replace(inside[0], end=inside[-1].end)


def _in_context(text: str, pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    """Yield the passages of a section with what each stands under: the leads that are open, the table's header."""
    before, leads = None, ""
    for piece in pieces:
        if before:
            leads = carried_on(leads, text[before.start : piece.start], text[piece.start : piece.end])
        yield replace(piece, context="\n\n".join(part for part in (leads, piece.context) if part))
        before = piece


def _passage(document: Document, section: Section, piece: _Piece) -> Passage:
    text = document.text[piece.start : piece.end]
    names = tuple(heading.text for heading in section.path)
    page = bisect_right(document.pages, piece.start) or None
    identity = f"{document.id}\0{piece.start}\0{text}"
    return Passage(
        id=hashlib.blake2b(identity.encode(), digest_size=10).hexdigest(),
        document_id=document.id,
        title=document.title,
        heading_path=names[1:] if names[:1] == (document.title,) else names,
        text=text,
        start=piece.start,
        end=piece.end,
        url=passage_link(document.url, section.path[-1].anchor if section.path else "", page),
        language=document.language,
        readers=document.readers,
        effective=document.effective,
        until=document.until,
        context=piece.context,
        page=page,
        page_breaks=tuple(start for start in document.pages if piece.start < start < piece.end),
    )
