"""What a listener may use."""

from __future__ import annotations

from dataclasses import dataclass

from slack_sdk import WebClient

from bot.home.homes import Homes
from bot.intake.asking import Asking
from bot.intake.audience import Audience
from bot.intake.known_sources import KnownSources
from bot.intake.language import Languages
from bot.intake.orders import Orders
from bot.intake.stopping import Stopping
from bot.lookups.details import Details
from bot.lookups.links import Links
from bot.lookups.looks import Looks
from bot.lookups.searches import Searches
from bot.records.channel_rules import ChannelBook
from bot.records.ledger import Ledger
from bot.records.outcomes import Outcomes
from bot.records.people import People
from bot.records.titles import Titles
from bot.sharing.taking import Sharing
from bot.slack.api import Identity
from bot.slack.changes import Changes


@dataclass(frozen=True, slots=True)
class Desk:
    """Made once in `bot.app.build_app` and passed to every listener package's ``register``.

    ``client``, ``audience``, ``looks`` and ``languages.of_person`` ask Slack: only for use after the acknowledgement.
    """

    identity: Identity
    client: WebClient
    asking: Asking
    orders: Orders
    stopping: Stopping
    languages: Languages
    audience: Audience
    changes: Changes
    ledger: Ledger
    outcomes: Outcomes
    people: People
    channels: ChannelBook
    sources: KnownSources
    admins: frozenset[str]
    homes: Homes
    searches: Searches
    links: Links
    details: Details
    looks: Looks
    sharing: Sharing
    titles: Titles
