"""blocks.validate."""

import re

from ops.sandbox.blocks import block_faults, view_faults
from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json
from ops.sandbox.web_api.call import Call

COMPLAINT = re.compile(r"\[ERROR\] (?P<message>.*) \[json-pointer:(?P<pointer>[^\]]*)\]", re.DOTALL)


def validate(call: Call) -> Json:
    """blocks.validate: check blocks, a message or a view without sending it."""
    given = {name: call.value(name) for name in ("blocks", "message", "view")}
    present = [name for name, value in given.items() if value is not None]
    if len(present) != 1:
        raise SlackError("invalid_arguments")
    if faults := _faults(present[0], given[present[0]]):
        errors = [_error(fault) for fault in faults]
        raise SlackError(f"invalid_{present[0]}", errors=errors, response_metadata={"messages": faults})
    return {}


def _faults(kind: str, value: object) -> list[str]:
    if kind == "view":
        return view_faults(value)
    if kind == "blocks":
        return block_faults(value, pointer="")
    if not isinstance(value, dict):
        raise SlackError("invalid_arguments")
    attachments = [each for each in value.get("attachments") or [] if isinstance(each, dict)]
    nested = [
        block_faults(each.get("blocks", []), pointer=f"/attachments/{i}/blocks") for i, each in enumerate(attachments)
    ]
    return [*block_faults(value.get("blocks", [])), *(fault for faults in nested for fault in faults)]


def _error(fault: str) -> Json:
    told = COMPLAINT.fullmatch(fault)
    found = told.groupdict() if told else {"message": fault, "pointer": ""}
    return {**found, "code": "failed_constraint"}
