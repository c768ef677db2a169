"""users.*, usergroups.*, conversations.*, team.*, bots.*: what an app learns of the company."""

from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox
from tests.ops.sandbox.apps import error_of


def test_a_person_has_a_locale_only_when_it_is_asked_for(client: WebClient) -> None:
    """include_locale adds it; guests are marked."""
    plain = client.users_info(user="U0LINA")["user"]
    with_locale = client.users_info(user="U0LINA", include_locale=True)["user"]
    guest = client.users_info(user="U0DANA")["user"]

    assert "locale" not in plain
    assert ("zh-CN", "Asia/Shanghai", "李娜 (Li Na)") == tuple(with_locale[n] for n in ("locale", "tz", "real_name"))
    assert (True, False) == (guest["is_restricted"], guest["is_ultra_restricted"])
    assert "user_not_found" == error_of(client.users_info, user="U0NOBODY")


def test_somebody_of_another_company_has_its_team(slack: RunningSandbox, client: WebClient) -> None:
    """As through Slack Connect, in a channel that says that it is shared."""
    slack.control("users", user="U0DANA", team_id="T0OTHER", is_restricted=False)
    slack.control("channels", channel="C0KINGFI", is_ext_shared=True)
    person = client.users_info(user="U0DANA")["user"]
    channels = [client.conversations_info(channel=name)["channel"] for name in ("C0KINGFI", "C0GENERAL")]

    assert ("T0OTHER", False, False) == (person["team_id"], person["is_restricted"], person["is_stranger"])
    assert [True, False] == [channel["is_ext_shared"] for channel in channels]


def test_people_are_found_by_their_address(client: WebClient) -> None:
    """Case does not matter; an unknown address is an error."""
    assert "U0TOM" == client.users_lookupByEmail(email="TOM@brightwater.example")["user"]["id"]
    assert "users_not_found" == error_of(client.users_lookupByEmail, email="nobody@brightwater.example")


def test_everybody_is_listed_with_bots_and_locales(client: WebClient) -> None:
    """Pages of three hold each person once."""
    listed = [user for page in client.users_list(limit=3, include_locale=True) for user in page["members"]]
    bots = {user["id"] for user in listed if user["is_bot"]}

    assert len({user["id"] for user in listed}) == len(listed) == 8
    assert {"U0FDESK", "USLACKBOT"} == bots
    assert all(user["locale"] for user in listed)


def test_user_groups_and_their_members(client: WebClient) -> None:
    """Members come along only when they are asked for."""
    plain = client.usergroups_list()["usergroups"]
    with_users = client.usergroups_list(include_users=True)["usergroups"]

    assert not any("users" in group for group in plain)
    assert {"hr": ["U0LINA"], "finance": ["U0TOM"], "it-admins": ["U0SOFIA"]} == {
        group["handle"]: group["users"] for group in with_users
    }
    assert ["U0LINA"] == client.usergroups_users_list(usergroup="S0HR")["users"]
    assert "no_such_subteam" == error_of(client.usergroups_users_list, usergroup="S0NONE")


def test_an_app_lists_public_channels_and_its_own_private_ones(slack: RunningSandbox, client: WebClient) -> None:
    """By default only public channels; a private one without the app does not exist for it."""
    slack.control("channels", name="secret", kind="private", members=["U0MAYA"])
    public = client.conversations_list()["channels"]
    everything = client.conversations_list(types="public_channel,private_channel,im", limit=1000)["channels"]
    kinds = {channel.get("name", channel["id"]) for channel in everything}

    assert {"general", "ask-hr", "random", "上海办公室", "project-kingfisher"} == {c["name"] for c in public}
    assert {"general", "finance-team", "D0MAYA"} <= kinds
    assert "secret" not in kinds
    assert "channel_not_found" == error_of(client.conversations_info, channel="secret")
    assert "invalid_types" == error_of(client.conversations_list, types="rooms")


def test_a_channel_is_described_by_its_kind(client: WebClient) -> None:
    """Public, private and direct."""
    public = client.conversations_info(channel="C0RANDOM", include_num_members=True)["channel"]
    private = client.conversations_info(channel="C0FIN")["channel"]
    direct = client.conversations_info(channel="D0MAYA")["channel"]

    assert (False, False, 5) == (public["is_private"], public["is_member"], public["num_members"])
    assert (True, True) == (private["is_private"], private["is_member"])
    assert (True, "U0MAYA") == (direct["is_im"], direct["user"])


def test_somebody_s_channels_are_those_the_app_may_know_of(slack: RunningSandbox, client: WebClient) -> None:
    """users.conversations does not give away others' private channels or direct messages."""
    slack.control("channels", name="secret", kind="private", members=["U0TOM"])
    types = "public_channel,private_channel,im"
    theirs = client.users_conversations(user="U0TOM", types=types)["channels"]

    assert {"C0GENERAL", "C0ASKHR", "C0RANDOM", "C0FIN", "D0TOM"} == {channel["id"] for channel in theirs}


def test_a_direct_message_is_opened_once(slack: RunningSandbox, client: WebClient) -> None:
    """Opening it again finds the same one."""
    slack.control("users", user="U0NEW", name="new")
    first = client.conversations_open(users=["U0NEW"])
    second = client.conversations_open(users="U0NEW", return_im=True)

    assert first["channel"]["id"] == second["channel"]["id"]
    assert ("already_open" in first.data, second["already_open"]) == (False, True)
    assert "user_not_found" == error_of(client.conversations_open, users=["U0NOBODY"])
    assert "users_list_not_supplied" == error_of(client.api_call, api_method="conversations.open", json={})


def test_an_app_joins_public_channels_only(slack: RunningSandbox, client: WebClient) -> None:
    """After joining it may post; joining again is a warning."""
    client.conversations_join(channel="C0RANDOM")
    client.chat_postMessage(channel="C0RANDOM", text="Hello")
    again = client.conversations_join(channel="C0RANDOM")

    assert "already_in_channel" == again["warning"]
    assert "method_not_supported_for_channel_type" == error_of(client.conversations_join, channel="C0FIN")
    joined = {(d["type"], d["outcome"]) for d in slack.deliveries()}
    assert ("member_joined_channel", "pending") in joined


def test_team_and_bot_are_described(client: WebClient) -> None:
    """Their ids are those of the seed."""
    team, bot = client.team_info()["team"], client.bots_info(bot="B0FDESK")["bot"]

    assert ("T0BRIGHT", "Brightwater Instruments", "brightwater") == (team["id"], team["name"], team["domain"])
    assert ("A0FDESK", "U0FDESK", "Frontdesk") == (bot["app_id"], bot["user_id"], bot["name"])
    assert "bot_not_found" == error_of(client.bots_info, bot="B0NONE")


def test_the_locale_decides_initials(slack: RunningSandbox) -> None:
    """Latin names give two capitals, Chinese names the given name's last character."""
    users = {user["id"]: user["initials"] for user in slack.get("/client/boot")["users"]}

    assert ("MO", "娜", "强") == (users["U0MAYA"], users["U0LINA"], users["U0WANG"])
