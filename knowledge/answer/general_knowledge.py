"""General knowledge, where a setting allows it: a term explained in the model's own words, and labelled as that.

It is for what no document of the audience mentions and nothing about the company; in doubt the answer stays that the
policies don't say. No source backs these words, so a sentence with a number, a link or a mention is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import structlog

from knowledge.answer.replies import NO_ANSWER, is_courtesy, sentences
from knowledge.domain import Question
from knowledge.errors import ContextOverflow, DeadlineExceeded, GenerationFailed
from knowledge.language.phrases import GENERAL_KNOWLEDGE
from knowledge.language.text import normalise, question_terms, terms
from knowledge.ports import Generator, PassageIndex
from knowledge.prompts.filling import filled

MAX_NEW_TOKENS: Final = 120
SENTENCES: Final = 3
_LOOKED_AT: Final = 10
_FEWEST_TERMS: Final = 2

_EXPLAIN: Final = re.compile(
    r"(?:please )?(?:what(?:'s| is| are| does)|explain|define|describe)(?: to me)?(?: what)?"
    r"(?: the (?:term|meaning|definition|concept)(?: of)?)?(?: an?)? "
    r"(?P<subject>[a-z][a-z' -]{1,60}?)(?: means?| is| are)?(?: in general)?[?.! ]*"
)
_EXPLAIN_ZH: Final = re.compile(
    r"(?:请问|请)?(?:什么(?:是|叫做?)|何谓|(?:解释|说明|介绍)(?:一下)?(?:什么是)?)(?P<after>[^，。？?！!]{2,16}?)[？?。！!]*"
    r"|(?P<before>[^，。？?！!]{2,16}?)(?:是什么(?:意思|概念)?|指什么|的(?:定义|含义)(?:是什么)?)[？?。！!]*"
)
_OF_THE_COMPANY: Final = re.compile(
    r"\b(?:i|we|us|our|ours|my|me|your|you|his|her|their|this|that|these|company|employer|office|team|here|policy|policies"
    r"|rule|limit|deadline|budget|salary|project|status|plan|price|cost|date|name|number|phone|address|email|password|code"
    r"|menu|canteen|schedule|hours|process|procedure|manager|ceo|boss|today|now|current|latest|next|last)\b"
    r"|我|咱|本|你|您|他|贵|公司|单位|部门|同事|经理|老板|制度|规定|政策|项目|今年|现在|目前|密码|工资|薪|价|电话|地址|上限|菜单|食堂|期限|标准|流程"
)
_UNSOURCED: Final = re.compile(r"[0-9@<>\[\]`|]|https?:|www\.|\w\.(?:com|org|net|io|cn)\b", re.IGNORECASE)


def is_general(question: Question, index: PassageIndex) -> bool:
    """Whether a term is to be explained that is nobody's own and that no document of the audience mentions."""
    subject = _subject(question.text)
    if subject is None or question.history:
        return False
    wanted = frozenset(terms(subject))
    found = index.search(subject, question.principals, _LOOKED_AT, question.today)
    return bool(wanted) and not any(
        wanted <= frozenset(terms(f"{each.passage.title} {each.passage.heading} {each.text}")) for each in found
    )


def explain(
    question: Question, generator: Generator, *, deadline: float, cancelled: Callable[[], bool]
) -> Iterator[str]:
    """Yield the label, then the model's sentences; nothing where it has nothing that may be shown."""
    prompt = filled("general", question=question.text)
    gap, said = "" if question.language == "zh" else " ", 0
    deltas = generator.generate(prompt, max_new_tokens=MAX_NEW_TOKENS, deadline=deadline, cancelled=cancelled)
    try:
        for sentence in sentences(deltas, thinks=generator.profile.thinks):
            if _says_nothing(sentence) or _UNSOURCED.search(sentence):
                continue
            yield f"{gap if said else GENERAL_KNOWLEDGE[question.language] + chr(10) * 2}{sentence}"
            said += 1
            if said == SENTENCES:
                return
    except (GenerationFailed, ContextOverflow, DeadlineExceeded) as error:
        structlog.get_logger().warning("general_answer_failed", request_id=question.id, error=type(error).__name__)


def _says_nothing(sentence: str) -> bool:
    return is_courtesy(sentence) or bool(NO_ANSWER.match(sentence)) or len(terms(sentence)) < _FEWEST_TERMS


def _subject(text: str) -> str | None:
    """The term that a question asks to explain; None where it asks something else, or names something.

    A capital inside the sentence may begin the name of something of the company's own.
    """
    asked = text.strip()
    if any(word[:1].isupper() for word in asked.split()[1:]):
        return None
    folded = normalise(asked)
    match = _EXPLAIN.fullmatch(folded) or _EXPLAIN_ZH.fullmatch(folded)
    if match is None or _OF_THE_COMPANY.search(folded):
        return None
    subject = next(found for found in match.groups() if found)
    return subject if question_terms(subject) else None
