"""Text becomes HTML that shows it and does nothing else."""

import re
from collections.abc import Callable

import pytest

from ops.sandbox.markdown import markdown
from ops.sandbox.text import Names, decode, encode, mrkdwn, plain, rich_text

NAMES = Names(
    user={"U0MAYA": "Maya <b>Okafor</b>"}.get,
    channel={"C0ASKHR": "ask-hr"}.get,
    group={"S0HR": "hr"}.get,
)
HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "<javascript:alert(1)|click>",
    "<JaVaScRiPt:alert(1)|click>",
    "<data:text/html,<script>alert(1)</script>|x>",
    '<https://a.example/" onmouseover="alert(1)|x>',
    "<https://a.example/'onclick='alert(1)|<b>x</b>>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](vbscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "![x](javascript:alert(1))",
    '[x](https://a.example "\\" onmouseover=\\"alert(1)")',
    "<svg/onload=alert(1)>",
    "```</pre><script>alert(1)</script>```",
    "`</code><script>alert(1)</script>`",
    "<@U0MAYA|<script>alert(1)</script>>",
    "<!subteam^S0|<img src=x>>",
    '<!date^1" onclick="alert(1)^{date}" onclick="alert(1)^javascript:alert(1)|<b>x</b>>',
    '<!date^1^{time}^https://a.example/" onclick="alert(1)|x>',
    ":<script>:",
    "> <iframe src='https://a.example'>",
    "<https://[::1|x>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
]
TAG = re.compile(r"<(/?)([a-zA-Z0-9]+)([^<>]*)>")
ALLOWED = {
    "a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "span", "strong", "table", "tbody", "td", "th", "thead", "time", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = re.compile(
    r'( href="(https?:|mailto:)[^"<>]*"| target="_blank"| rel="noopener noreferrer"| class="[\w-]+"| title="[^"<>]*"'
    r'| data-(at|form)="[^"<>]*")*'
)
Convert = Callable[[str, Names], str]


@pytest.mark.parametrize("source", HOSTILE)
@pytest.mark.parametrize("convert", [mrkdwn, markdown])
def test_hostile_text_yields_only_harmless_tags(convert: Convert, source: str) -> None:
    """Every tag is on the list, every attribute of a known form, and nothing else opens a tag."""
    html = convert(source, NAMES)

    for _, name, attributes in TAG.findall(html):
        assert name in ALLOWED
        assert ATTRIBUTES.fullmatch(attributes), attributes
    assert "<" not in TAG.sub("", html)


def test_mrkdwn_constructs_are_shown() -> None:
    """Bold, italic, struck, code, mentions, links, emoji and quotations."""
    source = "*b* _i_ ~s~ `c` <@U0MAYA> <#C0ASKHR> <!subteam^S0HR> <!here> <https://a.example/?x=1&amp;y|L> :tada:"
    expected = (
        "<strong>b</strong> <em>i</em> <s>s</s> <code>c</code> "
        '<span class="mention">@Maya &lt;b&gt;Okafor&lt;/b&gt;</span> <span class="mention">#ask-hr</span> '
        '<span class="mention">@hr</span> <span class="mention">@here</span> '
        '<a href="https://a.example/?x=1&amp;y" target="_blank" rel="noopener noreferrer">L</a> 🎉'
    )

    assert expected == mrkdwn(source, NAMES)
    assert "<blockquote>a<br>b</blockquote>c" == mrkdwn("&gt; a\n&gt; b\nc", NAMES)
    assert "2 * 3 * 4, snake_case_name" == mrkdwn("2 * 3 * 4, snake_case_name", NAMES)


def test_markdown_constructs_are_shown() -> None:
    """Headings, tables, lists, strong text and Slack's mentions."""
    html = markdown("# 请假\n\n**25** <@U0MAYA> ~~old~~\n\n| a | b |\n|---|---|\n| 1 | 2 |", NAMES)

    assert html.startswith("<h1>请假</h1>")
    assert '<strong>25</strong> <span class="mention">@Maya' in html
    assert "<s>old</s>" in html
    assert "<td>2</td>" in html


def test_rich_text_is_shown_with_its_styles() -> None:
    """Sections, lists, quotations and code; an unsafe link is only its text."""
    leaves = [
        {"type": "text", "text": "<b>", "style": {"bold": True}},
        {"type": "link", "url": "javascript:alert(1)", "text": "no"},
        {"type": "user", "user_id": "U0MAYA"},
    ]
    section = {"type": "rich_text_section", "elements": leaves}
    block = {"elements": [section, {"type": "rich_text_list", "style": "ordered", "elements": [section]}]}
    shown = '<strong>&lt;b&gt;</strong>no<span class="mention">@Maya &lt;b&gt;Okafor&lt;/b&gt;</span>'

    assert f"{shown}<ol><li>{shown}</li></ol>" == rich_text(block, NAMES)


def test_plain_text_knows_only_emoji() -> None:
    """A star stays a star."""
    assert "*a* &lt;b&gt; ✅" == plain("*a* <b> :white_check_mark:")


def test_encoding_is_undone_by_decoding() -> None:
    """Exactly the three characters that Slack escapes are escaped."""
    text = "a & b < c > d &amp; \"quoted\" 'single' 中文"

    assert text == decode(encode(text))
    assert "&amp;lt;" == encode("&lt;")


@pytest.mark.parametrize("convert", [mrkdwn, markdown])
def test_long_runs_of_marks_are_converted_all_the_same(convert: Convert) -> None:
    """Forty thousand opening marks cost no more than linear time; the test's time limit is the judge."""
    for mark in ("*", "_", "~", "`", "<", ":", "> ", "[", "(<"):
        assert convert(mark * (10_000 // len(mark)), NAMES)
