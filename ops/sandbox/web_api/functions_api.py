"""functions.*: how an app ends the run of a custom function."""

from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json
from ops.sandbox.web_api.call import Call


def complete_success(call: Call) -> Json:
    """functions.completeSuccess."""
    call.need("function_execution_id")
    outputs = call.value("outputs")
    if not isinstance(outputs, dict):
        raise SlackError("invalid_arguments")
    call.sandbox.functions.complete(call.app, call.text("function_execution_id"), outputs)
    return {}


def complete_error(call: Call) -> Json:
    """functions.completeError."""
    call.need("function_execution_id", "error")
    call.sandbox.functions.fail(call.app, call.text("function_execution_id"), call.text("error"))
    return {}
