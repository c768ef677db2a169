"""Files that people put into a question, and what an app can do with them."""

from __future__ import annotations

from typing import Any

import httpx
from slack_bolt import App
from slack_sdk import WebClient

from ops.sandbox.running import RunningSandbox, wait_until
from tests.ops.sandbox.apps import BOT_TOKEN, PATIENCE_S, Start, error_of

Json = dict[str, Any]
BEARER = {"Authorization": f"Bearer {BOT_TOKEN}"}


def ask_with(slack: RunningSandbox, channel: str = "D0MAYA", **file: object) -> Json:
    """Have Maya ask about a file; return the file object."""
    slack.control("message", user="U0MAYA", channel=channel, text="What does it say?", files=[file])
    return dict(slack.state()["files"][-1])


def test_a_file_in_a_question_is_downloaded_with_the_token(slack: RunningSandbox, bolt: App, start_http: Start) -> None:
    """The message's subtype is `file_share`; its `url_private` gives the very bytes."""
    heard: list[Json] = []
    bolt.event({"type": "message", "subtype": "file_share"})(lambda event: heard.append(dict(event)))
    bolt.event("file_shared")(lambda: None)
    start_http(bolt)
    ask_with(slack, name="规定.txt", content="每年20天")
    wait_until(lambda: heard)
    (file,) = heard[0]["files"]
    bytes_ = httpx.get(file["url_private"], headers=BEARER, trust_env=False, timeout=PATIENCE_S).content

    assert ("What does it say?", "规定.txt", "text/plain") == (heard[0]["text"], file["name"], file["mimetype"])
    assert ("每年20天", len(bytes_)) == (bytes_.decode(), file["size"])


def test_without_the_right_token_there_is_only_a_page_to_sign_in(slack: RunningSandbox, client: WebClient) -> None:
    """As at Slack no error status tells an app which follows redirects that it has no file in hand."""
    address = client.files_info(file=ask_with(slack, name="a.txt", content="x")["id"])["file"]["url_private"]
    follow = {"follow_redirects": True, "trust_env": False, "timeout": PATIENCE_S}
    strangers = httpx.get(address, headers={"Authorization": "Bearer xoxb-other"}, **follow)
    slack.control("scopes", scopes=["im:history"])
    without_scope = httpx.get(address, headers=BEARER, **follow)

    assert [200, 200] == [strangers.status_code, without_scope.status_code]
    assert {"text/html; charset=utf-8"} == {page.headers["content-type"] for page in (strangers, without_scope)}


def test_a_file_of_a_channel_without_the_app_is_not_the_app_s_to_read(slack: RunningSandbox, client: WebClient) -> None:
    """Neither its description nor its bytes."""
    file = ask_with(slack, "C0RANDOM", name="a.txt", content="x")
    address = f"{slack.url}/files-pri/{file['id']}/a.txt"
    answer = httpx.get(address, headers=BEARER, trust_env=False, timeout=PATIENCE_S)

    assert "file_not_found" == error_of(client.files_info, file=file["id"])
    assert 404 == answer.status_code


def test_a_voice_clip_brings_its_transcript_and_a_large_file_only_its_size(
    slack: RunningSandbox, client: WebClient
) -> None:
    """What a test says of a file stands in the file object."""
    transcript = {"status": "complete", "locale": "en-US", "preview": {"content": "How much leave?", "has_more": False}}
    clip = ask_with(slack, name="audio.m4a", mimetype="audio/mp4", subtype="slack_audio", transcription=transcript)
    large = ask_with(slack, name="film.pdf", size=300 * 1024 * 1024)
    described = [client.files_info(file=file["id"])["file"] for file in (clip, large)]

    assert ("slack_audio", transcript) == (described[0]["subtype"], described[0]["transcription"])
    assert ("audio/mp4", 300 * 1024 * 1024) == (described[0]["mimetype"], described[1]["size"])
