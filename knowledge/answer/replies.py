"""What a model writes, as it comes, as whole plain sentences: without thoughts, fences, courtesies, marks, Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog

from knowledge.domain import Message
from knowledge.errors import ContextOverflow, DeadlineExceeded, GenerationFailed
from knowledge.language.ends import LONGEST
from knowledge.language.logic import says
from knowledge.language.sentences import plain, sentence_ends
from knowledge.language.text import terms
from knowledge.ports import Generator

NO_ANSWER: Final = re.compile(r"\W*NO[_ ]?ANSWER\b")
"""How a model says that the passages do not say."""
_LONGEST_REPLY: Final = 6_000
"""Characters: whoever does not end is not listened to any longer."""
_THOUGHT: Final = re.compile(r"<(think|thinking|reasoning|thought)>.*?</\1>", re.DOTALL | re.IGNORECASE)
_THINKING: Final = re.compile(r"<(?:think|thinking|reasoning|thought)>", re.IGNORECASE)
_END_OF_THOUGHT: Final = re.compile(r"\A.*?</(?:think|thinking|reasoning|thought)>", re.DOTALL | re.IGNORECASE)
_CALL: Final = re.compile(
    r"<(tool_call|function_call|tools?)>.*?(?:</\1>|\Z)|<\|[^|>]{1,40}\|>", re.DOTALL | re.IGNORECASE
)
_MAYBE_TAG: Final = re.compile(r"<[^<>\s]{0,20}\Z")
"""The beginning of a tag, of which the rest is still to come."""
_STRUCTURED: Final = re.compile(r"\A\s*(?:```|~~~|[{\[]\s*[\"{\[])")
_FENCE: Final = re.compile(r"^\s*(?:```|~~~)[\w-]*\s*$", re.MULTILINE)
_FIELDS: Final = ("answer", "text", "response", "content", "final", "result", "message", "答案", "回答")
_NAMED: Final = r"(?:passages?|sources?|quelle|段落|来源)?\s*\^?\d{1,3}"
_CITED: Final = re.compile(rf"\s*[\[【［]\s*{_NAMED}(?:\s*[,，、;–-]\s*{_NAMED})*\s*[\]】］]", re.IGNORECASE)
"""Which passages a sentence rests on: the checker looks for itself."""
_BY_MARKS: Final = re.compile(
    rf"^(?:according to|based on|as per|根据|按照|依据|依照)(?:{_CITED.pattern}(?:\s*(?:and|und|和|与|、|,))?)+"
    r"(?:中?的?(?:信息|内容|规定))?\s*[,，]?\s*",
    re.IGNORECASE,
)
"""“According to [1] and [2], …”: of which only the marks say anything."""
_BULLET: Final = re.compile(r"^(?:#{1,6}\s+|[-*•>]\s+|\d{1,2}[.)]\s+)+")
_ITEM: Final = re.compile(r"\W*\d{1,2}[.)]")
"""The number of an item, of which the rest follows."""
_LABEL: Final = re.compile(
    r"^(?:the |final |short )*(?:answer|response)(?: is)?\s*[:：]\s*|^(?:答案|回答|答)\s*[:：]\s*", re.IGNORECASE
)
_COURTESY_TERMS: Final = 3
_LED: Final = re.compile(r"([^,，]{1,12})[,，]\s*(.+)", re.DOTALL)
_DONE: Final = re.compile(r"[.!?。！？…][\"'”’」）)*_\]】]*\s*\Z")

log = structlog.get_logger()


def sentences(deltas: Iterator[str], *, thinks: bool = False) -> Iterator[str]:
    """Yield the finished sentences of a reply, each as soon as it is; a last one without an end is dropped.

    ``thinks`` is for a model whose template begins a thought that its reply only ends: it is waited for.
    """
    reply = _Reply(thinks)
    for delta in deltas:
        yield from reply.taken(delta)
        if reply.over:
            return
    yield from reply.ended()


@dataclass(slots=True)
class _Reply:
    """What came of a reply and was not passed on yet."""

    thinks: bool
    text: str = ""
    length: int = 0
    structured: bool = False
    over: bool = False
    """Whether it is not listened to any longer."""

    def taken(self, delta: str) -> Iterator[str]:
        """Take some more, and yield the sentences that are finished now."""
        self.text += delta
        self.length += len(delta)
        self.over = self.length > _LONGEST_REPLY
        if self._waits():
            return
        while (end := sentence_ends(self.text)) is not None:
            yield from _said(self.text[:end])
            self.text = self.text[end:]
        if len(self.text) > 2 * LONGEST:
            yield self.text  # the checker says that it is too long
            self.over = True

    def ended(self) -> Iterator[str]:
        """Yield what is left at the end."""
        text = _unfolded(self.text) if self.structured else self.text
        text = without_thoughts(text)
        while (end := sentence_ends(text)) is not None:
            yield from _said(text[:end])
            text = text[end:]
        if _DONE.search(plain(text)) or NO_ANSWER.match(text):
            yield from _said(text)

    def _waits(self) -> bool:
        """Whether nothing can be said of it yet: it is within a thought, a tag or a structure."""
        if self.thinks:
            if "</" not in self.text and not self.over:
                return True
            self.text = _END_OF_THOUGHT.sub("", self.text, count=1)
        if ">" in self.text:
            self.text = _CALL.sub(" ", _THOUGHT.sub("", self.text))
        self.structured = self.structured or bool(_STRUCTURED.match(self.text))
        within = _THINKING.search(self.text) or _MAYBE_TAG.search(self.text) or not self.text.strip()[1:]
        return self.structured or bool(within)


def _said(sentence: str) -> Iterator[str]:
    """The sentence in plain text; nothing where it is a mark, a table's line, a heading or a courtesy."""
    bare = sentence.strip()
    if bare.startswith(("|", "#")) or _ITEM.fullmatch(bare):
        return
    without_bullet = _BULLET.sub("", bare)
    if by_marks := _BY_MARKS.match(without_bullet):
        without_bullet = without_bullet[by_marks.end() :]
        without_bullet = without_bullet[:1].upper() + without_bullet[1:]
    text = _LABEL.sub("", plain(_CITED.sub("", without_bullet))).strip()
    text = re.sub(r"\s+([.,;:!?])(?=\s|$)", r"\1", text)
    if NO_ANSWER.match(text) or (len(text) > 1 and any(map(str.isalnum, text)) and not text.endswith((":", "："))):
        yield text


def whole_reply(
    generator: Generator,
    prompt: Sequence[Message],
    *,
    max_new_tokens: int,
    deadline: float,
    cancelled: Callable[[], bool],
) -> str:
    """Return what a model replies, without its thoughts; nothing where it fails or is late."""
    try:
        deltas = generator.generate(prompt, max_new_tokens=max_new_tokens, deadline=deadline, cancelled=cancelled)
        reply = "".join(deltas)
    except (GenerationFailed, ContextOverflow, DeadlineExceeded) as error:
        log.warning("no_reply", model=generator.name, error=type(error).__name__)
        return ""
    return without_thoughts(reply, thinks=generator.profile.thinks)


def without_thoughts(reply: str, *, thinks: bool = False) -> str:
    """Return what a whole reply says behind its thoughts; nothing where it is still thinking at its end."""
    if thinks and "</" not in reply:
        return ""
    text = _END_OF_THOUGHT.sub("", reply, count=1) if thinks else reply
    return _THINKING.split(_THOUGHT.sub("", text))[0]


def is_courtesy(sentence: str) -> bool:
    """Whether it only opens a reply, as “Sure!” and “Great question!” do."""
    return (
        sentence.endswith(("!", "！"))
        and len(terms(sentence)) <= _COURTESY_TERMS
        and not any(map(str.isdigit, sentence))
    )


def declines(sentence: str) -> bool:
    """Whether the model says that the passages do not answer, in our words or in its own."""
    return bool(NO_ANSWER.match(sentence)) or says("silent", sentence)


def is_lead(sentence: str) -> bool:
    """Whether it is but the Yes or No of the sentence that follows."""
    return len(terms(sentence)) <= 1 and (says("yes", sentence) or says("no", sentence))


def without_lead(sentence: str) -> str:
    """Return the sentence without the Yes or No that it begins with: many a model says Yes to any question."""
    found = _LED.fullmatch(sentence)
    return f"{found[2][0].upper()}{found[2][1:]}" if found and is_lead(found[1]) else sentence


def _unfolded(text: str) -> str:
    """What a reply in a fence or as JSON says; nothing where it is a call of a tool."""
    bare = _FENCE.sub("", text).strip()
    try:
        content = json.loads(bare)
    except ValueError:
        return "" if bare.startswith(("{", "[")) else bare
    return "\n".join(_texts(content))


def _texts(content: Any) -> Iterator[str]:  # noqa: ANN401 - whatever JSON holds
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for each in content:
            yield from _texts(each)
    elif isinstance(content, dict):
        named = next((content[name] for name in _FIELDS if name in content), None)
        if named is not None:
            yield from _texts(named)
        elif "sentences" in content:
            yield from _texts(content["sentences"])
