"""PowerPoint presentations: a heading and a page for each slide that is shown.

markitdown's own conversion reads hidden slides and the speaker's notes too, which an audience never sees.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any

from defusedxml.ElementTree import fromstring
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.shapes.base import BaseShape
from pptx.table import Table, _Cell
from pptx.text.text import TextFrame

from knowledge.formats.charts import chart_of, smart_art
from knowledge.formats.converted import Converted, LeftOutWords
from knowledge.formats.drawn_words import paragraphs, words
from knowledge.formats.grid import Cell
from knowledge.formats.package import open_package
from knowledge.formats.pages import bound
from knowledge.formats.tables import cell_text, pipe_table, table_of
from knowledge.language.markdown import tidy

_HIDDEN = "./*/p:cNvPr[@hidden='1' or @hidden='true']"
"""What the XPath of a hidden shape says of it."""
_LISTS = (PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT)


def read(data: bytes) -> Converted:
    """Read a presentation. Raises DocumentUnreadable."""
    open_package(data).close()
    presentation = Presentation(io.BytesIO(data))
    slides = [slide for slide in presentation.slides if slide._element.get("show") != "0"]  # noqa: SLF001 - as published
    struck: list[str] = []
    text, pages = bound([_slide(slide, struck) if slide in slides else "" for slide in presentation.slides])
    titles = (slide.shapes.title.text for slide in slides if slide.shapes.title is not None)
    title = presentation.core_properties.title or next(titles, "")
    hidden = tuple(_hidden_words(number, slide) for number, slide in enumerate(presentation.slides, 1))
    left = (*hidden, *_notes(presentation), *(LeftOutWords(words, "struck") for words in struck))
    return Converted(text=text, title=cell_text(title) or None, pages=pages, left_out=left)


def _hidden_words(number: int, slide: Any) -> LeftOutWords:  # noqa: ANN401 - python-pptx names no type for it
    """The words of a slide that is not shown, else of its shapes that are not."""
    within = "." if slide._element.get("show") == "0" else f".//*[{_HIDDEN}]"  # noqa: SLF001 - as published
    return LeftOutWords(" ".join(slide._element.xpath(f"{within}//a:t/text()")), "hidden", number)  # noqa: SLF001


def _notes(presentation: Any) -> Iterator[LeftOutWords]:  # noqa: ANN401 - python-pptx names no type for it
    """Yield what speakers have noted under their slides, which is shown to nobody else."""
    for number, slide in enumerate(presentation.slides, 1):
        frame = slide.notes_slide.notes_text_frame if slide.has_notes_slide else None
        if frame is not None:
            yield LeftOutWords(frame.text, "hidden", number)


def _slide(slide: Any, struck: list[str]) -> str:  # noqa: ANN401 - python-pptx names no type for it
    title = slide.shapes.title
    words = " ".join(_paragraphs(title, struck)) if title is not None else ""
    others = (shape for shape in _visible(slide.shapes) if title is None or shape.shape_id != title.shape_id)
    blocks = (f"## {words}" if words else "", *(_shape(shape, struck) for shape in others))
    return tidy("\n\n".join(filter(None, blocks)))


def _visible(shapes: Iterable[BaseShape]) -> Iterator[BaseShape]:
    """Yield the shapes that are shown, from top to bottom, those of a group one by one."""
    for shape in sorted(shapes, key=lambda one: (one.top or 0, one.left or 0)):
        if shape._element.xpath(f"self::*[{_HIDDEN}]"):  # noqa: SLF001 - no other way to tell
            continue
        if hasattr(shape, "shapes"):
            yield from _visible(shape.shapes)
        else:
            yield shape


def _shape(shape: Any, struck: list[str]) -> str:  # noqa: ANN401 - what a shape may have depends on its kind
    if shape.has_table:
        return _table(shape.table, struck)
    if shape.has_chart:
        chart = chart_of(shape.chart.part._element)  # noqa: SLF001 - as published
        return "\n\n".join(filter(None, (*chart.titles, pipe_table(chart.rows))))
    if not shape.has_text_frame:
        return "\n\n".join(_diagram(shape))
    is_list = shape.is_placeholder and shape.placeholder_format.type in _LISTS
    return _list(shape.text_frame, struck) if is_list else "\n\n".join(_paragraphs(shape, struck))


def _diagram(shape: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    """Yield the words of SmartArt, which lie in a part of their own."""
    for relation in shape._element.xpath(".//*[local-name()='relIds']/@*[local-name()='dm']"):  # noqa: SLF001 - no other way
        yield from smart_art(fromstring(shape.part.related_part(relation).blob))


def _table(table: Table, struck: list[str]) -> str:
    """Return a table, the cells that a merged one covers left to it."""
    rows = enumerate(table.rows)
    return table_of(
        [
            [_cell(cell, struck, head=table.first_row and number == 0) for cell in row.cells if not cell.is_spanned]
            for number, row in rows
        ]
    )


def _cell(cell: _Cell, struck: list[str], *, head: bool) -> Cell:
    runs = [run for paragraph in cell.text_frame.paragraphs for run in paragraph.runs if run.text.strip()]
    bold = bool(runs) and all(run.font.bold for run in runs)
    text = " ".join(_paragraphs(cell, struck))
    return Cell(text, head=head, strong=bold, down=cell.span_height, across=cell.span_width)


def _paragraphs(shape: Any, struck: list[str]) -> list[str]:  # noqa: ANN401 - a shape or a cell
    return paragraphs(shape.text_frame._txBody, struck)  # noqa: SLF001 - its runs have no such looks otherwise


def _list(frame: TextFrame, struck: list[str]) -> str:
    items = ((paragraph.level, words(paragraph._p, struck)) for paragraph in frame.paragraphs)  # noqa: SLF001 - as above
    return "\n".join(f"{'  ' * level}- {item}" for level, item in items if item)
