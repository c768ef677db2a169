"""Whatever an answer holds, Slack takes its message, nobody is notified, and only citations' links can be clicked.

``FRONTDESK_FUZZED_ANSWERS=10000`` looks at so many instead of a few.
"""

from __future__ import annotations

import html
import os
import re
from collections.abc import Iterator
from typing import Any, Final, get_args
from urllib.parse import unquote

import pytest

from bot.slack.blocks import Extras, Message, answer_message, growing_body, with_question
from bot.slack.markup import safe_markdown
from bot.slack.tables import without_tables
from bot.wording import WORDINGS
from knowledge.domain import Language
from tests.bot.slack.fuzzed import Fuzzed, fuzzed
from tests.bot.slack.slack_types import faults_of

_COUNT: Final = int(os.environ.get("FRONTDESK_FUZZED_ANSWERS", "150"))
_LIVE: Final = re.compile(r"<[@#!]|@(?:here|channel|everyone)\b", re.IGNORECASE)
_CODE: Final = re.compile(r"^ {0,3}```.*?^ {0,3}```[ \t]*$|```[^`\n]+```|`[^`\n]+`", re.DOTALL | re.MULTILINE)
_LABEL: Final = re.compile(r"\|[^<>]*>")
_LINKS: Final = re.compile(r"<(https?:[^|>\s]*)>|\]\((?!https?:\u2060)([^)]*)\)|(?<![\w|(/<])(https?://[^\s<>|)]+)")


@pytest.fixture(scope="module", params=get_args(Language))
def answers(request: pytest.FixtureRequest) -> list[tuple[Fuzzed, Message]]:
    """A share of the answers with their messages, in one language each."""
    languages = get_args(Language)
    seeds = range(languages.index(request.param), _COUNT, len(languages))
    words = WORDINGS[request.param]
    return [
        (answer, answer_message(answer.text, answer.citations, "r" * 20, words, Extras(_asked_next(answer))))
        for answer in map(fuzzed, seeds)
    ]


def _asked_next(answer: Fuzzed) -> list[str]:
    """What a worker might say that may be asked, whatever documents it has read."""
    return [f"{citation.heading} {citation.quote}?"[:200] for citation in answer.citations[:5]]


def _texts(value: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - any part of a block
    """Every text with the type of what it stands in."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["type"], value["text"]
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)


def _links(message: Message) -> Iterator[str]:
    """Every address that can be clicked, decoded."""
    for kind, text in [*_texts(message.blocks), ("mrkdwn", message.notification)]:
        if kind in {"markdown", "mrkdwn"}:
            for found in _LINKS.finditer(_LABEL.sub(">", _CODE.sub("", text))):
                yield _decoded(html.unescape(next(filter(None, found.groups()), "")))


def _decoded(url: str) -> str:
    return unquote(url.encode(errors="replace").decode())


def test_slack_takes_every_message(answers: list[tuple[Fuzzed, Message]]) -> None:
    """As its own types and limits have it; also where the question is repeated above."""
    repeated = [with_question(message, "q" * 900, WORDINGS["de"]) for _, message in answers]
    faults = [faults_of(message.blocks) for message in (*(message for _, message in answers), *repeated)]

    assert [] == [each for each in faults if each]
    assert [] == [message for _, message in answers if not 0 < len(message.notification) <= 4000]


def test_nobody_is_notified(answers: list[tuple[Fuzzed, Message]]) -> None:
    """No token of Slack's and no call to all is left in any text, of whatever kind, nor half an entity."""
    texts = [text for _, message in answers for _, text in [*_texts(message.blocks), ("", message.notification)]]
    mrkdwn = [text for _, message in answers for kind, text in _texts(message.blocks) if kind == "mrkdwn"]

    assert [] == [text for text in texts if _LIVE.search(text)]
    assert [] == [text for text in mrkdwn if re.search(r"&(?!amp;|lt;|gt;)", text)]


def test_only_citations_can_be_clicked(answers: list[tuple[Fuzzed, Message]]) -> None:
    """An address in a document or in a model's words is never a link."""
    strange = [
        link
        for answer, message in answers
        for link in _links(message)
        if link not in {_decoded(citation.url) for citation in answer.citations}
    ]

    assert [] == strange


def test_what_was_streamed_is_how_the_answer_begins(answers: list[tuple[Fuzzed, Message]]) -> None:
    """Unless it is cut, which nobody knows before: then the message is changed as a whole."""
    whole = [(answer, message) for answer, message in answers if len(answer.text) < 6000 and "…" not in message.body]
    cuts = [(answer, message, growing_body(answer.text[:end])) for answer, message in whole for end in (7, 70, 700)]

    assert [] == [(shown, message.body) for _, message, shown in cuts if not message.body.startswith(shown)]


def test_every_citation_keeps_its_link(answers: list[tuple[Fuzzed, Message]]) -> None:
    """One link a line, but where its address alone is longer than Slack's 3,000 characters."""
    first = [(answer.citations[0], list(_links(message))) for answer, message in answers if answer.citations]
    short = [
        (citation, links) for citation, links in first if citation.url.startswith("http") and len(citation.url) < 600
    ]

    assert short
    assert [] == [citation.url for citation, links in short if _decoded(citation.url) not in links]


def test_a_cut_answer_says_so(answers: list[tuple[Fuzzed, Message]]) -> None:
    """With three dots: below its words, below its table, or in a cell of that."""
    uncited = [(without_tables(answer.text), message) for answer, message in answers if not answer.citations]
    cut = [message for text, message in uncited if len(safe_markdown(text)) > 12_000]

    assert [] == [message.body for message in cut if "…" not in str(message.blocks)]
