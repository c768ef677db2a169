"""The end of every request: its message posted, its record written, its ledger entry closed, once."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import structlog

from bot.delivery.announcing import Announcer
from bot.delivery.live.plan import PlanEnd
from bot.delivery.locks import Held, Locks
from bot.delivery.messages.administration import Administration
from bot.delivery.messages.composing import compose, failure_of
from bot.delivery.offering import Offering
from bot.delivery.posting import THREAD_GONE, Posting, Slack
from bot.delivery.rights_now import Again, RightsNow
from bot.delivery.telling import Telling
from bot.intake.audience import Rights
from bot.intake.publishing import POSTED_ONLY, UNPREPARED
from bot.records.ledger import OPEN_STATES, STOPPED, UNASKED, WITHDRAWN, utc_now
from bot.records.models import AnswerRecord, Request
from bot.records.outcomes import Outcomes
from bot.sharing.shares import Shares
from bot.slack.api import RateLimited, SlackRefused
from bot.slack.blocks import Message, sentence_message, stopped_message
from bot.wording import WORDINGS
from workers.contract import SCHEDULED, Reply

_WAIT_FOR_LIVE_SHOW_S: Final = 5
_LONGEST_TRYING: Final = timedelta(days=1)
_MOST_ATTEMPTS: Final = 5
"""At an answer that its readers may read."""
_MARGIN: Final = timedelta(seconds=30)

_SAYS_SOMETHING: Final = frozenset({"answer", "conflict", "clarification"})
"""Kinds of answers that are worth interrupting people who did not call us."""

_log = structlog.get_logger()


class Settler:
    """Settles requests; may be asked any number of times for the same one."""

    def __init__(  # noqa: PLR0913 - everything that the end of a request touches
        self,
        slack: Slack,
        outcomes: Outcomes,
        locks: Locks,
        *,
        announcer: Announcer,
        administration: Administration,
        rights: RightsNow,
        again: Again,
        shares: Shares,
        offering: Offering,
        telling: Telling,
    ) -> None:
        self._slack = slack
        self._outcomes = outcomes
        self._locks = locks
        self._announcer = announcer
        self._administration = administration
        self._rights = rights
        self._again = again
        self._shares = shares
        self._offering = offering
        self._telling = telling

    def settle(self, request_id: str, reply: Reply | None) -> None:
        """Post the reply (a notice has none) and close the request.

        Raises RateLimited, SlackUnreachable or Busy when it must be tried again, and redis.RedisError.
        """
        with self._locks.hold(request_id, _WAIT_FOR_LIVE_SHOW_S) as held:
            if pause := self._slack.streamed.paused_s(request_id):
                raise RateLimited(pause)
            request = self._slack.ledger.get(request_id)
            if request is None and reply is not None and reply.id.startswith(SCHEDULED):
                self._announcer.announce_scheduled(reply)
            elif request is None:
                _log.error("reply_without_request", request_id=request_id)
            elif request.state not in OPEN_STATES:
                _log.info("duplicate_reply_dropped", request_id=request_id)
            elif not _is_for_these_words(request, reply):
                _log.info("outdated_reply_dropped", request_id=request_id)
            else:
                self._settle(request, reply, held)
                self._slack.sessions.end(request)

    def try_again_in(self, request_id: str, seconds: int) -> bool:
        """Keep the reaper away until the next try; False when the day is over and the request is given up."""
        request = self._slack.ledger.get(request_id)
        if request is None or request.state not in OPEN_STATES:
            return False
        if utc_now() - request.created_at > _LONGEST_TRYING:
            _log.error("reply_given_up", request_id=request_id)
            self._slack.ledger.give_up(request_id, "undeliverable")
            return False
        self._slack.ledger.postpone(request_id, timedelta(seconds=seconds) + _MARGIN)
        return True

    def _settle(self, request: Request, reply: Reply | None, held: Held) -> None:
        if request.failure == WITHDRAWN:
            self._take_back(request, held)
        elif request.unasked and not self._is_worth_interrupting(request, reply):
            self._pass_over(request)
        elif self._shares.waits(request):
            self._shares.looked_up(request, reply)
        elif request.failure is None and (rights := self._rights.narrower_for(request, reply)):
            self._ask_again(request, rights, held)
        else:
            self._show(request, reply, held)

    def _is_worth_interrupting(self, request: Request, reply: Reply | None) -> bool:
        """Whether the reply says something: not that we do not know, nor good morning, nor that something failed."""
        if request.offered:
            return self._offering.is_sure(reply)
        return _says_something(reply)

    def _ask_again(self, request: Request, rights: Rights, held: Held) -> None:
        """Its readers may read less than what the reply was made from."""
        self._withdraw(request, held)
        if request.attempts < _MOST_ATTEMPTS:
            self._again.ask(request, rights)
        elif request.unasked:
            self._pass_over(request)
        else:
            now = self._slack.ledger.get(request.id) or request
            self._show(now, Reply(now.work_id, failure="unavailable"), held)

    def _show(self, request: Request, reply: Reply | None, held: Held) -> None:
        if request.failure == STOPPED and not self._rights.still_hold(request):
            self._withdraw(request, held)
            request = self._slack.ledger.get(request.id) or request
        if request.kind == "share" and not _says_something(reply):
            answered = reply is not None and reply.answer is not None
            self._shares.tell(request, "share_nothing_left" if answered else "share_failed")
        else:
            self._finish(request, reply, held)

    def _finish(self, request: Request, reply: Reply | None, held: Held) -> None:
        """Post it, keep what was answered, close the request."""
        message, record, failure = self._read(request, reply)
        if request.kind == "share" and failure:
            self._shares.tell(request, "share_failed")
            return
        if request.offered:
            self._offer(request, message, record, held)
            return
        self._announcer.announce(request, reply)
        self._telling.tell(request, reply)
        if self._post(request, message, record, failure, held) and request.kind == "share":
            self._shares.say_done(request, reply)

    def _post(
        self, request: Request, message: Message, record: AnswerRecord | None, failure: str | None, held: Held
    ) -> bool:
        """Whether Slack took it."""
        try:
            posted = Posting(self._slack, request, held).post(message, self._plan_end(request, failure))
        except SlackRefused as refused:
            self._not_posted(request, refused.code)
            return False
        if record is not None:
            self._outcomes.answered(record)
        if request.kind == "share" and posted.ts:
            self._slack.ledger.begins_at(request.id, posted.ts)
        self._slack.ledger.settle(request.id, posted.channel, posted.ts, failure, revision=request.revision)
        self._slack.streamed.forget(request.id)  # an edit begins anew
        _log.info("request_settled", request_id=request.id, kind=request.kind, failure=failure)
        return True

    def _not_posted(self, request: Request, error: str) -> None:
        """Slack refuses the reply everywhere; where the thread is gone, so is the question."""
        if request.kind == "share":
            self._shares.not_posted(request, error)
        elif error == THREAD_GONE:
            self._withdrawn(request)
        else:
            _log.error("reply_undeliverable", request_id=request.id, error=error)
            self._slack.ledger.give_up(request.id, error, revision=request.revision)

    def _plan_end(self, request: Request, failure: str | None) -> PlanEnd | None:
        """How the tasks above a reply end; None where they name documents to readers who may read less by now."""
        if self._slack.streamed.plan(request.id) and not self._rights.still_hold(request):
            return None
        return "failed" if failure else "done"

    def _offer(self, request: Request, message: Message, record: AnswerRecord | None, held: Held) -> None:
        """Show it to its asker alone, or to nobody; what has no answer has no record."""
        if record is None or not self._offering.offer(request, message, held):
            self._pass_over(request)
            return
        self._outcomes.answered(record)
        self._slack.ledger.settle(request.id, None, None, revision=request.revision)
        _log.info("request_settled", request_id=request.id, kind=request.kind, failure=None)

    def _pass_over(self, request: Request) -> None:
        """Nobody asked us, and there is nothing to interrupt people for."""
        self._slack.ledger.give_up(request.id, UNASKED, revision=request.revision)
        _log.info("request_settled", request_id=request.id, kind=request.kind, failure=UNASKED)

    def _withdraw(self, request: Request, held: Held) -> None:
        """What was shown of an answer goes: who reads it now may read less than those whom it was made for."""
        instead = sentence_message(WORDINGS[request.language].taken_away)
        if Posting(self._slack, request, held).remove(instead):
            self._slack.ledger.not_posted(request.id)
        self._slack.streamed.shows(request.id, "")
        self._slack.streamed.forget_plan(request.id)

    def _take_back(self, request: Request, held: Held) -> None:
        """The question was deleted: what was shown of an answer goes too, and nothing is posted."""
        Posting(self._slack, request, held).remove(sentence_message(WORDINGS[request.language].taken_away))
        self._withdrawn(request)

    def _withdrawn(self, request: Request) -> None:
        """Close it: the question is gone, whether Slack said so with an event or where the answer was to go."""
        self._slack.ledger.give_up(request.id, WITHDRAWN, revision=request.revision)
        _log.info("request_settled", request_id=request.id, kind=request.kind, failure=WITHDRAWN)

    def _read(self, request: Request, reply: Reply | None) -> tuple[Message, AnswerRecord | None, str | None]:
        """What to post, what to keep and what went wrong. A reply that cannot be read is a failure of ours."""
        if request.failure == STOPPED:
            shown = self._slack.streamed.at_most(request.id)
            return stopped_message(shown, WORDINGS[request.language]), None, STOPPED
        try:
            answer = reply.answer if reply else None
            record = self._outcomes.record_of(request, answer) if answer is not None else None
            return compose(request, self._administration.completed(request, reply)), record, failure_of(reply)
        except (AttributeError, KeyError, TypeError, ValueError):
            _log.exception("reply_unreadable", request_id=request.id)
            return compose(request, Reply(request.id, failure="internal")), None, "internal"


def _is_for_these_words(request: Request, reply: Reply | None) -> bool:
    """Whether the reply is to the request as its message reads now; what is only posted has none."""
    if reply is not None:
        return reply.id == request.work_id
    return request.kind in POSTED_ONLY and UNPREPARED not in request.payload


def _says_something(reply: Reply | None) -> bool:
    """Whether the reply says something: not that we do not know, nor good morning, nor that something failed."""
    answer = reply.answer if reply else None
    return answer is not None and not answer.get("abstained") and answer.get("kind", "answer") in _SAYS_SOMETHING
