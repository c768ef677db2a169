"""``/ask question``: an answer that only the asker sees."""

from __future__ import annotations

from slack_bolt import Ack, App

from bot.desk import Desk
from bot.edge import Address
from bot.intake.asking import LONGEST_QUESTION, problem_with
from bot.intake.publishing import QueueUnavailable
from bot.slack.directory import DirectoryUnavailable
from bot.slack.markup import plain_text
from bot.wording import WORDINGS
from workers.contract import Json


def register(app: App, desk: Desk) -> None:
    """Register the command."""

    @app.command("/ask")
    def ask(ack: Ack, command: Json) -> None:
        said = first_words(desk, command)
        if said:
            ack(text=said, response_type="ephemeral")
        else:
            ack()


def first_words(desk: Desk, command: Json) -> str:
    """Take the question and return what the asker reads at once: nothing unless something is in the way of an answer.

    Slack cannot take such words back; the delivery process says that it is searched where that takes long.
    """
    text = plain_text(command.get("text") or "", desk.identity.bot_user_id)
    language = desk.asking.language_for(text, command["user_id"])
    words = WORDINGS[language]
    problem = problem_with(text)
    if problem:
        return str(getattr(words, problem)).format(count=len(text), limit=LONGEST_QUESTION)
    try:
        desk.asking.take_command(command["trigger_id"], address_of(desk, command), text, language)
    except QueueUnavailable:
        return words.saved_for_later
    except DirectoryUnavailable:
        return words.rights_unknown
    return ""


def address_of(desk: Desk, command: Json) -> Address:
    """Where the command was typed, with the URL that its reply goes to."""
    return Address(
        team=desk.identity.team_id,
        channel=command["channel_id"],
        user=command["user_id"],
        surface="command",
        response_url=command["response_url"],
    )
