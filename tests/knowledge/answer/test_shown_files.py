"""What is quoted where a file was shown with the question."""

from __future__ import annotations

import pytest

from knowledge.answer.quotes import quotes
from knowledge.answer.reading import Evidence
from tests.knowledge.builders import sentences

FIRST = "The limit for a hotel is 160 euros per night."
SHOWN = "Hotel Aurora costs 240 euros."


def _evidence(text: str, score: float, document: str) -> Evidence:
    (sentence,) = sentences(text, document_id=document, id=document)
    return Evidence(sentence, score, 0.8)


@pytest.mark.parametrize(
    ("behind", "document", "quoted"),
    [
        (2.5, "file:F1", [SHOWN, FIRST]),
        (3.5, "file:F1", [FIRST]),
        (2.5, "people/other.md", [FIRST]),
        (-1.0, "file:F1", [SHOWN]),
    ],
)
def test_a_shown_file_comes_first_where_it_says_something_to_the_question(
    behind: float, document: str, quoted: list[str]
) -> None:
    """With the policy beside it where that is as likely; another policy so far behind is not quoted."""
    found = [_evidence(FIRST, 10, "travel.md"), _evidence(SHOWN, 10 - behind, document)]
    evidence = sorted(found, key=lambda one: -one.score)

    assert quoted == [claim.text for claim in quotes(evidence, ())]


def test_each_of_two_shown_files_is_quoted_before_a_policy() -> None:
    """Whoever shows two asks about both."""
    found = [
        _evidence(FIRST, 10, "travel.md"),
        _evidence(SHOWN, 9, "file:F1"),
        _evidence("Gym: 55 euros.", 8, "file:F2"),
    ]

    assert [SHOWN, "Gym: 55 euros.", FIRST] == [claim.text for claim in quotes(found, ())]
