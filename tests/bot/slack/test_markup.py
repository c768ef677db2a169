"""Slack's markup, both ways, with texts that mean harm."""

from __future__ import annotations

import random
import re

import pytest

from bot.slack.markup import (
    escaped,
    first_mentioned,
    growing_markdown,
    has_words,
    pieces,
    plain_text,
    safe_markdown,
    shortened,
)

_PIECES = [
    *("<", ">", "<@", "<!", "<#", "@", "!", "#", "|", "[", "]", "(", ")", "](", "]:", "`", "```", "&", "&lt;", "\\"),
    *("U0MAYA", "C0FIN", "here", "channel", "everyone", "subteam^S0HR", "https://evil.example", "www.evil.example"),
    *(
        "mailto:a@b.example",
        "javascript:alert(1)",
        "http:",
        "//evil.example",
        "text",
        " ",
        "\n",
        "，",
        "年假",
        "[1]",
        ".",
    ),
    *("\u200b", "\u202e", "\x00", "\ud800", "*", "_", "~", "date^1^{date}"),
]


def _hostile(seed: int) -> str:
    """A text put together from everything that Slack or Markdown gives meaning to."""
    chance = random.Random(seed)  # noqa: S311 - the same texts in every run
    return "".join(chance.choice(_PIECES) for _ in range(chance.randint(1, 25)))


def test_no_text_from_a_model_notifies_or_links() -> None:
    """Whatever is put together, no token, no broadcast and no link of words comes out, and it can be stored."""
    safe = [safe_markdown(_hostile(seed)) for seed in range(3000)]
    live = re.compile(r"<[@#!/A-Za-z]|@(here|channel|everyone)\b|\][(:]|[\ud800-\udfff\x00]")

    assert [] == [text for text in safe if live.search(text)]


def test_every_address_outside_code_becomes_code() -> None:
    """An address can be read and copied, and never clicked."""
    safe = [safe_markdown(_hostile(seed)) for seed in range(3000)]
    outside = [re.sub(r"```.*?```|`[^`\n]+`", "", text, flags=re.DOTALL) for text in safe]

    assert [] == [text for text in outside if re.search(r"\bhttps?://\w", text)]


@pytest.mark.parametrize(
    ("hostile", "expected"),
    [
        ("Hi <@U0MAYA>!", "Hi !"),
        ("Hi <<@U0MAYA>@U0TOM>!", "Hi ‹@U0TOM>!"),
        ("<!channel> now", " now"),
        ("@here now", "@\u2060here now"),
        ("[click](https://evil.example)", "click (`https://evil.example`)"),
        ("[a [b]](https://evil.example)", "[a [b]]\u2060(`https://evil.example`)"),
        ("<https://evil.example|Leave policy>", "<`https://evil.example`|Leave policy>"),
        ("x < 5 and y > 3 [1].", "x < 5 and y > 3 [1]."),
        ("Install `curl https://vpn.example/x`.", "Install `curl https://vpn.example/x`."),
    ],
)
def test_hostile_markup_loses_its_meaning_and_ordinary_text_is_kept(hostile: str, expected: str) -> None:
    """What is shown still reads like what was meant."""
    assert expected == safe_markdown(hostile)


def test_escaped_text_has_no_live_token() -> None:
    """In mrkdwn nothing between angle brackets is left."""
    safe = [escaped(_hostile(seed)) for seed in range(3000)]

    assert [] == [text for text in safe if re.search(r"[<>]|@(here|channel|everyone)\b", text)]


@pytest.mark.parametrize(
    "text",
    [
        "You have **25 days** [1]. Ask <@U0MAYA> or see [the page](https://policies.example/leave). Done [2].",
        "年假为 25 天 [1]。详见 https://policies.example/leave 的规定。<!here> 请提前申请。",
        "Mail a@b.example, @channel, `code https://x.example` and [text][ref] end.",
        "Run:\n```sh\ncurl https://x.example `<!here>` ```no\n```\nThen `this` and `` that. [a](https://x.example)",
        "Never closed:\n```\ncurl https://x.example\n[a](https://y.example)\nThe end ``` of it",
    ],
)
def test_what_was_streamed_stays_the_beginning_of_what_follows(text: str) -> None:
    """Cut anywhere, the harmless part only grows, so that nothing shown ever has to be taken back."""
    shown = [growing_markdown(text[:end]) for end in range(len(text) + 1)]
    whole = safe_markdown(text)

    assert [] == [part for part in shown if not whole.startswith(part)]
    assert shown[-2]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("<@U0FDESK> How many days?", "How many days?"),
        ("<@U0FDESK|frontdesk>: 请假", "请假"),
        ("May <@U0TOM|Tom> ask in <#C0FIN|finance-team>?", "May @Tom ask in #finance-team?"),
        ("<!here> and <!subteam^S0HR|@hr> and <!subteam^S0HR>", "@here and @hr and @subteam"),
        ("See <https://x.example|the page> or <https://y.example>", "See the page or https://y.example"),
        ("Mail <mailto:a@b.example|a@b.example>", "Mail a@b.example"),
        ("a &lt; b &amp;amp; c &gt; d", "a < b &amp; c > d"),
        ("broken \ud83d encoding\x00 here", "broken encoding here"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_a_typed_message_becomes_plain_text(typed: str, expected: str) -> None:
    """The question that a model reads has none of Slack's markup, and every database can store it."""
    assert expected == plain_text(typed, "U0FDESK")


@pytest.mark.parametrize(
    ("text", "words"),
    [("🎉🎉", False), (":tada: :+1::skin-tone-2:", False), ("?!…", False), ("25?", True), ("请假", True), ("a", True)],
)
def test_emoji_and_punctuation_are_no_words(text: str, words: bool) -> None:  # noqa: FBT001 - a test's expectation
    """Only what has a letter or a digit can be a question."""
    assert words == has_words(text)


def test_the_first_mention_is_found_only_at_the_beginning() -> None:
    """A message to somebody else begins with their name."""
    assert "U0MAYA" == first_mentioned("  <@U0MAYA|maya>, can you?")
    assert first_mentioned("Ask <@U0MAYA>") is None


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 10, "short"),
        ("First sentence. Second one is long.", 25, "First sentence.…"),
        ("第一句话已经说完了。第二句很长很长很长", 15, "第一句话已经说完了。…"),
        ("no sentence ends in this text", 12, "no sentence…"),
    ],
)
def test_a_long_text_ends_at_a_sentence_where_it_can(text: str, limit: int, expected: str) -> None:
    """A quote that is cut still reads well, and never exceeds the limit."""
    assert expected == shortened(text, limit)
    assert len(shortened(text, limit)) <= limit


def test_a_block_of_code_is_shown_while_it_grows() -> None:
    """Who waits for a script may read its first line before the last is there."""
    assert "Run:\n```sh\npip install x" == growing_markdown("Run:\n```sh\npip install x\n").rstrip()


def test_a_block_of_code_that_nobody_closed_is_closed() -> None:
    """What stands behind the answer is no code."""
    assert "Run:\n```\ncurl https://x.example\n```" == safe_markdown("Run:\n```\ncurl https://x.example")


def test_whatever_is_streamed_stays_the_beginning() -> None:
    """Also of texts that mean harm, cut anywhere."""
    texts = [_hostile(seed) for seed in range(400)]
    taken_back = [
        text
        for text in texts
        for end in range(len(text))
        if not safe_markdown(text).startswith(growing_markdown(text[:end]))
    ]

    assert [] == [text for text in taken_back if "\x1b" not in text]


@pytest.mark.parametrize("text", ["&lt;" * 50, "<@U0TOM>" * 30, "👩‍👩‍👧‍👦" * 30, "e\u0301" * 90, "👍🏽" * 60])
def test_nothing_that_belongs_together_is_cut(text: str) -> None:
    """Neither an entity nor a mention, nor an emoji of several characters, wherever the limit is."""
    whole = re.compile(r"(?:&lt;|<@U0TOM>|👩‍👩‍👧‍👦|e\u0301|👍🏽)*…?")
    parts = [part for limit in range(30, 60) for part in (shortened(text, limit), *pieces(text, limit))]

    assert [] == [part for part in parts if not whole.fullmatch(part)]
