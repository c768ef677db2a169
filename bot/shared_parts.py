"""What both processes of the Slack edge are made of, wired once: records, rights, languages, Home tabs, modals."""

from __future__ import annotations

from dataclasses import dataclass

from redis import Redis
from slack_sdk import WebClient

from bot.home.homes import Homes
from bot.home.prompts import Prompts
from bot.intake.audience import Audience
from bot.intake.language import Languages
from bot.intake.publishing import Publisher
from bot.lookups.details import Details
from bot.lookups.links import Links
from bot.lookups.looks import Looks
from bot.lookups.searches import Searches
from bot.lookups.waiting import Waiting
from bot.records.channel_rules import ChannelBook
from bot.records.database import Database
from bot.records.frequent import Frequent
from bot.records.histories import Histories
from bot.records.ledger import Ledger
from bot.records.offers import Offers
from bot.records.outcomes import Outcomes
from bot.records.people import People
from bot.slack.api import Identity
from bot.slack.changes import Changes
from bot.slack.directory import Directory
from bot.slack.refusals import Refusals


@dataclass(frozen=True, slots=True)
class SharedParts:
    """The parts that the bot and the delivery process have in common."""

    ledger: Ledger
    outcomes: Outcomes
    people: People
    channels: ChannelBook
    offers: Offers
    refusals: Refusals
    directory: Directory
    audience: Audience
    languages: Languages
    homes: Homes
    searches: Searches
    links: Links
    details: Details
    looks: Looks


def shared_parts(  # noqa: PLR0913 - everything outside, and one setting
    client: WebClient,
    identity: Identity,
    database: Database,
    publisher: Publisher,
    *,
    redis: Redis,
    admins: frozenset[str],
) -> SharedParts:
    """Make the parts; nothing is connected to here."""
    people, refusals = People(database), Refusals(redis)
    directory = Directory(client, identity.team_id, Changes(redis), refusals)
    audience = Audience(directory, identity.bot_user_id)
    languages = Languages(redis, audience, people)
    histories, ledger, outcomes = Histories(database), Ledger(database), Outcomes(database)
    prompts = Prompts(Frequent(database), audience)
    homes = Homes(client, identity, audience, languages, people, histories, publisher, refusals, admins, prompts)
    waiting = Waiting(redis, publisher)
    return SharedParts(
        ledger=ledger,
        outcomes=outcomes,
        people=people,
        channels=ChannelBook(database),
        offers=Offers(database),
        refusals=refusals,
        directory=directory,
        audience=audience,
        languages=languages,
        homes=homes,
        searches=Searches(client, identity, audience, homes.words_for, waiting),
        links=Links(client, audience, homes.words_for, waiting),
        details=Details(client, audience, homes.words_for, waiting),
        looks=Looks(client, audience, ledger, outcomes, publisher, redis),
    )
