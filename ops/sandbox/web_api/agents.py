"""assistant.threads.* and agents.sessions.*."""

from ops.sandbox.errors import SlackError
from ops.sandbox.events import hears
from ops.sandbox.model import Channel, Json
from ops.sandbox.sessions import STOPPED
from ops.sandbox.web_api.call import Call
from ops.sandbox.web_api.streaming import SESSION_STATES

LOADING_MESSAGES = 10
PROMPTS = 4
TITLE = 200


def _thread(call: Call) -> tuple[Channel, str]:
    call.need("channel_id", "thread_ts")
    channel = call.own_channel("channel_id")
    root = call.workspace.thread_root(channel.id, call.text("thread_ts"))
    if root is None:
        raise SlackError("invalid_thread_ts")
    return channel, root.ts


def set_status(call: Call) -> Json:
    """assistant.threads.setStatus: an empty `status` clears it."""
    channel, thread_ts = _thread(call)
    loading = call.items("loading_messages")
    if "status" not in call.args or len(loading) > LOADING_MESSAGES:
        raise SlackError("invalid_arguments")
    call.sandbox.sessions.set_status(channel, thread_ts, str(call.args["status"] or ""), loading)
    return {}


def set_title(call: Call) -> Json:
    """assistant.threads.setTitle."""
    channel, thread_ts = _thread(call)
    call.sandbox.sessions.set_title(channel, thread_ts, call.text("title"))
    if root := call.workspace.message(channel.id, thread_ts):
        call.sandbox.assistants.name(root, call.text("title"))
    return {}


def set_suggested_prompts(call: Call) -> Json:
    """assistant.threads.setSuggestedPrompts: in a thread, or at the top of a direct message."""
    call.need("channel_id", "prompts")
    channel = call.own_channel("channel_id")
    thread_ts = _thread(call)[1] if call.optional("thread_ts") else None
    prompts = call.value("prompts")
    valid = isinstance(prompts, list) and 0 < len(prompts) <= PROMPTS
    if not valid or not all(isinstance(p, dict) and p.get("title") and p.get("message") for p in prompts):
        raise SlackError("invalid_arguments")
    call.sandbox.sessions.set_prompts(channel, thread_ts, call.optional("title") or "", prompts)
    return {}


def set_session_status(call: Call) -> Json:
    """agents.sessions.setStatus: what the agent does in a thread; a `processing` session can be stopped.

    A title is for the session that is begun by it; one that is there keeps its own.
    """
    call.need("channel_id", "status")
    channel = call.own_channel("channel_id")
    title = call.optional("title")
    status = call.text("status")
    if status not in SESSION_STATES or len(title or "") > TITLE:
        raise SlackError("invalid_arguments")
    thread_ts = _thread(call)[1] if call.optional("thread_ts") else ""
    is_new = "status" not in call.sandbox.sessions.states.get((channel.id, thread_ts), {})
    state = {"status": status, **({"title": title} if title and is_new else {})}
    session = call.sandbox.sessions.set_state(call.app, channel, thread_ts, state)
    warning = {} if hears(call.app, STOPPED) else {"warning": f"missing_{STOPPED}_event_subscription"}
    return {"status": status, "title": session.get("title", ""), **warning}


def rename_session(call: Call) -> Json:
    """agents.sessions.rename: give a session another title."""
    call.need("channel_id", "title")
    channel, title = call.own_channel("channel_id"), call.text("title")
    thread_ts = _thread(call)[1] if call.optional("thread_ts") else ""
    if "status" not in call.sandbox.sessions.states.get((channel.id, thread_ts), {}):
        raise SlackError("session_not_found")
    if len(title) > TITLE:
        raise SlackError("invalid_arguments")
    call.sandbox.sessions.set_title(channel, thread_ts, title)
    return {"title": title}
