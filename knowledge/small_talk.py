"""Greetings, thanks, farewells, laughter, the wish to stop and questions about Frontdesk itself, which need no search.

Any other word, and it is searched: which words stand beside thanks is a closed list, for "thanks, sick leave" asks too.
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
    r"|啦|哈|吧|了|请|嘛|呢|吗"
)
_LAUGHTER: Final = (
    r"lo+l+|lmf?ao+|rofl|(?:ha ?){2,}h?|(?:he){2,}h?|ba?hah[ah]*|哈{2,}|呵{2,}|嘿{2,}|嘻{2,}|笑死我?了?|太?好笑了?"
)
_MOST: Final = r"(?:very|so|super|really|extremely|truly|quite|just|incredibly|much|more than|all|most)"
_FINE: Final = (
    r"(?:helpful+|useful|kind|quick|fast|speedy|prompt|clear|great|excellent|perfect|amazing|wonderful|fantastic"
    r"|lovely|awesome|nice|good|informative|thorough|detailed|appreciated|patient|friendly|impressive|neat|handy)"
)
_HELP: Final = (
    r"(?:help|assistance|support|answers?|repl(?:y|ies)|responses?|explanations?|clarifications?|clarity|info"
    r"|information|details?|advice|tips?|guidance|time|efforts?|patience|work|service|pointers?|links?|reminder"
    r"|quick turnaround|swift response|heads,up|helping(?: me| us)?(?: out)?|being (?:so )?(?:helpful|kind|patient))"
)
_DAY: Final = r"(?:day|one|weekend|evening|night|afternoon|week|morning|holidays?|time|break|christmas|new year)"
_WHEN: Final = (
    r"(?:later|soon|around|again|then|tomorrow|tonight|next (?:week|time|month)|in the (?:morning|office)"
    r"|(?:on |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_NOT_ASKING: Final = (
    r"(?!(?:is|are|was|am|be|can|could|do|does|did|may|must|should|will|would|how|what|when|where|who|which|why|whether"
    r"|if|but|and|or|also|except|need|want|please|tell|letters?|cards?|awards?|gifts?|templates?|leave|limits?)\b)"
)
_DONE: Final = (
    r"(?:answer|check|clarify|clear|confirm|explain|find|gett|help|lett|look|point|provid|send|shar|show|sort|tak)ing"
)
_GRATEFUL: Final = (
    rf"(?:thank(?:s|,?\s*you)|thx) for (?:the|your|this|that|{_DONE})(?: {_NOT_ASKING}[a-z']+){{1,5}}(?=[,.!]|$)|"
    r"(?:many |much |a million |big |huge )?(?:thank(?:s+|\s*(?:yo)?u+)|thx|thanx|thnx|tks|tnx|ty|tysm|cheers|ta)"
    r"(?: all| both| everyone)?(?: (?:so|very)(?: very)* much| a (?:lot|million|bunch|ton)| lots| again| indeed)*"
    r"|(?:i |we )?(?:really |very much |much )?appreciated?(?: (?:it|that|this|(?:all )?(?:your|the) help))?"
    r"|(?:我|我们)?(?:真的|真是|真|实在是?|十分|非常|万分|太|很|特别)?(?:谢+|多谢|感谢|感激|蟹蟹)(?:不尽|不已)?"
    r"(?:你们|您们|你|您|大家|啦|了|哦|呀)*(?:(?:这么|如此|快速?|及时|耐心|详细|热心|宝贵|的)*"
    r"(?:帮助|帮忙|回答|解答|回复|解释|说明|支持|指点|提醒|建议|耐心|告知|告诉我|提供的?(?:信息|资料|答案)))?"
)
_FAREWELL: Final = (
    rf"(?:good ?)?bye(?:[ ,]?bye)?|(?:see|cu|c|catch) (?:you|ya|u)(?: all| guys)?(?: {_WHEN})*|cya|ttyl|good ?night"
    rf"|farewell|so long|take care|until (?:next time|tomorrow)|(?:talk|speak|chat)(?: (?:to|with) (?:you|u))? {_WHEN}"
    rf"|(?:good|nice|great) (?:talking|chatting|speaking) (?:to|with) you"
    rf"|have(?: (?:a|an|the|{_MOST}))*(?: {_FINE}| rest of (?:the|your))+ {_DAY}"
    rf"|enjoy (?:the|your)(?: rest of (?:the|your))? {_DAY}|happy (?:weekend|holidays|new year)"
    r"|再见|拜+|拜拜|晚安|回头见|(?:明天|后天|改天|下次|下周[一二三四五]?|周[一二三四五]|回头|待会儿?|一会儿?|晚点|明早)"
    r"再?[见聊]|先(?:走|撤|下)了|祝(?:你们|大家|你|您)?(?:工作|生活|周末|一切|今天|天天|节日|新年)?(?:顺利|愉快|快乐|开心)"
    r"|(?:周末|节日|新年|假期)(?:愉快|快乐)"
)
_NO_MORE: Final = (
    r"(?:that(?:'?s| is| was|'ll be| will be)|this is) (?:all|it|everything)(?: (?:from me|for now|for today|then))?"
    r"|(?:that(?:'?s| is| was) )?(?:(?:exactly|just|precisely|all|everything|what|that) )+(?:i|we)"
    r" (?:needed|wanted|was looking for|were looking for)(?: to know)?"
    r"|(?:no|nothing)(?: (?:else|more|further|questions?))+(?: from me)?(?: for now| for today)?"
    r"|that(?:'ll| will) do|no (?:need|worries|problems?)|all (?:good|set|done|clear|sorted)"
    r"|(?:i|we)(?:'?m| am|'?re| are) (?:all )?(?:good|fine|set|done|sorted|happy|grateful|impressed|ok|okay)"
    r"(?: (?:now|for now|then))?"
    r"|(?:我|暂时|目前|现在|已经|都)*(?:没有?|没啥|没什么)(?:别的|其他的?|其它的?|什么|更多)?(?:问题|事情?|疑问|要问的)"
    r"(?:了|啦|儿)?|(?:我|暂时|现在)*不(?:用|必|需要)(?:麻烦|客气)?(?:你|您)?(?:了|啦|谢)"
    r"|(?:不|麻烦|打扰)+(?:你|您)了|没有?了|没关系|(?:那|就|先)+(?:这样|到这里?|这些)(?:吧|了|啦|就好|就行)*"
)
_PRAISE: Final = (
    r"(?:great|excellent|perfect|amazing|wonderful|fantastic|lovely|awesome|brilliant|nice|good)"
    r" (?:answer|job|stuff|work|one|explanation|response|reply)"
    r"|(?:i )?(?:got|found) (?:it|(?:my|the|an) answer)|"
    rf"(?:(?:it|that|this|you|everything|all|u)(?:'s|'re| is| are| was| were| has been| have been|'ve been) )?"
    rf"(?:{_MOST} )*{_FINE}|for (?:(?:all|your|the|this|that|these|such|a|an|{_MOST}|{_FINE}|and) )*{_HELP}"
    rf"(?: (?:and|&) (?:(?:your|the|{_FINE}) )*{_HELP})*|(?:very |so |really )?well (?:explained|put|done)"
    r"|(?:you|it|that|this)(?:'ve|'s| have| has| really| just)* (?:saved?|made|solved|solves|fixed|answers?|answered"
    r"|cleared|clears|explains?|helps?|helped|did|does|works?|worked)"
    r"(?: (?:me|us|my|it|the|a|so|very|lots?|much|days?|life|questions?|problem|issue|things|trick|job|up|out))*"
    r"|(?:now )?(?:i|we)(?:'ll| will)?(?: (?:now|got|get|understand|understood|know|see|found|do|try|check|remember))+"
    r"(?: (?:it|that|this|now|(?:my|the) answer))*"
    r"|i(?:'ll| will) (?:ask|tell|call|contact|check with|talk to) (?:my |the )?(?:manager|boss|lead|team|hr|them)"
    r"|(?:such )?(?:an? )?(?:absolute |real |true |total )?(?:legend|lifesaver|life,?saver|star|angel|gem)"
    r"|(?:这|那|这个|您的|你的|你|您)*(?:回答|解答|解释|说明|回复|答案|信息|建议)?(?:对我|真的|真是|真|实在|非常|很|太|特别|十分"
    r"|挺|超级?|都|也|相当|这么|确实)*(?:有用|有帮助|有道理|好用|实用|及时|详细|清楚|清晰|棒|赞|厉害|专业|贴心|方便|全面|满意"
    r"|给力|耐心|靠谱)(?:了|的|啊|呀|啦|哦)*|帮大忙(?:了|啦)|(?:你|您|真的?|太|可)*帮(?:到|了)(?:我|我们)?(?:的|了)?(?:大忙|很多|不少)?(?:了|啦)?"
    r"|(?:问题|事情|我|都|已经|这下|现在|大概|完全|就)*(?:知道|明白|懂|清楚|了解|解决|搞定|搞懂|弄懂|看懂|找到)(?:了|啦)"
    r"|我(?:再|先|去|会)+(?:问|看|试|找)(?:问|看|试|一下|下)?(?:经理|主管|同事|领导|人事)?"
)
_BESIDE: Final = (
    r"mate|buddy|pal|man|bro|dude|my friend|friend|guys|sir|madam|ma'am|boss|all|everybody|y'all|love|(?:you|u) too"
    r"|same to you|in advance|once again|anyway|indeed|of course|sure|yes|yep|yeah|yup|alright|all right|right|fine"
    r"|for now|for today|then|wow|lots|xx?|will do|later|no|nope|nah|nothing|not (?:now|today|right now|at the moment)"
    r"|是的?|对的?|行|可以了|先|那|不|客气了?|老师|同学"
)
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

_PARTING: Final = re.compile(
    rf"(?>(?:{_GRATEFUL}|{_FAREWELL}|{_NO_MORE}|{_PRAISE}|{_LAUGHTER}|{_THANKS}|{_GREETING}|{_BESIDE}|{_FILLER})"
    r"(?![a-z'])[\s,.!~]*)+"
)
_PARTS: Final = re.compile(rf"(?<![a-z'])(?:{_GRATEFUL}|{_FAREWELL}|{_NO_MORE}|{_LAUGHTER})(?![a-z'])")
"""What says that nothing more is asked."""
_THANKING: Final = re.compile(rf"(?>(?:{_LAUGHTER}|{_FILLER})(?![a-z])[\s,.!?~]*)*(?:{_THANKS})(?![a-z])")
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
    if _TALK.fullmatch(spoken) and not _ONLY_FILLER.fullmatch(spoken):
        return "thanks" if _THANKING.match(spoken) else "greeting"
    return "thanks" if _takes_leave(spoken) and not _ASKS.search(text) else None


def _takes_leave(spoken: str) -> bool:
    """Whether it thanks, laughs, says goodbye or wants nothing more, with nothing beside that it could be about."""
    return bool(_PARTS.search(spoken) and _PARTING.fullmatch(spoken))


def _spoken(text: str) -> str:
    """Lower case, without emoji; every mark is one of a few."""
    folded = _EMOJI_CODE.sub(" ", unicodedata.normalize("NFKC", text).lower().replace("’", "'"))
    kept = "".join(" " if _is_picture(character) else character for character in folded)
    return re.sub(r"\s+", " ", re.sub(r"[。！，、；;:：()（）\-–—…\"“”^*_]+", ",", kept)).strip(" ,.!?~")


def _is_picture(character: str) -> bool:
    return unicodedata.category(character) in {"So", "Sk", "Cf", "Mn", "Me", "Cn"}
