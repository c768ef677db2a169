"""Files that are shown with a question: for their asker alone, read by a worker, kept nowhere on the way."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any, Final

import pytest

from bot.delivery.messages.composing import compose
from bot.delivery.process import Parts
from bot.intake.preparing import NotYet
from bot.records.models import Request
from bot.slack.downloads import is_slacks
from bot.wording import WORDINGS
from ops.sandbox.running import RunningSandbox
from tests.bot.edge import Edge
from tests.bot.office import Office
from tests.bot.replies import answer_to
from workers.contract import EDGE, FILES, UNREAD, Reply, ShownFile, files_key, unpack_file

Json = dict[str, Any]

CONTRACT: Final = {"name": "contract.md", "content": "# Contract\n\nThe notice period is six weeks."}
CLIP: Final = {"name": "clip.webm", "content": "x", "subtype": "slack_audio", "mimetype": "audio/webm"}
SAID: Final = "How many days of leave?"


def _show(
    office: Office, text: str, *files: Json, channel: str = "D0MAYA", user: str = "U0MAYA", **more: str
) -> Request:
    """Somebody sends files; returns the request in the ledger, prepared."""
    ts = office.slack.control("message", user=user, channel=channel, text=text, files=[*files], **more)["ts"]
    stored = office.slack.get("/control/state")["messages"][channel]
    message = next(each for each in stored if each["ts"] == ts)
    event = {"ts": ts, "subtype": "file_share", "files": _as_event(office, message), **more}
    send = office.edge.message if channel.startswith("D") else office.edge.mention
    assert 200 == send(user, channel, text, **event).status
    return next(request for request in office.requests() if request.message_ts == ts)


def _as_event(office: Office, message: Json) -> list[Json]:
    """The files of a message, as Slack Connect's events have them: everything else is to be asked for."""
    names = {file["id"]: file["name"] for file in office.slack.get("/control/state")["files"]}
    return [
        {"id": file, "name": names[file], "file_access": "check_file_info", **_kind(names[file])}
        for file in message["file_ids"]
    ]


def _kind(name: str) -> Json:
    return {"subtype": "slack_audio"} if name == CLIP["name"] else {}


def _handed_over(parts: Parts, office: Office, request: Request) -> list[ShownFile]:
    """What a worker gets that asks for the files of a request."""
    parts.files.give("answer", request.work_id, attempt=2)
    packed: Any = office.redis.lrange(files_key("answer"), 0, -1)
    return [unpack_file(each) for each in packed]


def test_a_file_goes_to_the_worker_that_asks_and_its_address_and_bytes_not_into_the_queue(
    office: Office, parts: Parts
) -> None:
    """The queue has its name; only whoever asked may read what is made of it, and it does not lie around."""
    request = _show(office, "What is the notice period?", CONTRACT)
    (payload,) = office.queued("questions")
    (file,) = _handed_over(parts, office, request)

    assert ["contract.md"] == payload[FILES]
    assert EDGE not in payload
    assert "files-pri" not in json.dumps(payload)
    assert (CONTRACT["content"].encode(), ("user:U0MAYA",), ".md") == (file.data, file.readers, file.suffix)
    assert 0 < int(office.redis.ttl(files_key("answer"))) < 60


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ({**CONTRACT, "size": 300 * 2**20}, "too_large"),
        ({"name": "lies.txt", "content": "leave " * 100, "size": 1}, "too_large"),
        ({"name": "setup.exe", "content": "MZ"}, "unsupported"),
        ({"name": "song.mp3", "content": "x"}, "unsupported"),
    ],
)
def test_what_cannot_be_read_is_not_handed_over_but_named(
    office: Office, parts: Parts, monkeypatch: pytest.MonkeyPatch, file: Json, problem: str
) -> None:
    """Whatever it says of its size: what comes counts, and no more than that is taken."""
    monkeypatch.setattr("bot.slack.shown_files.LARGEST_FILE", 500)
    request = _show(office, "What is the notice period?", file)
    (handed,) = _handed_over(parts, office, request)

    assert (problem, b"") == (handed.problem, handed.data)


@pytest.mark.parametrize(("change", "problem"), [("deleted", "gone"), ("scopes", "no_scope"), ("fault", "unreachable")])
def test_what_slack_does_not_give_any_more_is_named(office: Office, parts: Parts, change: str, problem: str) -> None:
    """The question is answered all the same."""
    request = _show(office, "What is the notice period?", CONTRACT)
    if change == "deleted":
        office.slack.control("files", file=request.payload[EDGE][FILES][0]["id"], deleted=True)
    elif change == "scopes":
        office.slack.control("scopes", scopes=["chat:write"])
    else:
        office.slack.control("faults", method="files.info", kind="status", value=500, times=None)

    assert [problem] == [file.problem for file in _handed_over(parts, office, request)]


def test_of_four_files_three_are_read_and_the_other_is_named(office: Office, parts: Parts) -> None:
    """None is left out in silence."""
    files = [{**CONTRACT, "name": f"{number}.md"} for number in range(4)]
    request = _show(office, "What is the notice period?", *files)

    assert [None, None, None, "too_many"] == [file.problem for file in _handed_over(parts, office, request)]


def test_files_of_a_request_that_is_over_or_was_edited_are_not_handed_over(office: Office, parts: Parts) -> None:
    """A worker that asks late gets nothing."""
    request = _show(office, "What is the notice period?", CONTRACT)
    parts.files.give("answer", f"{request.id}.7")
    office.ledger.settle(request.id, "D0MAYA", "2.0")
    parts.files.give("answer", request.work_id)

    assert 0 == office.redis.exists(files_key("answer"))


def test_a_mention_with_a_file_is_answered_to_its_asker_alone_and_says_so(office: Office) -> None:
    """The file is for nobody else in the channel."""
    request = _show(office, "What is the notice period?", CONTRACT, channel="C0GENERAL")
    (payload,) = office.queued("questions")
    message = compose(request, answer_to(request))

    assert "command" == request.surface
    assert "user:U0MAYA" in payload["principals"]
    assert WORDINGS["en"].file_private in str(message.tail)


def test_a_follow_up_in_the_thread_is_about_the_file_for_whoever_showed_it_and_for_nobody_else(office: Office) -> None:
    """Also when it is asked in the channel: then privately again."""
    first = _show(office, "What is the notice period?", CONTRACT, channel="C0GENERAL")
    for user, ts in (("U0MAYA", "9999999998.000001"), ("U0TOM", "9999999998.000002")):
        office.edge.mention(user, "C0GENERAL", "And how high is the fee?", thread_ts=first.message_ts, ts=ts)
    maya, tom = office.requests()[1:]

    assert ("command", ["contract.md"]) == (maya.surface, maya.payload[FILES])
    assert "channel" == tom.surface
    assert FILES not in tom.payload
    assert FILES not in tom.payload[EDGE]


def test_a_reply_below_the_private_answer_is_about_the_file(office: Office) -> None:
    """The answer stands in the direct messages, where it begins a thread of its own."""
    first = _show(office, "What is the notice period?", CONTRACT, channel="C0GENERAL")
    office.ledger.settle(first.id, "D0MAYA", "9.0")
    office.edge.message("U0MAYA", "D0MAYA", "And the fee?", thread_ts="9.0", ts="10.0")

    (below,) = [request for request in office.requests() if request.message_ts == "10.0"]

    assert ["contract.md"] == below.payload[FILES]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (CONTRACT, "What would you like to know about *contract.md*?"),
        ({**CONTRACT, "size": 300 * 2**20}, "too large"),
        ({**CONTRACT, "name": "setup.exe"}, "I cannot read “setup.exe”"),
        ({**CONTRACT, "name": "<!channel> <@U0TOM>.md"}, "What would you like to know about"),
    ],
)
def test_a_file_without_a_word_is_asked_about_or_refused_at_once(office: Office, file: Json, said: str) -> None:
    """A name that would call people calls nobody."""
    request = _show(office, "", file)
    message = compose(request, None)

    assert "notice" == request.kind
    assert said in message.notification
    assert not any(token in message.notification for token in ("<!channel>", "<@U0TOM>"))


def test_a_question_below_a_file_without_a_word_is_about_it(office: Office) -> None:
    """What was asked back is answered."""
    shown = _show(office, "", CONTRACT)
    later = f"{float(shown.message_ts or 0) + 1:.6f}"
    office.edge.message("U0MAYA", "D0MAYA", "What is the notice period?", thread_ts=shown.message_ts, ts=later)

    assert ["contract.md"] == office.queued("questions")[0][FILES]


def test_a_guest_is_told_that_files_are_read_for_members(office: Office) -> None:
    """They hold nothing but what is public, which a file never is; their question is answered."""
    office.slack.control("users", user="U0MAYA", is_restricted=True)
    request = _show(office, "What is the notice period?", CONTRACT)
    message = compose(request, answer_to(request))

    assert FILES not in office.queued("questions")[0]
    assert "for members of this workspace only" in str(message.tail)


def test_files_that_people_show_each_other_in_a_group_are_not_read(office: Office, edge: Edge) -> None:
    """Nobody asked us."""
    files = [{"id": "F1", "name": "contract.md"}]
    edge.event(
        {
            "type": "message",
            "channel_type": "mpim",
            "channel": "G0TRIO",
            "user": "U0MAYA",
            "text": "How many days?",
            "ts": "5.0",
            "files": files,
        }
    )

    assert all(FILES not in request.payload.get(EDGE, {}) for request in office.requests())


def test_what_a_worker_could_not_read_is_said_below_the_answer(office: Office) -> None:
    """In the asker's language, with the file's name."""
    request = _show(office, "What is the notice period?", CONTRACT)
    answer = {**(answer_to(request).answer or {}), UNREAD: [["contract.md", "password"]]}
    message = compose(request, Reply(request.work_id, answer=answer))

    assert "“contract.md” has a password" in str(message.tail)


def test_what_was_said_of_a_file_is_no_approved_question_and_no_document_to_follow(
    office: Office, parts: Parts
) -> None:
    """Neither `/kb eval` nor the Home tab sees it."""
    request = _show(office, "What is the notice period?", CONTRACT)
    answer = answer_to(request).answer or {}
    cited = [{**answer["citations"][0], "document": "file:F1"}]
    outcomes = parts.preparer.outcomes
    outcomes.answered(outcomes.record_of(request, {**answer, "citations": cited}))
    outcomes.judged(request.id, "U0MAYA", helpful=True)

    assert [] == outcomes.approved_by("U0MAYA")
    assert [] == parts.homes.histories.cited_for("U0MAYA")


# What is said in clips


@pytest.mark.parametrize(
    ("clip", "text"),
    [
        ({"transcription": {"status": "complete", "preview": {"content": SAID, "has_more": False}}}, SAID),
        (
            {
                "transcription": {"status": "complete", "preview": {"content": "How many", "has_more": True}},
                "subtitles": "WEBVTT\n\n1\n00:00.000 --> 00:01.000\n<v Maya>How many days\n\nNOTE x\n\n"
                "00:01.000 --> 00:02.000\nof leave?\n",
            },
            SAID,
        ),
    ],
)
def test_what_is_said_in_a_clip_is_the_question(office: Office, clip: Json, text: str) -> None:
    """By Slack's own transcript, whole."""
    _show(office, "", {**CLIP, **clip})

    assert [text] == [payload["text"] for payload in office.queued("questions")]


def test_what_is_typed_beside_a_clip_is_asked_with_it(office: Office) -> None:
    """Both, in this order."""
    said = {"transcription": {"status": "complete", "preview": {"content": SAID}}}
    _show(office, "In Dublin:", {**CLIP, **said})

    assert [f"In Dublin:\n{SAID}"] == [payload["text"] for payload in office.queued("questions")]


def test_a_clip_that_slack_still_writes_down_is_waited_for(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a minute; then the asker reads that it was not."""
    with pytest.raises(NotYet):
        _show(office, "", {**CLIP, "transcription": {"status": "processing"}})
    monkeypatch.setattr("bot.intake.spoken.PATIENCE", timedelta(0))
    with office.database.read() as session:
        (waiting,) = session.query(Request).all()
    office.preparer.prepare(waiting.id)
    (request,) = office.requests()

    assert "Slack has not transcribed “clip.webm”" in compose(request, None).notification


@pytest.mark.parametrize("status", ["failed", "none"])
def test_a_clip_without_words_gets_its_sentence_or_a_note_below_the_answer(office: Office, status: str) -> None:
    """Nothing is lost: what was typed is answered."""
    clip = {**CLIP, "transcription": {"status": status}}
    alone, typed = _show(office, "", clip), _show(office, SAID, clip)

    assert "has not transcribed" in compose(alone, None).notification
    assert "has not transcribed" in str(compose(typed, answer_to(typed)).tail)
    assert [SAID] == [payload["text"] for payload in office.queued("questions")]


# Where our token goes


@pytest.mark.parametrize(
    ("url", "ours"),
    [
        ("https://files.slack.com/files-pri/T1-F1/download/a.pdf", True),
        ("http://127.0.0.1:9000/files-pri/F1/a.pdf", True),
        ("http://files.slack.com/a.pdf", False),
        ("https://files.slack.com.evil.example/a.pdf", False),
        ("https://files.slack.com@evil.example/a.pdf", False),
        ("https://evil.example\\@files.slack.com/a.pdf", False),
        ("https://evilslack.com/a.pdf", False),
        ("http://127.0.0.1:9001/a.pdf", False),
        ("file:///etc/passwd", False),
        ("", False),
    ],
)
def test_our_token_goes_to_slack_and_nowhere_else(url: str, ours: bool) -> None:  # noqa: FBT001 - what is expected
    """Whatever an event says."""
    assert ours is is_slacks(url, "http://127.0.0.1:9000/api/")


def test_a_redirect_is_not_followed(office: Office, parts: Parts, slack: RunningSandbox) -> None:
    """Slack leads to its sign-in page whoever may not have a file."""
    request = _show(office, "What is the notice period?", CONTRACT)
    slack.control("faults", method="files.info", kind="error", value="unknown_method", times=None)
    stored = request.payload[EDGE][FILES][0] | {
        "url_private": f"{slack.api_url.removesuffix('/api/')}/archives/C0GENERAL/p1"
    }
    payload = {**request.payload, EDGE: {**request.payload[EDGE], FILES: [stored]}}
    office.ledger.narrowed(request, payload)
    again = office.ledger.get(request.id)
    assert again is not None

    assert ["no_scope"] == [file.problem for file in _handed_over(parts, office, again)]
