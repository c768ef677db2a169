"""Chinese."""

from __future__ import annotations

from typing import Final

from bot.wording.catalogue import Wording

ZH: Final = Wording(
    searching="正在查阅公司制度…",
    waiting="正在排队，前面还有 {count} 个问题",
    stopped="已停止。",
    sources="出处",
    page="第{page}页",
    valid_from="{date} 起生效",
    more="更多",
    more_title="完整回答",
    more_of={
        "step": "……还有 {count} 个步骤",
        "steps": "……还有 {count} 个步骤",
        "point": "……还有 {count} 项",
        "points": "……还有 {count} 项",
        "row": "……还有 {count} 行",
        "rows": "……还有 {count} 行",
        "source": "……还有 {count} 个来源",
        "sources": "……还有 {count} 个来源",
    },
    continued="……后续内容见原文：",
    more_refused="这条回答是私下给另一位同事的，其余内容我只展示给本人。",
    more_failed="Slack 未能打开其余内容，请再点一次按钮。",
    report_cut="……这份报告超出了一条消息的长度，终端命令 `frontdesk kb` 可显示全部内容。",
    your_question="您的问题：“{question}”",
    asked_in="（在 <#{channel}> 中提出）",
    own_name="中文",
    question_empty="您想了解什么？请用完整的句子提问，例如：_我每年有多少天年假？_",
    question_wordless="我只能理解文字，请用一句话提出您的问题。",
    question_is_file="我无法读取发来的文件，请把问题用文字发给我。",
    question_too_long="您的问题有 {count} 个字符，我最多能读 {limit} 个，请缩短后再问。",
    question_is_hidden="我无法读取转发的消息：Slack 在这里不显示它。请直接用文字写出您想问的问题。",
    forwarded_hidden="Slack 没有向我显示转发的消息，因此我只阅读了您自己写的内容。",
    answered_again="问题已被编辑，因此重新作答。",
    other_workspace="此 Frontdesk 属于另一个工作区。请联系您的管理员安装本工作区自己的 Frontdesk。",
    saved_for_later="目前暂时无法回答。您的请求已保存，服务恢复后会在这里或通过私信答复您，无需重复。",
    rights_unknown="Slack 暂时无法告知您可以阅读哪些文件，因此没有进行检索。请一分钟后再试。",
    taken_away="此答复已撤回。",
    rights_limited=(
        "Slack 没有完整告知这里的人可以阅读哪些文件，因此我只检索了确定所有人都能阅读的内容。"
        "管理员可用 `/kb status` 查看原因。"
    ),
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
    text_too_long="您的文字有 {count} 个字符，我最多能处理 {limit} 个，请缩短。",
    cancel="取消",
    draft_usage=(
        "请这样输入：`/draft 公告 要写的内容`，也可以是 `邮件`、`报告`、`问答`、`新闻`。"
        "如需更少的版本，请加上 `--versions 1`。"
    ),
    draft_unknown="我不会写“{genre}”。",
    draft_empty="要写些什么？请用一两句话告诉我。",
    drafting="正在查阅制度并起草……可能需要一分钟。只有您能看到各个版本。",
    draft_version="*版本 {number}*",
    draft_use="使用这个",
    draft_edit="编辑后使用",
    draft_post="发布",
    draft_text="正文",
    draft_no_words="还没有可以发布的内容。",
    draft_cut="有 {count} 句因您的说明和制度中都没有相应内容而被删去。",
    draft_folded="……还有 {count} 个字符，点“编辑后使用”可查看全文。",
    draft_check="请核对以下名称，您的说明和制度中都没有：{names}",
    draft_sources="*依据的制度*",
    draft_model="由 {model} 起草，使用前请阅读。",
    draft_frame=(
        "这不是语言模型写的：只是一个框架，内容是您的原话和制度原文。管理员可以用 "
        "`frontdesk models found` 查看如何使用会写作的模型。"
    ),
    draft_gone="这份草稿已不在（草稿只保留一天），请用 `/draft` 重新起草。",
    draft_posting="正在此处发布版本 {number}。",
    posted_for="代 {user} 发布，由 Frontdesk 起草",
    draft_not_posted="我无法在 <#{channel}> 中发布（{error}）。这是您的文字，请自行发布：",
    translate_usage=(
        "要翻译什么？请这样输入：`/translate 文字`，或 `/translate 法语 文字`。"
        "要翻译消息，请使用消息菜单 ⋯ 中的 _Translate_。"
    ),
    translating="正在翻译……只有您能看到。",
    translation_heading="*译文：{language}*",
    translation_names="请核对以下名称，译文中与原文写法不同：{names}",
    translation_cut="……其余部分超出一条消息的长度，请分两次翻译。",
    translation_model="由 {model} 翻译，数字和链接均已核对。以原文为准。",
    declined={
        "no_model": (
            "这里没有能翻译的模型。管理员可以用 `FRONTDESK_GENERATOR=auto`（本"
            "机上的服务，如 Ollama）、`FRONTDESK_GENERATOR_MODEL`（模型"
            "库中的任何模型）或 "
            "`FRONTDESK_OPENAI_BASE_URL`（别处的服务）启用一个。（编号 {id}）"
        ),
        "draft_empty": (
            "语言模型写出的内容在您的说明和制度中都找不到依据，因此不予显示。请用完整的句子写明要点；"
            "管理员可以用 `FRONTDESK_GENERATOR_MODEL` 选择更大的模型。（编号 {id}）"
        ),
        "translate_language": (
            "这里没有能翻译的模型。管理员可以用 `FRONTDESK_GENERATOR=auto`（本"
            "机上的服务，如 Ollama）、`FRONTDESK_GENERATOR_MODEL`（模型"
            "库中的任何模型）或 "
            "`FRONTDESK_OPENAI_BASE_URL`（别处的服务）启用一个。（编号 {id}）"
        ),
        "translate_same": "这段文字已经是该语言。（编号 {id}）",
        "translate_wrong": (
            "我翻译了两次，数字、链接或提及的人与原文都不一致。无法核实的译文我不显示。"
            "分成更短的段落也许可以。（编号 {id}）"
        ),
    },
    why_title="答案依据",
    why_close="关闭",
    why_kinds={
        "answer": "制度有规定",
        "conflict": "制度之间相互矛盾",
        "abstention": "制度没有规定",
        "clarification": "反问",
        "small_talk": "寒暄",
        "general": "一般知识，没有出处",
    },
    why_cached={
        "": "专为本次提问作答",
        "exact": "来自缓存：之前有人问过同样的问题",
        "semantic": "来自缓存：之前有人问过意思相同的问题",
    },
    why_quotes={
        "": "无，均为原文引用",
        "failed": "无：语言模型没有作答，以下均为原文引用",
        "late": "无：语言模型未能按时完成，以下均为原文引用",
    },
    why_completed="{model}（中途中断，其余为原文引用）",
    why_unshown="模型所写而未显示的内容：{reasons}",
    why_refusals={
        "declined": "模型认为所给条款没有答案",
        "language": "用了另一种语言的句子",
        "long": "过长而无法核对的句子",
        "empty": "没有可核对内容的句子",
        "number": "来源中没有的数字",
        "unit": "单位与来源不符的数字",
        "date": "来源中没有的日期",
        "time": "来源中没有的时刻",
        "weekday": "来源中没有的星期",
        "name": "来源中没有的名称",
        "unsupported": "来源不能证实的句子",
    },
    why_stages={"retrieve": "检索", "rank": "比较", "write": "撰写", "cache": "缓存", "total": "总计"},
    why_quoted="引用为 {marks}",
    why_nothing="没有找到您有权查看的内容。",
    why_previous="上一页",
    why_next="下一页",
    why_refused="这个答案是私下给另一位同事的，因此只能向其本人说明依据。",
    why_gone="这个答案还没有记录，请稍后再试。",
    why_failed="Slack 未能打开说明窗口，请再次点击按钮。",
    kb_help_head="*我能做什么*\n• `/ask 问题` – 询问公司制度，答案只有您能看到\n"
    "• `/draft 公告 …` – 起草公告、邮件、报告、问答或新闻，给出几个版本\n"
    "• `/translate 文字` – 中英文互译；要翻译消息，请使用消息菜单 ⋯ 中的 _Translate_",
    kb_help_admins="*管理员可用*",
    kb_help_foot="您也可以直接给我发私信，或在频道里提及我。",
    kb_subcommands={
        "status": ("status", "查看我所掌握的制度版本"),
        "sources": ("sources", "制度文件的来源，以及各来源的读取时间"),
        "reload": ("reload [来源] [--force]", "重新读取全部或某一来源；--force 表示即使有问题也发布"),
        "versions": ("versions", "查看保留的版本"),
        "diff": ("diff [旧版本] [新版本]", "比较两个版本之间有哪些文件变动"),
        "rollback": ("rollback [版本]", "恢复使用较早的版本"),
        "check": ('check "问题"', "查看某个问题能在您有权阅读的文件中找到什么"),
        "who": ('who "文件"', "查看谁可以阅读某个文件，依据哪条规则"),
        "show": ('show "文件"', "查看某个文件转换成了什么内容，省略了什么"),
        "eval": ("eval", "重新询问您曾认可（👍）的问题，查看答案有何变化"),
    },
    kb_unknown="我不认识 `/kb {command}`。",
    kb_misused={
        "missing": "缺少内容，请这样输入：`/kb {usage}`",
        "too_many": "内容过多；名称中有空格时请加引号：`/kb {usage}`",
        "unknown_option": "我不认识这个选项，请这样输入：`/kb {usage}`",
        "open_quote": "引号没有成对，请这样输入：`/kb {usage}`",
    },
    kb_admins_only="只有 Frontdesk 管理员可以使用 `/kb {name}`，请联系管理员。",
    kb_admins_unknown=(
        "无法确认您是否是管理员，因此没有执行 `/kb {name}`：Slack 拒绝了 `{method}`（{error}）。"
        "请在 FRONTDESK_ADMINS 中填写您的用户 ID，或为应用补上缺少的权限。"
    ),
    kb_accepted={
        "reload": "正在重新读取公司制度，您可以在与我的私信中查看进度。",
        "rollback": "正在恢复较早的版本…",
        "eval": "正在重新询问您认可过的问题，您可以在与我的私信中查看进度。",
    },
    kb_nothing_approved=(
        "您还没有把任何答案标记为有帮助。请在正确的答案下点 👍；下次重新加载后，`/kb eval` 会显示哪些答案有变化。"
    ),
    kb_looking_up="正在查询…",
    running={
        "reload": "正在重新读取公司制度",
        "eval": "正在重新询问您认可过的问题",
        "draft": "正在查阅制度并起草",
        "translate": "正在翻译",
    },
    reload_done="*公司制度已是最新。*",
    reload_unchanged="*公司制度已是最新。* 与上次读取相比没有变化。",
    rollback_done="*已恢复使用版本 `{version}`。*",
    status_heading="*我所掌握的内容*",
    answer_cache="答案缓存",
    answer_cache_counts="最近 7 天的 {asked} 个问题中，{cached} 个由缓存回答",
    shortfalls="语言模型",
    shortfalls_counts="最近 7 天：{failed} 个问题没有作答，{late} 个未能按时完成（均以原文引用回答）",
    suspicions="疑似提示注入",
    suspicions_counts="最近 30 天：{questions} 个问题，{documents} 个文件",
    suspicions_documents="含有针对语言模型的指令的文件",
    sources_heading="*制度文件的来源*",
    versions_heading="*保留的版本*",
    version_in_use="*使用中*",
    diff_heading="*从版本 `{old}` 到 `{new}`*",
    diff_empty="两个版本的文件相同。",
    check_answers="*我会回答这个问题*（置信度 {confidence}）。",
    check_abstains="*我会说制度没有规定*（置信度 {confidence}）。",
    check_retrieved="检索结果（从最相关开始）",
    show_heading="*《{title}》转换成了以下内容*",
    show_unreadable="您本人无权阅读该文件，因此不显示其内容。",
    show_left_out="省略的内容",
    left_out={
        "hidden": "{letters} 个字符：读者看不到的文字",
        "struck": "{letters} 个字符：划掉的文字",
        "deleted": "{letters} 个字符：修订中删除的文字",
        "margin": "{letters} 个字符：页眉、页脚和页边的文字",
        "history": "{letters} 个字符：引用的旧邮件",
        "comment": "{letters} 个字符：批注",
    },
    who_heading="*谁可以阅读《{title}》*",
    who_restricted="{rule}；恢复版本后，较新版本中更严格的权限仍然有效",
    eval_heading="*您认可过的 {asked} 个答案中，有 {same} 个依据的原文与之前相同。*",
    eval_changed="现在依据其他原文回答",
    eval_declined="现在不再回答",
    eval_left="因时间已到，还有 {left} 个问题未询问。",
    nobody="无人",
    nothing="无",
    stages={
        "waiting": "等待另一次重新加载完成",
        "reading": "读取文件",
        "embedding": "计算向量",
        "writing": "写入新版本",
        "publishing": "发布新版本",
        "asking": "已询问",
    },
    report_labels={
        "version": "版本",
        "before": "之前的版本",
        "built_at": "建立时间",
        "documents": "文件",
        "passages": "段落",
        "embedded": "新增或修改的段落",
        "reused": "保留的段落",
        "seconds": "用时（秒）",
        "sources": "来源",
        "added": "新增",
        "modified": "修改",
        "removed": "删除",
        "restricted": "保留较新版本中更严格权限的文件",
        "problems": "问题",
        "read_at": "读取时间",
        "schedule": "定时",
        "times": "次数",
        "score": "得分",
        "dense": "语义",
        "lexical": "字词",
        "document": "文件",
        "readers": "读者",
        "rule": "依据",
        "source": "来源",
        "effective": "生效日期",
        "kind": "类型",
        "confidence": "把握",
        "generator": "撰写者",
        "cached": "来由",
        "timings": "用时",
        "answered_at": "作答时间",
    },
    report_problems="无法读取的文件",
    report_problems_hidden="有 {count} 个文件无法读取，管理员可以查看详情。",
    report_past="已失效，或有失效日期",
    report_awaited="尚未生效",
    report_failed="未成功的重新读取",
    all_sources="所有来源",
    report_unknown_groups="Slack 中没有的用户组",
    report_slack_refuses="Slack 没有告知谁可以阅读什么：大家看到的内容会少于其权限",
    report_error="操作未成功：{error}（编号 {id}）",
    announced={
        "reload_done": "{by}重新读取了公司制度。现在使用版本 `{version}`，共 {documents} 个文件。",
        "reload_unchanged": "{by}重新读取了公司制度。与版本 `{version}` 相比没有变化。",
        "reload_failed": (
            "{by}重新读取公司制度未成功，仍使用之前的版本；管理员可用 `/kb status` 查看详情。（编号 {id}）"
        ),
        "rollback_done": "{by}恢复使用版本 `{version}`，共 {documents} 个文件；之前为 `{before}`。",
        "rollback_failed": "{by}恢复较早的版本未成功，仍使用之前的版本。（编号 {id}）",
    },
    announced_changes="新增：{added} · 修改：{modified} · 删除：{removed}",
    announced_by_schedule="定时任务",
    not_announced=(
        "我无法在 <#{channel}> 中公告（{error}）。请用 `/invite @Frontdesk` 邀请我加入，"
        "或修改 `FRONTDESK_ANNOUNCE_CHANNEL`。"
    ),
    home_title="欢迎询问公司制度",
    home_what="我根据公司自己的制度回答问题。每个答案都引用原文并附上链接；制度没有规定的，我会如实告诉您。",
    home_how=(
        "*如何提问*\n"
        "• 在“消息”标签页给我发消息，追问请在同一消息列中回复。\n"
        "• 在频道里提及我；在那里我只使用频道内所有人都可以阅读的内容。\n"
        "• 在任何地方使用 `/ask 问题`，答案只有您能看到。\n"
        "• `/draft` 起草公告、邮件、报告、问答或新闻；`/translate` 翻译。"
    ),
    home_trust="答案好不好？请点击答案下方的按钮，帮助我改进。",
    home_ask="您的问题",
    home_pasts="您最近的问题",
    home_outcomes={
        "open": ":hourglass_flowing_sand: 正在回答",
        "answered": ":white_check_mark: 已回答",
        "unsaid": ":grey_question: 制度没有规定",
        "asked_back": ":left_speech_bubble: 我反问了您",
        "withdrawn": ":wastebasket: 已删除",
        "stopped": ":octagonal_sign: 已停止",
        "failed": ":warning: 未成功，请重新提问",
    },
    home_deleted="一个已删除的问题",
    home_show="查看答案",
    home_answer="我的答案",
    home_answer_hidden="这个答案引用了您目前无权阅读的文件，因此不在此显示。请重新提问，我会根据您现在可以阅读的文件回答。",
    home_changes="我答复您之后有改动的制度",
    home_settings="您的设置",
    home_language="我用哪种语言回答您",
    home_automatic="与每个问题相同",
    home_privately="我在频道里提问时，请在私信中回答",
    home_administration="管理员信息",
    home_status_awaited="正在查询制度的状态……",
    home_unanswered="最近 7 天没有答案的问题",
    home_reasons={
        "unsaid": "制度没有规定",
        "model_failed": "语言模型出错",
        "index_missing": "制度尚未建立索引",
        "deadline": "处理时间过长",
        "internal": "我这边出错",
        "unavailable": "服务中断",
        "undeliverable": "Slack 未接收答案",
    },
    home_refusals="Slack 拒绝告知谁可以阅读什么",
    home_more="`/kb status` 可查看更多，`/kb reload` 重新读取制度。",
    ask_title="询问 Frontdesk",
    ask_submit="提问",
    ask_question="您的问题",
    ask_about="*关于这条消息*",
    ask_what="我们的制度对此有什么规定？",
    ask_taken="正在处理。答案会发到您与我的私信中，只有您能看到。",
    ask_no_words="这条消息里没有我能读懂的文字，请改为给我发私信提问。",
    ask_not_opened="Slack 未能及时打开表单，因此没有提问。请重试，或直接给我发私信。",
    next_questions="这些来源还能回答",
    next_refused="这个回答是私下给别人的，只有对方能接着问。请您直接向我提问。",
    asked_by="{user} 问：“{question}”",
    prompts_title="可以这样问",
    prompts=(
        ("休假", "如何申请休假？"),
        ("报销", "报销的截止日期是什么时候？"),
        ("信息安全", "密码有什么要求？"),
        ("退货", "如何退货？"),
    ),
)
