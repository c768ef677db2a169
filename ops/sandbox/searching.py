"""Slack's enterprise search: the functions of apps that find something, and that say by what it can be filtered.

docs.slack.dev/enterprise-search/developing-apps-with-search-features
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ops.sandbox.errors import SlackError
from ops.sandbox.functions import Functions
from ops.sandbox.model import App, Json
from ops.sandbox.schema import Shape, anything, array, by_type, string
from ops.sandbox.work_objects import REFERENCE
from ops.sandbox.workspace import Workspace

PATIENCE_S = 10.0
"""So long Slack waits for an app's results."""
MOST_RESULTS = 50
MOST_FILTERS = 5

RESULT = Shape(
    {"external_ref": REFERENCE, "title": string(255, 1), "description": string(3000), "link": string(3000, 1)},
    {"date_updated": string(255), "content": string(100_000)},
)
OPTIONS = array(Shape({"name": string(255, 1), "value": string(255, 1)}, {}), 100)
NAMES = {"name": string(255, 1), "display_name": string(255, 1)}
FILTER = by_type(
    {
        "multi_select": Shape({**NAMES, "options": OPTIONS}, {"display_name_plural": string(255)}),
        "toggle": Shape(NAMES, {"options": anything}),
    },
)


@dataclass(eq=False)
class Searching:
    """Asks the apps that are part of the search."""

    workspace: Workspace
    functions: Functions

    def apps(self) -> Iterator[App]:
        """Yield the apps that answer the search."""
        return (app for app in self.workspace.apps.values() if app.search.get("search_function_callback_id"))

    def app(self, app_id: str) -> App:
        """Return an app that answers the search, by default the first; raise `search_not_found`."""
        found = next((app for app in self.apps() if app_id in {"", app.id}), None)
        if found is None:
            raise SlackError("search_not_found")
        return found

    async def search(self, app: App, user: str, query: str, filters: Json) -> list[Json]:
        """Return what an app finds for somebody.

        Raises SlackError `invalid_search_results` with what is wrong about them, and what `Functions.result` raises.
        """
        inputs = {"query": query, "filters": filters, "user_context": self._searcher(user)}
        found = await self._ask(app, user, app.search["search_function_callback_id"], inputs, "search_results")
        return _valid(found, array(RESULT, MOST_RESULTS, 0)(found, "/search_results"), "invalid_search_results")

    async def filters(self, app: App, user: str) -> list[Json]:
        """Return the filters that an app offers; raise `invalid_search_filters` for what is none."""
        callback_id = app.search.get("search_filters_function_callback_id")
        if not callback_id:
            return []
        offered = await self._ask(app, user, callback_id, {"user_context": self._searcher(user)}, "filters")
        return _valid(offered, array(FILTER, MOST_FILTERS, 0)(offered, "/filters"), "invalid_search_filters")

    async def _ask(self, app: App, user: str, callback_id: str, inputs: Json, output: str) -> object:
        run = self.functions.run(app, user, callback_id, inputs)
        return (await self.functions.result(run, PATIENCE_S)).get(output)

    def _searcher(self, user: str) -> Json:
        return {"id": user, "secret": ""}


def _valid(found: object, faults: Iterator[str], code: str) -> list[Json]:
    messages = list(faults)
    if messages or not isinstance(found, list):
        raise SlackError.with_messages(code, messages)
    return found
