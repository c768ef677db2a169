"""Charts as tables of their figures, SmartArt as its words. ECMA-376 part 1, 21.2 and 21.4."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from knowledge.formats.elements import kind

_MOST_POINTS = 500  # of one series: a chart of measurements is a picture, no text


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart says: its titles and those of its axes, and its figures as a table, whose first row is its head."""

    titles: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def chart_of(part: Element | None) -> Chart:
    """Return what a chart says; nothing where the part is missing."""
    if part is None:
        return Chart()
    titles = tuple(text for each in part.iter() if kind(each) == "title" and (text := _letters(each)))
    series = [each for each in part.iter() if kind(each) == "ser"]
    columns = [_points(_first(each, "val", "yVal")) for each in series]
    if not any(columns):
        return Chart(titles, () if series else _newer_rows(part))
    labels = next(filter(None, (_points(_first(each, "cat", "xVal")) for each in series)), {})
    places = sorted({place for column in columns for place in column})[:_MOST_POINTS]
    rows = ((labels.get(place, str(place + 1)), *(each.get(place, "") for each in columns)) for place in places)
    return Chart(titles, (("", *map(_series_name, series)), *rows))


def smart_art(part: Element | None) -> Iterator[str]:
    """Yield the words of a diagram's shapes, each before those that hang on it."""
    if part is None:
        return
    points = {each.get("modelId", ""): each for each in part.iter() if kind(each) == "pt" and each.get("modelId")}
    below: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for each in part.iter():
        if kind(each) == "cxn" and each.get("type", "parOf") == "parOf":
            below[each.get("srcId", "")].append((int(each.get("srcOrd", "0")), each.get("destId", "")))
    order: dict[str, None] = {}
    tops = [name for name, point in points.items() if point.get("type") == "doc"]
    _walk(tops, below, order)
    for name in (*order, *(name for name in points if name not in order)):
        if name in points and points[name].get("type", "node") in {"node", "asst"} and (text := _letters(points[name])):
            yield text


def _walk(names: list[str], below: dict[str, list[tuple[int, str]]], order: dict[str, None]) -> None:
    for name in names:
        if name not in order:
            order[name] = None
            _walk([child for _place, child in sorted(below.get(name, ()))], below, order)


def _newer_rows(part: Element) -> tuple[tuple[str, ...], ...]:
    """Return the figures of a chart of Office 2016 and later (waterfall, funnel …) beside their labels."""
    levels = [
        [each.text or "" for each in level if kind(each) == "pt"] for level in part.iter() if kind(level) == "lvl"
    ]
    rows = [*zip(*levels, strict=False)][:_MOST_POINTS]
    return (("",) * len(levels), *rows) if levels else ()


def _series_name(series: Element) -> str:
    title = _first(series, "tx")
    return " ".join(each.text or "" for each in title.iter() if kind(each) == "v") if title is not None else ""


def _points(data: Element | None) -> dict[int, str]:
    """Return the values of a series or its labels by their place, as their number format has them."""
    if data is None:
        return {}
    form = next((each.text or "" for each in data.iter() if kind(each) == "formatCode"), "")
    found: dict[int, str] = {}
    for point in data.iter():
        value = _first(point, "v") if kind(point) == "pt" else None
        if value is not None and value.text:
            place = int(point.get("idx", "0"))
            found[place] = f"{found[place]} {value.text}" if place in found else _shown(value.text, form)
    return found


def _shown(value: str, form: str) -> str:
    """Return a figure without what a computer's arithmetic adds to it; of formats per cent alone changes it."""
    with suppress(ValueError):
        number = float(value)
        return f"{number * 100:.10g}%" if "%" in form else f"{number:.12g}"
    return value


def _first(element: Element, *names: str) -> Element | None:
    return next((child for child in element if kind(child) in names), None)


def _letters(element: Element) -> str:
    return " ".join("".join(each.text or "" for each in element.iter() if kind(each) == "t").split())
