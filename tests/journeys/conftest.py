"""The running Frontdesk as its users meet it, and the documents that its answers must quote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import unquote

import pytest
from sqlalchemy import select

from bot.records.models import AnswerRecord
from knowledge.domain import EVERYONE
from knowledge.sources.folder import FolderSource
from tests.journeys.slack import Answer, Workspace
from tests.journeys.stack import LINKS, RunningFrontdesk, eventually
from workers.settings import SAMPLE_POLICIES

CitedDocuments = Callable[[Answer], set[str]]


@pytest.fixture(scope="module", params=["http", "socket"])
def transport(request: pytest.FixtureRequest, stack: RunningFrontdesk) -> Iterator[None]:
    """Slack calls the bot over HTTP; or the bot, started with an app token, calls Slack and holds a socket open."""
    if request.param == "http":
        yield
        return
    with Workspace(stack) as workspace, stack.second_bot_in_socket_mode():
        (app,) = workspace.get("/control/state")["apps"]
        workspace.control("app", request_url=None)
        try:
            eventually(lambda: workspace.get("/control/state")["sockets"][app["id"]], "a bot on a socket")
            yield
        finally:  # else everything after a bot that did not come would fail, too
            workspace.control("app", request_url=app["request_url"])


@pytest.fixture(scope="session")
def texts() -> dict[str, str]:
    """The sample company's converted documents by id."""
    reading = FolderSource(SAMPLE_POLICIES, frozenset({EVERYONE}), LINKS).read(lambda _done, _total: None)
    return {document.id: document.text for document in reading.documents}


@pytest.fixture
def cited(slack: Workspace, texts: dict[str, str]) -> CitedDocuments:
    """Check an answer's citations; give the documents that they lead to.

    Each quote must stand verbatim in the document that its link leads to, and each link be the recorded citation's.
    A long quote may be shown shortened, and one that the answer says is not shown again.
    """

    def documents(answer: Answer) -> set[str]:
        with slack.stack.database.read() as session:
            recorded = session.scalars(
                select(AnswerRecord.citations).where(AnswerRecord.request_id == answer.request_id)
            ).one()
        assert [(source.number, source.url) for source in answer.sources] == [
            (citation["number"], citation["url"]) for citation in recorded
        ]
        for source, citation in zip(answer.sources, recorded, strict=True):
            assert f"[{source.number}]" in answer.text
            parts = citation["quote"].split("\n…\n")  # an item is quoted behind what it stands under
            assert [part for part in parts if part not in texts[citation["document"]]] == []
            assert letters(citation["quote"]).startswith(letters(source.quote))
            assert unquote(source.url).removeprefix(LINKS).partition("#")[0] == citation["document"]
        return {citation["document"] for citation in recorded}

    return documents


def letters(text: str) -> str:
    """Return nothing but the letters and digits: a quote is shown without its Markdown."""
    return "".join(character for character in text if character.isalnum())
