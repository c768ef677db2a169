"""What an employee does with the surfaces of apps: chats, custom functions, search, Work Objects, dialogs."""

from urllib.parse import urlsplit

from ops.sandbox.core import Sandbox
from ops.sandbox.dialog_page import submission_of
from ops.sandbox.errors import SlackError
from ops.sandbox.model import App, Json
from ops.sandbox.requests import Handler, person, place, required


class ActingWithApps:
    """Acts as the employee that the field `user` of each request names."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._workspace = sandbox.workspace

    def acts(self) -> dict[str, Handler]:
        """Return the acts by name."""
        return {
            "chat": self.chat,
            "look": self.look,
            "function": self.function,
            "search": self.search,
            "search_filters": self.search_filters,
            "entity": self.entity,
            "options": self.options,
            "view_submit": self.view_submit,
            "view_close": self.view_close,
        }

    def _app(self, fields: Json) -> App:
        apps = list(self._workspace.apps.values())
        app = next((app for app in apps if fields.get("app") in {None, app.id}), None)
        if app is None:
            raise SlackError("app_not_found")
        return app

    async def chat(self, fields: Json) -> Json:
        """Begin a new chat with an assistant app; return its direct message and thread."""
        user, app = person(self._workspace, fields), self._app(fields)
        if app.view != "assistant":
            raise SlackError("not_an_assistant")
        root = self._sandbox.assistants.begin(app, user.id)
        return {"channel": root.channel, "thread_ts": root.ts}

    async def look(self, fields: Json) -> Json:
        """Open a conversation: that is the context of what is asked beside it."""
        user = person(self._workspace, fields)
        self._sandbox.assistants.look(user.id, place(self._workspace, fields, user))
        return {}

    async def function(self, fields: Json) -> Json:
        """Run a custom function, as a workflow would; `/control/state` tells what came of it."""
        user, callback_id = person(self._workspace, fields), str(required(fields, "callback_id"))
        run = self._sandbox.functions.run(self._app(fields), user.id, callback_id, fields.get("inputs") or {})
        return {"function_execution_id": run.id, "event_id": run.event_id}

    async def search(self, fields: Json) -> Json:
        """Search with an app's search function; return its results."""
        user, app = person(self._workspace, fields), self._sandbox.searching.app(str(fields.get("app") or ""))
        query, filters = str(required(fields, "query")), fields.get("filters") or {}
        return {"app": app.id, "results": await self._sandbox.searching.search(app, user.id, query, filters)}

    async def search_filters(self, fields: Json) -> Json:
        """Ask an app by what its results can be filtered."""
        user, app = person(self._workspace, fields), self._sandbox.searching.app(str(fields.get("app") or ""))
        return {"app": app.id, "filters": await self._sandbox.searching.filters(app, user.id)}

    async def entity(self, fields: Json) -> Json:
        """Open a Work Object, of a message (`channel`, `message_ts`) or of a search result, by its `url`."""
        user, url = person(self._workspace, fields), str(required(fields, "url"))
        app, known, where = self._named(fields, url)
        trigger_id = self._sandbox.views.trigger(app, user.id)
        unfurled = known.get("app_unfurl_url")
        event: Json = {
            "type": "entity_details_requested",
            "user": user.id,
            "external_ref": known["external_ref"],
            "entity_url": url,
            "link": {"url": unfurled or url, "domain": urlsplit(url).hostname or ""},
            **({"app_unfurl_url": unfurled} if unfurled else {}),
            **where,
            "trigger_id": trigger_id,
            "user_locale": user.locale,
            "event_ts": self._sandbox.posting.next_ts(),
        }
        self._sandbox.work_objects.open(app, user.id, trigger_id, known["external_ref"])
        return {"trigger_id": trigger_id, "event_id": self._sandbox.events.emit(app, event)}

    def _named(self, fields: Json, url: str) -> tuple[App, Json, Json]:
        """Return the app of a Work Object, what is known of it, and where it stands."""
        if "message_ts" not in fields:
            app = self._sandbox.searching.app(str(fields.get("app") or ""))
            return app, {"external_ref": required(fields, "external_ref")}, {}
        channel = place(self._workspace, fields, person(self._workspace, fields))
        message = self._workspace.message(channel.id, str(fields["message_ts"]))
        known = next((each for each in (message.entities if message else []) if each["url"] == url), None)
        if message is None or known is None:
            raise SlackError("entity_not_found")
        thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
        return self._workspace.apps[known["app_id"]], known, {"channel": channel.id, "message_ts": message.ts, **thread}

    async def options(self, fields: Json) -> Json:
        """Ask for the options of an external select, in a message, a view or a dialog."""
        user = person(self._workspace, fields)
        if dialog := self._sandbox.dialogs.find(user.id, str(fields.get("view_id"))):
            name, typed = str(required(fields, "block_id")), str(fields.get("value") or "")
            return await self._sandbox.dialogs.options(dialog, name, typed)
        return await self._sandbox.interactions.options(fields)

    async def view_submit(self, fields: Json) -> Json:
        """Submit a modal, or a dialog, whose `submission` may also be given by the names of its elements."""
        user, view_id = person(self._workspace, fields), str(fields.get("view_id"))
        state = fields.get("state") or {"values": {}}
        if dialog := self._sandbox.dialogs.find(user.id, view_id):
            return await self._sandbox.dialogs.submit(dialog, fields.get("submission") or submission_of(state))
        return await self._sandbox.interactions.submit(user.id, view_id, state)

    async def view_close(self, fields: Json) -> Json:
        """Close a modal or a dialog."""
        user, view_id = person(self._workspace, fields), str(fields.get("view_id"))
        if dialog := self._sandbox.dialogs.find(user.id, view_id):
            await self._sandbox.dialogs.cancel(dialog)
        else:
            await self._sandbox.interactions.close(user.id, view_id)
        return {}
