"""From what somebody typed to a question in the ledger and the queue.

Nothing is asked of Slack here: who may read, what day it is there and what was said before is found out by
`bot.intake.preparing`, once the question cannot be lost any more.
"""

from __future__ import annotations

from bot.edge import Address
from bot.intake.checks import LONGEST_QUESTION, Problem, Typed, problem_with
from bot.intake.entering import Entering, unprepared
from bot.intake.keys import command_key, message_key
from bot.intake.language import Languages
from bot.intake.stopping import Stopping
from bot.records.ledger import Entry
from bot.slack.markup import plain_text, translatable, without_mention
from knowledge.question.small_talk import says_stop
from workers.contract import MARKED, Json


class Asking:
    """Takes questions; each is in the ledger before it is in the queue. Raises QueueUnavailable."""

    def __init__(self, entering: Entering, stopping: Stopping, languages: Languages, bot_user_id: str) -> None:
        self._entering = entering
        self._stopping = stopping
        self._languages = languages
        self._bot_user_id = bot_user_id

    def take_message(self, address: Address, typed: Typed) -> None:
        """Take a question asked in a message. A message delivered again changes nothing.

        Raises QueueUnavailable; Slack then delivers the message again.
        """
        request_id = message_key(address)
        if self._entering.is_known(request_id):
            return
        text = plain_text(typed.text, self._bot_user_id)
        if says_stop(text) and self._stopping.stops_something(request_id, address):
            return
        problem = problem_with(text, has_file=typed.has_file)
        if problem:
            self._entering.enter(self._notice(request_id, address, text, problem))
            return
        self._entering.enter(self._question(request_id, address, text, **self._hints(address, typed)))

    def take_command(self, trigger_id: str, address: Address, text: str) -> None:
        """Take a question asked with a slash command; ``text`` is plain and has been checked.

        Raises QueueUnavailable (the question is safe in the ledger).
        """
        self._entering.enter(self._question(command_key(address, trigger_id), address, text))

    def _question(self, request_id: str, address: Address, text: str, **hints: object) -> Entry:
        language = self._languages.known(text, address.user) or "en"
        return Entry(request_id, "question", unprepared({"id": request_id, "text": text}, **hints), language, address)

    def _hints(self, address: Address, typed: Typed) -> Json:
        """What the question says beside its words: a direct message may as well order a text (`workers.orders`)."""
        hints: Json = {"shared_outside": typed.shared_outside}
        if address.surface == "dm":
            hints[MARKED] = translatable(without_mention(typed.text, self._bot_user_id))
        return hints

    def _notice(self, request_id: str, address: Address, text: str, name: Problem) -> Entry:
        payload = {"name": name, "values": {"count": len(text), "limit": LONGEST_QUESTION}}
        language = self._languages.known(text, address.user)
        return Entry(request_id, "notice", payload if language else unprepared(payload), language or "en", address)
