"""Markdown (of `markdown` blocks and streams) as safe HTML: raw HTML off, link schemes whitelisted."""

import re
from collections.abc import MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from ops.sandbox import text
from ops.sandbox.text import LINK_SCHEMES, Names

# Slack's live tokens are honoured in markdown as well; its links are written the markdown way.
TOKEN = re.compile(r"<([@#!][^<>\s]+)>")
EMOJI = re.compile(r":([a-z0-9_+-]+):")


def markdown(source: str, names: Names) -> str:
    """Return markdown as HTML."""
    return str(PARSER.render(source, {"names": names}))


def _slack_token(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    """Parse `<@U…>`, `<#C…>`, `<!here>`."""
    return _push(state, TOKEN, "slack_token", silent=silent)


def _emoji(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  # markdown-it's signature
    """Parse `:tada:`."""
    return _push(state, EMOJI, "emoji", silent=silent)


def _push(state: StateInline, pattern: re.Pattern[str], kind: str, *, silent: bool) -> bool:
    match = pattern.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        state.push(kind, "", 0).content = match.group(1)
    state.pos = match.end()
    return True


def _allowed(url: str) -> bool:
    return url.partition(":")[0].strip().lower() in LINK_SCHEMES


def _render_token(
    _self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    _options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    return text.token(tokens[index].content, env["names"])


def _render_emoji(_self: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    return text.emoji(tokens[index].content)


def _render_link(
    self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    tokens[index].attrSet("target", "_blank")
    tokens[index].attrSet("rel", "noopener noreferrer")
    return self.renderToken(tokens, index, options, env)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    parser.enable(["table", "strikethrough"]).disable("image")
    parser.validateLink = _allowed  # type: ignore[method-assign]  # the documented way to replace it
    parser.inline.ruler.before("autolink", "slack_token", _slack_token)
    parser.inline.ruler.before("emphasis", "emoji", _emoji)
    parser.add_render_rule("slack_token", _render_token)
    parser.add_render_rule("emoji", _render_emoji)
    parser.add_render_rule("link_open", _render_link)
    return parser


PARSER = _parser()
