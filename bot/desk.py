"""What a listener may use."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk import WebClient

from bot.home.homes import Homes
from bot.intake.asking import Asking
from bot.intake.audience import Audience
from bot.records.ledger import Ledger
from bot.records.outcomes import Outcomes
from bot.records.people import People
from bot.slack.api import Identity
from bot.slack.directory import Directory


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
    people: People
    homes: Homes
    admins: frozenset[str]
