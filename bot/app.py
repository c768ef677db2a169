"""The Bolt app: its listeners and its one error handler."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from redis import Redis
from slack_bolt import App, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk import WebClient

from bot.desk import Desk
from bot.intake.asking import Asking
from bot.intake.bot_limits import BotLimits
from bot.intake.entering import Entering
from bot.intake.known_sources import KnownSources
from bot.intake.orders import Orders
from bot.intake.publishing import Publisher
from bot.intake.stopping import Stopping
from bot.listeners import register_all
from bot.listeners.door import Door
from bot.records.database import Database
from bot.records.titles import Titles
from bot.settings import BotSettings
from bot.shared_parts import shared_parts
from bot.sharing.taking import Sharing
from bot.slack.api import Identity
from bot.slack.changes import Changes
from bot.wording import WORDINGS
from knowledge.errors import FrontdeskError
from knowledge.language.text import language_of
from workers.contract import Json

_log = structlog.get_logger()


def build_app(  # noqa: PLR0913 - everything outside
    settings: BotSettings,
    client: WebClient,
    identity: Identity,
    database: Database,
    publisher: Publisher,
    *,
    redis: Redis,
) -> App:
    """Return the Bolt app; nothing is connected to here.

    A listener that fails makes Bolt answer 500, and Slack deliver again.
    """
    app = App(
        name="frontdesk",
        client=WebClient(base_url=settings.slack_base_url, timeout=client.timeout, retry_handlers=[]),
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        authorize=_authorize(identity, client.token or ""),
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        attaching_conversation_kwargs_enabled=False,
        before_authorize=Door(identity),
    )
    shared = shared_parts(client, identity, database, publisher, redis=redis, admins=settings.admin_names)
    entering, stopping = Entering(shared.ledger, publisher), Stopping(shared.ledger, publisher)
    desk = Desk(
        identity=identity,
        client=client,
        asking=Asking(
            entering,
            stopping,
            shared.languages,
            shared.people,
            shared.ledger,
            channels=shared.channels,
            bots=BotLimits(shared.ledger),
            bot_user_id=identity.bot_user_id,
        ),
        orders=Orders(entering, publisher, shared.languages),
        stopping=stopping,
        languages=shared.languages,
        audience=shared.audience,
        changes=Changes(redis),
        ledger=shared.ledger,
        outcomes=shared.outcomes,
        people=shared.people,
        channels=shared.channels,
        sources=KnownSources(redis),
        admins=settings.admin_names,
        homes=shared.homes,
        searches=shared.searches,
        links=shared.links,
        details=shared.details,
        looks=shared.looks,
        sharing=Sharing(entering, shared.ledger, shared.outcomes),
        titles=Titles(redis, shared.ledger),
    )
    app.error(_report)
    register_all(app, desk)
    return app


def _authorize(identity: Identity, token: str) -> Callable[..., AuthorizeResult]:
    """One workspace, known since the start: no call to Slack for each request."""
    result = AuthorizeResult(
        enterprise_id=identity.enterprise_id,
        team_id=identity.team_id,
        bot_user_id=identity.bot_user_id,
        bot_id=identity.bot_id,
        bot_token=token,
    )

    def authorize() -> AuthorizeResult:
        return result

    return authorize


def _report(error: Exception, body: Json) -> BoltResponse:
    """Log what went wrong, and answer so that an event comes again and a person who typed a command is told."""
    if isinstance(error, BoltUnhandledRequestError):
        _log.info("request_not_handled", type=body.get("type"), event_type=(body.get("event") or {}).get("type"))
        return BoltResponse(status=200, body="")
    if isinstance(error, FrontdeskError):
        _log.warning("request_to_be_repeated", error=type(error).__name__)
        return BoltResponse(status=500, body="")
    _log.error("listener_failed", error=type(error).__name__, type=body.get("type"), exc_info=error)
    if "command" in body:
        sentence = WORDINGS[language_of(body.get("text") or "")].failures["internal"]
        return BoltResponse(status=200, body=sentence.format(id=body.get("trigger_id", "-")))
    return BoltResponse(status=500, body="")
