"""A Slack channel as a source, over a channel that a test may change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from knowledge.domain import Document, Reading
from knowledge.errors import SourceUnreachable
from knowledge.sources.channel import Bookmark, Canvas, ChannelText, PinnedMessage
from knowledge.sources.folder import FolderSpecification
from knowledge.sources.library import Library
from knowledge.sources.slack import SlackSpecification
from knowledge.sources.specification import Surroundings

EVERYBODY = frozenset({"everyone"})
LINK = "https://acme.slack.com/archives/C0ASKHR"
PINNED = PinnedMessage("1764074096.000200", "", "The allowance is 40 euro.")
REPLY = PinnedMessage("1764160496.000300", "1764074096.000200", "---\nreaders: [everyone]\n---\nFrom January 45 euro.")
CANVAS = Canvas("T0ACME", "F0RULES", "House rules", "<h2>Dogs</h2><p>Dogs are welcome on Fridays.</p>")
FOREIGN = Canvas("T0ACME", "F0OTHER", "", "", "Slack does not show F0OTHER (file_not_found).")
WHOLE = ChannelText("ask-hr", (PINNED, REPLY), (CANVAS, FOREIGN), (Bookmark("Portal", "https://hr.example/portal"),))


@dataclass
class Slack:
    """What the channel keeps now; None where it cannot be read."""

    keeps: ChannelText | None = WHOLE
    asked: list[str] = field(default_factory=list)

    def read(self, channel: str) -> ChannelText:
        """Give it."""
        self.asked.append(channel)
        if self.keeps is None:
            raise SourceUnreachable("Frontdesk is not in the Slack channel.")
        return self.keeps


def _read(tmp_path: Path, slack: Slack, readers: list[str] | None = None) -> Reading:
    source = SlackSpecification(name="hr", kind="slack", location=LINK, readers=readers)
    around = Surroundings(tmp_path, tmp_path, slack)
    reader = source.reader(around, default_readers=EVERYBODY, link_template="", prefix="")
    return Library([reader], tmp_path / "records.db").read(lambda _done, _total: None)


def _documents(reading: Reading) -> dict[str, Document]:
    return {document.id: document for document in reading.documents}


def test_pins_canvases_and_bookmarks_are_documents_with_slacks_links(tmp_path: Path) -> None:
    """A citation leads to the message, in its thread if it stands in one; to the canvas; or to the channel."""
    slack = Slack()
    documents = _documents(_read(tmp_path, slack))

    assert ["C0ASKHR"] == slack.asked
    assert {
        "pinned/1764074096.000200.md": f"{LINK}/p1764074096000200",
        "pinned/1764074096.000200/1764160496.000300.md": (
            f"{LINK}/p1764160496000300?thread_ts=1764074096.000200&cid=C0ASKHR"
        ),
        "canvas/T0ACME/F0RULES.html": "https://acme.slack.com/docs/T0ACME/F0RULES",
        "bookmarks.md": LINK,
    } == {name: document.url for name, document in documents.items()}
    assert ("#ask-hr, 2025-11-25", "2025-11-25", "The allowance is 40 euro.") == (
        documents["pinned/1764074096.000200.md"].title,
        documents["pinned/1764074096.000200.md"].effective,
        documents["pinned/1764074096.000200.md"].text.strip(),
    )
    assert "House rules" == documents["canvas/T0ACME/F0RULES.html"].title
    assert "## Dogs" in documents["canvas/T0ACME/F0RULES.html"].text
    assert "Portal: https://hr.example/portal" in documents["bookmarks.md"].text


@pytest.mark.parametrize(
    ("stated", "readers"), [(None, {"channel:C0ASKHR"}), (["group:hr", "everyone"], {"group:hr", "everyone"})]
)
def test_the_channels_readers_read_it_unless_others_are_stated(
    tmp_path: Path, stated: list[str] | None, readers: set[str]
) -> None:
    """What somebody writes into a message opens nothing."""
    documents = _documents(_read(tmp_path, Slack(), stated))

    assert [readers] * 4 == [set(document.readers) for document in documents.values()]
    assert {"source hr"} == {document.rule for document in documents.values()}


def test_a_canvas_that_slack_does_not_show_is_a_problem_of_its_own(tmp_path: Path) -> None:
    """The rest of the channel is read."""
    (problem,) = _read(tmp_path, Slack()).problems

    assert ("canvas/T0ACME/F0OTHER.html", FOREIGN.error) == (problem.document, problem.reason)


def test_what_is_unpinned_is_gone_and_what_is_new_is_there(tmp_path: Path) -> None:
    """The channel is read anew each time."""
    slack = Slack()
    _read(tmp_path, slack)
    slack.keeps = replace(WHOLE, pinned=(replace(PINNED, text="The allowance is 50 euro."),), canvases=())
    documents = _documents(_read(tmp_path, slack))

    assert {"pinned/1764074096.000200.md", "bookmarks.md"} == documents.keys()
    assert "50 euro" in documents["pinned/1764074096.000200.md"].text


def test_a_channel_that_cannot_be_read_keeps_what_it_gave_and_where_it_leads(tmp_path: Path) -> None:
    """Beside another source, which goes on; the reason is reported."""
    slack, folder = Slack(), tmp_path / "docs"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nAnything.")
    around = Surroundings(tmp_path, tmp_path, slack)
    sources = (
        SlackSpecification(name="hr", kind="slack", location=LINK),
        FolderSpecification(name="docs", kind="folder", location="docs"),
    )
    readers = [each.reader(around, default_readers=EVERYBODY, link_template="", prefix="") for each in sources]
    library = Library(readers, tmp_path / "records.db")
    before = library.read(lambda _done, _total: None)
    slack.keeps = None
    again = library.read(lambda _done, _total: None)

    assert before.documents == again.documents
    assert any("not in the Slack channel" in problem.reason for problem in again.problems)
