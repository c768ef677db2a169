"""The door: what Slack sends goes on only in its proper shape, and only what is for this installation.

What is not would fail somewhere inside; Slack would send it again for an hour, and stop sending where much fails. So it
is acknowledged, and logged without what it says. An error of ours is none of this: it stays one, and Slack sends again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import structlog
from pydantic import ValidationError
from slack_bolt import BoltContext, BoltRequest, BoltResponse
from slack_bolt.middleware import Middleware

from bot.intake.language import language_in
from bot.listeners.shapes import ACTIONS, EVENTS, FORMS, TYPES, Command, Payload, Shape
from bot.slack.api import Identity
from bot.wording import WORDINGS
from workers.contract import Json

_LONGEST_NAME: Final = 40
"""Characters of a name that is none of ours, in the log."""

_log = structlog.get_logger()


class Door(Middleware):
    """Lets in what is for the installation ``identity``. It comes after the check of signatures.

    Bolt looks into what it hands to a function as middleware; a class gets the request as it is.
    """

    def __init__(self, identity: Identity) -> None:
        self._identity = identity

    def process(self, *, req: BoltRequest, resp: BoltResponse, next: Callable[[], BoltResponse]) -> BoltResponse:  # noqa: A002, ARG002 - Bolt's names
        """Let it in, or acknowledge it."""
        body = req.body
        problems = problems_of(body)
        if problems:
            _log.warning("request_malformed", **_names(body), problems=problems)
            return _acknowledged()
        if "command" not in body and body["type"] not in TYPES:
            _log.info("request_not_handled", **_names(body))
            return _acknowledged()
        if not is_for(self._identity, req.context):
            _log.warning("request_of_another_workspace", **_names(body), team=str(req.context.team_id)[:_LONGEST_NAME])
            return _acknowledged(_refusal(body) if "command" in body else "")
        return next()


def problems_of(body: Json) -> list[str]:
    """What is wrong with the shape of what Slack sent: where, and of which kind, never what stands there."""
    try:
        for shape, part in _needed(body):
            shape.model_validate(part)
    except ValidationError as error:
        return [f"{'.'.join(map(str, one['loc']))[:_LONGEST_NAME]}: {one['type']}" for one in error.errors()]
    return []


def is_for(identity: Identity, context: BoltContext) -> bool:
    """Whether it was sent to this installation, by what Bolt reads from it.

    In a channel that is shared with another company the author's team may be theirs: ``authorizations`` comes first.
    """
    if context.is_enterprise_install:
        return context.enterprise_id == identity.enterprise_id
    return context.team_id is None or context.team_id == identity.team_id


def _needed(body: Json) -> Iterator[tuple[type[Shape], object]]:
    """Each shape that the body must have, the outer ones first."""
    if "command" in body:
        yield Command, body
        return
    yield Payload, body
    yield TYPES.get(body["type"], Payload), body
    if body["type"] == "event_callback":
        yield EVENTS.get(body["event"]["type"], Payload), body["event"]
    elif body["type"] == "block_actions":
        clicked = body["actions"][0]["action_id"]
        yield from ((shape, body) for pattern, shape in ACTIONS if pattern.fullmatch(clicked))
    elif body["type"] == "view_submission":
        yield FORMS.get(body["view"].get("callback_id"), Payload), body


def _names(body: Json) -> Json:
    event = body.get("event")
    names = {"type": body.get("type"), "event_type": event.get("type") if isinstance(event, dict) else None}
    return {name: value[:_LONGEST_NAME] for name, value in names.items() if isinstance(value, str)}


def _refusal(command: Json) -> str:
    return WORDINGS[language_in(command.get("text") or "") or "en"].other_workspace


def _acknowledged(said: str = "") -> BoltResponse:
    return BoltResponse(status=200, body=said)
