"""Every way to ask, over HTTP and over Socket Mode: one cited answer, in the right place, in the asker's language."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import CitedDocuments
from tests.journeys.slack import MENTION, Workspace
from tests.journeys.stack import eventually

pytestmark = [pytest.mark.journey, pytest.mark.usefixtures("transport")]

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_a_direct_message_is_answered_in_its_thread_with_citations(slack: Workspace, cited: CitedDocuments) -> None:
    """The seed question of the product gets the steps of the leave policy."""
    answer = slack.ask("U0MAYA", "D0MAYA", "How do I request vacation?")

    assert "My time > Request time off" in answer.text
    assert {"people/annual-leave-policy.md"} == cited(answer)


def test_a_follow_up_in_a_direct_thread_is_understood_from_what_was_said(
    slack: Workspace, cited: CitedDocuments
) -> None:
    """`And for …?` means nothing without the question before it."""
    first = slack.say("U0MAYA", "D0MAYA", "How far in advance do I have to ask for annual leave?")
    slack.answer_to(first)
    answer = slack.ask("U0MAYA", "D0MAYA", "And for more than 10 days?", thread_ts=first.ts)

    assert "40 working days" in answer.text
    assert "people/annual-leave-policy.md" in cited(answer)


def test_a_mention_and_its_twin_are_answered_once(slack: Workspace, cited: CitedDocuments) -> None:
    """Slack sends `app_mention` and `message` for the same words."""
    asked = slack.say("U0TOM", "C0GENERAL", f"{MENTION} What is the deadline for expense reports?")
    eventually(lambda: slack.is_delivered(asked), "the delivery of both")
    answer = slack.answer_to(asked)

    assert {"message", "app_mention"} == asked.event_ids.keys()
    assert "30 calendar days" in answer.text
    assert "travel-and-expenses/expense-policy-2026.md" in cited(answer)


def test_what_follows_in_a_channels_thread_needs_no_mention(slack: Workspace, cited: CitedDocuments) -> None:
    """Somebody else goes on in the thread; talk outside it is none of the bot's business."""
    first = slack.say("U0MAYA", "C0GENERAL", f"{MENTION} What is the status of Project Kingfisher?")
    slack.answer_to(first)
    chatter = slack.say("U0TOM", "C0GENERAL", "When does Kingfisher launch?")
    eventually(lambda: slack.is_delivered(chatter), "the bot having heard the talk")
    answer = slack.ask("U0TOM", "C0GENERAL", "When does Kingfisher launch?", thread_ts=first.ts)

    assert "9 March 2027" in answer.text
    assert "projects/project-kingfisher.md" in cited(answer)
    assert [] == slack.replies(chatter)


def test_who_presses_stop_gets_no_answer_and_may_go_on_asking(slack: Workspace, cited: CitedDocuments) -> None:
    """The button is there while the question waits; pressing it is answered at once, and nothing else comes."""
    with slack.stack.hung("worker"):
        asked = slack.say("U0MAYA", "D0MAYA", "When may I fly business class?")
        eventually(lambda: slack.can_be_stopped(asked), "the Stop button")
        slack.control("stop", user="U0MAYA", channel="D0MAYA", thread_ts=asked.ts)
        eventually(lambda: slack.finished(asked), "a word that it was stopped")
    stopped = slack.answer_to(asked)
    eventually(lambda: not slack.can_be_stopped(asked), "the button being taken away")  # after the answer is settled
    answer = slack.ask("U0MAYA", "D0MAYA", "How long does a password have to be?", thread_ts=asked.ts)

    assert ("Stopped.", ()) == (stopped.text, stopped.sources)
    assert "14 characters" in answer.text
    assert cited(answer)


def test_a_slash_command_is_answered_for_its_user_alone(slack: Workspace) -> None:
    """That it is in work is said only where it takes long; nobody else in the channel reads any of it."""
    others = len(slack.only_for("U0TOM", "C0GENERAL"))
    said = slack.command("U0MAYA", "C0GENERAL", "/ask How long does a password have to be?")

    assert ["14 characters" in words for words in said if words != "Searching the policies…"] == [True]
    assert others == len(slack.only_for("U0TOM", "C0GENERAL"))


def test_the_status_of_the_knowledge_is_told(slack: Workspace) -> None:
    """`/kb status` names the version and counts the documents, in the person's language."""
    english = "\n".join(slack.command("U0MAYA", "C0GENERAL", "/kb status"))
    chinese = "\n".join(slack.command("U0LINA", "C0GENERAL", "/kb status"))

    assert re.search(r"Version: v\d+", english)
    assert re.search(r"Documents: 2\d\b", english)
    assert re.search(r"文件: 2\d\b", chinese)


def test_the_home_tab_is_shown_in_its_readers_language(slack: Workspace) -> None:
    """Opening the app's own page publishes it."""
    slack.control("home", user="U0LINA")
    home = eventually(lambda: slack.home("U0LINA"), "a Home tab")

    assert "欢迎询问公司制度" in str(home["blocks"])


@pytest.mark.parametrize(
    ("question", "words", "document"),
    [("如何申请休假？", "Harbour", "中国/请假制度.docx"), ("如何退货？", "RMA", "customers/退货政策.md")],
    ids=["leave", "returns"],
)
def test_a_chinese_question_is_answered_in_chinese_from_the_chinese_policy(
    slack: Workspace, cited: CitedDocuments, question: str, words: str, document: str
) -> None:
    """The seeds of the product in Chinese."""
    answer = slack.ask("U0WANG", "D0WANG", question)

    assert words in answer.text
    assert len(CHINESE.findall(answer.text)) > len(answer.text) / 2
    assert {document} == cited(answer)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [("What is machine learning?", "The policies don't say."), ("什么是机器学习？", "现有的公司制度没有说明。")],
    ids=["English", "Chinese"],
)
def test_what_no_policy_says_is_declined_in_the_askers_language(slack: Workspace, question: str, sentence: str) -> None:
    """General knowledge of the model is no policy."""
    answer = slack.ask("U0MAYA", "D0MAYA", question)

    assert answer.text.startswith(sentence)
    assert () == answer.sources


def test_a_click_on_the_feedback_buttons_is_stored_and_thanked_for(slack: Workspace) -> None:
    """The last verdict counts."""
    answer = slack.ask("U0MAYA", "D0MAYA", "How long is the warranty on a sensor?")
    slack.press(answer, "U0MAYA", "D0MAYA", "positive", "Thank you, noted as helpful.")
    liked = slack.verdicts(answer)
    slack.press(answer, "U0MAYA", "D0MAYA", "negative", "Thank you, noted as not helpful.")

    assert {"U0MAYA": True} == liked
    assert {"U0MAYA": False} == slack.verdicts(answer)
