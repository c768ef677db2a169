"""What an app answers to an interaction."""

import json

from ops.sandbox.deliveries import Reply
from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json

TIMEOUTS = frozenset({"http_timeout", "timeout"})


def answer_of(reply: Reply) -> Json | None:
    """Return the body of an app's answer; raise the error that Slack shows when it failed."""
    if not reply.ok:
        raise SlackError("operation_timeout" if reply.reason in TIMEOUTS else "dispatch_failed")
    body = reply.body.decode(errors="replace").strip()
    if not body:
        return None
    try:
        answer = json.loads(body)
    except ValueError:
        return {"text": body}
    return answer if isinstance(answer, dict) else {"text": str(answer)}
