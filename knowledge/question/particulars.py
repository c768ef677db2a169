"""What of a question matters when it is compared with another: its language, numbers, denials, and words in order."""

from __future__ import annotations

import re
from typing import Final

from knowledge.domain import Language
from knowledge.language.text import language_of, negated, normalise, numbers, stem

Particulars = tuple[Language, frozenset[str], bool, bool, tuple[str, ...]]
"""Language, numbers, whether it denies, whether it asks how, and the words that carry something."""

_LIGHT: Final = frozenset(
    """a an the i we my our you your me us it is are be am do does can could may might will would please what which
    current currently exact exactly per to of for in on at get""".split()
)
_WORD: Final = re.compile(r"[^\W_]+(?:['’][a-z]+)?")
_CJK_SAME: Final = (
    (re.compile("怎么样|怎么|怎样"), "如何"),
    (re.compile("(?:的?流程)?是(?:什么|如何)的?$"), "如何"),
    (re.compile("[是有]?(?:多少|几)"), "几"),
    (re.compile("请问|一共|总共|总计|的|了|吗|呢|吧|我们|我|您|你"), ""),
)
"""Ways of asking that mean the same; `如何` may stand anywhere."""


def particulars(question: str) -> Particulars:
    """Return what two questions that ask for the same agree in."""
    return (language_of(question), numbers(question), negated(question), *_content(question))


def _content(question: str) -> tuple[bool, tuple[str, ...]]:
    """The words that carry something, in order; of Chinese, which has no spaces, the characters."""
    folded = normalise(question)
    if language_of(question) == "zh":
        written = "".join(_WORD.findall(folded))
        for pattern, same in _CJK_SAME:
            written = pattern.sub(same, written)
        return "如何" in written, tuple(written.replace("如何", ""))
    words = (word.removesuffix("'s") for word in _WORD.findall(folded))
    return False, tuple(stem(word) for word in words if word not in _LIGHT)
