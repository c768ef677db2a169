"""Work Objects and unfurled links as the page shows them: titles, and fields with safe HTML."""

from collections.abc import Iterator
from datetime import UTC, datetime

from ops.sandbox import text
from ops.sandbox.markdown import markdown
from ops.sandbox.model import Json
from ops.sandbox.text import Names


def entity_card(entity: Json, names: Names) -> Json:
    """Return a Work Object: where it leads, what it is called, its fields in the order that the app wishes."""
    payload = entity["entity_payload"]
    attributes = payload["attributes"]
    return {
        "app": entity.get("app_id", ""),
        "url": entity["url"],
        "title": str(attributes["title"]["text"]),
        "id": str(attributes.get("display_id") or ""),
        "product": str(attributes.get("product_name") or attributes.get("display_type") or ""),
        "fields": [_field(label, field, names) for label, field in _ordered(payload)],
    }


def _ordered(payload: Json) -> list[tuple[str, Json]]:
    fields = dict(_fields(payload))
    first = [name for name in payload.get("display_order") or [] if name in fields]
    names = [*first, *(name for name in fields if name not in first)]
    return [(str(fields[name].get("label") or name.replace("_", " ").capitalize()), fields[name]) for name in names]


def _fields(payload: Json) -> Iterator[tuple[str, Json]]:
    for name, field in (payload.get("fields") or {}).items():
        if isinstance(field, dict):
            yield name, field
    for field in payload.get("custom_fields") or []:
        if isinstance(field, dict):
            yield str(field.get("key") or field.get("label") or ""), field


def _field(label: str, field: Json, names: Names) -> Json:
    value = _value(field, names)
    if field.get("format") == "markdown":
        return {"label": label, "html": markdown(value, names)}
    shown = text.plain(value)
    return {"label": label, "html": text.link(str(field["link"]), shown) if field.get("link") else shown}


def _value(field: Json, names: Names) -> str:
    value = field.get("value")
    if isinstance(user := field.get("user"), dict):
        return names.user(str(user.get("user_id"))) or str(user.get("text") or user.get("user_id") or "")
    if isinstance(value, list):
        return ", ".join(_value(item, names) for item in value if isinstance(item, dict))
    if field.get("type") == "slack#/types/timestamp" and isinstance(value, int):
        return datetime.fromtimestamp(value, UTC).strftime("%Y-%m-%d %H:%M")
    return "" if value is None else str(value)


def unfurl_card(attachment: Json, names: Names) -> Json:
    """Return what an app's unfurl of a link says, but for its blocks."""
    body = attachment.get("text") or attachment.get("fallback") or ""
    title = attachment.get("title") or attachment["from_url"]
    return {"url": attachment["from_url"], "title": str(title), "html": text.mrkdwn(str(body), names)}
