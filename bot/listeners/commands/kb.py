"""``/kb status`` and ``/kb reload``: what the bot knows, and reading it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import structlog
from slack_bolt import Ack, App

from bot.asking import command_key
from bot.desk import Desk
from bot.directory import DirectoryUnavailable
from bot.listeners.commands.ask import address_of
from bot.markup import escaped, plain_text, shortened
from bot.publishing import QueueUnavailable
from bot.wording import WORDINGS
from knowledge.domain import Language
from workers.contract import Json

_LONGEST_ECHO: Final = 50
_log = structlog.get_logger()


def register(app: App, desk: Desk) -> None:
    """Register the command."""

    @app.command("/kb")
    def kb(ack: Ack, command: Json) -> None:
        ack(text=answer(desk, command), response_type="ephemeral")


def answer(desk: Desk, command: Json) -> str:
    """Carry out the sub-command and return what the person reads at once."""
    typed = plain_text(command.get("text") or "", desk.identity.bot_user_id)
    language = desk.asking.language_for("", command["user_id"])
    words = WORDINGS[language]
    name = typed.casefold() or "help"
    if name == "help":
        return words.kb_help
    subcommand = _SUBCOMMANDS.get(name)
    if subcommand is None:
        return f"{words.kb_unknown.format(command=escaped(shortened(typed, _LONGEST_ECHO)))}\n{words.kb_help}"
    try:
        return subcommand(desk, command, language)
    except QueueUnavailable:
        return words.saved_for_later
    except DirectoryUnavailable:
        return words.rights_unknown


def _status(desk: Desk, command: Json, language: Language) -> str:
    desk.asking.take_knowledge_request(command["trigger_id"], address_of(desk, command), "status", language)
    return WORDINGS[language].kb_status_accepted


def _reload(desk: Desk, command: Json, language: Language) -> str:
    user = command["user_id"]
    if not desk.audience.is_admin(user, desk.admins):
        _log.warning("admin_action_refused", user=user, action="kb_reload")
        desk.outcomes.audited(user, "kb_reload", allowed=False)
        return WORDINGS[language].kb_admins_only
    address = address_of(desk, command)
    request_id = command_key(address, command["trigger_id"])
    desk.outcomes.audited(user, "kb_reload", allowed=True, request_id=request_id)
    desk.asking.take_knowledge_request(command["trigger_id"], address, "reload", language)
    return WORDINGS[language].kb_reload_accepted


_SUBCOMMANDS: Final[Mapping[str, Callable[[Desk, Json, Language], str]]] = {"status": _status, "reload": _reload}
