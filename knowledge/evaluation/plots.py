"""Plots as SVG, made by hand: a page that holds them loads nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Final

from knowledge.evaluation.bootstrap import Estimate
from knowledge.evaluation.reliability import Bin

_WIDTH: Final = 640
_LABELS: Final = 170
_ROW: Final = 24
_SIDE: Final = 300
"""Of a square plot."""
_EDGE: Final = 40
_BINS: Final = 20
_COLOURS: Final = ("#2563eb", "#d97706", "#059669", "#db2777")


def bars(rows: Iterable[tuple[str, Estimate]], lowest: float = 0.0) -> str:
    """A bar for each on a scale from ``lowest``, 0 or -1, to 1, with its interval and how many it is of."""
    drawn = list(rows)
    room = _WIDTH - _LABELS - 130

    def across(value: float) -> float:
        return _LABELS + room * (min(1.0, max(lowest, value)) - lowest) / (1 - lowest)

    marks = [_text(_LABELS - 8, _ROW * place + 16, label, "end") for place, (label, _) in enumerate(drawn)]
    for place, (_, one) in enumerate(drawn):
        top = _ROW * place + 4
        left, right = sorted((across(0.0), across(one.mean)))
        marks += [
            f'<rect x="{left:.1f}" y="{top}" width="{right - left:.1f}" height="16" fill="{_COLOURS[0]}"/>',
            _line(across(one.low), across(one.high), top + 8),
            _text(_LABELS + room + 8, top + 12, f"{one.mean:.3f} (n {one.count})", "start"),
        ]
    return _svg(_WIDTH, _ROW * len(drawn) + 8, marks)


def histogram(values: Sequence[float], unit: str) -> str:
    """How often each range of values occurs."""
    top = max(values, default=0.0) or 1.0
    counts = [0] * _BINS
    for value in values:
        counts[min(_BINS - 1, int(value / top * _BINS))] += 1
    step, tallest = (_WIDTH - 2 * _EDGE) / _BINS, max(counts) or 1
    marks = []
    for place, count in enumerate(counts):
        height = 160 * count / tallest
        x, y = _EDGE + step * place, 180 - height
        marks.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{step - 2:.1f}" height="{height:.1f}" fill="{_COLOURS[0]}"/>'
        )
        if count:
            marks.append(_text(x + step / 2, y - 4, str(count), "middle"))
    ends = ((_EDGE, "0", "start"), (_WIDTH - _EDGE, f"{top:.2f} {unit}", "end"))
    return _svg(_WIDTH, 210, [*marks, *(_text(x, 200, label, anchor) for x, label, anchor in ends)])


def reliability(bins: Iterable[Bin]) -> str:
    """What was so, over what was said: on the diagonal both agree. A circle's area is its number of questions."""
    marks = [*_axes(), f'<path d="M{_at(0, 0)}L{_at(1, 1)}" stroke="currentColor" stroke-dasharray="4"/>']
    for one in bins:
        x, y = _at(one.confidence, one.share).split()
        radius = 2 + one.count**0.5
        marks.append(f'<circle cx="{x}" cy="{y}" r="{radius:.1f}" fill="{_COLOURS[0]}" fill-opacity=".7"/>')
        marks.append(_text(float(x) + radius + 2, float(y) + 4, str(one.count), "start"))
    return _svg(_SIDE + 2 * _EDGE, _SIDE + 2 * _EDGE, marks)


def lines(series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """A line for each series of points between 0 and 1, named at the side."""
    marks = list(_axes())
    for place, (name, points) in enumerate(series.items()):
        colour = _COLOURS[place % len(_COLOURS)]
        for one, other in pairwise(points):
            marks.append(f'<path d="M{_at(*one)}L{_at(*other)}" stroke="{colour}" stroke-width="2"/>')
        marks.append(_text(_SIDE + _EDGE + 12, _EDGE + 20 * place + 12, name, "start", colour))
    return _svg(_SIDE + 2 * _EDGE + 100, _SIDE + 2 * _EDGE, marks)


def _axes() -> Iterable[str]:
    yield f'<path d="M{_at(0, 1)}L{_at(0, 0)}L{_at(1, 0)}" stroke="currentColor" fill="none"/>'
    for tick in (0.0, 0.5, 1.0):
        x, y = (float(place) for place in _at(tick, tick).split())
        yield _text(x, _SIDE + _EDGE + 18, f"{tick:g}", "middle")
        yield _text(_EDGE - 6, y + 4, f"{tick:g}", "end")


def _at(x: float, y: float) -> str:
    return f"{_EDGE + _SIDE * x:.1f} {_EDGE + _SIDE * (1 - y):.1f}"


def _line(left: float, right: float, y: float) -> str:
    return f'<path d="M{left:.1f} {y}H{right:.1f}" stroke="currentColor" stroke-width="2"/>'


def _text(x: float, y: float, text: str, anchor: str, colour: str = "currentColor") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _svg(width: int, height: int, marks: Iterable[str]) -> str:
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>{"".join(marks)}</svg>'
