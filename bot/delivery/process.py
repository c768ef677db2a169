"""The delivery process: a Celery worker on ``intake`` and ``replies``, the relay and the reaper beside it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from celery.signals import setup_logging
from redis import Redis
from slack_sdk import WebClient

from bot.delivery.announcing import Announcer
from bot.delivery.file_answers import FileAnswers
from bot.delivery.live.relay import Relay
from bot.delivery.live.shows import Shows
from bot.delivery.live.stop_button import Sessions
from bot.delivery.live.streamed import Streamed
from bot.delivery.locks import Locks
from bot.delivery.messages.administration import Administration
from bot.delivery.offering import LEAST_CONFIDENCE, Offering
from bot.delivery.posting import Slack
from bot.delivery.reading import ChannelAnswers
from bot.delivery.reaper import Reaper
from bot.delivery.rights_now import Again, RightsNow
from bot.delivery.settling import Settler
from bot.delivery.tasks import create_app
from bot.delivery.telling import Telling
from bot.home.homes import Homes
from bot.intake.preparing import Preparer
from bot.intake.publishing import INTAKE, CeleryPublisher
from bot.intake.shown import Showing
from bot.intake.wanted import Wanted
from bot.lookups.looks import Looks
from bot.records.database import Database
from bot.shared_parts import shared_parts
from bot.sharing.places import Places
from bot.sharing.shares import Shares
from bot.slack.api import Identity
from bot.slack.channels import Channels
from bot.slack.privately import say_privately
from bot.slack.shown_files import SlackFiles
from bot.slack.threads import Threads
from workers.contract import (
    ALONE,
    DETAILS_FOR,
    FILTERS_FOR,
    LOOK_FOR,
    OVERVIEW_FOR,
    REPLIES,
    SEARCH_FOR,
    UNFURL_FOR,
    Reply,
)

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts, wired together."""

    locks: Locks
    preparer: Preparer
    settler: Settler
    relay: Relay
    reaper: Reaper
    channels: ChannelAnswers
    files: FileAnswers
    homes: Homes
    look_ups: Mapping[str, Callable[[Reply], None]]
    """By what the ids of such requests begin with: what tells the answer to whoever asked."""
    looks: Looks


def wire(  # noqa: PLR0913 - everything outside, and two settings
    client: WebClient,
    identity: Identity,
    database: Database,
    redis: Redis,
    publisher: CeleryPublisher,
    *,
    announce_channel: str = "",
    admins: frozenset[str] = frozenset(),
    unasked_confidence: float = LEAST_CONFIDENCE,
) -> Parts:
    """Make the parts; nothing runs yet. Where ``announce_channel`` is empty nothing is announced."""
    shared = shared_parts(client, identity, database, publisher, redis=redis, admins=admins)
    ledger, locks, rights = shared.ledger, Locks(redis), RightsNow(shared.audience)
    places = Places(client, shared.directory)
    shares = Shares(client, ledger, shared.outcomes, shared.audience, places, publisher)
    files = SlackFiles(client, shared.refusals)
    slack = Slack(client, identity, ledger, Streamed(redis), Sessions(client, ledger, redis))
    wanted = Wanted(client, shared.channels, shared.people, shared.offers, shared.audience)
    return Parts(
        locks=locks,
        preparer=Preparer(
            ledger,
            shared.audience,
            shared.languages,
            Threads(client, identity.bot_user_id),
            shared.outcomes,
            publisher,
            Showing(files, ledger),
            admins,
            shares,
            shared.channels,
            wanted,
            say_privately,
        ),
        settler=Settler(
            slack,
            shared.outcomes,
            locks,
            announcer=Announcer(ledger, publisher, identity.team_id, announce_channel),
            administration=Administration(shared.directory, shared.refusals, shared.channels),
            rights=rights,
            again=Again(ledger, publisher),
            shares=shares,
            offering=Offering(client, shared.channels, shared.offers, wanted, unasked_confidence),
            telling=Telling(ledger, publisher, shared.channels, identity),
        ),
        relay=Relay(Shows(slack, locks, redis, rights), redis),
        reaper=Reaper(ledger, redis, publisher),
        channels=ChannelAnswers(Channels(client, identity), redis),
        files=FileAnswers(files, ledger, redis),
        homes=shared.homes,
        look_ups={
            OVERVIEW_FOR: shared.homes.complete,
            SEARCH_FOR: shared.searches.complete,
            FILTERS_FOR: shared.searches.complete,
            UNFURL_FOR: shared.links.complete,
            DETAILS_FOR: shared.details.complete,
            LOOK_FOR: shared.looks.complete,
        },
        looks=shared.looks,
    )


def serve(redis_url: str, parts: Parts, threads: int) -> None:
    """Deliver until SIGTERM, then finish what is in hand."""
    setup_logging.connect(_leave_logging_alone)
    app = create_app(redis_url, parts)
    name = f"delivery-{os.getpid()}@%h"
    worker = app.Worker(
        pool="threads", concurrency=threads, queues=[INTAKE, REPLIES], hostname=name, quiet=True, **ALONE
    )
    stop = threading.Event()
    beside = [_start("relay", parts.relay.run, stop), _start("reaper", parts.reaper.run, stop)]
    _log.info("delivery_ready", threads=threads)
    try:
        worker.start()
    finally:
        stop.set()
        for thread in beside:
            thread.join()


def _start(name: str, run: Callable[[threading.Event], None], stop: threading.Event) -> threading.Thread:
    """Run beside the worker. A thread that breaks takes the process with it, so that it is started afresh."""

    def guarded() -> None:
        try:
            run(stop)
        except Exception:  # noqa: BLE001 - whatever broke, a process without this thread must not live on
            _log.exception("delivery_thread_broke", thread=name)
            os.kill(os.getpid(), signal.SIGTERM)

    thread = threading.Thread(target=guarded, name=name)
    thread.start()
    return thread


def _leave_logging_alone(**_: Any) -> None:  # noqa: ANN401 - Celery's signal
    """Keep Celery from configuring logging: the entry point did."""
