"""``/kb``: what the bot knows, where from, and keeping it current."""

from __future__ import annotations

from typing import Final

from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.intake.orders import Asked
from bot.intake.publishing import QueueUnavailable
from bot.listeners.commands.ask import address_of
from bot.listeners.commands.kb.channel import CHANNEL, asks_for_channel, is_typed_in_channel, offer_channel_form
from bot.listeners.commands.kb.subcommands import SUBCOMMANDS
from bot.listeners.commands.kb.words import Misused
from bot.listeners.saying import Said, acknowledge, say_later
from bot.slack.markup import escaped, plain_text, shortened
from workers.contract import Action, Json

_LONGEST_ECHO: Final = 50


def register(app: App, desk: Desk) -> None:
    """Register the command."""

    def take(ack: Ack, command: Json, context: BoltContext) -> None:
        said = first_words(desk, command)
        acknowledge(ack, context, said, desk.languages.known("", command["user_id"]))

    def say(command: Json, context: BoltContext) -> None:
        say_later(desk, command, context)

    def open_channel(command: Json) -> None:
        if asks_for_channel(desk, command):
            offer_channel_form(desk, command)

    app.command("/kb")(ack=take, lazy=[say, open_channel])


def first_words(desk: Desk, command: Json) -> Said | None:
    """Take the sub-command and return what the person reads at once.

    Whether they are an administrator is known only later; what only administrators may do is begun in silence.
    """
    typed = plain_text(command.get("text") or "", desk.identity.bot_user_id)
    first, rest = [*typed.split(None, 1), "", ""][:2]
    if first.casefold() in {"", "help"}:
        return lambda words: words.kb_help
    if first.casefold() == CHANNEL:
        return None if is_typed_in_channel(command) else lambda words: words.channel_not_here
    action = next((name for name in SUBCOMMANDS if name == first.casefold()), None)
    if action is None:
        echo = escaped(shortened(typed, _LONGEST_ECHO))
        return lambda words: f"{words.kb_unknown.format(command=echo)}\n{words.kb_help}"
    return _taken(desk, command, action, rest)


def _taken(desk: Desk, command: Json, action: Action, rest: str) -> Said | None:
    subcommand = SUBCOMMANDS[action]
    try:
        arguments = subcommand.arguments(rest)
    except Misused as error:
        misuse = error.misuse
        return lambda words: words.kb_misused[misuse].format(usage=words.kb_subcommands[action][0])
    asked = Asked(action, arguments, not subcommand.open_to_all, subcommand.with_rights, subcommand.with_approved)
    try:
        desk.orders.take_knowledge_request(command["trigger_id"], address_of(desk, command), asked)
    except QueueUnavailable:
        return lambda words: words.saved_for_later
    return (lambda words: words.kb_looking_up) if subcommand.open_to_all else None
