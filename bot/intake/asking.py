"""From what somebody typed to a question in the ledger and the queue.

Nothing is asked of Slack here: who may read, what day it is there and what was said before is found out by
`bot.intake.preparing`, once the question cannot be lost any more.
"""

from __future__ import annotations

from dataclasses import replace

from bot.edge import Address
from bot.intake.bot_limits import BotLimits
from bot.intake.checks import LONGEST_QUESTION, Form, Problem, Typed, problem_with
from bot.intake.entering import Entering, unprepared
from bot.intake.keys import command_key, message_key
from bot.intake.language import Languages
from bot.intake.shown import CLIPS, shown_before
from bot.intake.stopping import Stopping
from bot.intake.wanted import WAIT_FOR_PEOPLE
from bot.records.channel_rules import ChannelBook, ChannelRules, Kept
from bot.records.ledger import Entry, Ledger
from bot.records.models import OWN_WORDS
from bot.records.people import People
from bot.slack.markup import has_words, plain_text, translatable, without_mention
from bot.slack.shown_files import NO_FILES, FilesShown
from knowledge.question.small_talk import says_stop
from workers.contract import EDGE, FILES, MARKED, Json


class Asking:
    """Takes questions; each is in the ledger before it is in the queue. Raises QueueUnavailable."""

    def __init__(  # noqa: PLR0913 - all that a question may meet before it is written down
        self,
        entering: Entering,
        stopping: Stopping,
        languages: Languages,
        people: People,
        ledger: Ledger,
        *,
        channels: ChannelBook,
        bots: BotLimits,
        bot_user_id: str,
    ) -> None:
        self._entering = entering
        self._ledger = ledger
        self._stopping = stopping
        self._languages = languages
        self._people = people
        self._channels = channels
        self._bots = bots
        self._bot_user_id = bot_user_id

    def take_message(self, address: Address, typed: Typed) -> None:
        """Take a question asked in a message. A message delivered again changes nothing; one that was edited may.

        Raises QueueUnavailable; Slack then delivers the message again.
        """
        request_id = message_key(address)
        if typed.edited_at:
            request_id = self._entering.known_as(address)
        elif self._entering.is_known(request_id):
            return
        kept = self._kept(address)
        if not kept.rules.enabled:
            self._say_switched_off(request_id, address, typed, kept)
        elif typed.offered:
            self._wait_for_people(request_id, address, typed)
        elif not typed.by_bot or self._bots.allow(address):
            self._take(request_id, address, typed, kept.rules)

    def _take(self, request_id: str, address: Address, typed: Typed, rules: ChannelRules) -> None:
        """Take what is to be answered where it was asked, or privately where its asker or its channel wants that."""
        text = plain_text(typed.text, self._bot_user_id)
        if says_stop(text) and self._stops(request_id, address, typed):
            return
        address = self._chosen_place(address, typed, rules)
        entry = self._entry(request_id, address, typed, text)
        if typed.edited_at:
            self._entering.reword(replace(entry, edited_at=typed.edited_at))
        else:
            self._entering.enter(entry)

    def take_command(self, trigger_id: str, address: Address, text: str) -> None:
        """Take a question asked with a slash command; ``text`` is plain and has been checked.

        Raises QueueUnavailable (the question is safe in the ledger).
        """
        self._entering.enter(self._question(command_key(address, trigger_id), address, text))

    def take_form(self, form: Form) -> None:
        """Take a question asked in a form, which has been checked, for its asker alone.

        It is answered in their direct messages. Raises QueueUnavailable (the question is safe in the ledger).
        """
        address = Address(form.team, form.user, form.user, "command")
        self._entering.enter(self._question(form.key, address, form.text, subject=form.subject))

    def take_pressed(self, key: str, address: Address, text: str) -> None:
        """Take a question that was offered below an answer, as if whoever pressed its button had typed it there.

        Nothing happens where it was pressed before. Raises QueueUnavailable (the question is safe in the ledger).
        """
        typed, kept = Typed(text), self._kept(address)
        if not kept.rules.enabled:
            self._say_switched_off(key, address, typed, kept)
            return
        entry = self._question(key, self._chosen_place(address, typed, kept.rules), text)
        self._entering.enter(replace(entry, payload=entry.payload | {EDGE: {"pressed": True}}))

    def _kept(self, address: Address) -> Kept:
        return self._channels.kept(address.channel) if address.surface == "channel" else Kept()

    def _chosen_place(self, address: Address, typed: Typed, rules: ChannelRules) -> Address:
        """Where the reply goes: to whoever asks in a channel alone, if so they or it chose, or they showed a file."""
        if address.surface != "channel" or typed.by_bot:
            return address
        chosen = rules.privately or self._people.choices(address.user).privately
        privately = chosen or bool(typed.files.documents) or bool(shown_before(self._ledger, address))
        return replace(address, surface="command") if privately else address

    def _say_switched_off(self, request_id: str, address: Address, typed: Typed, kept: Kept) -> None:
        """One sentence for whoever called us, privately; other apps and people among themselves hear nothing."""
        if typed.by_bot or typed.unasked:
            return
        payload = {"name": "channel_off", "values": {"channel": address.channel, "user": kept.changed_by}}
        language = self._languages.known("", address.user)
        told = payload if language else unprepared(payload)
        self._entering.enter(Entry(request_id, "notice", told, language or "en", replace(address, surface="command")))

    def _wait_for_people(self, request_id: str, address: Address, typed: Typed) -> None:
        """Write down what may be answered later, privately, if nobody does before; an edit begins the wait anew."""
        if self._people.choices(address.user).unoffered or typed.shared_outside:
            return
        private = replace(address, surface="command")
        entry = self._entry(request_id, private, typed, plain_text(typed.text, self._bot_user_id))
        if typed.edited_at:
            self._entering.reword_later(replace(entry, edited_at=typed.edited_at), WAIT_FOR_PEOPLE)
        else:
            self._entering.enter_later(entry, WAIT_FOR_PEOPLE)

    def _stops(self, request_id: str, address: Address, typed: Typed) -> bool:
        """Whether the word to stop had a meaning: it ends what is being answered, or takes its own message back."""
        if not typed.edited_at:
            return self._stopping.stops_something(request_id, address)
        self._stopping.take_back(address, was_for_us=True, at=typed.edited_at)
        return True

    def _entry(self, request_id: str, address: Address, typed: Typed, text: str) -> Entry:
        """The question, or what is said to what is none."""
        problem = problem_with(text, files=typed.files, forwarded=typed.forwarded)
        if problem == "question_is_file":
            return self._only_shown(request_id, address, typed.files)
        if problem:
            return self._notice(request_id, address, text, problem)
        own = text if has_words(text) else ""
        # A model is asked by the last line; what that leans on is looked for in the line before (`question.intents`).
        subject = "\n\n".join(part for part in (typed.forwarded.text, own) if part)
        entry = self._question(request_id, address, subject, own=own or subject, **self._hints(address, typed))
        noted: Json = {name: True for name in ("unasked", "offered", "by_bot") if getattr(typed, name)}
        beside = {"hidden": typed.forwarded.hidden, FILES: [*typed.files.documents]}
        noted |= {name: value for name, value in beside.items() if value}
        if typed.forwarded.text:
            noted[OWN_WORDS] = own
        return replace(entry, payload=entry.payload | {EDGE: noted}) if noted else entry

    def _question(self, request_id: str, address: Address, text: str, *, own: str = "", **hints: object) -> Entry:
        """A question in the language of its asker's own words, where they pass on somebody else's."""
        language = self._languages.known(own or text, address.user) or "en"
        payload = unprepared({"id": request_id, "text": text}, own=own or text, **hints)
        return Entry(request_id, "question", payload, language, address)

    def _hints(self, address: Address, typed: Typed) -> Json:
        """What the question says beside its words: a direct message may as well order a text (`workers.orders`)."""
        hints: Json = {"shared_outside": typed.shared_outside}
        if typed.files.clips:
            hints[CLIPS] = [*typed.files.clips]
        if address.surface == "dm" and typed.files == NO_FILES:
            own = translatable(without_mention(typed.text, self._bot_user_id))
            hints[MARKED] = f"{own}\n{typed.forwarded.text}".strip()
        return hints

    def _only_shown(self, request_id: str, address: Address, files: FilesShown) -> Entry:
        """A file without a word: whether it can be read is found out, and what they would like to know is asked."""
        payload = unprepared({"name": "question_is_file", "values": {}}) | {EDGE: {FILES: [*files.documents]}}
        return Entry(request_id, "notice", payload, self._languages.known("", address.user) or "en", address)

    def _notice(self, request_id: str, address: Address, text: str, name: Problem) -> Entry:
        payload = {"name": name, "values": {"count": len(text), "limit": LONGEST_QUESTION}}
        language = self._languages.known(text, address.user)
        return Entry(request_id, "notice", payload if language else unprepared(payload), language or "en", address)
