"""``/kb``: what the bot knows, where from, and keeping it current."""

from __future__ import annotations

from typing import Final

import structlog
from slack_bolt import Ack, App

from bot.desk import Desk
from bot.intake.asking import Asked, command_key
from bot.intake.publishing import QueueUnavailable
from bot.listeners.commands.ask import address_of
from bot.listeners.commands.kb.subcommands import SUBCOMMANDS, Subcommand
from bot.listeners.commands.kb.words import Misused
from bot.slack.directory import DirectoryUnavailable
from bot.slack.markup import escaped, plain_text, shortened
from bot.wording import WORDINGS
from knowledge.domain import Language
from workers.contract import Action, Json

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
    first, rest = [*typed.split(None, 1), "", ""][:2]
    if first.casefold() in {"", "help"}:
        return words.kb_help
    action = next((name for name in SUBCOMMANDS if name == first.casefold()), None)
    if action is None:
        return f"{words.kb_unknown.format(command=escaped(shortened(typed, _LONGEST_ECHO)))}\n{words.kb_help}"
    try:
        return _carry_out(desk, command, action, rest, language)
    except Misused as misused:
        return words.kb_misused[misused.misuse].format(usage=words.kb_subcommands[action][0])
    except QueueUnavailable:
        return words.saved_for_later
    except DirectoryUnavailable:
        return words.rights_unknown


def _carry_out(desk: Desk, command: Json, action: Action, rest: str, language: Language) -> str:
    user, subcommand, words = command["user_id"], SUBCOMMANDS[action], WORDINGS[language]
    by_admin = _is_admin(desk, user, subcommand)
    if not (by_admin or subcommand.open_to_all):
        _log.warning("admin_action_refused", user=user, action=f"kb_{action}")
        desk.outcomes.audited(user, f"kb_{action}", allowed=False)
        return words.kb_admins_only.format(name=action)
    arguments = subcommand.arguments(rest)
    given = [name for name, value in arguments.items() if value]
    if subcommand.with_rights:
        arguments |= {"principals": sorted(desk.audience.in_private(user)), "today": desk.asking.today(user)}
    if subcommand.with_approved:
        arguments["approved"] = desk.outcomes.approved_by(user)
        if not arguments["approved"]:
            return words.kb_nothing_approved
    address = address_of(desk, command)
    request_id = command_key(address, command["trigger_id"])
    if not subcommand.open_to_all:
        desk.outcomes.audited(user, f"kb_{action}", allowed=True, request_id=request_id, arguments=given)
    desk.asking.take_knowledge_request(request_id, address, Asked(action, arguments, by_admin), language)
    return words.kb_accepted.get(action, words.kb_looking_up)


def _is_admin(desk: Desk, user: str, subcommand: Subcommand) -> bool:
    """Whether they are; where all may do it and Slack does not say, they are not."""
    try:
        return desk.audience.is_admin(user, desk.admins)
    except DirectoryUnavailable:
        if subcommand.open_to_all:
            return False
        raise
