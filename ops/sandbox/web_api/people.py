"""users.*, usergroups.*, team.*, bots.*."""

from ops.sandbox.errors import SlackError
from ops.sandbox.model import Json
from ops.sandbox.shapes import bot_json, group_json, user_json
from ops.sandbox.web_api.call import Call
from ops.sandbox.web_api.paging import page


def users_info(call: Call) -> Json:
    """users.info."""
    return {"user": user_json(call.user(), call.team, locale=call.flag("include_locale"))}


def users_list(call: Call) -> Json:
    """users.list."""
    shown, metadata = page(call, list(call.workspace.users.values()), default=1000)
    locale = call.flag("include_locale")
    members = [user_json(user, call.team, locale=locale) for user in shown]
    return {"members": members, "cache_ts": int(call.sandbox.clock.now()), "response_metadata": metadata}


def users_lookup_by_email(call: Call) -> Json:
    """users.lookupByEmail."""
    email = call.text("email").lower()
    user = next((u for u in call.workspace.users.values() if u.email and u.email.lower() == email), None)
    if user is None:
        raise SlackError("users_not_found")
    return {"user": user_json(user, call.team)}


def usergroups_list(call: Call) -> Json:
    """usergroups.list."""
    users = call.flag("include_users")
    return {"usergroups": [group_json(group, call.team, users=users) for group in call.workspace.groups.values()]}


def usergroups_users_list(call: Call) -> Json:
    """usergroups.users.list."""
    group = call.workspace.groups.get(call.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group.users)}


def team_info(call: Call) -> Json:
    """team.info."""
    team = call.workspace.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": "", "icon": {}}}


def bots_info(call: Call) -> Json:
    """bots.info."""
    wanted = call.optional("bot") or call.app.bot_id
    app = next((app for app in call.workspace.apps.values() if app.bot_id == wanted), None)
    if app is None:
        raise SlackError("bot_not_found")
    return {"bot": bot_json(app, call.team)}
