"""The few sentences that an answer says in its own words, in both languages."""

from __future__ import annotations

from typing import Final

from knowledge.domain import Language

ABSTENTION: Final[dict[Language, str]] = {
    "en": "The policies don't say. I found nothing in the documents you may read that answers this, so I won't guess.",
    "zh": "现有的公司制度没有说明。在您有权查看的文件中，我没有找到能回答这个问题的内容，因此不作猜测。",
}

OTHER_LANGUAGE: Final[dict[Language, str]] = {
    "en": "The policy is written in Chinese. It says:",
    "zh": "相关制度只有英文版，原文如下：",
}

FIGURES: Final[dict[Language, str]] = {"en": " (that is: {figures})", "zh": "（即{figures}）"}
"""The figures of words in another language."""

LIST_COMMA: Final[dict[Language, str]] = {"en": ", ", "zh": "、"}

CLOSEST: Final[dict[Language, str]] = {
    "en": "The closest section is “{heading}” in {title}, which may be about something else.",
    "zh": "最接近的内容是《{title}》中的“{heading}”，但不一定回答了这个问题。",
}

HUMAN: Final[dict[Language, str]] = {
    "en": "A person can help: ask {contact}.",
    "zh": "您可以向{contact}咨询。",
}

ANYBODY: Final[dict[Language, str]] = {
    "en": "the colleagues who look after this",
    "zh": "负责此事的同事",
}
"""Whom to ask where the company names nobody."""

CONFLICT: Final[dict[Language, str]] = {
    "en": "The policies contradict each other, so please check before you rely on either:",
    "zh": "相关制度的说法不一致，请先核实再采用：",
}

NEWEST_FIRST: Final[dict[Language, str]] = {
    "en": "The policies contradict each other. The newest first; please check before you rely on either:",
    "zh": "相关制度的说法不一致。以下按日期由新到旧排列，请先核实再采用：",
}
"""The same where the documents say their dates."""

OTHERWISE: Final[dict[Language, str]] = {
    "en": "The policies give another figure than your question:",
    "zh": "制度中的数字与您问题中的不同：",
}
"""What the question takes for granted is wrong. The figure itself is not repeated: it has no source."""

POLICIES_SAY: Final[dict[Language, str]] = {"en": "What the policies say:", "zh": "相关制度规定："}

SMALL_TALK: Final[dict[Language, dict[str, str]]] = {
    "en": {
        "greeting": "Hello! I answer questions from the company's policies and show where each answer is written. "
        "Ask me, for example, how to request leave or when an expense report is due.",
        "thanks": "You're welcome. Ask me anything else about the company's policies.",
        "farewell": "Goodbye! I am here whenever you have a question about the company's policies.",
        "reaction": "All right. Ask me anything about the company's policies.",
        "stop": "There is nothing to stop here. While I am answering a question of yours, say just `stop`.",
    },
    "zh": {
        "greeting": "你好！我根据公司的制度回答问题，并注明每个答案的出处。"
        "您可以问我如何请假、报销单最晚什么时候交，等等。",
        "thanks": "不客气。关于公司制度的其他问题，欢迎随时问我。",
        "farewell": "再见！有关于公司制度的问题，随时问我。",
        "reaction": "好的。关于公司制度的问题，随时可以问我。",
        "stop": "这里没有需要停止的回答。我正在回答您的问题时，只需说“停”。",
    },
}

CLARIFICATION: Final[dict[Language, str]] = {
    "en": "Several policies fit. Which of these do you mean? Reply with its number, or ask in a few more words.",
    "zh": "有多项制度与此相关，您想问的是哪一项？请回复序号，或把问题说得具体一些。",
}

GENERAL_KNOWLEDGE: Final[dict[Language, str]] = {
    "en": "General knowledge, not from your company's policies:",
    "zh": "以下为一般常识，并非来自贵公司的制度：",
}
