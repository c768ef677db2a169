"""chat.unfurl and entity.presentDetails: what an app says about its links, below a message and beside it."""

from typing import Any

from ops.sandbox.content import check_blocks
from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json, Message
from ops.sandbox.web_api.call import Call
from ops.sandbox.work_objects import attach, check_entities, domain_of, links_in

SOURCES = frozenset({"composer", "conversations_history"})
ERROR_STATUSES = frozenset({"not_found", "restricted", "internal_error", "custom", "custom_partial_view", "timeout"})


def unfurl(call: Call) -> Json:
    """chat.unfurl: show a link's preview, or its Work Object, to everyone who sees the message."""
    message = _message(call)
    unfurls, entities = call.value("unfurls", "invalid_unfurls_format"), _entities(call)
    if call.flag("user_auth_required"):
        _ask_to_sign_in(call, message)
    elif not unfurls and not entities:
        raise SlackError("missing_unfurls")
    attachments = [_attachment(call, message, url, about) for url, about in _by_url(unfurls).items()]
    for entity in entities:
        _check_link(call, message, entity.get("app_unfurl_url") or entity["url"])
    if attachments or entities:
        _show(call, message, attachments, entities)
    return {}


def _message(call: Call) -> Message:
    channel, _, ts = (call.optional("unfurl_id") or "").partition(".")
    if channel and call.optional("source") not in SOURCES:
        raise SlackError("invalid_source")
    if not channel:
        channel, ts = call.text("channel"), call.text("ts")
    if channel not in call.workspace.channels:
        raise SlackError("cannot_find_channel")
    message = call.workspace.message(channel, ts)
    if message is None:
        raise SlackError("cannot_find_message")
    return message


def _entities(call: Call) -> list[Json]:
    metadata = call.value("metadata", "invalid_metadata_format")
    if metadata is None:
        return []
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    return check_entities(metadata.get("entities"), "invalid_metadata_schema")


def _by_url(unfurls: Any) -> dict[str, Json]:  # noqa: ANN401  # it is JSON
    if unfurls is None:
        return {}
    if not isinstance(unfurls, dict) or not all(isinstance(about, dict) for about in unfurls.values()):
        raise SlackError("invalid_unfurls_format")
    return unfurls


def _check_link(call: Call, message: Message, url: str) -> None:
    if url not in links_in(message.text):
        raise SlackError("cannot_unfurl_message")
    if domain_of(url, call.app.unfurl_domains) is None:
        raise SlackError("cannot_unfurl_url")


def _attachment(call: Call, message: Message, url: str, about: Json) -> Json:
    _check_link(call, message, url)
    blocks = {"blocks": check_blocks(about["blocks"])} if "blocks" in about else {}
    origin = {"from_url": url, "original_url": url, "app_unfurl_url": url, "is_app_unfurl": True}
    return {**about, **blocks, **origin, "app_id": call.app.id, "bot_id": call.app.bot_id}


def _show(call: Call, message: Message, attachments: list[Json], entities: list[Json]) -> None:
    previous = call.sandbox.posting.snapshot(message)
    said = {attachment["from_url"] for attachment in attachments}
    kept = [each for each in message.attachments if each.get("from_url") not in said]
    message.attachments = [*kept, *attachments]
    attach(message, call.app, entities)
    call.sandbox.posting.changed(message, previous)


def _ask_to_sign_in(call: Call, message: Message) -> None:
    """Ask whoever posted the link to sign in, where only they see it."""
    address = call.optional("user_auth_url") or ""
    text = call.optional("user_auth_message") or f"{call.app.name}: {address}"
    blocks = check_blocks(call.value("user_auth_blocks", "invalid_blocks_format"))
    notice = Message(
        message.channel,
        call.sandbox.posting.next_ts(),
        call.app.bot_user,
        text,
        app_id=call.app.id,
        thread_ts=message.thread_ts,
        blocks=blocks,
        only_for=message.user,
    )
    call.sandbox.posting.post_silently(notice)


def present_details(call: Call) -> Json:
    """entity.presentDetails: what somebody sees who opened a Work Object."""
    call.need("trigger_id")
    metadata, error = call.value("metadata", "invalid_metadata"), call.value("error", "invalid_arguments")
    shown: Json = {}
    if metadata is not None:
        shown["metadata"] = check_entities([metadata], "invalid_metadata")[0]
    if error is not None:
        if not isinstance(error, dict) or error.get("status") not in ERROR_STATUSES:
            raise SlackError("invalid_arguments")
        shown["error"] = error
    if call.flag("user_auth_required"):
        shown |= {"user_auth_required": True, "user_auth_url": call.optional("user_auth_url") or ""}
    if not shown:
        raise SlackError("missing_metadata")
    call.sandbox.work_objects.present(call.app, call.text("trigger_id"), shown)
    return {}
