"""A run or a fit as one HTML page that loads nothing; headings in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

import numpy as np

from knowledge.evaluation.answers import CITED_RIGHTLY, HAS, OK
from knowledge.evaluation.files import GoldQuestion
from knowledge.evaluation.fitting import Fit, expected_error
from knowledge.evaluation.fitting import reliability as by_confidence
from knowledge.evaluation.plots import bars, histogram, lines, reliability
from knowledge.evaluation.predictions import Prediction
from knowledge.evaluation.run import FIGURES, Run

_PLOTTED: Final = (
    (OK, "Right or rightly declined · 正确或恰当拒答"),
    (HAS, "Holds the right answer · 包含正确答案"),
    (CITED_RIGHTLY, "Cites the right document · 引用正确"),
    ("span@5", "Found within five passages · 前五段内检索到"),
)
_STYLE: Final = """
:root { color-scheme: light dark; font: 15px/1.5 system-ui, "Noto Sans CJK SC", "Noto Sans SC", "PingFang SC",
  "Microsoft YaHei", sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
svg { max-width: 100%; height: auto; font-size: 12px; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
td, th { border-bottom: 1px solid #8884; padding: .2rem .6rem; text-align: right; vertical-align: top; }
td.words, th:first-child, td:first-child { text-align: left; }
"""


def run_page(run: Run, gold: Sequence[GoldQuestion], said: Sequence[Prediction], title: str) -> str:
    """The figures, bars by language and type, how reliable the confidence is, the latencies, and what went wrong."""
    plots = [
        (heading, bars((group, one[figure]) for group, one in run.report.items() if figure in one))
        for figure, heading in _PLOTTED
        if figure in run.report["all"]
    ]
    sections = [
        ("Figures · 指标", _figures(run)),
        *plots,
        *_reliability(gold, said),
        ("Seconds for an answer · 回答用时（秒）", histogram([one.timings.get("total", 0.0) for one in said], "s")),
        ("Not right · 未答对的问题", _wrong(run, gold, said)),
    ]
    return _page(title, sections)


def fit_page(fit: Fit, title: str) -> str:
    """What each threshold comes to, and how reliable the confidence is."""
    rows = [(f"{one.threshold:.2f}", one.precision, one.recall, one.f1, one.ok) for one in fit.table]
    names = ("precision · 精确率", "recall · 召回率", "F1", "ok · 正确")
    series = {name: [(float(row[0]), float(row[place + 1])) for row in rows] for place, name in enumerate(names)}
    table = _table(("threshold · 阈值", *names), ([row[0], *(f"{one:.3f}" for one in row[1:])] for row in rows))
    chosen = f"<p>threshold {fit.calibration.threshold:.2f} · AUC {fit.auc:.3f} · ECE {fit.error:.3f}</p>"
    sections = [
        ("Declining below a threshold · 低于阈值时拒答", chosen + lines(series) + table),
        ("Answerable as often as it says? · 置信度是否可靠", reliability(fit.bins)),
    ]
    return _page(title, sections)


def _figures(run: Run) -> str:
    shown = [figure for figure in FIGURES if figure in run.report["all"]]
    rows = (
        [group, *(f"{one[figure].mean:.3f}" if figure in one else "–" for figure in shown)]
        for group, one in run.report.items()
    )
    return _table(("", *shown), rows)


def _reliability(gold: Sequence[GoldQuestion], said: Sequence[Prediction]) -> list[tuple[str, str]]:
    answerable = {one.id: one.answerable for one in gold}
    pairs = [(one.confidence, answerable[one.id]) for one in said if one.confidence is not None]
    if not pairs:
        return []
    bins = by_confidence(np.array([one for one, _ in pairs]), np.array([one for _, one in pairs]))
    error = f"<p>ECE {expected_error(bins):.3f}</p>"
    return [("Answerable as often as the confidence says? · 置信度是否可靠", error + reliability(bins))]


def _wrong(run: Run, gold: Sequence[GoldQuestion], said: Sequence[Prediction]) -> str:
    answers = {one.id: one.text for one in said}
    rows = (
        [one.id, one.text, " / ".join(one.gold_answers) or "–", answers.get(one.id, "–")]
        for one in gold
        if run.scores[one.id].get(OK) == 0
    )
    return _table(("id", "question · 问题", "gold · 标准答案", "answer · 回答"), rows, words=True)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]], *, words: bool = False) -> str:
    cell = '<td class="words">' if words else "<td>"
    top = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(f'{cell}{escape(value)}</td>' for value in row)}</tr>" for row in rows)
    return f"<table><tr>{top}</tr>{body}</table>"


def _page(title: str, sections: Iterable[tuple[str, str]]) -> str:
    body = "".join(f"<h2>{escape(heading)}</h2>{content}" for heading, content in sections)
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html><html lang="en"><head>{head}</head><body><h1>{escape(title)}</h1>{body}</body></html>\n'
