"""English."""

from __future__ import annotations

from typing import Final

from knowledge.language.profile import Counted, Past, Phrases, Profile

_NUMBERS: Final = {
    word: str(value)
    for value, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""".split()
    )
} | {"thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90", "hundred": "100"}

_PHRASES: Final = Phrases(
    abstention="The policies don't say. I found nothing in the documents you may read that answers this, so I won't "
    "guess.",
    other_language="The policy is written in {language}. It says:",
    figures=" (that is: {figures})",
    list_comma=", ",
    closest="The closest section is “{heading}” in {title}. If that is what you mean, ask about it in its words.",
    human="A person can help: ask {contact}.",
    anybody="the colleagues who look after this",
    fill_in_contact="[whom to ask]",
    conflict="The policies contradict each other, so please check before you rely on either:",
    newest_first="The policies contradict each other. The newest first; please check before you rely on either:",
    otherwise="The policies give another figure than your question:",
    policies_say="What the policies say:",
    small_talk={
        "greeting": "Hello! I answer questions from the company's policies and show where each answer is written. "
        "Ask me, for example, how to request leave or when an expense report is due.",
        "thanks": "You're welcome. Ask me anything else about the company's policies.",
        "farewell": "Goodbye! I am here whenever you have a question about the company's policies.",
        "reaction": "All right. Ask me anything about the company's policies.",
        "stop": "There is nothing to stop here. While I am answering a question of yours, say just `stop`.",
    },
    clarification="Several policies fit. Which of these do you mean? Reply with its number, or ask in a few more "
    "words.",
    general_knowledge="General knowledge, not from your company's policies:",
    unsaid="The documents do not say.",
    about="What does “{title}” say about “{heading}”?",
    about_briefly="What are the rules on “{heading}”?",
    heads_that_ask=(
        (r"(?i:how to) (.+)", r"How do I \1?"),
        (r"((?:How|What|When|Where|Who|Why) (?:is|are|do|does|can|should|must|will) .+)", r"\1?"),
    ),
)

ENGLISH: Final = Profile(
    code="en",
    languages={
        "en": "English",
        "zh": "Chinese",
        "fr": "French",
        "de": "German",
        "es": "Spanish",
        "it": "Italian",
        "pt": "Portuguese",
        "nl": "Dutch",
        "ru": "Russian",
        "ja": "Japanese",
        "ko": "Korean",
        "vi": "Vietnamese",
        "th": "Thai",
        "id": "Indonesian",
        "ar": "Arabic",
    },
    stemmer="english",
    joiner=" ",
    phrases=_PHRASES,
    stop_words=frozenset(
        """a about after all also am an and any are as at be been before but by can could did do does for from get got
        had has have how i if in into is it its may me might must my of on or our out over please shall she should so
        some such than that the their them then there these they this those through to under up us was we were what
        when where which while who whom whose why will with would you your he her his him tell know need want there's
        i'm i've it's don't what's company policy policies rule rules say says""".split()
    ),
    asking=r"\b(?:how (?:far|early|long|soon) )?(?:in advance|ahead of time|beforehand)\b"
    r"|\bhow (?:many|much|long|often|far)\b"
    r"|\bis it (?:true|correct|right) that\b|\bi (?:heard|read|thought)(?: that)?\b"
    r"|(?<=[, ])(?:right|correct|true) ?\?",
    asks_amount=r"\bhow (?:many|much|long|often|far|early|soon|late|old|big|high|large|fast|quickly)\b|\bwhen\b"
    r"|\bwhat time\b|\bwhat(?:'s|’s| is| are| was)?\b[^?]{0,40}\b(?:limit|rate|amount|maximum|minimum|deadline|number"
    r"|cost|price|fee|period|percentage|percent|window|longest|shortest|cap|allowance|bonus|salary|length|size)\b",
    negation=r"\b(?:not|no|never|neither|nor|none|without|cannot|except|unless|excluded?|prohibited|forbidden)\b"
    r"|n['’]t\b",
    universal=r"\b(?:all|every|everyone|each|any|always|never|nobody|none)\b",
    logic={
        "must": r"\b(?:must|ha(?:ve|s) to|required?|needs? to|obliged|shall|mandatory)\b",
        "may": r"\b(?:may|can|could|allowed|permitted|optional|free to|entitled)\b",
        "should": r"\b(?:should|recommend\w*|encouraged?|ideally|preferably)\b",
        "only": r"\b(?:only|solely|exclusively|just)\b",
        "condition": r"\b(?:if|unless|except|provided|as long as|subject to|without)\b",
        "hedge": r"\b(?:usually|normally|generally|typically|often|sometimes|automatically|immediately|about|around)\b",
        "yes": r"^yes\b",
        "no": r"^no\b",
        "silent": r"^(?:(?:unfortunately|sorry)\W+)?(?:the |these |our |your )?(?:company |provided |given )*"
        r"(?:polic(?:y|ies)|passages?|documents?|sources?|texts?|context|materials?|information)\b[^.,;]{0,30}?"
        r"\b(?:do|does)(?: not|n['’]t) (?:say|mention|specify|state|address|indicate"
        r"|(?:contain|give|provide) (?:any )?information)\b"
        r"|^there is no (?:information|mention)\b",
        "source": r"^(?:according to|based on|as per|under)\b",
        "either": r"\b(?:either|or)\b",
        "joins": r"\b(?:and|or)\b",
    },
    number_words=_NUMBERS,
    months=(
        ("january", "jan"),
        ("february", "feb"),
        ("march", "mar"),
        ("april", "apr"),
        ("may",),
        ("june", "jun"),
        ("july", "jul"),
        ("august", "aug"),
        ("september", "sept", "sep"),
        ("october", "oct"),
        ("november", "nov"),
        ("december", "dec"),
    ),
    month_words=frozenset({"may", "march", "mar"}),
    weekdays=tuple("monday tuesday wednesday thursday friday saturday sunday".split()),
    days=r"\b(?:today|tomorrow|tonight|yesterday)\b",
    ordinal="(?:st|nd|rd|th)?",
    counted={
        "working day": Counted("working day", "working days", ("business day", "business days")),
        "calendar day": Counted("calendar day", "calendar days"),
        "minute": Counted("minute", "minutes"),
        "hour": Counted("hour", "hours"),
        "day": Counted("day", "days"),
        "night": Counted("night", "nights"),
        "week": Counted("week", "weeks"),
        "month": Counted("month", "months"),
        "year": Counted("year", "years"),
        "time": Counted("time", "times"),
        "person": Counted("person", "people", ("persons",)),
        "character": Counted("character", "characters"),
        "dollar": Counted("dollar", "dollars"),
        "euro": Counted("euro", "euros", ("euro",)),
        "yuan": Counted("yuan", "yuan"),
        "percent": Counted("%", "%", ("percent",)),
    },
    counts=r"(?<![\w.$€£-])(\d+(?:\.\d+)?|{words})(?:[ -]|(?=%))(?:(?:consecutive|full|more|other) )?({units})(?!\w)",
    amounts=r"(?<![\w.$€£¥/–-])(?:{digits}(?:[–-]{digits})?|{words})"
    r"(?:[ -](?:(?:consecutive|full|more|other) )?(?:{units})(?!\w)| ?%)",
    units={word: word for word in "percent day workday week month quarter year hour minute km mb gb".split()}
    | {"yr": "year", "yrs": "year", "wk": "week", "wks": "week", "hr": "hour", "hrs": "hour", "h": "hour"}
    | {"buck": "dollar", "quid": "pound"}
    | {word: word for word in "euro eur usd dollar rmb cny yuan".split()},
    before_units="working|business|calendar|full|consecutive",
    more_before=r"(?:more|longer|older|greater|higher) than|over|above|exceed(?:s|ing)?|at least|beyond|from|after"
    r"|[>≥]=?",
    more_behind=r"(?:or|and) (?:more|longer|older|over|above|up)\b|\+",
    less_before=r"(?:less|fewer|shorter|lower) than|(?:no|not) (?:more|longer|later) than|not exceed(?:ing)?|up to"
    r"|at most|under|below|within|before|until|maximum(?: of)?|max\.?|[<≤]=?",
    less_behind=r"(?:or|and) (?:less|fewer|shorter|under|below)\b",
    up_to=r"to|through|and|but|-|–|—",
    without=r"\w+ than|over|above|exceed|beyond|under|below|[<>](?!=)",
    currencies={"euro": "€", "eur": "€", "usd": "$", "dollar": "$", "rmb": "¥", "cny": "¥", "yuan": "¥", "pound": "£"},
    name=r"[A-Z][\w&-]+",
    others=r"\b(?:others?|elsewhere|rest|remaining|all|any|every\w*|default)\b",
    past=Past(
        folders="archives?|archived|old|obsolete|superseded|deprecated|drafts?"
        "|(?:old|previous|archived|superseded|outdated) (?:versions?|editions?|polic(?:y|ies)|documents?|files)",
        marks="archived|superseded|obsolete|deprecated|withdrawn|retired|repealed|replaced|expired|draft"
        "|old version|no longer (?:in force|in effect|valid)",
        until=r"valid until|in force until|effective until|expires(?: on)?|expiry date|expiration date",
        says=r"\bthis (?:[\w-]+ ){1,3}?(?:(?:is|was|has been) (?:now )?(?:archived|superseded|obsolete|deprecated"
        r"|withdrawn|repealed|replaced|outdated|out of date|no longer (?:in force|in effect|valid|applicable))"
        r"|(?:has )?expired on)\b"
        r"(?! (?:for|if|when|where|once|unless|after|every|each)\b)",
        asks=r"\blast year|\bback then\b|\bat that time\b|\bused to be\b|\b(?:archived|superseded|obsolete|expired)\b"
        r"|\b(?:old|older|former|previous|earlier|prior) (?:[\w-]+ ){0,3}?"
        r"(?:polic(?:y|ies)|rules?|versions?|editions?|handbook|guidelines?|allowances?|rates?|limits?|process)\b",
        awaits=r"\bnext year|\bin (?:the )?future\b|\bupcoming\b|\bnot yet\b|\bwill (?:\w+ ){0,4}?change"
        r"|\bnew (?:[\w-]+ ){0,2}?(?:polic(?:y|ies)|rules?)\b",
        period=r"valid(?: from)?|effective(?: from)?|in force(?: from)?",
    ),
    clauses=(
        ("chapter", r"\b(?:chapter|part)@"),
        ("section", r"(?:\b(?:section|sec\.)|§)#"),
        ("article", r"\b(?:article|art\.)#"),
        ("item", r"\b(?:clause|paragraph|para\.?|point|rule|item|no\.)#"),
        ("annex", r"\b(?:annex|appendix|schedule)@"),
    ),
    recites=r"\b(?:show|see|explain|quote|read|list|summari[sz]e|means?|please"
    r"|(?:(?:full|whole) )?(?:table|text|wording|contents?))\b",
    short_forms=r"e\.g|i\.e|etc|vs|cf|al|approx|min|max|incl|excl|dept|est|prof|mrs?|ms|dr|st|jr|sr|inc|ltd",
    short_before_numbers=r"nos?|art|sec|fig|pp?|vol|ch|ext",
)
