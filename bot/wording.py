"""Every sentence that a person in Slack reads, in each language. A field missing in one language does not type-check.

Fields in braces are filled with `str.format`. Text is Slack's mrkdwn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from knowledge.domain import Language
from workers.contract import FailureCode


@dataclass(frozen=True, slots=True)
class Wording:
    """One language's sentences."""

    searching: str
    sources: str
    page: str
    your_question: str
    """Before an answer that could not be posted where it was asked: {question}."""

    question_empty: str
    question_wordless: str
    question_is_file: str
    question_too_long: str
    """{count} and {limit} in characters."""

    saved_for_later: str
    rights_unknown: str
    failures: Mapping[FailureCode, str]
    """{id} is the request's."""

    feedback_up: str
    feedback_down: str
    thanks_up: str
    thanks_down: str

    kb_help: str
    kb_unknown: str
    """{command} is what was typed."""
    kb_admins_only: str
    kb_reload_accepted: str
    kb_status_accepted: str
    reload_running: str
    reload_done: str
    status_heading: str
    stages: Mapping[str, str]
    report_labels: Mapping[str, str]
    """Names of a report's fields, in the order they are shown."""
    report_problems: str
    report_error: str
    """{error} is one sentence, {id} the request's."""

    home_title: str
    home_what: str
    home_how: str
    home_trust: str
    prompts_title: str
    prompts: tuple[tuple[str, str], ...]
    """Title and message of each suggested question."""


_EN: Final = Wording(
    searching="Searching the policies…",
    sources="Sources",
    page="p. {page}",
    your_question="You asked: “{question}”",
    question_empty=(
        "What would you like to know? Ask in a full sentence, for example: _How many days of annual leave do I have?_"
    ),
    question_wordless="I only understand words. Please ask your question in a sentence.",
    question_is_file="I cannot read files that are sent to me. Please type your question as a message.",
    question_too_long="Your question has {count} characters; I can read up to {limit}. Please shorten it.",
    saved_for_later=(
        "Answering is interrupted at the moment. Your request is saved; the answer comes here, or as a direct "
        "message, as soon as it works again. There is no need to repeat it."
    ),
    rights_unknown=(
        "Slack did not tell me which documents you may read, so I did not search. Please try again in a minute."
    ),
    failures={
        "model_failed": "I could not write an answer to this. Please try again or put it differently. (Reference {id})",
        "index_missing": (
            "The policies have not been indexed yet, so I cannot answer. An administrator can start it with "
            "`/kb reload`. (Reference {id})"
        ),
        "deadline": (
            "This took too long and I stopped. Please try again in a few minutes or ask something more specific. "
            "(Reference {id})"
        ),
        "internal": "Something went wrong on my side. Please try again in a few minutes. (Reference {id})",
        "unavailable": (
            "I could not answer in time because the service was interrupted. Please ask again. (Reference {id})"
        ),
    },
    feedback_up="Helpful",
    feedback_down="Not helpful",
    thanks_up="Thank you, noted as helpful.",
    thanks_down="Thank you, noted as not helpful. For a binding answer please ask the owner of the policy.",
    kb_help=(
        "*What I can do*\n"
        "• `/ask question` – ask about a company policy; only you see the answer\n"
        "• `/kb status` – which version of the policies I know\n"
        "• `/kb reload` – read the policies again (administrators)\n"
        "You can also write to me directly or mention me in a channel."
    ),
    kb_unknown="I do not know `/kb {command}`.",
    kb_admins_only="Only administrators of Frontdesk may reload the policies. Please ask one of them.",
    kb_reload_accepted="The policies are being read again. You can follow it in our direct message.",
    kb_status_accepted="Looking it up…",
    reload_running="Reading the policies again",
    reload_done="*The policies are up to date.*",
    status_heading="*What I know*",
    stages={
        "waiting": "waiting for another reload to end",
        "reading": "reading the documents",
        "embedding": "computing embeddings",
        "writing": "writing the new version",
        "publishing": "publishing the new version",
    },
    report_labels={
        "version": "Version",
        "built_at": "Built",
        "documents": "Documents",
        "passages": "Passages",
        "embedded": "Passages that were new or changed",
        "reused": "Passages kept",
        "seconds": "Seconds",
    },
    report_problems="*Could not be read*",
    report_error="That did not work: {error} (Reference {id})",
    home_title="Ask me about company policies",
    home_what=(
        "I answer from the company's own policies. Every answer quotes its source and links to it; when the policies "
        "do not say, I tell you so."
    ),
    home_how=(
        "*How to ask*\n"
        "• Write to me in the *Messages* tab. Follow-up questions go in the same thread.\n"
        "• Mention me in a channel; there I use only what everybody in the channel may read.\n"
        "• `/ask question` anywhere; only you see the answer."
    ),
    home_trust="Was an answer good or wrong? The buttons below it help to improve the next one.",
    prompts_title="Try one of these",
    prompts=(
        ("Annual leave", "How do I request vacation?"),
        ("Expenses", "What is the deadline for expense reports?"),
        ("VPN", "How do I set up the VPN?"),
        ("Sick leave", "When do I need a doctor's certificate?"),
    ),
)

_ZH: Final = Wording(
    searching="正在查阅公司制度…",
    sources="出处",
    page="第{page}页",
    your_question="您的问题：“{question}”",
    question_empty="您想了解什么？请用完整的句子提问，例如：_我每年有多少天年假？_",
    question_wordless="我只能理解文字，请用一句话提出您的问题。",
    question_is_file="我无法读取发来的文件，请把问题用文字发给我。",
    question_too_long="您的问题有 {count} 个字符，我最多能读 {limit} 个，请缩短后再问。",
    saved_for_later="目前暂时无法回答。您的请求已保存，服务恢复后会在这里或通过私信答复您，无需重复。",
    rights_unknown="Slack 暂时无法告知您可以阅读哪些文件，因此没有进行检索。请一分钟后再试。",
    failures={
        "model_failed": "这个问题我没能写出答案，请重试或换一种问法。（编号 {id}）",
        "index_missing": "公司制度尚未建立索引，暂时无法回答。管理员可以用 `/kb reload` 开始建立。（编号 {id}）",
        "deadline": "处理时间过长，我已停止。请过几分钟再试，或把问题问得更具体。（编号 {id}）",
        "internal": "我这边出了问题，请过几分钟再试。（编号 {id}）",
        "unavailable": "由于服务中断，我未能及时回答，请重新提问。（编号 {id}）",
    },
    feedback_up="有帮助",
    feedback_down="没帮助",
    thanks_up="谢谢，已记录为有帮助。",
    thanks_down="谢谢，已记录为没帮助。如需确切答复，请咨询该制度的负责人。",
    kb_help=(
        "*我能做什么*\n"
        "• `/ask 问题` – 询问公司制度，答案只有您能看到\n"
        "• `/kb status` – 查看我所掌握的制度版本\n"
        "• `/kb reload` – 重新读取制度（管理员）\n"
        "您也可以直接给我发私信，或在频道里提及我。"
    ),
    kb_unknown="我不认识 `/kb {command}`。",
    kb_admins_only="只有 Frontdesk 管理员可以重新读取制度，请联系管理员。",
    kb_reload_accepted="正在重新读取公司制度，您可以在与我的私信中查看进度。",
    kb_status_accepted="正在查询…",
    reload_running="正在重新读取公司制度",
    reload_done="*公司制度已是最新。*",
    status_heading="*我所掌握的内容*",
    stages={
        "waiting": "等待另一次重新加载完成",
        "reading": "读取文件",
        "embedding": "计算向量",
        "writing": "写入新版本",
        "publishing": "发布新版本",
    },
    report_labels={
        "version": "版本",
        "built_at": "建立时间",
        "documents": "文件",
        "passages": "段落",
        "embedded": "新增或修改的段落",
        "reused": "保留的段落",
        "seconds": "用时（秒）",
    },
    report_problems="*无法读取的文件*",
    report_error="操作未成功：{error}（编号 {id}）",
    home_title="欢迎询问公司制度",
    home_what="我根据公司自己的制度回答问题。每个答案都引用原文并附上链接；制度没有规定的，我会如实告诉您。",
    home_how=(
        "*如何提问*\n"
        "• 在“消息”标签页给我发消息，追问请在同一消息列中回复。\n"
        "• 在频道里提及我；在那里我只使用频道内所有人都可以阅读的内容。\n"
        "• 在任何地方使用 `/ask 问题`，答案只有您能看到。"
    ),
    home_trust="答案好不好？请点击答案下方的按钮，帮助我改进。",
    prompts_title="可以这样问",
    prompts=(
        ("休假", "如何申请休假？"),
        ("报销", "报销的截止日期是什么时候？"),
        ("信息安全", "密码有什么要求？"),
        ("退货", "如何退货？"),
    ),
)

WORDINGS: Final[Mapping[Language, Wording]] = {"en": _EN, "zh": _ZH}
