"""views.* and dialog.open: modals, Home tabs, and the dialogs that were before them."""

from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json
from ops.sandbox.web_api.call import Call


def _view(call: Call) -> Json:
    call.need("view")
    view = call.value("view")
    if not isinstance(view, dict):
        raise SlackError("invalid_arguments")
    return view


def _trigger(call: Call) -> str:
    trigger = call.optional("trigger_id") or call.optional("interactivity_pointer")
    if trigger is None:
        call.need("trigger_id")
    return str(trigger)


def open_view(call: Call) -> Json:
    """views.open."""
    return {"view": call.sandbox.views.open(call.app, _trigger(call), _view(call), call.execution_id)}


def push(call: Call) -> Json:
    """views.push."""
    return {"view": call.sandbox.views.push(call.app, _trigger(call), _view(call))}


def update(call: Call) -> Json:
    """views.update."""
    key = call.optional("view_id") or call.optional("external_id")
    if key is None:
        raise SlackError("invalid_arguments")
    return {"view": call.sandbox.views.update(call.app, key, _view(call), call.optional("hash"))}


def publish(call: Call) -> Json:
    """views.publish."""
    user = call.user("user_id")
    return {"view": call.sandbox.views.publish(call.app, user.id, _view(call), call.optional("hash"))}


def open_dialog(call: Call) -> Json:
    """dialog.open: outmoded, and still answered."""
    for name in ("trigger_id", "dialog"):
        if not call.args.get(name):
            raise SlackError(f"missing_{name.removesuffix('_id')}")
    dialog = call.value("dialog", "validation_errors")
    call.sandbox.dialogs.open(call.app, call.text("trigger_id"), dialog)
    return {}
