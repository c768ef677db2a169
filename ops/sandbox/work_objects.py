"""Links that apps unfurl, and Work Objects: what apps say about a link, below the message and beside it.

docs.slack.dev/messaging/unfurling-links-in-messages and /messaging/work-objects-implementation
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ops.sandbox import text
from ops.sandbox.client_view import ClientView
from ops.sandbox.errors import SlackError
from ops.sandbox.hub import Hub
from ops.sandbox.model import App, Json, Message
from ops.sandbox.schema import Shape, anything, array, one_of, string
from ops.sandbox.workspace import Workspace

LINK = re.compile(r"<(https?://[^|>\s]+)[^>]*>|(https?://[^\s<>|]+)")
KINDS = tuple(f"slack#/entities/{kind}" for kind in ("task", "file", "item", "incident", "content_item"))
REFERENCE = Shape({"id": string(255, 1)}, {"type": string(255)})
TITLE = Shape({"text": string(500, 1)}, {"edit": anything})
ENTITY = Shape(
    {
        "entity_type": one_of(*KINDS),
        "entity_payload": Shape(
            {"attributes": Shape({"title": TITLE}, {})}, {"custom_fields": array(anything, 100, 0)}
        ),
        "external_ref": REFERENCE,
        "url": string(3000, 1),
    },
    {"app_unfurl_url": string(3000, 1)},
)


def links_in(encoded: str) -> list[str]:
    """Return the web addresses in a message's text, each once."""
    found = (text.decode(match[1] or match[2]) for match in LINK.finditer(encoded))
    return list(dict.fromkeys(found))


def domain_of(url: str, domains: list[str]) -> str | None:
    """Return which of an app's domains an address belongs to, itself or below it."""
    host = (urlsplit(url).hostname or "").lower()
    return next((domain for domain in domains if host == domain or host.endswith(f".{domain}")), None)


def link_events(workspace: Workspace, message: Message) -> Iterator[tuple[App, Json]]:
    """Yield `link_shared` for each app that unfurls a link of a message, wherever that was posted."""
    links = links_in(message.text) if message.subtype in {None, "file_share", "thread_broadcast"} else []
    for app in workspace.apps.values():
        known = [{"domain": d, "url": url} for url in links if (d := domain_of(url, app.unfurl_domains))]
        if known and message.app_id != app.id:
            member = app.bot_user in workspace.channels[message.channel].members
            thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
            yield (
                app,
                {
                    "type": "link_shared",
                    "channel": message.channel,
                    "is_bot_user_member": member,
                    "user": message.user,
                    "message_ts": message.ts,
                    **thread,
                    "unfurl_id": f"{message.channel}.{message.ts}",
                    "source": "conversations_history",
                    "links": known,
                    "event_ts": message.ts,
                },
            )


def check_entities(entities: object, error: str) -> list[Json]:
    """Return Work Objects that fit Slack's schema; raise `error`, which says what does not."""
    faults = list(array(ENTITY, 10)(entities, "/metadata/entities"))
    if faults or not isinstance(entities, list):
        raise SlackError.with_messages(error, faults)
    return entities


def attach(message: Message, app: App, entities: list[Json]) -> None:
    """Show Work Objects below a message; one about the same address replaces what the app said before."""
    new = {entity["url"] for entity in entities}
    kept = [known for known in message.entities if known["app_id"] != app.id or known["url"] not in new]
    message.entities = [*kept, *({**entity, "app_id": app.id} for entity in entities)]


@dataclass
class Opened:
    """A Work Object that somebody opened; `shown` is what the app presents of it."""

    app: App
    user: str
    reference: Json
    shown: Json | None = None


@dataclass(eq=False)
class WorkObjects:
    """The Work Objects that people opened beside the conversation, by the trigger id of each opening."""

    hub: Hub
    view: ClientView
    _opened: dict[str, Opened] = field(default_factory=dict, init=False)

    def clear(self) -> None:
        """Forget what was opened."""
        self._opened.clear()

    def to_json(self) -> list[Json]:
        """Return what was opened and what the apps showed, oldest first."""
        return [
            {"trigger_id": trigger, "user": opened.user, "external_ref": opened.reference, "shown": opened.shown}
            for trigger, opened in self._opened.items()
        ]

    def open(self, app: App, user: str, trigger_id: str, reference: Json) -> None:
        """Remember who waits for the details of what."""
        self._opened[trigger_id] = Opened(app, user, reference)

    def present(self, app: App, trigger_id: str, shown: Json) -> None:
        """Show details to whoever asked for them.

        Raises SlackError `invalid_trigger_id`, and `entity_metadata_does_not_match_trigger` for another Work Object.
        """
        opened = self._opened.get(trigger_id)
        if opened is None or opened.app is not app:
            raise SlackError("invalid_trigger_id")
        metadata = shown.get("metadata")
        if metadata and metadata["external_ref"]["id"] != opened.reference.get("id"):
            raise SlackError("entity_metadata_does_not_match_trigger")
        opened.shown = shown
        card = {"entity": self.view.entity(metadata)} if metadata else {}
        self.hub.publish({"type": "entity_details", **shown, **card}, [opened.user])
