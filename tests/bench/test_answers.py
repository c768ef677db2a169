"""What the asker waits for: first words and whole answer in the page, and the memory that all parts need for it."""

from __future__ import annotations

import asyncio
import statistics
import sys
from dataclasses import dataclass
from typing import Final

import pytest

from ops.settings import StackSettings
from ops.stack.private import private_settings
from tests.bench.conftest import FirstStart
from tests.bench.figures import Figures, against
from tests.bench.memory import MemoryWatch, Sample, proportional_sum
from tests.bench.page import Page, Seen
from tests.bench.running import running

pytestmark = [
    pytest.mark.bench,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform != "linux", reason="reads memory from /proc"),
]

ENGLISH: Final = (
    "How do I request vacation?",
    "What is the deadline for expense reports?",
    "How many days a week can I work from home in Dublin?",
    "How long is the warranty on a sensor?",
    "When do I need a medical certificate?",
    "Who approves an expense report of €1,800?",
)
CHINESE: Final = ("如何申请休假？", "如何退货？", "婚假有几天？", "密码至少要多少位？")
AT_ONCE: Final = (
    "How long does a password have to be?",
    "When may I fly business class?",
    "How long is probation in Dublin?",
    "产假一共多少天？",
)
FIRST_WORDS_GOAL_S = 3
WHOLE_GOAL_S = 12
MEMORY_GOAL_MB = 3 * 1024


@dataclass(frozen=True)
class Conversation:
    """What was seen of each answer, and the memory at its peak."""

    english: list[Seen]
    chinese: list[Seen]
    at_once: list[Seen]
    peak: Sample


@pytest.fixture(scope="module")
def settings(first_start: FirstStart, tmp_path_factory: pytest.TempPathFactory) -> StackSettings:
    """The defaults, with models and index ready."""
    first = first_start.settings
    folder = tmp_path_factory.mktemp("answers") / "data"
    return private_settings(folder, models=first.models_dir, index=first.index_dir)


@pytest.fixture(scope="module")
def conversation(settings: StackSettings) -> Conversation:
    """Maya asks one question after another, then four at once; Slack's rate limits hold as ever."""
    with running(settings) as up, MemoryWatch(up.pid) as memory:
        english, chinese, at_once = asyncio.run(_ask_all(up.page))
    return Conversation(english, chinese, at_once, memory.peak())


async def _ask_all(page_url: str) -> tuple[list[Seen], list[Seen], list[Seen]]:
    async with Page(page_url, "U0MAYA", "D0MAYA") as maya:
        english = [seen for question in ENGLISH for seen in await maya.ask([question])]
        chinese = [seen for question in CHINESE for seen in await maya.ask([question])]
        return english, chinese, await maya.ask(AT_ONCE)


def test_question_to_answer_in_the_page(conversation: Conversation, figures: Figures) -> None:
    """Embedded default models, from sending the message to what the page's event stream shows."""
    alone = [*conversation.english, *conversation.chinese]
    first = statistics.median(seen.first_words_s for seen in alone)
    whole = statistics.median(seen.whole_s for seen in alone)
    figures.show(
        "Direct message to answer in the page (s)",
        ("", "questions", "first words: median", "max", "whole answer: median", "max"),
        [
            _row("one after another, English (SmolLM2-135M)", conversation.english),
            _row("one after another, Chinese (quotes)", conversation.chinese),
            _row("one after another, all", alone),
            _row("four at once", conversation.at_once),
            (
                "goal, one after another",
                "",
                against(f"≤ {FIRST_WORDS_GOAL_S}", met=first <= FIRST_WORDS_GOAL_S),
                "",
                against(f"≤ {WHOLE_GOAL_S}", met=whole <= WHOLE_GOAL_S),
            ),
        ],
    )

    assert all(seen.first_words_s <= seen.whole_s for seen in [*alone, *conversation.at_once])


def test_memory_of_all_parts(conversation: Conversation, figures: Figures) -> None:
    """At the moment when all parts together used most, while those questions were answered."""
    peak = conversation.peak
    together = proportional_sum(peak) / 2**20
    figures.show(
        "Peak memory while answering (MB)",
        ("", "PSS", "RSS", "goal"),
        [
            *((name, _megabytes(use.proportional), _megabytes(use.resident)) for name, use in peak.items()),
            (
                "all parts together",
                f"{together:,.0f}",
                _megabytes(sum(use.resident for use in peak.values())),
                against(f"≤ {MEMORY_GOAL_MB:,}", met=together <= MEMORY_GOAL_MB),
            ),
        ],
    )

    assert {"up", "valkey-server", "sandbox", "worker", "delivery", "bot"} == set(peak)


def _row(name: str, seen: list[Seen]) -> tuple[str, ...]:
    first, whole = [one.first_words_s for one in seen], [one.whole_s for one in seen]
    figures = (statistics.median(first), max(first), statistics.median(whole), max(whole))
    return (name, str(len(seen)), *(f"{figure:.2f}" for figure in figures))


def _megabytes(count: int) -> str:
    return f"{count / 2**20:,.0f}"
