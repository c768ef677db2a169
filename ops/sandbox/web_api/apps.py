"""api.test, auth.test, apps.connections.open."""

from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json
from ops.sandbox.web_api.call import Call


def api_test(call: Call) -> Json:
    """api.test: give back the arguments, or the error that was asked for."""
    args = {name: value for name, value in call.args.items() if name != "token"}
    if error := call.optional("error"):
        raise SlackError(error, args=args)
    return {"args": args}


def auth_test(call: Call) -> Json:
    """auth.test: whose token this is."""
    team = call.workspace.team
    return {
        "url": f"{call.sandbox.base_url}/",
        "team": team.name,
        "user": call.workspace.users[call.app.bot_user].name,
        "team_id": team.id,
        "user_id": call.app.bot_user,
        "bot_id": call.app.bot_id,
        "app_id": call.app.id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> Json:
    """apps.connections.open: the address of one Socket Mode connection."""
    ticket = call.sandbox.sockets.ticket(call.app)
    address = call.sandbox.base_url.replace("http", "ws", 1)
    return {"url": f"{address}/link/?ticket={ticket}&app_id={call.app.id}"}
