"""All words of an RTF document, in no form: read in one pass, for `second_reading`."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(
    r"\\u(?P<character>-?\d+) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}\r\n])?"
    r"|(?P<bytes>(?:\\'[0-9a-fA-F]{2})+)"
    r"|\\(?P<word>[a-zA-Z]+)-?\d* ?|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)"
)
_UNKNOWN: Final = "\0"
"""For letters that each font has in an encoding of its own: words with them are not counted."""
_UNKNOWN_WORD: Final = re.compile(rf"\w*{_UNKNOWN}[\w{_UNKNOWN}]*")
_NOT_READ: Final = frozenset(
    ("fonttbl colortbl stylesheet info pict header headerl headerr headerf footer footerl footerr footerf").split()
    + ("fldinst shprslt objdata sn sv xe tc bkmkstart bkmkend leveltext listname object nonesttables").split()
)
"""Groups that hold no words of the page."""
_BREAKS: Final = frozenset(("par", "line", "tab", "cell", "row", "nestcell", "nestrow", "footnote", "page", "sect"))


def words_of_rtf(data: bytes) -> str:
    """Return what a program that knows little of RTF would show."""
    text = data.decode("latin-1")
    said: list[str] = []
    gone = [False]
    for token in _TOKEN.finditer(text.replace("\\*\\shpinst", "")):
        if token["brace"] == "{":
            gone.append(gone[-1])
        elif token["brace"]:
            gone = gone[:-1] or [False]
        elif token["sign"] == "*" or token["word"] in _NOT_READ:
            gone[-1] = True
        elif not gone[-1]:
            said.append(_said(token))
    words = _UNKNOWN_WORD.sub(" ", "".join(said))
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _said(token: re.Match[str]) -> str:
    if token["character"]:
        return chr(int(token["character"]) % 0x10000)
    if token["bytes"]:
        return _UNKNOWN
    if token["word"]:
        return " " if token["word"] in _BREAKS else ""
    return token["text"] or ""
