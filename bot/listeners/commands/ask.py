"""``/ask question``: an answer that only the asker sees."""

from __future__ import annotations

from slack_bolt import Ack, App, BoltContext

from bot.desk import Desk
from bot.edge import Address
from bot.intake.checks import LONGEST_QUESTION, problem_with
from bot.intake.publishing import QueueUnavailable
from bot.listeners.saying import Said, acknowledge, say_later
from bot.slack.markup import plain_text
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Register the command."""

    def take(ack: Ack, command: Json, context: BoltContext) -> None:
        text = plain_text(command.get("text") or "", desk.identity.bot_user_id)
        said = first_words(desk, command, text)
        acknowledge(ack, context, said, desk.languages.known(text, command["user_id"]))

    def say(command: Json, context: BoltContext) -> None:
        say_later(desk, command, context)

    app.command("/ask")(ack=take, lazy=[say])


def first_words(desk: Desk, command: Json, text: str) -> Said | None:
    """Take the question and return what the asker reads at once: nothing unless something is in the way of an answer.

    Slack cannot take such words back; the delivery process says that it is searched where that takes long.
    """
    problem = problem_with(text)
    if problem:
        return lambda words: str(getattr(words, problem)).format(count=len(text), limit=LONGEST_QUESTION)
    try:
        desk.asking.take_command(command["trigger_id"], address_of(desk, command), text)
    except QueueUnavailable:
        return lambda words: words.saved_for_later
    return None


def address_of(desk: Desk, command: Json) -> Address:
    """Where the command was typed, with the URL that its reply goes to."""
    return Address(
        team=desk.identity.team_id,
        channel=command["channel_id"],
        user=command["user_id"],
        surface="command",
        response_url=command["response_url"],
    )
