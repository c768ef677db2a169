"""A PDF that takes more time than there is is read as far as it goes."""

from __future__ import annotations

import signal

import pytest

from knowledge.formats import convert
from knowledge.formats import pdf as reader
from knowledge.formats.deadline import seconds_left
from tests.knowledge.formats.drawing import pdf, text


def test_pages_for_which_the_time_does_not_suffice_are_named_and_the_others_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What is left of the time is needed for what was read; it is no loss that a second reading finds."""
    clock = iter([60.0, 50.0, 8.0])
    monkeypatch.setattr(reader, "seconds_left", lambda: next(clock))
    pages = [text(60, 100, f"The limit of level {level} is {level}00 EUR a night.") for level in (1, 2, 3, 4)]
    read = convert("policy.pdf", pdf(*pages))

    assert "level 2 is 200 EUR" in read.text
    assert "level 3" not in read.text
    assert (
        "Its pages 3 to 4 were not read: the pages before took the time that a document has. Split it.",
    ) == read.notes


@pytest.mark.parametrize(("alarm", "left"), [((42.0, 0.0), 42.0), ((0.0, 0.0), float("inf"))])
def test_a_process_knows_how_much_of_its_time_is_left(
    monkeypatch: pytest.MonkeyPatch, alarm: tuple[float, float], left: float
) -> None:
    """By the alarm that would end it; without one there is no end."""
    monkeypatch.setattr(signal, "getitimer", lambda _: alarm)

    assert left == seconds_left()
