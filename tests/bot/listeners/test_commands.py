"""The slash commands, up to the queue."""

from __future__ import annotations

import pytest
from redis import Redis
from slack_sdk import WebClient

from bot.app import build_app
from bot.intake.publishing import QueueUnavailable
from bot.records.database import Database
from bot.records.models import Request
from bot.settings import BotSettings
from bot.slack.api import Identity
from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox, wait_until
from tests.bot.edge import Edge
from tests.bot.office import Office
from workers.contract import LIVE_STREAM, Reply

_EN, _ZH = WORDINGS["en"], WORDINGS["zh"]


def test_ask_says_nothing_at_once_and_asks_with_the_persons_own_rights(office: Office, edge: Edge) -> None:
    """Only the asker sees the answer, so their rights count, wherever they are; what is said at once stays for ever."""
    said = edge.command("U0TOM", "/ask", "How many &amp; which days?")
    (request,) = office.requests()
    (payload,) = office.queued("questions")

    assert "" == said
    assert ("command", None, "http://127.0.0.1:9/r") == (request.surface, request.thread_ts, request.response_url)
    assert "How many & which days?" == payload["text"]
    assert "group:finance" in payload["principals"]


def test_no_secret_enters_the_queue(office: Office, edge: Edge) -> None:
    """The response_url lets anybody post for half an hour; it stays in the database."""
    edge.command("U0TOM", "/ask", "How many days?", response_url="https://hooks.slack.com/commands/secret")
    sent = f"{office.queued('questions')} {office.redis.xrange(LIVE_STREAM)!r}"

    assert "How many days?" in sent
    assert "hooks.slack.com" not in sent


@pytest.mark.parametrize(
    ("user", "text", "said"),
    [
        ("U0MAYA", "", _EN.question_empty),
        ("U0WANG", "", _ZH.question_empty),
        ("U0MAYA", "🎉", _EN.question_wordless),
        ("U0MAYA", "how " * 1100, _EN.question_too_long.format(count=4399, limit=4000)),
    ],
)
def test_a_question_that_is_none_gets_its_sentence(office: Office, edge: Edge, user: str, text: str, said: str) -> None:
    """At once, and nothing is queued."""
    assert said == edge.command(user, "/ask", text)
    assert [] == office.requests()


def test_when_slack_refuses_the_groups_the_question_is_asked_with_what_is_sure(
    office: Office, slack: RunningSandbox, edge: Edge
) -> None:
    """Slack does not repeat a command; what cannot be known means fewer rights, never silence."""
    slack.control("faults", method="usergroups.list", kind="error", value="missing_scope", times=None)

    assert "" == edge.command("U0TOM", "/ask", "How many days?")
    (request,) = office.requests()

    assert ["domain:brightwater.example", "everyone", "public", "user:U0TOM"] == request.payload["principals"]
    assert ["usergroups.list"] == [gap["method"] for gap in request.payload["edge"]["gaps"]]
    assert ["edge" in payload for payload in office.queued("questions")] == [False]


def test_whose_language_is_not_known_yet_is_told_after_the_acknowledgement(
    office: Office, served: str, slack: RunningSandbox
) -> None:
    """An acknowledgement asks nothing of Slack; better late than in the wrong language."""
    office.redis.delete("frontdesk:language:U0WANG")
    slack.control("command", user="U0WANG", channel="D0WANG", text="/kb")

    assert served
    assert wait_until(lambda: [_ZH.kb_help] == [said["text"] for said in office.posted("D0WANG")])


class _Down:
    """A queue that is down."""

    def publish(self, request: Request) -> None:
        """Fail."""
        raise QueueUnavailable("down")

    def deliver(self, reply: Reply) -> None:
        """Fail."""
        raise QueueUnavailable("down")


@pytest.mark.parametrize(("command", "text"), [("/ask", "How many days?"), ("/kb", "reload"), ("/kb", "status")])
def test_when_the_queue_is_down_the_command_is_kept_for_later(
    office: Office, edge_without_queue: Edge, command: str, text: str
) -> None:
    """The sentence is true: the ledger has it, and the reaper publishes what is in the ledger only."""
    assert _EN.saved_for_later == edge_without_queue.command("U0SOFIA", command, text)
    assert ["received"] == [request.state for request in office.requests()]


@pytest.fixture
def edge_without_queue(
    edge: Edge, settings: BotSettings, client: WebClient, identity: Identity, *, database: Database, redis: Redis
) -> Edge:
    """The app with a queue that is down."""
    return Edge(build_app(settings, client, identity, database, _Down(), redis=redis), edge.secret)


def test_a_command_that_fails_unexpectedly_ends_in_a_sentence(edge: Edge, database: Database) -> None:
    """A broken database is our trouble; the person reads no stack trace and no dispatch_failed."""
    with database.write() as session:
        session.connection().exec_driver_sql("ALTER TABLE requests RENAME TO gone")

    assert "Something went wrong on my side" in edge.command("U0TOM", "/ask", "How many days?")
