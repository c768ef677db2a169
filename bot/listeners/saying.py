"""What somebody who typed a command reads first, in their own language.

Slack does not send a person's language along, and an acknowledgement must not wait for Slack. So the words go with the
acknowledgement where the language is known, and after it where it has to be asked for.
"""

from __future__ import annotations

from collections.abc import Callable

from slack_bolt import Ack, BoltContext

from bot.desk import Desk
from bot.slack.privately import say_privately
from bot.wording import WORDINGS, Wording
from knowledge.domain import Language
from workers.contract import Json

Said = Callable[[Wording], str]
"""A sentence, once the language is known."""


def acknowledge(ack: Ack, context: BoltContext, said: Said | None, language: Language | None) -> None:
    """Acknowledge with what is said, if anything is; without a language it is left to `say_later`."""
    if said is None:
        ack()
    elif language:
        ack(text=said(WORDINGS[language]), response_type="ephemeral")
    else:
        context["said"] = said
        ack()


def say_later(desk: Desk, command: Json, context: BoltContext) -> None:
    """Say what the acknowledgement could not."""
    said: Said | None = context.get("said")
    if said is not None:
        words = WORDINGS[desk.languages.of_person(command["user_id"])]
        say_privately(command["response_url"], said(words))
