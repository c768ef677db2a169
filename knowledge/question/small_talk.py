"""Greetings, thanks, farewells, laughter, the wish to stop and questions about Frontdesk itself, which need no search.

Any other word, and it is searched.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final, Literal

Talk = Literal["greeting", "thanks", "stop"]

LONGEST: Final = 80
"""Characters; a longer message has more to say."""

_THANKS: Final = (
    r"(?:many |much )?(?:thank(?:s|\s*you|\s*u|ss|sss)?|thx|thanx|thnx|thnks|thnaks|thansk|thaks|tahnks|tks|tnx|ty|tysm"
    r"|cheers)(?: (?:so|very) much| a (?:lot|million|bunch)| lots)?"
    r"|(?:i )?(?:really )?appreciate (?:it|that|this|your help)"
    r"|for (?:your|the|all your) (?:help|answer|reply|time)|that (?:helps|helped)"
    r"|that was(?: very| really)? (?:helpful|useful)|got it|i see|understood|noted|ok|okay|kk|great|perfect"
    r"|cool|awesome|nice|good (?:job|bot)|well done|brilliant"
    r"|you(?: a|\'?)re (?:great|awesome|the best|amazing|very helpful|so helpful)|bye|goodbye"
    r"|see (?:you|ya)(?: later| soon)?|have a (?:nice|good|great) (?:day|one|weekend|evening)"
    r"|谢+(?:你们|你|您|啦|了|哦|呀)?|多谢|(?:十分|非常|万分)?感谢(?:(?:你|您)(?:的(?:帮助|回答|解答))?)?"
    r"|蟹蟹|3q|(?:你|您)?的?帮助|辛苦了?|好的|好|嗯+|哦+|明白了?|知道了|了解了?|懂了|收到|太好了"
    r"|太棒了|真棒|不错|厉害|很有帮助|没问题|再见|拜拜|回头见"
)
_GREETING: Final = (
    r"h+i+|hii+|he+l+o+|helo|hallo|hey+|heya?|hiya|howdy|yo|greetings|good (?:morning|afternoon|evening|day)"
    r"|gm|morning|how are you(?: doing)?(?: today)?|how'?s it going|what'?s up|sup|nice to meet you"
    r"|are you (?:there|here|ok)|who (?:are|r) (?:you|u)|what (?:are|r) (?:you|u)|what'?s your name"
    r"|what is your name|are you (?:a )?(?:bot|robot|human|person|ai|real person|real)|introduce yourself"
    r"|tell me about yourself"
    r"|what (?:can|do|could) (?:you|u) (?:do|help(?: me)?(?: with)?|answer)(?: for me| here)?"
    r"|how (?:can|do) you help(?: me)?|how do(?:es)? (?:you|this) work|how do i use (?:you|this)"
    r"|what (?:can|should) i ask(?: you)?|can you help(?: me)?|help(?: me)?|你好[呀啊吗]?|您好|nihao|ni hao"
    r"|你们好|大家好|嗨|哈[喽罗啰]|喂|嘿|在吗|在不在|有人吗|早上?好?|上午好|中午好|下午好|晚上好|早安|晚安"
    r"|你是谁|您是谁|你叫什么(?:名字)?|你是什么|你是(?:机器人|真人|人工智能|ai)吗?|介绍一下(?:你|您)?自己"
    r"|自我介绍(?:一下)?|请?介绍一下你"
    r"|(?:请问)?(?:你|您)(?:都)?(?:能|会|可以)(?:为我|帮我|帮我们)?(?:做|干|回答|帮)(?:些|点)?(?:什么|啥|哪些)(?:事情?|忙|问题)?"
    r"|(?:你|您)(?:有什么|有哪些)(?:功能|本事)|(?:你|您)(?:会|能)(?:什么|啥)|怎么用(?:你)?|如何使用(?:你)?"
    r"|帮帮我|帮助"
)
_FILLER: Final = (
    r"there|everyone|team|folks|frontdesk|bot|dear|again|please|pls|and|so|oh|well|really|just|a|very|呀|啊|哦"
    r"|啦|哈+|吧|了|请|嘛|呢|吗"
)
_LEAVE: Final = re.compile(
    r"\b(?:(?:see|talk to|catch) (?:you|ya)(?: (?:later|soon|around|tomorrow|next week|(?:on )?\w+day))?"
    r"|(?:good ?)?bye(?: bye)?|good night|have a (?:\w+ )?(?:day|one|weekend|evening)|no more questions|nothing else"
    r"|that(?:'s| is|'ll be) (?:all|it)(?: for (?:now|today))?|lo+l+|(?:ha){2,}h?)\b"
    r"|\b(?:many )?(?:thank(?:s+| yo?u+)?|thx|tks|tnx|ty|tysm|cheers)\b"
    r"|多谢|谢+|感谢|哈{2,}|呵{2,}|再见|拜拜|(?:明天|下周|回头|改天)见(?!\w)|不用了|没事了|(?:祝你?)?周末愉快|先?就?这样吧?"
    r"|(?:没有?|没什么)(?:别的|其他)?问题了"
)
"""Thanks, laughter, farewells, and that nothing more is wanted."""
_BESIDE_LEAVE: Final = frozenset(
    """a again all amazing an and answer answered answers awesome been buddy clear cool course detailed evening everyone
    exactly excellent explanation fast for friend good got great help helped helpful i i'm in advance indeed info
    information is it it's job kind lot lots mate me much my needed nice no nope nothing now of ok okay perfect please
    quick quickly really reply response saved so solved super support team that that's the then this time today u
    understood useful very was well what wonderful yeah yep yes you your you've question questions day""".split()
)
_BESIDE_LEAVE_ZH: Final = re.compile(
    "这么|非常|十分|真的|太|很|不|快|及时|耐心|详细|清楚|有用|有帮助|帮了?我?大忙|帮助|帮忙|回答|解答|回复|解释|说明|问题解决"
    "|知道|明白|了解|好的?|嗯+|麻烦|老师|大家|我们?|你们?|您|的|了|啦|哦|呀|吧|啊"
)
"""What people say beside it. Any other word may be what they ask about: "thanks, sick leave"."""
_STOP: Final = (
    r"stop(?: it| that| this| here)?|(?:stop|quit) (?:answering|writing|talking|searching)"
    r"|cancel(?: it| that| this)?|never ?mind|abort"
    r"|停下?(?:来)?|停一下|(?:停止|取消)(?:回答)?|(?:别|不要|不用|不必)再?(?:说|写|查|回答)了|算了"
)
_BESIDE_STOP: Final = (
    r"(?>(?:please|pls|ok|okay|hey|oh|now|thanks|thank you|frontdesk|请你?|好了?|好的|先|快|吧|啊|呀|谢谢)"
    r"(?![a-z])[\s,.!]*)*"
)
_STOPPING: Final = re.compile(rf"{_BESIDE_STOP}(?:{_STOP})(?![a-z])[\s,.!]*{_BESIDE_STOP}")
_TALK: Final = re.compile(rf"(?>(?:{_THANKS}|{_GREETING}|{_FILLER})(?![a-z])[\s,.!?~]*)+")
"""Each phrase is atomic: no order of them is tried twice, however often one is repeated."""

_THANKING: Final = re.compile(rf"(?:(?:{_FILLER})\s+)?(?:{_THANKS})(?![a-z])")
_ONLY_FILLER: Final = re.compile(rf"(?>(?:{_FILLER})(?![a-z])[\s,.!?~]*)+")
_ASKS: Final = re.compile("[?？]|[吗呢么][\\W]*$")
_EMOJI_CODE: Final = re.compile(r":[a-z0-9_+'-]+:")


def talk_of(text: str) -> Talk | None:
    """What kind of talk the whole message is; None where any of it could be a question to the policies."""
    spoken = _spoken(text)
    if not spoken or len(spoken) > LONGEST:
        return None
    if _STOPPING.fullmatch(spoken) and not text.rstrip().endswith(("?", "？")):
        return "stop"
    if _takes_leave(spoken) and not _ASKS.search(text):
        return "thanks"
    if not _TALK.fullmatch(spoken) or _ONLY_FILLER.fullmatch(spoken):
        return None
    return "thanks" if _THANKING.match(spoken) else "greeting"


def _takes_leave(spoken: str) -> bool:
    """Whether it thanks, laughs, says goodbye or wants nothing more, with nothing beside that it could be about."""
    rest, times = _LEAVE.subn(" ", spoken)
    words = re.findall(r"\w[\w']*", _BESIDE_LEAVE_ZH.sub(" ", rest))
    return times > 0 and _BESIDE_LEAVE.issuperset(words)


def _spoken(text: str) -> str:
    """Lower case, without emoji; every mark is one of a few."""
    folded = _EMOJI_CODE.sub(" ", unicodedata.normalize("NFKC", text).lower().replace("’", "'"))
    kept = "".join(" " if _is_picture(character) else character for character in folded)
    return re.sub(r"\s+", " ", re.sub(r"[。！，、；;:：()（）\-–—…\"“”^*_]+", ",", kept)).strip(" ,.!?~")


def _is_picture(character: str) -> bool:
    return unicodedata.category(character) in {"So", "Sk", "Cf", "Mn", "Me", "Cn"}
