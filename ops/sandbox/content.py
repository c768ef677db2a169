"""What a message says: its text, blocks, attachments and metadata, checked against Slack's limits."""

from dataclasses import dataclass, field
from typing import Any

from ops.sandbox.blocks import MARKDOWN_CHARACTERS, block_faults, too_long, with_ids
from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json
from ops.sandbox.posting import TEXT_LIMIT
from ops.sandbox.work_objects import check_entities

ATTACHMENTS = 100


@dataclass(frozen=True)
class Content:
    """Checked content. `truncated` says that Slack cut the text."""

    text: str = ""
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    metadata: Json | None = None
    entities: list[Json] = field(default_factory=list)
    truncated: bool = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.text.strip() or self.blocks or self.attachments or self.entities)


def check_blocks(blocks: object) -> list[Json]:
    """Return the blocks of a message with their ids; raise what Slack answers for bad ones."""
    if blocks is None:
        return []
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if faults := block_faults(blocks):
        raise SlackError.with_messages("invalid_blocks", faults)
    if too_long(blocks):
        raise SlackError("msg_blocks_too_long")
    if sum(block["type"] == "table" for block in blocks) > 1:
        raise SlackError("only_one_table_allowed")
    return with_ids(blocks)


def check_metadata(metadata: object) -> tuple[Json | None, list[Json]]:
    """Return a message's event metadata and its Work Objects.

    Raises SlackError `invalid_metadata_format` and `invalid_metadata_schema`.
    """
    if metadata is None:
        return None, []
    if not isinstance(metadata, dict):
        raise SlackError("invalid_metadata_format")
    event = {name: value for name, value in metadata.items() if name != "entities"}
    if event and not (isinstance(event.get("event_type"), str) and isinstance(event.get("event_payload"), dict)):
        raise SlackError("invalid_metadata_schema")
    entities = metadata.get("entities")
    return event, check_entities(entities, "invalid_metadata_schema") if entities is not None else []


def check_content(args: dict[str, Any], limit: int | None = None) -> Content:
    """Check the content of a message; `limit` refuses longer text, without it text is cut at 40,000 characters.

    Raises SlackError: `markdown_text_conflict`, `msg_too_long`, `no_text`, and what the parts raise.
    """
    markdown = args.get("markdown_text")
    if markdown is not None:
        return _markdown_content(markdown, args)
    text = str(args.get("text") or "")
    if limit is not None and len(text) > limit:
        raise SlackError("msg_too_long")
    attachments = args.get("attachments") or []
    if not isinstance(attachments, list) or not all(isinstance(item, dict) for item in attachments):
        raise SlackError("invalid_attachments")
    if len(attachments) > ATTACHMENTS:
        raise SlackError("too_many_attachments")
    content = Content(
        text[:TEXT_LIMIT],
        check_blocks(args.get("blocks")),
        attachments,
        *check_metadata(args.get("metadata")),
        truncated=len(text) > TEXT_LIMIT,
    )
    if content.empty:
        raise SlackError("no_text")
    return content


def _markdown_content(markdown: object, args: dict[str, Any]) -> Content:
    if args.get("text") or args.get("blocks"):
        raise SlackError("markdown_text_conflict")
    if not isinstance(markdown, str) or not markdown.strip():
        raise SlackError("no_text")
    if len(markdown) > MARKDOWN_CHARACTERS:
        raise SlackError("msg_too_long")
    blocks = with_ids([{"type": "markdown", "text": markdown}])
    metadata, entities = check_metadata(args.get("metadata"))
    return Content(markdown, blocks, metadata=metadata, entities=entities)
