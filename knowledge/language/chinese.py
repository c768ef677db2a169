"""Chinese, simplified or traditional."""

from __future__ import annotations

from typing import Final

from knowledge.language.profile import Counted, Phrases, Profile

_PHRASES: Final = Phrases(
    abstention="现有的公司制度没有说明。在您有权查看的文件中，我没有找到能回答这个问题的内容，因此不作猜测。",
    other_language="相关制度只有{language}版，原文如下：",
    figures="（即{figures}）",
    list_comma="、",
    closest="最接近的内容是《{title}》中的“{heading}”。如果您想问的是它，请用其中的说法再问一次。",
    human="您可以向{contact}咨询。",
    anybody="负责此事的同事",
    fill_in_contact="[联系人]",
    conflict="相关制度的说法不一致，请先核实再采用：",
    newest_first="相关制度的说法不一致。以下按日期由新到旧排列，请先核实再采用：",
    otherwise="制度中的数字与您问题中的不同：",
    policies_say="相关制度规定：",
    small_talk={
        "greeting": "你好！我根据公司的制度回答问题，并注明每个答案的出处。"
        "您可以问我如何请假、报销单最晚什么时候交，等等。",
        "thanks": "不客气。关于公司制度的其他问题，欢迎随时问我。",
        "farewell": "再见！有关于公司制度的问题，随时问我。",
        "reaction": "好的。关于公司制度的问题，随时可以问我。",
        "stop": "这里没有需要停止的回答。我正在回答您的问题时，只需说“停”。",
    },
    clarification="有多项制度与此相关，您想问的是哪一项？请回复序号，或把问题说得具体一些。",
    general_knowledge="以下为一般常识，并非来自贵公司的制度：",
    unsaid="文件中没有说明。",
)

CHINESE: Final = Profile(
    code="zh",
    languages={
        "en": "英文",
        "zh": "中文",
        "fr": "法语",
        "de": "德语",
        "es": "西班牙语",
        "it": "意大利语",
        "pt": "葡萄牙语",
        "nl": "荷兰语",
        "ru": "俄语",
        "ja": "日语",
        "ko": "韩语",
        "vi": "越南语",
        "th": "泰语",
        "id": "印尼语",
        "ar": "阿拉伯语",
    },
    stemmer="",
    joiner="",
    phrases=_PHRASES,
    stop_words=frozenset(),
    stop_terms=frozenset(
        """如何 怎么 怎样 什么 是否 可以 我们 你们 他们 公司 请问 多少 哪些 哪里 需要 应该 能否 有没 没有 一下 这个 那个
        以及 或者 并且 如果 关于 规定 为什 么时 何时 时候 吗 呢 的 了
        是 在 和 与 及 我 你 他 有 要 能 会 吧 呀 多久 几天 多长""".split()
    ),
    asking="请问|听说|既然|是不是|对不对|没错吧|对[吧吗]|是[吧吗]|如何|怎么样|怎么办|怎么|怎样|什么时候|什么|是否"
    "|可不可以|可以|能不能|能否|我们公司|公司|多少|哪些|哪里|哪个|多久|多长时间|需要|应该|有没有|一下|为什么|何时|谁|吗"
    "|呢|吧|我们|我|你|的|了|是|在",
    asks_amount="多少|几|多久|多长|多大|最长|最短|最晚|最迟|什么时候|何时|百分之",
    negation="不(?!仅|但|同|断|久|少于|超过|低于|高于|得少于|得超过|得低于|得高于)|没有|未|无|禁止|严禁|除外|勿",
    universal="所有|全体|任何|一律|每",
    logic={
        "must": "必须|须|应当|应该|应|得先|要先",
        "may": "可以|可|允许|能",
        "should": "建议|最好|原则上|尽量",
        "only": "只|仅",
        "condition": "如果|若|如|除|但|经|的，",
        "hedge": "通常|一般|自动|立即|马上|大约|左右|经常",
        "yes": "^(?:是|可以|能|有|对)",
        "no": "^(?:不|没)",
        "silent": "^(?:很?抱歉[，,])?(?:现有的?|公司的?|提供的?|上述|这些|相关)*"
        "(?:制度|文件|段落|资料|政策|材料|文中)(?:中|里)?"
        "(?:都|均|并)?(?:没有|没|未)(?:明确)?(?:说明|提到|提及|规定|涉及|指出|给出)",
        "source": "^(?:根据|按照|依据|依照)",
        "either": "或",
        "joins": "以及|或者|和|或",
    },
    days="(?:星期|周|礼拜)[一二三四五六日天]|今天|明天|昨天",
    dates=r"(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]",
    counted={
        "working day": Counted("个工作日", "个工作日", ("工作日",)),
        "calendar day": Counted("个日历日", "个日历日"),
        "minute": Counted("分钟", "分钟"),
        "hour": Counted("小时", "小时"),
        "day": Counted("天", "天", ("日",)),
        "night": Counted("晚", "晚"),
        "week": Counted("周", "周"),
        "month": Counted("个月", "个月"),
        "year": Counted("年", "年"),
        "time": Counted("次", "次", ("倍",)),
        "person": Counted("人", "人"),
        "character": Counted("个字符", "个字符"),
        "dollar": Counted("美元", "美元"),
        "euro": Counted("欧元", "欧元"),
        "yuan": Counted("元", "元"),
        "percent": Counted("%", "%"),
    },
    counts=r"(?<![A-Za-z\d.月年第/-])(\d{{1,3}}|\d{{4,}}(?=[元人美欧])|\d+\.\d+)({units})",
    amounts=r"(?<![\d.第年月/–~至-])(?:{digits}(?:[–~至-]{digits})?|[一二两三四五六七八九十百千]+)(?:{units})(?!\d)",
    units={word: word for word in "天 日 周 月 年 小时 分钟 元 岁".split()} | {"块": "元", "周岁": "岁"},
    before_units="个|工作",
    more_before="不(?:少|低|短|早)于|超过|超出|大于|高于|多于|至少|已?满|达到?|自|从",
    more_behind="(?:及|或|含)?以[上后]|起",
    less_before="不(?:超过|得超过|满|足|到|高于|多于|晚于)|未满|少于|低于|小于|最[多高长]|至多|上限",
    less_behind="(?:及|或|含)?(?:以[下内]|之?内)",
    up_to="(?:以上)?[,，、]?(?:至|到|但|-|–|—|~|(?=[不未]))",
    without="超[过出]|[大高多]于|不[满足到]|未满|[少低小]于",
    currencies={"元": "¥"},
)
