"""What a listener may use."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk import WebClient

from bot.asking import Asking
from bot.audience import Audience
from bot.directory import Directory
from bot.records.ledger import Ledger
from bot.records.outcomes import Outcomes
from bot.slack import Identity


@dataclass(frozen=True, slots=True)
class Desk:
    """Made once in `bot.app.build_app` and passed to every listener package's ``register``."""

    identity: Identity
    client: WebClient
    asking: Asking
    audience: Audience
    directory: Directory
    ledger: Ledger
    outcomes: Outcomes
    admins: frozenset[str]
