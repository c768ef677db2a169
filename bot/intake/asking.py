"""From what somebody typed to a request in the ledger and the queue.

No call to Slack but for rights, locale and what a thread said that the ledger does not know.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import structlog

from bot.edge import Address
from bot.intake.audience import Audience
from bot.intake.forms import Form
from bot.intake.publishing import Publisher, QueueUnavailable
from bot.records.ledger import STOPPED, Entry, Ledger, utc_now
from bot.records.models import Request
from bot.slack.directory import DirectoryUnavailable
from bot.slack.markup import has_words, plain_text, translatable, without_mention
from bot.slack.threads import Threads
from knowledge.domain import Brief, Genre, Language, Question, Turn
from knowledge.language.markdown import as_asked
from knowledge.language.profiles import PROFILES
from knowledge.language.text import language_of
from knowledge.question.small_talk import says_stop
from workers.contract import Action, Json, Reply, pack_brief, pack_question

LONGEST_QUESTION: Final = 4000
"""Characters; Slack's own advice for the length of a message."""

Problem = Literal["question_empty", "question_wordless", "question_is_file", "question_too_long"]
"""What can be wrong with a question; also the name of the sentence in `bot.wording` that says so."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, in Slack's markup, and whether a file came with it."""

    text: str
    has_file: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody asks of the knowledge. ``by_admin`` decides what its report may name."""

    action: Action
    arguments: Json
    by_admin: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants drafted."""

    genre: Genre
    instructions: str
    language: Language
    versions: int


class Asking:
    """Takes questions and administrative requests; each is in the ledger before it is in the queue."""

    def __init__(
        self, ledger: Ledger, audience: Audience, publisher: Publisher, threads: Threads, bot_user_id: str
    ) -> None:
        self._ledger = ledger
        self._audience = audience
        self._publisher = publisher
        self._threads = threads
        self._bot_user_id = bot_user_id

    def take_message(self, address: Address, typed: Typed) -> None:
        """Take a question asked in a message. A message delivered again changes nothing.

        Raises QueueUnavailable or DirectoryUnavailable; Slack then delivers the message again.
        """
        request_id = message_key(address)
        if self._taken(request_id):
            return
        text = plain_text(typed.text, self._bot_user_id)
        problem = problem_with(text, has_file=typed.has_file)
        if says_stop(text) and self._stopped(request_id, address):
            return
        if problem:
            language = self.language_for(text, address.user)
            self._enter(_notice(request_id, address, language, problem, (len(text), LONGEST_QUESTION)))
        else:
            question = self._question(request_id, address, text)
            self._enter(self._that_may_order(question, typed) if address.surface == "dm" else question)

    def take_back(self, address: Address, *, was_for_us: bool) -> None:
        """Do not answer a message that was deleted; one that was answered already keeps its answer.

        Slack may tell of the deletion before the message is written down: where ``was_for_us``, it is kept in mind.
        """
        request_id = message_key(address)
        if self._ledger.get(request_id) is None:
            if not was_for_us:
                return
            if self._ledger.forestall(request_id, address):
                _log.info("request_forestalled", request_id=request_id)
                return
        if self._ledger.withdraw(request_id):
            self._publisher.cancel(request_id)
            _log.info("request_withdrawn", request_id=request_id)

    def stop(self, channel: str, thread_ts: str | None, user: str, before: str) -> bool:
        """Do not go on answering what a person asked in a thread before the time ``before``, Slack's.

        They are told at once, however long the worker takes to stop. Without a thread, in the whole channel. False
        where nothing of theirs is being answered. Raises QueueUnavailable; Slack then says it again.
        """
        stopped = self._ledger.stop(channel, thread_ts, user, before)
        for request_id in stopped:
            self._publisher.cancel(request_id)
            self._publisher.deliver(Reply(request_id, failure="unavailable"))
            _log.info("request_stopped", request_id=request_id)
        return bool(stopped)

    def take_command(self, trigger_id: str, address: Address, text: str, language: Language) -> None:
        """Take a question asked with a slash command; ``text`` is plain and has been checked.

        Raises QueueUnavailable (the question is safe in the ledger) or DirectoryUnavailable (it is not).
        """
        self._enter(self._question(command_key(address, trigger_id), address, text, language))

    def take_form(self, form: Form) -> None:
        """Take a question asked in a form, whose text is plain and has been checked, for its asker alone.

        Raises QueueUnavailable (the question is safe in the ledger) or DirectoryUnavailable (it is not).
        """
        address = Address(form.team, form.user, form.user, "command")
        language = self.language_for(form.text, form.user)
        history = (Turn("user", form.subject),) if form.subject else ()
        rights, today = self._principals(address), self.today(form.user)
        question = Question(form.key, form.text, language, rights, history, today)
        self._enter(Entry(form.key, "question", pack_question(question), language, address))

    def take_knowledge_request(self, request_id: str, address: Address, asked: Asked, language: Language) -> None:
        """Take an administrative request. Raises QueueUnavailable (it is safe in the ledger)."""
        payload = {"id": request_id, "action": asked.action, "arguments": asked.arguments, "by_admin": asked.by_admin}
        self._enter(Entry(request_id, asked.action, payload, language, address))

    def take_draft(self, trigger_id: str, address: Address, asked: Draft) -> None:
        """Take the instructions for a draft, which are plain and have been checked; the asker's own rights count.

        Raises QueueUnavailable (it is safe in the ledger) or DirectoryUnavailable (it is not).
        """
        self._enter(self._draft(command_key(address, trigger_id), address, asked))

    def take_translation(self, trigger_id: str, address: Address, text: str, target: str, language: Language) -> None:
        """Take a text to be translated into ``target``; ``language`` is the reader's.

        Raises QueueUnavailable (it is safe in the ledger).
        """
        self._enter(_translation(command_key(address, trigger_id), address, text, target, language))

    def versions(self, request_id: str) -> list[str]:
        """The texts of a draft's versions; none once they are forgotten."""
        written = self._publisher.written(request_id) or {}
        return [version["text"] for version in written.get("versions", ())]

    def take_chosen(self, draft: Request, number: int, text: str, response_url: str) -> None:
        """Have a version of a draft posted where it was asked for, once. Raises QueueUnavailable (it is safe)."""
        key = _key("v", draft.id, str(number))
        address = Address(draft.team, draft.channel, draft.user, "channel", draft.thread_ts, response_url=response_url)
        self._enter(Entry(key, "chosen", {"text": text}, draft.language, address))

    def language_for(self, text: str, user: str) -> Language:
        """The language to answer in: the question's own; the person's Slack language where it has no letters."""
        words = as_asked(text)
        by_english = language_of(words, "en")
        if by_english == language_of(words, "zh"):
            return by_english
        try:
            locale = self._audience.locale(user) or ""
        except DirectoryUnavailable:
            return "en"
        return next((code for code in PROFILES if locale.lower().startswith(code)), "en")

    def _taken(self, request_id: str) -> bool:
        """Whether the request is known; one that never reached the queue is put there now."""
        request = self._ledger.get(request_id)
        if request is None:
            return False
        if request.state == "received":
            self._publish(request)
        else:
            _log.info("duplicate_dropped", request_id=request_id)
        return True

    def _stopped(self, request_id: str, address: Address) -> bool:
        """Whether a message that says stop stopped something: in its thread, or in all of the direct messages."""
        at_the_top = address.surface == "dm" and address.thread_ts == address.message_ts
        thread_ts = None if at_the_top else address.thread_ts
        if not self.stop(address.channel, thread_ts, address.user, address.message_ts or ""):
            return False
        self._ledger.forestall(request_id, address, STOPPED)
        return True

    def _question(self, request_id: str, address: Address, text: str, language: Language | None = None) -> Entry:
        history = self._history(address)
        language = language or _language_in(history, as_asked(text)) or self.language_for(text, address.user)
        today = self.today(address.user)
        question = Question(request_id, text, language, self._principals(address), history, today)
        return Entry(request_id, "question", pack_question(question), language, address)

    def today(self, user: str) -> str:
        """The day that it is where somebody is, as an ISO date; empty where Slack does not tell."""
        try:
            return self._audience.today(user, utc_now()).isoformat()
        except DirectoryUnavailable:
            return ""

    def _that_may_order(self, question: Entry, typed: Typed) -> Entry:
        """A question that may as well order a text: the worker tells, and needs its people, channels and links."""
        marked = translatable(without_mention(typed.text, self._bot_user_id))
        return replace(question, payload={**question.payload, "marked": marked})

    def _draft(self, key: str, address: Address, asked: Draft) -> Entry:
        principals = self._audience.in_private(address.user)
        today = self.today(address.user)
        brief = Brief(key, asked.genre, asked.instructions, asked.language, principals, asked.versions, today)
        return Entry(key, "draft", pack_brief(brief), asked.language, address)

    def _principals(self, address: Address) -> frozenset[str]:
        if address.surface == "channel":
            return self._audience.in_channel(address.channel)
        return self._audience.in_private(address.user)

    def _history(self, address: Address) -> tuple[Turn, ...]:
        """What was said in the thread before; read from Slack where no answer to it is in the ledger."""
        if not address.thread_ts or address.thread_ts == address.message_ts:
            return ()
        return self._ledger.history(address.channel, address.thread_ts) or self._threads.before(address)

    def _enter(self, entry: Entry) -> None:
        """Write it down first; then publish. What is written down and not published is published by the reaper."""
        request = self._ledger.receive(entry)
        if request is not None:
            _log.info("request_received", request_id=entry.id, kind=entry.kind, surface=entry.address.surface)
            try:
                self._publisher.publish(request)
            except QueueUnavailable:
                self._ledger.not_published(request.id)
                raise

    def _publish(self, request: Request) -> None:
        self._publisher.publish(request)
        self._ledger.published(request.id)


def _translation(key: str, address: Address, text: str, target: str, language: Language) -> Entry:
    payload = {"id": key, "job": "translate", "text": text, "target": target}
    return Entry(key, "translate", payload, language, address)


def _notice(key: str, address: Address, language: Language, name: Problem, size: tuple[int, int] = (0, 0)) -> Entry:
    payload = {"name": name, "values": {"count": size[0], "limit": size[1]}}
    return Entry(key, "notice", payload, language, address)


def problem_with(text: str, *, has_file: bool = False) -> Problem | None:
    """What keeps a plain text from being a question, if anything."""
    checks: tuple[tuple[Problem, Callable[[], bool]], ...] = (
        ("question_is_file", lambda: has_file and not has_words(text)),
        ("question_empty", lambda: not text),
        ("question_wordless", lambda: not has_words(text)),
        ("question_too_long", lambda: len(text) > LONGEST_QUESTION),
    )
    return next((problem for problem, applies in checks if applies()), None)


def _language_in(history: Sequence[Turn], text: str) -> Language | None:
    """The thread's language, for a reply without letters such as ``2``; None where the text has one of its own."""
    if not history or language_of(text, "en") == language_of(text, "zh"):
        return None
    return language_of(history[-1].text)


def message_key(address: Address) -> str:
    """One key a message, whichever of its events arrives, and however often; it hangs on where the message is."""
    return _key("m", address.team, address.channel, address.message_ts or "")


def command_key(address: Address, trigger_id: str) -> str:
    """One key for each time a slash command is sent."""
    return _key("c", address.team, address.user, trigger_id)


def announcement_key(request_id: str) -> str:
    """One key for the announcement of what a request did."""
    return _key("a", request_id)


def _key(*parts: str) -> str:
    """Short enough to be read out to the help desk; 80 bits make a collision within a company implausible."""
    return hashlib.blake2s("\0".join(parts).encode(), digest_size=10).hexdigest()
