"""Slack's search and links to policies, through worker, delivery process and Slack, with the real models."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.journeys.slack import Workspace
from tests.journeys.stack import LINKS, eventually

pytestmark = pytest.mark.journey

Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _links_of_the_company(slack: Workspace) -> Iterator[None]:
    """The domain that these tests' citations lead to unfurls."""
    (before,) = (each["unfurl_domains"] for each in slack.get("/control/state")["apps"])
    slack.control("app", unfurl_domains=["brightwater.example"])
    yield
    slack.control("app", unfurl_domains=before)


def _search(slack: Workspace, user: str, query: str) -> list[Json]:
    """What Slack shows; on a busy machine it may not wait long enough, and is asked again as a person would."""
    return eventually(lambda: slack.control("search", user=user, query=query).get("results") or [], "a result")


def _entities(slack: Workspace, channel: str, ts: str) -> list[Json]:
    messages = slack.get("/control/state")["messages"][channel]
    return next(list(each["entities"]) for each in messages if each["ts"] == ts)


def test_a_search_and_a_link_lead_to_the_section_that_opens_inside_slack(slack: Workspace) -> None:
    """What was found, posted as a link, unfurls for the channel; a policy of HR is found by HR alone."""
    best = _search(slack, "U0MAYA", "carry over vacation days")[0]
    found = {user: str(_search(slack, user, "salary bands")) for user in ("U0LINA", "U0MAYA")}
    posted = slack.say("U0MAYA", "C0RANDOM", f"<{best['link']}>")
    (card,) = eventually(lambda: _entities(slack, "C0RANDOM", posted.ts), "an unfurled link")

    assert best["link"].startswith(LINKS)
    assert ("salary-bands" in found["U0LINA"], "salary-bands" in found["U0MAYA"]) == (True, False)
    assert best["external_ref"] == card["external_ref"]
    assert card["entity_payload"]["fields"]["description"]["value"][:60] in best["content"]
