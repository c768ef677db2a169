"""From a direct message that orders a text to the payload of a job, and what such a job declines."""

from __future__ import annotations

import pytest

from knowledge.domain import EVERYONE, Brief, Language, Question
from knowledge.errors import Declined
from tests.knowledge.intent_doubles import FewWords
from workers.contract import Json, pack_brief
from workers.jobs import Jobs
from workers.orders import Orders

ORDERS = Orders(FewWords())
READERS = frozenset({EVERYONE, "user:U0TOM"})


def _ordered(text: str, language: Language = "en", marked: str = "") -> Json | None:
    return ORDERS(Question("q-1", text, language, READERS, today="2026-12-31"), marked or text)


@pytest.mark.parametrize(
    ("text", "language", "genre", "instructions"),
    [
        ("draft an announcement about the office move", "en", "announcement", "the office move"),
        ("写一封关于年会的邮件", "zh", "email", "年会"),
    ],
)
def test_a_draft_is_ordered_with_the_askers_own_rights(
    text: str, language: Language, genre: str, instructions: str
) -> None:
    """The same task as the command's."""
    payload = _ordered(text, language)

    assert payload is not None
    assert (genre, instructions, language) == tuple(payload[name] for name in ("genre", "instructions", "language"))
    assert ("q-1", "draft", sorted(READERS)) == tuple(payload[name] for name in ("id", "job", "principals"))
    assert "2026-12-31" == payload["today"]


@pytest.mark.parametrize(
    ("text", "language", "wanted", "target"),
    [
        ("translate this into Chinese: The office is closed.", "en", "The office is closed.", "zh"),
        ("请翻译成中文：The office is closed on Friday.", "zh", "The office is closed on Friday.", "zh"),
        ("translate: 办公室明天关闭。", "en", "办公室明天关闭。", "en"),
        ("translate: The office is closed.", "en", "The office is closed.", "zh"),
    ],
)
def test_a_text_goes_into_the_named_language_or_into_the_readers(
    text: str, language: Language, wanted: str, target: str
) -> None:
    """A text in the reader's own language goes into the other."""
    assert {"id": "q-1", "job": "translate", "text": wanted, "target": target} == _ordered(text, language)


def test_a_translation_keeps_the_people_that_it_names() -> None:
    """As Slack writes them; the question itself is plain."""
    payload = _ordered("translate: Ask @someone.", marked="translate: Ask <@U0TOM>.")

    assert payload is not None
    assert "Ask <@U0TOM>." == payload["text"]


def test_a_question_orders_nothing() -> None:
    """Whatever it speaks of."""
    assert _ordered("Who may translate contracts into Chinese?") is None


@pytest.mark.parametrize(
    ("job", "said", "reason", "values"),
    [
        ("draft", "", "draft_usage", {}),
        ("draft", "rain " * 500, "text_too_long", {"count": 2500, "limit": 2000}),
        ("translate", "🎉", "translate_usage", {}),
        ("translate", "word " * 700, "text_too_long", {"count": 3500, "limit": 3000}),
    ],
)
def test_what_says_nothing_or_too_much_is_declined(job: str, said: str, reason: str, values: dict[str, int]) -> None:
    """Before a model is asked."""
    payload = {"id": "q-1", "text": said, "target": "zh"}
    if job == "draft":
        payload = pack_brief(Brief("q-1", "email", said, "en", READERS, 1))
    jobs = Jobs(writing=None, translating=None).by_name()  # type: ignore[arg-type]  # neither is asked
    with pytest.raises(Declined) as declined:
        jobs[job](payload, deadline=0, cancelled=lambda: False)

    assert (reason, values) == (declined.value.reason, declined.value.values)
