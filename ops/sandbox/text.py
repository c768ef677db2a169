"""Slack's mrkdwn and rich text as safe HTML for the page.

Everything that is not one of the few constructs below is escaped; no attribute ever holds unchecked text.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from ops.sandbox.emoji import EMOJI
from ops.sandbox.model import Json

LINK_SCHEMES = frozenset({"http", "https", "mailto"})
FENCE = re.compile(r"```\n?(.*?)```", re.DOTALL)
# A delimiter counts only at the edge of a word, as in Slack; each alternative stops at the line's end.
INLINE = re.compile(
    r"""(?P<code>`[^`\n]+`)
    |(?P<token><[^<>\n]+>)
    |(?P<url>https?://[^\s<>|*_~`"']+)
    |(?P<bold>(?<![\w*])\*(?=\S)[^*\n]+(?<=\S)\*(?![\w*]))
    |(?P<italic>(?<![\w_])_(?=\S)[^_\n]+(?<=\S)_(?![\w_]))
    |(?P<strike>(?<![\w~])~(?=\S)[^~\n]+(?<=\S)~(?![\w~]))
    |(?P<emoji>:[a-z0-9_+-]+:)""",
    re.VERBOSE,
)
STYLES = {"bold": "strong", "italic": "em", "strike": "s", "code": "code"}


@dataclass(frozen=True)
class Names:
    """How ids read: each function returns the name of an id, or None."""

    user: Callable[[str], str | None]
    channel: Callable[[str], str | None]
    group: Callable[[str], str | None]


def encode(text: str) -> str:
    """Escape the three characters that Slack escapes in message text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def decode(text: str) -> str:
    """Undo `encode`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape(text: str) -> str:
    """Return Slack-encoded text as HTML that shows exactly its characters."""
    return html.escape(decode(text), quote=True)


def link(url: str, label_html: str) -> str:
    """Return a link that opens in a new tab, or only its label where the scheme is not allowed."""
    try:
        allowed = urlsplit(url).scheme.lower() in LINK_SCHEMES
    except ValueError:
        allowed = False
    if not allowed:
        return label_html
    return f'<a href="{html.escape(url, quote=True)}" target="_blank" rel="noopener noreferrer">{label_html}</a>'


def mention(sigil: str, name: str) -> str:
    """Return a highlighted mention such as @maya."""
    return f'<span class="mention">{html.escape(sigil + name)}</span>'


def emoji(code: str) -> str:
    """Return an emoji for a shortcode without its colons; an unknown one as it was written."""
    return EMOJI.get(code) or html.escape(f":{code}:")


def mrkdwn(text: str, names: Names) -> str:
    """Return Slack's mrkdwn as HTML."""
    parts = FENCE.split(text)
    return "".join(
        f"<pre>{escape(part)}</pre>" if index % 2 else _lines(part, names) for index, part in enumerate(parts)
    )


def plain(text: str) -> str:
    """Return the text of a plain_text object as HTML: emoji and line breaks, nothing else."""
    pieces = re.split(r":([a-z0-9_+-]+):", text)
    shown = (emoji(piece) if index % 2 else html.escape(piece) for index, piece in enumerate(pieces))
    return "".join(shown).replace("\n", "<br>")


def _lines(text: str, names: Names) -> str:
    """Turn runs of lines that start with `>` into quotations, and line ends into breaks."""
    out: list[str] = []
    for quoted, lines in _runs(text.split("\n")):
        body = "<br>".join(_inline(line, names) for line in lines)
        out.append(f"<blockquote>{body}</blockquote>" if quoted else body)
    joined = "<br>".join(out)
    return joined.replace("</blockquote><br>", "</blockquote>").replace("<br><blockquote>", "<blockquote>")


def _runs(lines: list[str]) -> list[tuple[bool, list[str]]]:
    runs: list[tuple[bool, list[str]]] = []
    for line in lines:
        marker = next((m for m in ("&gt;", ">") if line.startswith(m)), "")
        if not runs or runs[-1][0] is not bool(marker):
            runs.append((bool(marker), []))
        runs[-1][1].append(line.removeprefix(marker).removeprefix(" ") if marker else line)
    return runs


def _inline(text: str, names: Names) -> str:
    out: list[str] = []
    end = 0
    for match in INLINE.finditer(text):
        out.append(escape(text[end : match.start()]))
        out.append(_construct(str(match.lastgroup), match.group(), names))
        end = match.end()
    return "".join((*out, escape(text[end:])))


def _construct(kind: str, source: str, names: Names) -> str:
    if kind == "url":
        return link(decode(source), escape(source))
    inner = source[1:-1]
    if kind == "token":
        return token(inner, names)
    if kind == "emoji":
        return emoji(inner)
    if kind == "code":
        return f"<code>{escape(inner)}</code>"
    tag = STYLES[kind]
    return f"<{tag}>{_inline(inner, names)}</{tag}>"


def token(inner: str, names: Names) -> str:
    """Return what stands between `<` and `>` in mrkdwn as HTML: a mention, a link, or the text itself."""
    target, _, label = inner.partition("|")
    lookups = {"@": names.user, "#": names.channel}
    if target[:1] in lookups:
        known = lookups[target[0]](target[1:])
        return mention(target[0], known or decode(label) or target[1:])
    if target.startswith("!"):
        return _special(target[1:], decode(label), names)
    url = decode(target)
    scheme = url.partition(":")[0].lower()
    return link(url, escape(label or target)) if scheme in LINK_SCHEMES else html.escape(f"<{decode(inner)}>")


def _special(command: str, label: str, names: Names) -> str:
    if command in {"here", "channel", "everyone"}:
        return mention("@", command)
    if command.startswith("subteam^"):
        group = command.removeprefix("subteam^")
        return mention("@", names.group(group) or label.removeprefix("@") or group)
    if command.startswith("date^"):
        return _date(command, label)
    return html.escape(label or f"<!{command}>")  # unknown commands show their fallback


def _date(command: str, label: str) -> str:
    """Return a moment, which the page shows in its reader's time zone, with its fallback until then."""
    _, at, form, *target = [*command.split("^"), ""][:4]
    moment = f'<time data-at="{html.escape(at)}" data-form="{html.escape(form)}">{html.escape(label)}</time>'
    return link(target[0], moment) if target and target[0].startswith("http") else moment


# Rich text


def rich_text(block: Json, names: Names) -> str:
    """Return a rich_text block as HTML."""
    return "".join(_rich_section(element, names) for element in block.get("elements", []))


def _rich_section(element: Json, names: Names) -> str:
    kind = element.get("type")
    if kind == "rich_text_list":
        return _rich_list(element, names)
    body = "".join(_rich_leaf(leaf, names) for leaf in element.get("elements", []))
    if kind == "rich_text_preformatted":
        return f"<pre>{body}</pre>"
    if kind == "rich_text_quote":
        return f"<blockquote>{body}</blockquote>"
    return body.replace("\n", "<br>")


def _rich_list(element: Json, names: Names) -> str:
    tag = "ol" if element.get("style") == "ordered" else "ul"
    items = "".join(f"<li>{_rich_section(item, names)}</li>" for item in element.get("elements", []))
    return f"<{tag}>{items}</{tag}>"


def _rich_leaf(leaf: Json, names: Names) -> str:
    kind = leaf.get("type")
    if kind == "link":
        url = str(leaf.get("url", ""))
        shown = link(url, html.escape(str(leaf.get("text") or url)))
    elif kind in {"user", "channel", "usergroup", "broadcast"}:
        shown = _rich_mention(str(kind), leaf, names)
    elif kind == "emoji":
        shown = emoji(str(leaf.get("name", "")))
    else:
        shown = html.escape(str(leaf.get("text") or leaf.get("fallback") or leaf.get("value") or ""))
    for style, tag in STYLES.items():
        if leaf.get("style", {}).get(style):
            shown = f"<{tag}>{shown}</{tag}>"
    return shown


def _rich_mention(kind: str, leaf: Json, names: Names) -> str:
    if kind == "broadcast":
        return mention("@", str(leaf.get("range", "channel")))
    known = str(leaf.get(f"{kind}_id", ""))
    lookup = {"user": names.user, "channel": names.channel, "usergroup": names.group}[kind]
    return mention("#" if kind == "channel" else "@", lookup(known) or known)
