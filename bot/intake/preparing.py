"""What a request needs before a worker may have it: who reads the reply, what day it is there, what was said before.

All of it is asked of Slack, which may be slow or refuse. So it happens in the delivery process, after the request is
written down and acknowledged. What Slack does not say means fewer rights, and the reader is told so; never silence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Final, Protocol

import structlog

from bot.edge import Address
from bot.intake.audience import Audience, Gap, Rights
from bot.intake.checks import LONGEST_QUESTION, Problem, problem_with
from bot.intake.language import Languages, language_in, language_of_thread
from bot.intake.publishing import UNPREPARED, Publisher
from bot.intake.shown import CLIPS, Showing, problem_payload
from bot.intake.spoken import NotWritten, Spoken
from bot.intake.wanted import Wanted
from bot.records.channel_rules import DEFAULT, ChannelBook
from bot.records.ledger import OPEN_STATES, Ledger, utc_now
from bot.records.models import Kind, Request
from bot.records.outcomes import Outcomes
from bot.slack.api import RateLimited, SlackUnreachable
from bot.slack.threads import Threads
from bot.wording import WORDINGS, Wording
from knowledge.domain import Brief, Language, Question, Turn
from knowledge.language.names import other_than
from knowledge.language.text import language_of
from workers.contract import EDGE, FILES, MARKED, UNREAD, Json, Reply, pack_brief, pack_question

PATIENCE: Final = timedelta(seconds=20)
"""With a Slack that may answer in a moment. After it, fewer rights: an asker waits a minute at most for an answer."""

_SLACK_RESTS_S: Final = 10
_FEWEST_TRIES: Final = 2
"""Of a request that waited for long already: a rush on a Slack that is just back must not cost it its rights."""
_CLIP_COUNTDOWN_S: Final = 3
"""Until Slack is asked again what somebody said."""
_AT_WORK: Final = timedelta(seconds=30)
"""For which the reaper leaves a request alone that is being prepared."""

_log = structlog.get_logger()


def address_of(request: Request) -> Address:
    """Where the request came from."""
    return Address(
        request.team,
        request.channel,
        request.user,
        request.surface,
        request.thread_ts,
        request.message_ts,
        request.response_url,
    )


class Shares(Protocol):
    """What shares need (`bot.sharing.shares`)."""

    def prepared(self, request: Request) -> Prepared:
        """The share as a worker gets it, or a sentence. Raises RateLimited or SlackUnreachable."""
        ...

    def refused(self, request: Request, name: str) -> Prepared:
        """The share as a sentence to its sharer."""
        ...


class NotYet(Exception):
    """Slack may say in ``seconds`` what it does not say now."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Try again in {seconds} s.")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Prepared:
    """The request as a worker gets it, or as the sentence that its asker gets instead."""

    kind: Kind
    payload: Json
    language: Language


@dataclass(frozen=True, slots=True)
class Preparer:
    """Prepares requests; may be asked any number of times for the same one. May raise redis.RedisError."""

    ledger: Ledger
    audience: Audience
    languages: Languages
    threads: Threads
    outcomes: Outcomes
    publisher: Publisher
    showing: Showing
    admins: frozenset[str]
    shares: Shares
    channels: ChannelBook
    wanted: Wanted
    say: Callable[[str, str], object]
    """Says a sentence to whoever typed a command, through its response URL."""

    def prepare(self, request_id: str, attempt: int = 0) -> None:
        """Complete the request and publish it for a worker.

        Raises NotYet while it is worth asking Slack again, and QueueUnavailable (the reaper publishes it).
        """
        request = self.ledger.get(request_id)
        if request is None or request.state not in OPEN_STATES or UNPREPARED not in request.payload:
            _log.info("nothing_to_prepare", request_id=request_id)
            return
        if request.failure or not self._is_wanted(request):  # taken back or stopped meanwhile
            self.publisher.deliver(Reply(request.work_id, failure="unavailable"))
            return
        self.ledger.postpone(request_id, _AT_WORK)
        prepared = self._prepared(request, attempt)
        if self.ledger.prepared(request, prepared.kind, prepared.payload, prepared.language):
            completed = self.ledger.get(request_id)
            if completed is not None:
                self.publisher.publish(completed)

    def _prepared(self, request: Request, attempt: int) -> Prepared:
        if request.kind == "question":
            return self._question(request, attempt)
        if request.kind == "draft":
            return self._draft(request, attempt)
        if request.kind == "translate":
            return self._translation(request)
        if request.kind == "share":
            return self._share(request, attempt)
        if request.kind == "notice":
            return self._notice(request)
        return self._knowledge_request(request, attempt)

    def _question(self, request: Request, attempt: int) -> Prepared:
        hints = request.payload[UNPREPARED]
        spoken = self._spoken(request)
        text = _joined(request.payload["text"], spoken.words)
        if problem := problem_with(text):
            return self._unasked(request, text, problem, spoken)
        shared = bool(hints.get("shared_outside"))
        rights = self._rights(request, attempt, shared_outside=shared)
        history = self._history(request)
        rules = self.channels.rules(request.channel) if request.message_ts else DEFAULT
        own = _joined(hints.get("own", text), spoken.words)
        language, asked_within = self._language(request, own, history, rules.language), frozenset(rules.sources)
        question = Question(request.id, text, language, rights.principals, history, self._today(request), asked_within)
        marked = {MARKED: hints[MARKED]} if MARKED in hints else {}
        noted = {"gaps": [asdict(gap) for gap in rights.gaps], "shared_outside": shared}
        shown = self.showing.of(address_of(request), request.payload, rights.principals)
        edge = {**request.payload.get(EDGE, {}), **noted, **_with_unread(shown, spoken)}
        named = {FILES: [file["name"] for file in shown[FILES]]} if shown.get(FILES) else {}
        return Prepared("question", {**pack_question(question), **marked, **named, EDGE: edge}, language)

    def _spoken(self, request: Request) -> Spoken:
        """What was said in the clips of a question. Raises NotYet while Slack writes it down."""
        try:
            return self.showing.spoken(request, request.payload[UNPREPARED].get(CLIPS, ()))
        except NotWritten:
            raise NotYet(_CLIP_COUNTDOWN_S) from None

    def _unasked(self, request: Request, text: str, problem: Problem, spoken: Spoken) -> Prepared:
        """What is said to clips whose words cannot be had, or make no question."""
        language = self.languages.known(text, request.user) or self.languages.of_person(request.user)
        if spoken.unread and not spoken.words:
            return Prepared("notice", problem_payload(*spoken.unread[0]), language)
        payload = {"name": problem, "values": {"count": len(text), "limit": LONGEST_QUESTION}}
        return Prepared("notice", payload, language)

    def _notice(self, request: Request) -> Prepared:
        payload, language = _without_hints(request.payload), self.languages.of_person(request.user)
        if files := payload.get(EDGE, {}).get(FILES):
            payload |= self.showing.said_of(files)
        return Prepared("notice", payload, language)

    def _draft(self, request: Request, attempt: int) -> Prepared:
        asked = _without_hints(request.payload)
        rights = self._rights(request, attempt)
        language = language_in(asked["instructions"]) or self.languages.of_person(request.user)
        brief = Brief(**asked, language=language, principals=rights.principals, today=self._today(request))
        return Prepared("draft", pack_brief(brief), language)

    def _translation(self, request: Request) -> Prepared:
        payload, language = _without_hints(request.payload), self.languages.of_person(request.user)
        target = payload["target"] or other_than(language_of(payload["text"], language), language)
        return Prepared("translate", {**payload, "target": target}, language)

    def _share(self, request: Request, attempt: int) -> Prepared:
        """What Slack does not say of the channel for long is said to the sharer; nothing is posted on a guess."""
        try:
            return self.shares.prepared(request)
        except (RateLimited, SlackUnreachable):
            self._ask_again(request, attempt)
            return self.shares.refused(request, "share_unknown")

    def _knowledge_request(self, request: Request, attempt: int) -> Prepared:
        """With the rights of its asker and what they approved, where the action needs them; refused unless they may."""
        hints, payload = request.payload[UNPREPARED], _without_hints(request.payload)
        standing = self.audience.standing(request.user, self.admins)
        language = self.languages.of_person(request.user)
        if hints["for_admins"] and not standing.is_admin:
            return self._refused(request, attempt, standing.gaps, language)
        arguments = dict(payload["arguments"])
        given = [name for name, value in arguments.items() if value]
        if hints["with_rights"]:
            rights = self._rights(request, attempt)
            arguments |= {"principals": sorted(rights.principals), "today": self._today(request)}
        if hints["with_approved"]:
            arguments["approved"] = self.outcomes.approved_by(request.user)
            if not arguments["approved"]:
                return Prepared("notice", {"name": "kb_nothing_approved", "values": {}}, language)
        if hints["for_admins"]:
            self._accepted(request, given, WORDINGS[language])
        return Prepared(request.kind, {**payload, "arguments": arguments, "by_admin": standing.is_admin}, language)

    def _refused(self, request: Request, attempt: int, gaps: tuple[Gap, ...], language: Language) -> Prepared:
        """Its asker is no administrator, or Slack does not say so."""
        if any(gap.passing for gap in gaps):
            self._ask_again(request, attempt)
        action = request.payload["action"]
        self.outcomes.audited(request.user, f"kb_{action}", allowed=False)
        _log.warning("admin_action_refused", request_id=request.id, user=request.user, action=f"kb_{action}")
        if not gaps:
            return Prepared("notice", {"name": "kb_admins_only", "values": {"name": action}}, language)
        values = {"name": action, "method": gaps[0].method, "error": gaps[0].error}
        return Prepared("notice", {"name": "kb_admins_unknown", "values": values}, language)

    def _accepted(self, request: Request, given: list[str], words: Wording) -> None:
        """Write it on the audit trail, and tell whoever typed the command that it is being done."""
        action = request.payload["action"]
        self.outcomes.audited(request.user, f"kb_{action}", allowed=True, request_id=request.id, arguments=given)
        if request.response_url:
            self.say(request.response_url, words.kb_accepted.get(action, words.kb_looking_up))

    def _rights(self, request: Request, attempt: int, *, shared_outside: bool = False) -> Rights:
        rights = self.audience.of(address_of(request), shared_outside=shared_outside)
        if rights.may_be_known_soon:
            self._ask_again(request, attempt)
        for gap in rights.gaps:
            _log.warning("rights_unknown", request_id=request.id, method=gap.method, error=gap.error)
        return rights

    def _ask_again(self, request: Request, attempt: int) -> None:
        """Raises NotYet as long as the request is younger than the patience with Slack, and the first times anyway."""
        left = request.created_at + PATIENCE - utc_now()
        if left > timedelta(0) or attempt < _FEWEST_TRIES:
            raise NotYet(max(1, min(2**attempt, int(left.total_seconds()) + 1)))

    def _today(self, request: Request) -> str:
        """The day on which it was asked where its asker is, as an ISO date; empty where Slack does not tell."""
        if request.by_bot:
            return ""
        day = self.audience.today(request.user, request.created_at)
        return day.isoformat() if day else ""

    def _language(
        self, request: Request, text: str, history: tuple[Turn, ...], of_channel: Language | None
    ) -> Language:
        """The one that its asker chose, or its channel has; else that of the question, its thread, or its asker."""
        chosen = self.languages.chosen(request.user) or of_channel
        return chosen or language_in(text) or language_of_thread(history) or self.languages.of_person(request.user)

    def _is_wanted(self, request: Request) -> bool:
        """Whether a worker should look for an answer; to what nobody asked us, it is found out first."""
        try:
            return not request.offered or self.wanted.is_wanted(request)
        except RateLimited as limited:
            raise NotYet(limited.retry_after) from None
        except SlackUnreachable:
            raise NotYet(_SLACK_RESTS_S) from None

    def _history(self, request: Request) -> tuple[Turn, ...]:
        """What it is about; or what was said in the thread before, read from Slack where the ledger has no answer."""
        subject = request.payload[UNPREPARED].get("subject")
        if subject:
            return (Turn("user", subject),)
        if not request.thread_ts or request.thread_ts == request.message_ts:
            return ()
        alone = request.user if request.surface != "channel" else None
        before = request.message_ts or ""
        kept = self.ledger.history(request.channel, request.thread_ts, before, read_by=alone)
        return kept or self.threads.before(address_of(request))


def _joined(*parts: str) -> str:
    """What was typed, and below it what was said."""
    return "\n".join(part for part in parts if part)


def _with_unread(shown: Json, spoken: Spoken) -> Json:
    """What is kept of the files, and why some were not read or heard."""
    unread = [*shown.get(UNREAD, ()), *map(list, spoken.unread)]
    return {**shown, UNREAD: unread} if unread else shown


def _without_hints(payload: Json) -> Json:
    return {name: value for name, value in payload.items() if name != UNPREPARED}
