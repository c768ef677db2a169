"""Slack's search: our two functions run in it, and what a worker found goes back to whoever searched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

import structlog
from redis import RedisError
from slack_sdk import WebClient

from bot.intake.audience import Audience
from bot.intake.publishing import QueueUnavailable
from bot.lookups.results import asked_for, filters, search_result
from bot.lookups.waiting import Waiting
from bot.slack.api import Identity, RateLimited, SlackRefused, SlackUnreachable, call
from bot.wording import Wording
from knowledge.domain import PUBLIC
from knowledge.rights.readers import may_read
from workers.contract import FILTERS, FILTERS_FOR, SEARCH, SEARCH_FOR, Json, Reply

SEARCH_FUNCTION: Final = "search_policies"
FILTERS_FUNCTION: Final = "policy_filters"
"""The callback ids of the functions, as the manifest names them."""
FUNCTIONS: Final = {SEARCH_FUNCTION: (SEARCH_FOR, SEARCH), FILTERS_FUNCTION: (FILTERS_FOR, FILTERS)}
"""Each with what the ids of its look-ups begin with, and what a worker does for it."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Searches:
    """Runs of the functions, each for one person and within their rights; ``words_for`` somebody, their sentences."""

    client: WebClient
    identity: Identity
    audience: Audience
    words_for: Callable[[str], Wording]
    waiting: Waiting

    def run(self, event: Json, app: str) -> None:
        """Begin a run; ``app`` is our id in Slack. Where nobody can search, the run ends with a sentence."""
        inputs = event.get("inputs") or {}
        purpose = {
            "function": event["function"]["callback_id"],
            "execution": event["function_execution_id"],
            "user": (inputs.get("user_context") or {}).get("id") or "",
            "app": app,
        }
        try:
            self._ask(purpose, inputs)
        except (QueueUnavailable, RedisError) as error:
            _log.warning("search_not_asked", error=type(error).__name__)
            self._give_up(purpose)

    def complete(self, reply: Reply) -> None:
        """End the run that a worker has answered. Raises RateLimited, SlackUnreachable or redis.RedisError."""
        self.waiting.answer(reply.id, lambda purpose: self._end(purpose, reply))

    def _end(self, purpose: Json, reply: Reply) -> None:
        if reply.report is None or "error" in reply.report:
            self._fail(purpose)
        else:
            self._succeed(purpose, reply.report)

    def _ask(self, purpose: Json, inputs: Json) -> None:
        prefix, action = FUNCTIONS[purpose["function"]]
        user = purpose["user"]
        arguments: Json = {"principals": sorted(self._principals(user))}
        if action == SEARCH:
            today = self.audience.today(user, datetime.now(UTC)) if user else None
            arguments |= asked_for(inputs) | {"today": today.isoformat() if today else ""}
        self.waiting.ask(f"{prefix}{purpose['execution']}", action, arguments, purpose)

    def _principals(self, user: str) -> frozenset[str]:
        """What whoever searches holds; nobody known holds what is public."""
        return self.audience.in_private(user).principals if user else frozenset({PUBLIC})

    def _succeed(self, purpose: Json, report: Json) -> None:
        words = self.words_for(purpose["user"])
        outputs: Json = {"filters": filters(report.get("sources", ()), words)}
        if purpose["function"] == SEARCH_FUNCTION:
            principals = self._principals(purpose["user"])
            readable = [one for one in report["found"] if may_read(one["readers"], principals)]
            updated, team = report["built_at"][: len("2026-01-01")], self.identity.team_id
            results = [search_result(one, updated, words, purpose["app"], team) for one in readable]
            outputs = {"search_results": results}
        execution = purpose["execution"]
        self._tell(
            lambda: call(self.client.functions_completeSuccess, function_execution_id=execution, outputs=outputs)
        )

    def _fail(self, purpose: Json) -> None:
        execution, sentence = purpose["execution"], self.words_for(purpose["user"]).search_failed
        self._tell(lambda: call(self.client.functions_completeError, function_execution_id=execution, error=sentence))

    def _give_up(self, purpose: Json) -> None:
        try:
            self._fail(purpose)
        except (RateLimited, SlackUnreachable) as error:
            _log.warning("search_not_ended", error=str(error))

    def _tell(self, told: Callable[[], Json]) -> None:
        """Slack refuses what comes after the seconds that it waits, or a second time."""
        try:
            told()
        except SlackRefused as refused:
            _log.warning("search_not_ended", error=refused.code)
