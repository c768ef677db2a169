"""What was found -> what Slack's search shows of it, in its limits; pure.

The format is that of docs.slack.dev/enterprise-search/developing-apps-with-search-features.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from bot.slack.markup import plain_words, shortened, storable
from bot.slack.sources import web_link
from bot.wording import WORDINGS, Wording
from workers.contract import Json

LANGUAGE: Final = "language"
SOURCE: Final = "source"
"""The names of the filters."""
_MOST_OPTIONS: Final = 100
_LONGEST_QUERY: Final = 1000
"""Characters that are searched for."""
_LONGEST_TITLE: Final = 200
_LONGEST_DESCRIPTION: Final = 600
_LONGEST_CONTENT: Final = 4000
"""For Slack's own answers, which read more than a list shows."""
LONGEST_LINK: Final = 3000
"""Characters of an address."""
_IN_SLACK: Final = "https://slack.com/app_redirect?"
"""Opens an app in Slack (docs.slack.dev/interactivity/deep-linking): where a document has no address of its own."""


def asked_for(inputs: Json) -> Json:
    """What somebody searches for, as a worker takes it; a filter that is none of ours leaves everything in."""
    chosen = inputs.get("filters")
    filters = chosen if isinstance(chosen, dict) else {}
    return {
        "query": storable(str(inputs.get("query") or ""))[:_LONGEST_QUERY],
        "languages": _chosen(filters.get(LANGUAGE)),
        "sources": _chosen(filters.get(SOURCE)),
    }


def search_result(found: Json, updated: str, words: Wording, app: str, team: str) -> Json:
    """One document that was found; ``updated`` is the ISO date of the edition, for documents that say none."""
    return {
        "external_ref": {"id": found["reference"], "type": "policy"},
        "title": shortened(plain_words(found["title"]), _LONGEST_TITLE) or found["reference"],
        "description": _description(found, words),
        "link": address(found["url"]) or f"{_IN_SLACK}{urlencode({'app': app, 'team': team})}",
        "date_updated": found["effective"] or updated,
        "content": shortened(lines(found["section"]), _LONGEST_CONTENT),
    }


def filters(sources: Sequence[str], words: Wording) -> list[Json]:
    """By what a search can be narrowed: the language, and the source where there are several."""
    languages = [(code, other.own_name) for code, other in WORDINGS.items()]
    offered = [_filter(LANGUAGE, words.search_language, words.search_languages, languages)]
    if len(sources) > 1:
        named = [(name, plain_words(name)) for name in sources[:_MOST_OPTIONS]]
        offered.append(_filter(SOURCE, words.search_source, words.search_sources, named))
    return offered


def address(url: str) -> str:
    """A document's address as Slack takes it, letters of other scripts encoded if they fit; empty where it has none."""
    links = (web_link(url, in_letters=in_letters) for in_letters in (False, True))
    return next((link for link in links if len(link) <= LONGEST_LINK), "")


def lines(text: str) -> str:
    """A document's words in which nobody is called, line by line."""
    return "\n".join(map(plain_words, text.splitlines()))


def _description(found: Json, words: Wording) -> str:
    """``Heading · valid from 2026-01-01 · Owner — quote``."""
    heading = "" if found["heading"] == found["title"] else found["heading"]
    since = words.valid_from.format(date=found["effective"]) if found["effective"] else ""
    known = " · ".join(filter(None, (plain_words(heading), since, plain_words(found["owner"]))))
    quote = plain_words(found["quote"])
    return shortened(" — ".join(filter(None, (shortened(known, _LONGEST_TITLE), quote))), _LONGEST_DESCRIPTION)


def _filter(name: str, one: str, several: str, options: Sequence[tuple[str, str]]) -> Json:
    return {
        "name": name,
        "display_name": one,
        "display_name_plural": several,
        "type": "multi_select",
        "options": [{"name": shown, "value": value} for value, shown in options],
    }


def _chosen(value: object) -> list[str]:
    """Slack sends one option or several."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, str) and one]
