"""What models write, and what of it is a sentence for a reader."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.answer.replies import declines, is_courtesy, sentences


def said(text: str, *, thinks: bool = False, piece: int = 3) -> list[str]:
    """Read a reply that comes in small pieces."""

    def deltas() -> Iterator[str]:
        yield from (text[start : start + piece] for start in range(0, len(text), piece))

    return list(sentences(deltas(), thinks=thinks))


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("You have 25 days [1]. Ask your manager [2, 3].", ["You have 25 days.", "Ask your manager."]),
        ("You have 25 days. [1][2] Ask early.", ["You have 25 days.", "Ask early."]),
        ("年假为25天【1】。请提前申请［2］。", ["年假为25天。", "请提前申请。"]),
        ("You have **25 days** of `leave` [Passage 1].", ["You have 25 days of leave."]),
        ("## Answer\n\n- You have 25 days.\n1. Ask early.", ["You have 25 days.", "Ask early."]),
        ("Here is what I found:\nYou have 25 days.", ["You have 25 days."]),
        ("Answer: You have 25 days.", ["You have 25 days."]),
        ("According to [1] and [2], you have 25 days.", ["You have 25 days."]),
        ("根据[2]中的信息，年假为25天。", ["年假为25天。"]),
        ("According to the Leave Policy [1], you have 25 days.", ["According to the Leave Policy, you have 25 days."]),
        ("<think>25? The user asks for leave. Yes.</think>You have 25 days.", ["You have 25 days."]),
        ("<think>It never ends. And", []),
        ("```\nYou have 25 days.\n```", ["You have 25 days."]),
        ('```json\n{"answer": "You have 25 days."}\n```', ["You have 25 days."]),
        ('{"answer": ["You have 25 days.", "Ask early."]}', ["You have 25 days.", "Ask early."]),
        ('{"name": "search", "arguments": {"query": "leave"}}', []),
        ('<tool_call>{"name": "search"}</tool_call>', []),
        ("<p>You have <b>25</b> days.</p>", ["You have 25 days."]),
        ("| Days | 25 |\n|---|---|\nYou have 25 days.", ["You have 25 days."]),
        ("You have 25 days. It is up to", ["You have 25 days."]),
        ("NO_ANSWER", ["NO_ANSWER"]),
        ("**NO_ANSWER**", ["NO_ANSWER"]),
        ("", []),
    ],
)
def test_a_reply_becomes_plain_finished_sentences(reply: str, expected: list[str]) -> None:
    """Without marks, Markdown, fences, thoughts, calls of tools, tables, introductions and what is not finished."""
    assert expected == said(reply)
    assert expected == said(reply, piece=1000)


def test_a_sentence_is_passed_on_before_the_next_is_written() -> None:
    """What is streamed is shown when it is checked."""

    def deltas() -> Iterator[str]:
        yield "You have 25 days. "
        yield "A"
        raise AssertionError("the first sentence was there already")

    assert "You have 25 days." == next(sentences(deltas()))


def test_the_thought_of_a_model_whose_template_begins_it_is_waited_for() -> None:
    """Its reply only ends it; without an end all of it is the reply."""
    assert ["You have 25 days."] == said("The user asks for leave.\n</think>\nYou have 25 days.", thinks=True)
    assert ["You have 25 days."] == said("You have 25 days.", thinks=True)


def test_who_never_ends_is_not_listened_to_for_ever() -> None:
    """With sentences, and without a single one."""

    def deltas(piece: str) -> Iterator[str]:
        while True:
            yield piece

    assert list(sentences(deltas("Leave is paid. ")))
    assert 1 == len(list(sentences(deltas("leave "))))
    assert [] == list(sentences(deltas("<think>leave ")))


@pytest.mark.parametrize(
    "sentence",
    [
        "NO_ANSWER",
        "The policies do not say that there is pet insurance.",
        "Unfortunately, the provided passages don't mention a canteen.",
        "There is no information on the door code.",
        "制度中没有说明食堂几点开饭。",
        "抱歉，提供的段落未提及班车。",
        "Die Richtlinien sagen dazu nichts.",
    ],
)
def test_that_the_passages_do_not_say_is_understood_in_any_words(sentence: str) -> None:
    """Not every model writes what it is told to."""
    assert declines(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The policy does not cover parking fines.",
        "Managers do not say no without a reason.",
        "Documents do not have to be signed.",
        "Policies are reviewed yearly; they do not state amounts.",
        "员工没有提到的费用不予报销。",
        "Die Richtlinien gelten nicht für Praktikanten.",
    ],
)
def test_what_a_policy_denies_is_an_answer(sentence: str) -> None:
    """It says no, and not that it does not say."""
    assert not declines(sentence)


@pytest.mark.parametrize("courtesy", ["Sure!", "Great question!", "好的！"])
def test_a_courtesy_is_told_from_an_answer(courtesy: str) -> None:
    """It is short, and shouted."""
    assert is_courtesy(courtesy)
    assert not is_courtesy("You have 25 days of annual leave!")
    assert not is_courtesy("No smoking.")
