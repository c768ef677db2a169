"""Finds words that talk to a model and not to a reader: attempts to inject instructions, in questions and in documents.

What it finds in a document is no evidence and is never quoted; what it finds in a question changes nothing, for answers
rest on documents alone. Both are counted. It may miss an attempt: what protects the reader is that every sentence
needs a source. It must not take a policy for one.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import structlog

from knowledge.domain import Question, Retrieved

QUESTION: Final = ""
"""The question's place; a document's is its id."""
_PASSAGES: Final = 4
"""Of those found; the others are not read either."""

_log = structlog.get_logger()

_CONTROL: Final = re.compile(
    r"<\|[^|<>]{1,40}\|>|\[/?INST\]|<</?SYS>>|</?(?:system|assistant|prompt|instructions?|系统)>"
    r"|#{2,}\s*(?:system|assistant|user|系统|助手|用户)\s*[:：]"
    r"|<!(?:everyone|channel|here|subteam)|<@U[0-9A-Z]+>|(?:\bcc|\bnotify|抄送|通知) ?@(?:channel|everyone|here)\b"
    r"|@(?:channel|everyone|here)[\s,]+@(?:channel|everyone|here)\b|\[\W*(?:click here|点击这里|点此)[^\]]*\]\("
    r"|<!--|\[//\]:\s*#|display\s*:\s*none|font-size\s*:\s*0\b|opacity\s*:\s*0\b|javascript:",
    re.IGNORECASE,
)
"""Chat templates, mentions, hidden markup, addresses that carry data away."""
_UNSEEN: Final = re.compile(
    "(?<=\\w)[\u200b\u2060\ufeff](?=\\w)|[\u202a-\u202e\u2066-\u2069]|[\U000e0020-\U000e007f]{2,}"
)
"""Zero-width characters inside words, turned directions, tags."""

_MODEL: Final = r"(?:an? |the )?(?:ai(?: assistants?| systems?| models?)?|llm|language models?|chat ?bots?|assistant)"
_ANSWER: Final = r"(?:answers?|repl(?:y|ies)|responses?)"
_BEGINS: Final = r"(?:^|[.!?:,;\n] ?)(?:and )?"
_ENGLISH: Final = (
    # what was said before shall not count
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|everything you|limit above)\b",
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:the|your|all|other) (?:rules|policies|policy above)\b",
    r"\b(?:ignore|disregard)\b.{0,20}\b(?:rules?|policy|hours?|limits?|text) above\b",
    r"\bnew (?:instructions|system policy)\b|\boverrides? all policies\b|\bfrom now on\b",
    # somebody else shall answer
    r"\byou are (?:now )?(?:dan\b|\w+bot\b|in \w+ mode\b)|(?:^|[.!?] )you are now an? |\bdan says\b",
    r"\b(?:developer|debug|god|jailbreak) mode\b|\bno restrictions\b|\brole-?play\b",
    r"\bpretend (?:to be|you are|that you)|(?:^|[.!?:] )(?:act|behave) as an? |\blet's play\b",
    # a model is spoken to
    rf"\b(?:note|message|instructions?|task) (?:to|for) {_MODEL}\b|(?:^|[.!?>\]] |\n){_MODEL}\s*[:,] ?[a-z]",
    rf"\b{_MODEL} (?:reading|must (?:say|answer|reply|output))\b",
    # an answer is dictated
    rf"\b(?:in|into|to|of|with|end|begin|start) (?:your|each|every) {_ANSWER}\b|\byour only (?:\w+ )?{_ANSWER}\b",
    rf"\byour {_ANSWER} (?:must|should|is|has to)\b|\bmust be your {_ANSWER}\b|\bonly (?:answer|reply)\b",
    r"\b(?:answer|reply|respond)\b.{0,20}\b(?:only|nothing else|(?:every|all) questions?)\b",
    r"\bdo not answer\b.{0,30}\b(?:users?|questions?)\b|\b(?:tell|send) (?:the )?users?\b|\banswer the user\b",
    rf"{_BEGINS}(?:say|confirm) that (?:it\b|the limit|.{{0,40}}\d)|\bend with the link\b|\bsay that the limit\b",
    # what is not for this reader is asked for
    r"\bsystem prompt\b|\b(?:initial|your) instructions\b|\brepeat the (?:text|words) above\b",
    r"\bprint everything\b",
    r"\b(?:invent|make up) a source\b|\bcite (?:it|this)\b|\bdecode\b.{0,30}\b(?:obey|follow|do what)\b",
    r"\bas an image address\b|\binto an image\b|\bappend the (?:full|hr|text)\b|\blist all documents\b",
    r"\b(?:show|give) me (?:the )?(?:confidential|restricted|group:)",
    r"\bdocuments (?:of user|that i am not allowed)",
)
_DICTATED: Final = re.compile(
    r"(?i:\b(?:says?|answer|output|print|reply|echo|just write|the word)) (?:with |only |the word )?['“`]?[A-Z]{4,}\b"
)
_CHINESE: Final = (
    r"(?:忽略|无视|忘记|忘掉|不要理会|别再).{0,14}(?:指令|指示|规则|提示|(?:上述|其他)制度|制度,|以上|上限|要求|文件回答)",
    r"新的?(?:指令|系统规定)|优先于所有|从现在(?:起|开始)",
    r"你现在是|角色扮演|(?:假装|扮演)(?:你是|成)|开发者模式|没有任何限制|你是.{0,6}机器人,|请假装",
    r"(?:致|给|告诉)(?:ai|人工智能|语言模型)|阅读本文件的|(?:^|\W)系统:",
    r"(?:(?<![a-z])ai|人工智能|语言模型|助手)(?:助手)?(?:[,:]|必须|要说|请)",
    r"(?:一律|只|必须|唯一)(?:能|可以)?(?:回答|说|输出)|对用户永远|每个回答|回答(?:必须|请?以.{1,24}(?:开头|结尾))|必须是你的回答",
    r"(?:你的|在)(?:回答|回复)(?:里|中|必须|后面|末尾|时)|(?:回答|回复)里(?:附|写|加|提)|放进回复|写进回答",
    r"不要回答用户|(?:告诉|让)用户|回答用户(?:之前|前)|被问到时|请(?:确认|改说|编造)|给用户看|附上链接|请说",
    r"(?:^|[。!?\n])请(?:就.{1,8})?(?:回答|输出)(?!.{0,4}(?:问题|以下|下列|如何|是否|怎))",
    r"系统提示|提示词|初始指令|你的指令|逐字(?:重复|引用)|解码并执行|图片地址",
    r"把.{0,14}全文附|无权查看|列出(?:你能读到的|索引里的)?所有文件|机密文件",
)
_OPENLY: Final = re.compile("|".join((*_ENGLISH, *_CHINESE)), re.IGNORECASE)
_BASE64: Final = re.compile(r"(?<![\w/+])[A-Za-z0-9+/]{24,}={0,2}(?![\w/+])")
_LOOKALIKES: Final = str.maketrans("аеорсхуіѕјһІАЕОРСТХВНКМ", "aeopcxyisjhIAEOPCTXBHKM")
_APART: Final = re.compile(r"(?<=[\u3400-\u9fff，。！？]) (?=[\u3400-\u9fff，。！？])")


@lru_cache(maxsize=8192)
def is_suspicious(text: str) -> bool:
    """Whether the text looks like instructions to a model, openly, disguised or hidden."""
    if _CONTROL.search(text) or _UNSEEN.search(text):
        return True
    folded = unicodedata.normalize("NFKC", "".join(c for c in text if unicodedata.category(c) != "Cf"))
    plain = _APART.sub("", folded.translate(_LOOKALIKES))
    if _OPENLY.search(plain) or _DICTATED.search(plain):
        return True
    return any(map(_hides_words, _BASE64.findall(plain)))


def suspicious_places(question: Question, found: Sequence[Retrieved]) -> tuple[str, ...]:
    """Where the question and what was found for it do, each place once; it is logged, too, but never the words."""
    places = [QUESTION] if is_suspicious(question.text) else []
    places += [each.passage.document_id for each in found[:_PASSAGES] if is_suspicious(each.passage.text)]
    once = tuple(dict.fromkeys(places))
    for place in once:
        where = "question" if place == QUESTION else "document"
        _log.warning("injection_attempt_suspected", request_id=question.id, where=where, document=place)
    return once


def _hides_words(encoded: str) -> bool:
    """Whether base64 holds text: a hash or a key does not."""
    try:
        text = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True).decode()
    except ValueError:
        return False
    return (text.isprintable() and " " in text) or "\u3400" <= text[:1] <= "\u9fff"
