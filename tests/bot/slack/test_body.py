"""The words of an answer: whole, or cut where a step ends, and said so."""

from __future__ import annotations

import pytest

from bot.slack.blocks import answer_message
from bot.slack.body import LONGEST_BODY, body_of
from bot.slack.limits import size_of
from bot.wording import WORDINGS
from knowledge.domain import Citation

_EN, _ZH, _DE = WORDINGS["en"], WORDINGS["zh"], WORDINGS["de"]
_CITATION = Citation(1, "leave.md", "Leave [old]", "Annual leave", "q", "https://x.example/a_(b)")
_LINK = "[Leave (old)](https://x.example/a_%28b%29)"


def _steps(count: int, letters: int) -> str:
    return "\n".join(f"{n}. Open form {n}. {'w' * letters}." for n in range(1, count + 1))


def test_steps_that_fit_are_whole() -> None:
    """Sixteen steps of two sentences are no long answer."""
    text = f"{_steps(16, 200)} [1]"

    assert text == body_of(text, _EN)


@pytest.mark.parametrize(
    ("words", "said"), [(_EN, "… 4 more steps"), (_ZH, "……还有 4 个步骤"), (_DE, "… noch 4 Schritte")]
)
def test_a_list_that_is_too_long_ends_with_a_whole_step_and_how_many_are_missing(words: object, said: str) -> None:
    """With the link to all of them, and with the mark of the citation that stood behind the last."""
    text = f"{_steps(16, 500)} [1]"
    body = answer_message(text, [_CITATION], "abc", words).body  # type: ignore[arg-type]

    assert body.endswith(f"12. Open form 12. {'w' * 500}.\n\n{said} {_LINK} [1]")
    assert len(body) <= LONGEST_BODY


def test_one_missing_step_is_one_step() -> None:
    """Grammar is a courtesy."""
    body = body_of(_steps(13, 490), _EN)

    assert body.endswith("\n\n… 1 more step")


def test_points_of_a_list_within_steps_are_not_counted() -> None:
    """A step is missing with all that stands below it."""
    text = "\n".join(f"{n}. {'w' * 720}\n   - a\n   - b" for n in range(1, 13))

    assert body_of(text, _EN).endswith("… 4 more steps")


def test_words_that_are_no_list_say_that_they_go_on() -> None:
    """A cut answer never looks like a whole one."""
    body = answer_message("Every one of them. " * 900 + "[1]", [_CITATION], "abc", _EN).body

    assert body.endswith(f"Every one of them.…\n\n… continued in the document: {_LINK} [1]")


@pytest.mark.parametrize("mark", ['"', "\n", "\\"])
def test_marks_that_are_longer_as_json_are_counted_so(mark: str) -> None:
    """Slack counts what is sent."""
    assert size_of(body_of("x" + mark * 12_000 + "x", _EN)) <= LONGEST_BODY + 600


def test_code_that_is_cut_ends() -> None:
    """What stands behind it is no code, and no link comes out of it."""
    body = body_of("Run:\n```sh\n" + "curl https://vpn.example/x \n" * 600, _EN)

    assert body.count("```") == 2
    assert body.endswith("```\n\n… continued in the document:")


def test_inline_code_is_never_cut_open() -> None:
    """An address outside of it could be clicked."""
    bodies = [body_of("w" * before + " `https://evil.example/" + "y" * 300 + "` end", _EN) for before in (6300, 6400)]

    assert [] == [body for body in bodies if "evil" in body]


def test_the_link_below_a_cut_list_is_that_of_its_document() -> None:
    """The answer begins with another one; and what is no step is not counted as one."""
    steps = "\n".join(f"{number}. {'Press the button. ' * 25}[2]" for number in range(1, 21))
    text = f"First ask your lead [1].\n\n{steps}\n\n- A note.\n- Another.\n"
    body = body_of(text, _EN, {"[1]": "[A](https://x.example/a)", "[2]": "[B](https://x.example/b)"})
    shown = sum(f"\n{number}. " in body for number in range(1, 21))

    assert body.endswith(f"… {20 - shown} more steps [B](https://x.example/b)")
