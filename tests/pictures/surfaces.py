"""The table of all surfaces that `make pictures` shows: their steps, and what the manual says about each.

Adding one is its row here, and its steps beside those of its like.
"""

from __future__ import annotations

from typing import Final

from tests.pictures import among, app, asking
from tests.pictures.surface import LINA, SOFIA, TOM, WANG, Surface

MODAL: Final = "dialog[open]"

SURFACES: Final = (
    Surface(
        "answer",
        asking.answer,
        {"en": "An answer with its sources", "zh": "带出处的回答"},
        {
            "en": "Write to Frontdesk in its *Messages* tab; the answer stands in the thread of your question, each "
            "source with its link.",
            "zh": "在 Frontdesk 的“消息”标签中提问；回答在问题的消息列里，每个出处都有链接。",
        },
    ),
    Surface(
        "working",
        asking.working,
        {"en": "What is being done", "zh": "正在做什么"},
        {
            "en": "While an answer is made, its message shows the steps: what is searched, found, read and checked.",
            "zh": "回答生成时，消息里显示每一步：查找、找到、阅读、核对。",
        },
    ),
    Surface(
        "stop",
        asking.stop,
        {"en": "Stop", "zh": "停止"},
        {
            "en": "Press ■ in the thread, or type “stop”, while your question waits or is answered.",
            "zh": "等待或回答期间，在消息列里按 ■，或输入“停止”。",
        },
    ),
    Surface(
        "table",
        asking.table,
        {"en": "A table", "zh": "表格"},
        {
            "en": "Ask for something that a table says; the row that answers comes first, with four others beside it.",
            "zh": "询问表格里的内容；最先列出回答问题的那一行，旁边再列四行。",
        },
    ),
    Surface(
        "more",
        asking.more,
        {"en": "More", "zh": "更多"},
        {
            "en": "Press *More* under an answer for all rows, long quotes and the rest of a long list.",
            "zh": "按回答下面的“更多”，查看全部行、较长的引文和长列表的其余部分。",
        },
        of=MODAL,
    ),
    Surface(
        "why",
        asking.why,
        {"en": "Why this answer", "zh": "答案依据"},
        {
            "en": "Press *Why this answer*: what was found, with dates and scores, who wrote it, how sure it is.",
            "zh": "按“答案依据”：找到了什么、日期和得分、由谁撰写、把握多大。",
        },
        of=MODAL,
    ),
    Surface(
        "abstention",
        asking.abstention,
        {"en": "What the policies don't say", "zh": "制度没有说明"},
        {"en": "Is said so, instead of a guess.", "zh": "如实告知，不作猜测。"},
    ),
    Surface(
        "question-back",
        asking.question_back,
        {"en": "A question back", "zh": "反问"},
        {
            "en": "A word or two that could mean several things; reply with a number.",
            "zh": "一两个词可能有几种意思时；回复序号即可。",
        },
    ),
    Surface(
        "follow-ups",
        asking.follow_ups,
        {"en": "Follow-up questions", "zh": "接着问"},
        {
            "en": "Press one of the questions below an answer: the cited sections answer them.",
            "zh": "按回答下面的问题；所引用的章节能够回答它们。",
        },
    ),
    Surface(
        "edited",
        asking.edited,
        {"en": "An edited question", "zh": "修改过的问题"},
        {
            "en": "Edit your message: its reply changes to the new answer and says so.",
            "zh": "修改您的消息：回复随之更新，并注明。",
        },
    ),
    Surface(
        "file",
        asking.file,
        {"en": "A file in the question", "zh": "问题中的文件"},
        {
            "en": "Drop a document, or a picture of one, into your question; only you are answered from it.",
            "zh": "把文件或其照片拖入问题；只有您能得到依据它的回答。",
        },
    ),
    Surface(
        "voice",
        asking.voice,
        {"en": "A voice clip", "zh": "语音"},
        {"en": "Record one; Slack's own transcript is the question.", "zh": "录一段语音；Slack 的文字转写就是问题。"},
    ),
    Surface(
        "prompts",
        app.prompts,
        {"en": "Suggested prompts", "zh": "建议的问题"},
        {
            "en": "Open Frontdesk's *Messages* tab; they follow the channel you came from and your language.",
            "zh": "打开 Frontdesk 的“消息”标签；它们随您所在的频道和语言而变。",
        },
    ),
    Surface(
        "sessions",
        asking.sessions,
        {"en": "History", "zh": "历史"},
        {
            "en": "Open the *History* tab: each of your conversations under its title.",
            "zh": "打开“历史”标签：您的每次对话都有标题。",
        },
    ),
    Surface(
        "mention",
        among.mention,
        {"en": "A mention in a channel", "zh": "频道中的提及"},
        {
            "en": "Write `@Frontdesk` and your question; answered from what every member may read, and follow-ups need "
            "no mention.",
            "zh": "写 `@Frontdesk` 和问题；只依据每位成员都有权查看的内容回答，追问不必再提及。",
        },
    ),
    Surface(
        "group",
        among.group,
        {"en": "A group's direct messages", "zh": "多人私信"},
        {
            "en": "Mention it there; answered from what all of you may read.",
            "zh": "在群里提及它；依据你们所有人都有权查看的内容回答。",
        },
    ),
    Surface(
        "forwarded",
        among.forwarded,
        {"en": "A forwarded message", "zh": "转发的消息"},
        {
            "en": "Forward a colleague's message to Frontdesk, with words of your own or none.",
            "zh": "把同事的消息转发给 Frontdesk，可以附言，也可以不附。",
        },
    ),
    Surface(
        "ask",
        among.ask,
        {"en": "`/ask`", "zh": "`/ask`"},
        {
            "en": "Type `/ask` and your question in any channel; only you see the answer, and you may share it.",
            "zh": "在任何频道输入 `/ask` 和问题；只有您看到回答，也可以分享。",
        },
    ),
    Surface(
        "shared",
        among.shared,
        {"en": "A shared answer", "zh": "分享的回答"},
        {
            "en": "Press *Share in channel*: what not every member may read is held back, and that is said.",
            "zh": "按“分享到频道”：并非每位成员都有权查看的内容不会分享，并会说明。",
        },
    ),
    Surface(
        "unasked",
        among.unasked,
        {"en": "An unasked offer", "zh": "主动提供的回答"},
        {
            "en": "Where `/kb channel` allows it, a question that calls nobody is offered an answer, to its asker "
            "alone.",
            "zh": "在 `/kb channel` 允许的频道，没有提及任何人的问题会得到一个只给提问者看的回答。",
        },
    ),
    Surface(
        "channel",
        among.channel_settings,
        {"en": "`/kb channel`", "zh": "`/kb channel`"},
        {
            "en": "Administrators and the channel's owner type it in a channel, to say how Frontdesk behaves there.",
            "zh": "管理员和频道所有者在频道里输入，设定 Frontdesk 在那里的行为。",
        },
        of=MODAL,
        people={"en": SOFIA, "zh": LINA},
    ),
    Surface(
        "form",
        app.form,
        {"en": "Ask Frontdesk", "zh": "询问 Frontdesk"},
        {
            "en": "Choose ⚡ *Ask Frontdesk* anywhere; answered in your direct messages.",
            "zh": "在任何地方选择 ⚡ *Ask Frontdesk*；在私信中回答。",
        },
        of=MODAL,
    ),
    Surface(
        "about-message",
        among.about_message,
        {"en": "Ask about this message", "zh": "询问这条消息"},
        {
            "en": "Choose it in a message's menu ⋯; without a question of your own the message is asked.",
            "zh": "在消息的菜单 ⋯ 中选择；不写问题时，以消息本身为问题。",
        },
        of=MODAL,
    ),
    Surface(
        "home",
        app.home,
        {"en": "Home", "zh": "首页"},
        {
            "en": "Open the *Home* tab: ask, your last questions with their state, what changed, your settings.",
            "zh": "打开“首页”标签：提问、最近的问题及其状态、制度的变化、您的设置。",
        },
        of=".main",
        people={"en": TOM, "zh": WANG},
    ),
    Surface(
        "administration",
        app.administration,
        {"en": "Home for administrators", "zh": "管理员的首页"},
        {
            "en": "The same tab also says which version answers, what failed and what had no answer.",
            "zh": "同一标签还显示：由哪个版本回答、什么失败了、什么没有回答。",
        },
        of=".main",
        people={"en": SOFIA, "zh": LINA},
    ),
    Surface(
        "draft",
        app.draft,
        {"en": "`/draft`", "zh": "`/draft`"},
        {
            "en": "Type `/draft announcement` (or another kind) and what it should say; up to three versions to choose "
            "from.",
            "zh": "输入 `/draft 公告`（或其他类型）和要点；最多三个版本供选择。",
        },
    ),
    Surface(
        "translate",
        app.translate,
        {"en": "`/translate`", "zh": "`/translate`"},
        {
            "en": "Type it with a text, or choose *Translate* in a message's menu ⋯; the embedded model does not "
            "translate, and this is what it says.",
            "zh": "加上文字输入，或在消息的菜单 ⋯ 中选择 *Translate*；内置模型不翻译，图中是它的说明。",
        },
    ),
    Surface(
        "status",
        app.status,
        {"en": "`/kb status`", "zh": "`/kb status`"},
        {
            "en": "Type it anywhere: which version of the policies answers, from which sources.",
            "zh": "在任何地方输入：由哪个版本的制度回答，来自哪些来源。",
        },
    ),
    Surface(
        "search",
        app.search,
        {"en": "Slack's search", "zh": "Slack 搜索"},
        {
            "en": "Type into the search field: policies are found within your rights.",
            "zh": "在搜索框里输入：在您的权限内查找制度。",
        },
        of=MODAL,
    ),
    Surface(
        "unfurl",
        among.unfurl,
        {"en": "A link to a policy", "zh": "制度的链接"},
        {
            "en": "Post one: it says version, owner, date and the exact quote.",
            "zh": "发出链接：显示版本、负责部门、日期和原文。",
        },
    ),
    Surface(
        "flexpane",
        among.flexpane,
        {"en": "A policy beside the conversation", "zh": "在会话旁打开制度"},
        {"en": "Click on such a card: the policy opens in Slack.", "zh": "点击卡片：制度在 Slack 中打开。"},
    ),
)
