"""A run or a fit as one HTML page that loads nothing; headings in English and Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

import numpy as np

from knowledge.evaluation.answers import AUC, CITED_RIGHTLY, FIRST, HAS, OK, TRUTH
from knowledge.evaluation.bootstrap import Estimate
from knowledge.evaluation.files import GoldQuestion
from knowledge.evaluation.fitting import Fit
from knowledge.evaluation.left_out import Figures, LeftOut
from knowledge.evaluation.plots import bars, histogram, lines, reliability
from knowledge.evaluation.predictions import Prediction
from knowledge.evaluation.reliability import expected_error
from knowledge.evaluation.reliability import reliability as by_confidence
from knowledge.evaluation.run import FIGURES, Run

_PLOTTED: Final = (
    (OK, "Right or rightly declined · 正确或恰当拒答"),
    (HAS, "Holds the right answer · 包含正确答案"),
    (FIRST, "Right in the first sentence · 首句正确"),
    (TRUTH, "Truthfulness: right 1, declined 0, wrong −1 · 真实度：正确 1，拒答 0，错误 −1"),
    (CITED_RIGHTLY, "Cites the right document · 引用正确"),
    ("span@5", "Found within five passages · 前五段内检索到"),
    (AUC, "Told apart from what the documents don't say (AUC) · 区分文件有无答案（AUC）"),
)
_LOWEST: Final = {TRUTH: -1.0}
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
        (heading, bars(_by_group(run, figure), _LOWEST.get(figure, 0.0)))
        for figure, heading in _PLOTTED
        if figure in run.report["all"]
    ]
    sections = [
        ("Figures · 指标", _figures(run)),
        *plots,
        *_reliability(run, gold, said),
        ("Seconds for an answer · 回答用时（秒）", histogram([one.timings.get("total", 0.0) for one in said], "s")),
        ("Not right · 未答对的问题", _wrong(run, gold, said)),
    ]
    return _page(title, sections)


def fit_page(fit: Fit, title: str, left_out: Sequence[LeftOut] = ()) -> str:
    """What each threshold comes to, how reliable the confidence is, and what is left of that for unseen folders."""
    rows = [(f"{one.threshold:.2f}", one.precision, one.recall, one.f1, one.ok) for one in fit.table]
    names = ("precision · 精确率", "recall · 召回率", "F1", "ok · 正确")
    series = {name: [(float(row[0]), float(row[place + 1])) for row in rows] for place, name in enumerate(names)}
    table = _table(("threshold · 阈值", *names), ([row[0], *(f"{one:.3f}" for one in row[1:])] for row in rows))
    chosen = f"<p>threshold {fit.calibration.threshold:.2f} · AUC {fit.auc:.3f} · ECE {fit.error:.3f}</p>"
    sections = [
        ("Declining below a threshold · 低于阈值时拒答", chosen + lines(series) + table),
        ("Answerable as often as it says? · 置信度是否可靠", reliability(fit.bins)),
    ]
    return _page(title, [*sections, *_folders(left_out)])


def _folders(left_out: Sequence[LeftOut]) -> list[tuple[str, str]]:
    if not left_out:
        return []
    names = ("AUC", "ok · 正确", "precision · 精确率", "recall · 召回率", "F1")
    head = ("folder · 目录", "n", *names, *(f"{name} *" for name in names))
    rows = ([one.folder, str(one.questions), *_cells(one.held_out), *_cells(one.in_sample)] for one in left_out)
    return [
        ("Each folder left out of the fit; * fitted to it, too · 逐一留出各目录；* 为参与拟合时", _table(head, rows))
    ]


def _cells(figures: Figures) -> list[str]:
    one = figures.outcome
    return [
        "–" if value is None else f"{value:.3f}" for value in (figures.auc, one.ok, one.precision, one.recall, one.f1)
    ]


def _by_group(run: Run, figure: str) -> Iterable[tuple[str, Estimate]]:
    return ((group, one[figure]) for group, one in run.report.items() if figure in one)


def _figures(run: Run) -> str:
    shown = [figure for figure in FIGURES if figure in run.report["all"]]
    rows = (
        [group, *(f"{one[figure].mean:.3f}" if figure in one else "–" for figure in shown)]
        for group, one in run.report.items()
    )
    return _table(("", *shown), rows)


def _reliability(run: Run, gold: Sequence[GoldQuestion], said: Sequence[Prediction]) -> list[tuple[str, str]]:
    """Whether the confidence is right about what can be answered, and how often what was then answered is right."""
    answerable = {one.id: one.answerable for one in gold}
    sure = [one for one in said if one.confidence is not None]
    answered = [one for one in sure if not one.abstained and OK in run.scores[one.id]]
    pairs = {
        "Answerable as often as the confidence says? · 置信度是否可靠": [(one, answerable[one.id]) for one in sure],
        "Answered right as often as it says? · 已回答的是否同样常对": [
            (one, run.scores[one.id][OK] == 1) for one in answered
        ],
    }
    return [(heading, _calibrated(those)) for heading, those in pairs.items() if those]


def _calibrated(pairs: Sequence[tuple[Prediction, bool]]) -> str:
    bins = by_confidence(np.array([one.confidence for one, _ in pairs]), np.array([so for _, so in pairs]))
    return f"<p>ECE {expected_error(bins):.3f}</p>" + reliability(bins)


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
