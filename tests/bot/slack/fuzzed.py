"""Answers put together by chance from all that texts of companies and of attackers hold; the same in every run."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from knowledge.domain import Citation, CitedTable
from knowledge.language.tables import readable_row

_WORDS: Final = (
    *"Every employee has 25 days of leave . The manager approves it within two weeks ; see annex B_2 .".split(),
    *"员工每年享有 二十五天 年假 。 须经 部门经理 批准 ， 逾期 作废 ！".split(),
    *"Beschäftigte haben Anspruch auf Überstundenausgleich ; „Gleitzeit“ gilt nicht .".split(),
    *"Сотрудники имеют право на отпуск . كل موظف له إجازة سنوية . לכל עובד יש חופשה .".split(),
    *"🎉 👩‍👩‍👧‍👦 👍🏽 🇩🇪 ✅ e\u0301 ﷽ ".split(),
)
_ATTACKS: Final = (
    *("<!here>", "<!channel>", "<!everyone>", "<@U0MAYA>", "<#C0FIN|fin>", "<!subteam^S0HR|@hr>", "<<!here>!here>"),
    *("@here", "@channel", "@everyone", "<https://evil.example|Leave policy>", "[Click](https://evil.example/x_(1))"),
    *("[a][b]\n\n[b]: https://evil.example", "![i](http://evil.example/i.png)", "https://evil.example/ü_ä", "<script>"),
    *("javascript:alert(1)", "mailto:x@evil.example", "<mailto:x@evil.example>", "&lt;!here&gt;", "&amp;amp;", "`"),
    *("```", "\n```\n", "\n```python\nx = '<!here>'\n", "``", "*", "_x_", "~30~", "**", ":tada:", "\u202e", "\u2066"),
    *("\u200b", "\x00", "\ud800", "|", "\\|", "[1]", "[9]", "<", ">", "\u2028", "\r\n", "\x1b[31m", "]", "(", "> "),
)
_URLS: Final[tuple[Callable[[random.Random], str], ...]] = (
    lambda _chance: "https://intranet.example/leave#annual",
    lambda chance: "https://intranet.example/" + "员工手册/" * chance.randint(1, 300),
    lambda chance: "https://intranet.example/" + "политика-отпусков/" * chance.randint(1, 60),
    lambda chance: "https://intranet.example/?q=" + "a&b=*_~|<>()[] " * chance.randint(1, 90),
    lambda chance: "https://intranet.example/" + "x" * chance.randint(1, 6000),
    lambda _chance: "file:///srv/policies/a.md",
    lambda _chance: "javascript:alert(1)",
    lambda _chance: "",
)


@dataclass(frozen=True)
class Fuzzed:
    """One answer and its citations."""

    text: str
    citations: tuple[Citation, ...]


def fuzzed(seed: int) -> Fuzzed:
    """Return the answer of this number."""
    chance = random.Random(seed)  # noqa: S311 - the same answers in every run
    citations = tuple(_citation(chance, number) for number in range(1, chance.choice((1, 1, 2, 3, 9, 30)) + 1))
    parts = [chance.choice(_PARTS)(chance) for _ in range(chance.choice((1, 1, 2, 4)))]
    table = citations[0].table
    if table and chance.random() < 0.8:
        parts.append("\n".join(f"- {readable_row(_bars(row), _bars(table.header))}" for row in table.rows[:12]))
    return Fuzzed("\n\n".join(parts) + " [1]", citations[: chance.randint(0, len(citations))])


def _prose(chance: random.Random, most: int = 60) -> str:
    """Words, among which now and then is an attack."""
    words = (
        chance.choice(_ATTACKS if chance.random() < 0.12 else _WORDS) + chance.choice(("", " ", " "))
        for _ in range(chance.randint(1, most))
    )
    return "".join(words)


def _long_prose(chance: random.Random) -> str:
    return _prose(chance, 4000)


def _steps(chance: random.Random) -> str:
    mark = chance.choice(("{n}. ", "{n}) ", "- ", "（{n}）", "第{n}步 ", "  {n}. "))
    return "\n".join(mark.format(n=n) + _prose(chance, 40) for n in range(1, chance.choice((3, 16, 80, 300))))


def _code(chance: random.Random) -> str:
    closed = chance.choice(("\n```", "", "\n````", " ```"))
    return f"```{chance.choice(('', 'sh', 'c++', 'no language'))}\ncurl {_prose(chance)}\n{_prose(chance)}{closed}"


def _marks(chance: random.Random) -> str:
    return chance.choice(('"', "&", "<", "\n", "\\", "`", "*", "年", "🎉")) * chance.choice((10, 3000, 20_000))


def _markdown_table(chance: random.Random) -> str:
    width = chance.choice((1, 2, 5, 20, 25))
    rows = [[_prose(chance, 6).replace("\n", " ") for _ in range(width)] for _ in range(chance.choice((1, 5, 300)))]
    return "\n".join((_bars(["Head"] * width), "|" + "---|" * width, *map(_bars, rows), ""))


_PARTS: Final[tuple[Callable[[random.Random], str], ...]] = (
    *(_prose, _prose, _long_prose, _steps, _code, _marks, _markdown_table),
)


def _bars(row: list[str] | tuple[str, ...]) -> str:
    return f"| {' | '.join(row)} |"


def _citation(chance: random.Random, number: int) -> Citation:
    return Citation(
        number=number,
        document="leave.md",
        title=_prose(chance, chance.choice((3, 80))) or "Leave",
        heading=_prose(chance, 8),
        quote=_prose(chance, chance.choice((10, 600))),
        url=chance.choice(_URLS)(chance),
        page=chance.choice((None, 12)),
        effective=chance.choice((None, "2026-01-01")),
        owner=chance.choice(("", "HR", _prose(chance, 4))),
        table=_table(chance) if chance.random() < 0.3 else None,
    )


def _table(chance: random.Random) -> CitedTable:
    width, total = chance.choice((2, 4, 20, 24)), chance.choice((1, 4, 40, 300))
    rows = tuple(tuple(_prose(chance, chance.choice((1, 4, 40))) for _ in range(width)) for _ in range(min(total, 100)))
    quoted = tuple(sorted(chance.sample(range(len(rows)), chance.randint(1, min(12, len(rows))))))
    return CitedTable(tuple(f"Column {place}" for place in range(width)), rows, quoted, total)
