"""Events over signed HTTP: who hears what, the envelope, and Slack's retries."""

import json
from typing import Any

from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import PATIENCE_S, SECRET, Receiver

Json = dict[str, Any]


def events(receiver: Receiver) -> list[Json]:
    """The inner events that were received."""
    return [json.loads(body)["event"] for _, body in receiver.received]


def attempts(slack: RunningSandbox) -> list[Json]:
    """The attempts of the first delivery."""
    deliveries = slack.deliveries()
    return list(deliveries[0]["attempts"]) if deliveries else []


def of_type(receiver: Receiver, kind: str) -> list[Json]:
    """The inner events of one type that were received: what one act causes is sent side by side, in any order."""
    return [event for event in events(receiver) if event["type"] == kind]


def say(slack: RunningSandbox, channel: str = "D0MAYA", text: str = "Hello", user: str = "U0MAYA") -> Json:
    """Have an employee write a message."""
    return slack.control("message", user=user, channel=channel, text=text)


def test_an_event_is_signed_and_enveloped_as_by_slack(slack: RunningSandbox, receiver: Receiver) -> None:
    """The SDK's own verifier accepts it, and the envelope names workspace, app, event and authorization."""
    sent = say(slack)
    wait_until(lambda: receiver.received)
    headers, body = receiver.received[0]
    envelope = json.loads(body)

    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert "x-slack-retry-num" not in headers
    assert ("event_callback", "T0BRIGHT", "A0FDESK") == (
        envelope["type"],
        envelope["team_id"],
        envelope["api_app_id"],
    )
    assert sent["event_id"] == envelope["event_id"]
    assert envelope["event_id"].startswith("Ev")
    assert ("U0FDESK", True) == (envelope["authorizations"][0]["user_id"], envelope["authorizations"][0]["is_bot"])


def test_a_message_event_is_what_the_composer_sends(slack: RunningSandbox, receiver: Receiver) -> None:
    """It has the kind of channel, a client id and the typed text as rich text."""
    say(slack, "C0FIN", "Hi <@U0FDESK>", "U0TOM")
    (event,) = wait_until(lambda: of_type(receiver, "message"))

    assert ("group", "C0FIN", "U0TOM", event["ts"]) == (
        event["channel_type"],
        event["channel"],
        event["user"],
        event["event_ts"],
    )
    leaves = event["blocks"][0]["elements"][0]["elements"]
    assert [{"type": "text", "text": "Hi "}, {"type": "user", "user_id": "U0FDESK"}] == leaves
    assert event["client_msg_id"]


def test_an_app_hears_only_what_it_subscribes_to_where_it_is_a_member(
    slack: RunningSandbox, receiver: Receiver
) -> None:
    """Neither other channels, nor unsubscribed events, nor events without their scope arrive."""
    say(slack, "C0RANDOM", "<@U0FDESK>")
    slack.control("app", bot_events=["message.im"])
    say(slack, "C0ASKHR")
    slack.control("app", bot_events=["message.im", "message.channels"], scopes=["im:history"])
    say(slack, "C0ASKHR")
    say(slack, "D0MAYA", "This one")
    wait_until(lambda: receiver.received)

    assert ["This one"] == [event["text"] for event in events(receiver)]
    assert 1 == len(slack.deliveries())  # nothing else is still on its way


def test_a_failed_delivery_is_retried_at_once_after_a_minute_and_after_five(
    slack: RunningSandbox, receiver: Receiver
) -> None:
    """The retries carry their number and the reason; after the third Slack gives up."""
    receiver.answers = [500, 404, 503, 500]
    say(slack)
    wait_until(lambda: len(attempts(slack)) == 2)
    slack.control("clock", advance=60)
    wait_until(lambda: len(attempts(slack)) == 3)
    slack.control("clock", advance=300)
    wait_until(lambda: slack.deliveries()[0]["outcome"] == "gave_up")

    numbers = [headers.get("x-slack-retry-num") for headers, _ in receiver.received]
    reasons = [headers.get("x-slack-retry-reason") for headers, _ in receiver.received]
    assert [None, "1", "2", "3"] == numbers
    assert [None, "http_error", "http_error", "http_error"] == reasons
    assert [500, 404, 503, 500] == [attempt["status"] for attempt in attempts(slack)]
    assert 1 == len({body for _, body in receiver.received})


def test_an_app_can_decline_to_be_sent_an_event_again(slack: RunningSandbox, receiver: Receiver) -> None:
    """X-Slack-No-Retry: 1 ends the delivery."""
    receiver.answers, receiver.headers = [500], {"X-Slack-No-Retry": "1"}
    say(slack)
    wait_until(lambda: slack.deliveries()[0]["outcome"] == "gave_up")

    assert 1 == len(receiver.received)


def test_a_lost_acknowledgement_leads_to_a_second_delivery(slack: RunningSandbox, receiver: Receiver) -> None:
    """The app acknowledged, Slack did not notice, and the same event comes again."""
    slack.control("faults", target="events", kind="drop_ack")
    say(slack)
    wait_until(lambda: len(receiver.received) == 2)

    assert "http_timeout" == receiver.received[1][0]["x-slack-retry-reason"]
    assert receiver.received[0][1] == receiver.received[1][1]


def test_an_app_that_is_too_slow_is_sent_the_event_again(slack: RunningSandbox, receiver: Receiver) -> None:
    """No answer within the time to acknowledge is a timeout."""
    slack.control("settings", ack_timeout=0.2, retry_delays=[60])
    receiver.held = 1
    say(slack)
    wait_until(lambda: len(attempts(slack)) == 1)
    receiver.released.set()
    slack.control("settings", ack_timeout=PATIENCE_S)  # the second attempt is judged by its answer, not by its haste
    slack.control("clock", advance=60)
    wait_until(lambda: len(attempts(slack)) == 2)

    assert ["http_timeout", None] == [attempt["reason"] for attempt in attempts(slack)]


def test_own_messages_come_back_marked_as_the_bot_s(
    slack: RunningSandbox, receiver: Receiver, client: WebClient
) -> None:
    """As at Slack an app hears itself and must ignore it by bot_id."""
    client.chat_postMessage(channel="C0ASKHR", text="<@U0FDESK> talks to itself")
    wait_until(lambda: receiver.received)

    assert [("message", "B0FDESK", "U0FDESK")] == [(e["type"], e["bot_id"], e["user"]) for e in events(receiver)]


def test_edits_and_deletions_are_events_of_their_own(slack: RunningSandbox, receiver: Receiver) -> None:
    """They carry the message before and after."""
    ts = say(slack, text="first")["ts"]
    slack.control("edit", user="U0MAYA", channel="D0MAYA", ts=ts, text="second")
    slack.control("delete", user="U0MAYA", channel="D0MAYA", ts=ts)
    wait_until(lambda: len(receiver.received) == 3)
    by_subtype = {event.get("subtype"): event for event in events(receiver)}

    changed, deleted = by_subtype["message_changed"], by_subtype["message_deleted"]
    assert ("first", "second") == (changed["previous_message"]["text"], changed["message"]["text"])
    assert ts == deleted["deleted_ts"]


def test_changed_rights_are_told(slack: RunningSandbox, receiver: Receiver) -> None:
    """Members of channels and of user groups, and people themselves."""
    slack.control("channels", channel="C0FIN", members=["U0MAYA", "U0FDESK"])
    slack.control("groups", handle="hr", users=["U0MAYA"])
    slack.control("users", user="U0DANA", is_restricted=False)
    wait_until(lambda: len(receiver.received) == 5)
    by_type = {event["type"]: event for event in events(receiver)}

    assert ("U0MAYA", "C0FIN") == (
        by_type["member_joined_channel"]["user"],
        by_type["member_joined_channel"]["channel"],
    )
    assert "U0TOM" == by_type["member_left_channel"]["user"]
    changed = by_type["subteam_members_changed"]
    assert (["U0MAYA"], ["U0LINA"]) == (changed["added_users"], changed["removed_users"])
    assert ["U0MAYA"] == by_type["subteam_updated"]["subteam"]["users"]
    assert by_type["user_change"]["user"]["is_restricted"] is False


def test_newcomers_are_told(slack: RunningSandbox, receiver: Receiver) -> None:
    """A new person, user group and channel each have their event."""
    slack.control("users", user="U0NEW", name="new", real_name="Newcomer")
    slack.control("groups", handle="legal", users=["U0NEW"])
    slack.control("channels", name="legal", members=["U0NEW"])
    wait_until(lambda: len(receiver.received) == 5)

    expected = {"team_join", "subteam_created", "subteam_members_changed", "subteam_updated", "channel_created"}
    assert expected == {event["type"] for event in events(receiver)}


def test_a_raw_event_can_be_sent_with_any_headers(slack: RunningSandbox, receiver: Receiver) -> None:
    """For tests of wrong signatures and of repeated events."""
    event = {"type": "message", "channel": "D0MAYA", "user": "U0MAYA", "text": "x", "ts": "1.000000"}
    forged = slack.control("event", event=event, headers={"X-Slack-Signature": "v0=forged"})
    again = slack.control("event", event=event, event_id=forged["event_id"], retry_num=1)
    (first, body), (second, _) = receiver.received

    assert not SignatureVerifier(SECRET).is_valid_request(body, first)
    assert forged["event_id"] == again["event_id"]
    assert "1" == second["x-slack-retry-num"]


def test_fifty_events_a_second_all_arrive(slack: RunningSandbox, receiver: Receiver) -> None:
    """A burst of 150 messages is delivered whole, each once."""
    sent = {say(slack, text=str(number))["ts"] for number in range(150)}
    # The receiver has each before the sandbox has noted that it was taken.
    wait_until(lambda: {"delivered"} == {delivery["outcome"] for delivery in slack.deliveries()})

    assert 150 == len(receiver.received)
    assert sent == {event["ts"] for event in events(receiver)}
    assert {1} == {len(delivery["attempts"]) for delivery in slack.deliveries()}
