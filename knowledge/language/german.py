"""German."""

from __future__ import annotations

from typing import Final

from knowledge.language.profile import Counted, Past, Phrases, Profile

_ONES: Final = "ein zwei drei vier fünf sechs sieben acht neun".split()
_TENS: Final = "zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig".split()
_UP_TO_NINETEEN: Final = (
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
).split()
_WITHOUT_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def _numbers() -> dict[str, str]:
    """Every number below a hundred, and the large ones; ``ein`` is an article as well, and no number."""
    values = dict(zip(_UP_TO_NINETEEN, range(20), strict=True))
    for ten, value in zip(_TENS, range(20, 100, 10), strict=True):
        values[ten] = value
        values |= {f"{one}und{ten}": value + place for place, one in enumerate(_ONES, start=1)}
    values |= {"hundert": 100, "einhundert": 100, "zweihundert": 200, "tausend": 1000, "eintausend": 1000}
    typed = {word.translate(_WITHOUT_UMLAUTS): value for word, value in values.items()}
    return {word: str(value) for word, value in (typed | values).items()}


_PHRASES: Final = Phrases(
    abstention="Die Richtlinien sagen dazu nichts. In den Dokumenten, die du lesen darfst, habe ich keine Antwort auf "
    "deine Frage gefunden, und ich rate nicht.",
    other_language="Die Richtlinie ist auf {language} geschrieben. Dort steht:",
    figures=" (das heißt: {figures})",
    list_comma=", ",
    closest="Am nächsten kommt der Abschnitt „{heading}“ in {title}. Meinst du den, dann frag mit seinen Worten.",
    human="Ein Mensch kann weiterhelfen: {contact}.",
    anybody="die Kolleginnen und Kollegen, die dafür zuständig sind",
    fill_in_contact="[wer Auskunft gibt]",
    conflict="Die Richtlinien widersprechen sich. Bitte frage nach, bevor du dich auf eine von beiden verlässt:",
    newest_first="Die Richtlinien widersprechen sich. Die neueste steht zuerst; bitte frage nach, bevor du dich auf "
    "eine von beiden verlässt:",
    otherwise="Die Richtlinien nennen eine andere Zahl als deine Frage:",
    policies_say="Das steht in den Richtlinien:",
    small_talk={
        "greeting": "Hallo! Ich beantworte Fragen aus den Richtlinien der Firma und zeige, wo jede Antwort steht. "
        "Frag mich zum Beispiel, wie du Urlaub beantragst oder bis wann eine Reisekostenabrechnung fällig ist.",
        "thanks": "Gern geschehen. Frag mich jederzeit, wenn du noch etwas über die Richtlinien wissen möchtest.",
        "farewell": "Bis bald! Ich bin da, wenn du eine Frage zu den Richtlinien der Firma hast.",
        "reaction": "Alles klar. Frag mich, was du über die Richtlinien der Firma wissen möchtest.",
        "stop": "Hier gibt es nichts anzuhalten. Während ich eine Frage von dir beantworte, schreib einfach `stopp`.",
    },
    clarification="Dazu passen mehrere Richtlinien. Welche davon meinst du? Antworte mit der Nummer, oder frag etwas "
    "ausführlicher.",
    general_knowledge="Allgemeinwissen, nicht aus den Richtlinien deiner Firma:",
    unsaid="In den Dokumenten steht das nicht.",
    about="Was steht in „{title}“ zu „{heading}“?",
    about_briefly="Was gilt zum Thema „{heading}“?",
    heads_that_ask=((r"((?:Wie|Was|Wann|Wo|Wer|Wohin) .+)", r"\1?"),),
)

GERMAN: Final = Profile(
    code="de",
    languages={
        "en": "Englisch",
        "zh": "Chinesisch",
        "fr": "Französisch",
        "de": "Deutsch",
        "es": "Spanisch",
        "it": "Italienisch",
        "pt": "Portugiesisch",
        "nl": "Niederländisch",
        "ru": "Russisch",
        "ja": "Japanisch",
        "ko": "Koreanisch",
        "vi": "Vietnamesisch",
        "th": "Thailändisch",
        "id": "Indonesisch",
        "ar": "Arabisch",
    },
    stemmer="german",
    joiner=" ",
    phrases=_PHRASES,
    alone=frozenset("hallo moin servus danke tschüss tschuess hilfe ja".split()),
    stop_words=frozenset(
        """aber alle allem allen aller alles als also am an auch auf aus bei beim bekomme bekommen bekommt bin bis bist
        bitte da dafür damit dann darf darfst das dass daß dazu dein deine dem den denn der des die dies diese diesem
        diesen dieser dieses doch dort du durch dürfen ein eine einem einen einer eines er es etwas euch euer eure firma
        für gibt gibts hab habe haben habt hat hatte hier ich ihm ihn ihnen ihr ihre im in ins ist ja jede jedem jeden
        jeder jedes kann kannst können könnte man mein meine meinem meinen meiner mich mir mit muss musst muß müssen
        nach noch nur ob oder regel regeln richtlinie richtlinien sagen sagt sein seine sich sie sind so soll sollen
        sollte steht um und uns unser unsere unserem unseren unserer unter vom von vor wann war waren warum was welche
        welchem welchen welcher welches wem wen wenn wer werde werden wie wieso wird wir wo wofür woher wohin worden
        wurde würde wäre zu zum zur über brauche brauchen braucht""".split()
    ),
    asking=r"\bwie ?(?:viele?[mnrs]?|lange|oft|weit|hoch|groß|spät|früh|teuer)\b|\bim voraus\b"
    r"|\bstimmt (?:es|das)\b|\bich (?:habe? )?(?:gehört|gelesen|gedacht|dachte|glaube)\b"
    r"|(?<=[, ])(?:richtig|oder|stimmt's|korrekt) ?\?",
    asks_amount=r"\bwie ?(?:viele?[mnrs]?|lange|oft|weit|hoch|groß|schnell|spät|früh|alt|teuer)\b"
    r"|\bwann\b|\bum wie ?viel uhr\b|\bwas kostet\b|\b(?:welche[mnrs]?|was (?:ist|sind|beträgt))\b[^?]{0,40}"
    r"(?:grenze|satz|sätze|betrag|maximum|minimum|frist|anzahl|zahl|kosten|preis|gebühr|zeitraum|prozent|dauer"
    r"|pauschale|budget|höhe|länge|größe)\b",
    negation=r"\b(?:nicht(?! nur\b)|nie|niemals|niemand\w*|nirgends|kein\w*|ohne|weder|außer|ausgenommen|ausgeschlossen"
    r"|es sei denn|verboten|untersagt|unzulässig|nichts|keinesfalls|mitnichten)\b",
    universal=r"\b(?:alle[mnrs]?|jede[mnrs]?|jedermann|sämtliche\w*|immer|stets|nie|niemals|niemand\w*|kein\w*)\b",
    logic={
        "must": r"\b(?:muss|müssen|sollen?|verpflichtet|erforderlich)\b",
        "may": r"\b(?:kann|können|darf|dürfen|erlaubt|freiwillig)\b",
        "should": r"\b(?:sollten?|empfohlen|möglichst)\b",
        "only": r"\b(?:nur|ausschließlich|lediglich)\b",
        "condition": r"\b(?:wenn|falls|sofern|außer|soweit|ohne)\b",
        "hedge": r"\b(?:meist|normalerweise|üblicherweise|oft|manchmal|automatisch|sofort|etwa|ungefähr)\b",
        "yes": r"^ja\b",
        "no": r"^nein\b",
        "silent": r"^(?:leider )?(?:die |diese )?(?:richtlinien?|dokumente?|passagen?|texte?|quellen?|unterlagen)\b"
        r"[^.,;]{0,30}?\b(?:sagen?|sagt|nennen?|nennt|erwähn\w+|enthalten|enthält)\b[^.]{0,40}?\b(?:nicht|nichts|kein\w*)\b",
        "source": r"^(?:laut|gemäß|nach)\b",
        "either": r"\b(?:entweder|oder)\b",
        "joins": r"\b(?:und|oder)\b",
    },
    number_words=_numbers(),
    decimal_comma=True,
    months=(
        ("januar", "jänner", "jan"),
        ("februar", "feber", "feb"),
        ("märz", "maerz", "mär", "mrz"),
        ("april", "apr"),
        ("mai",),
        ("juni", "jun"),
        ("juli", "jul"),
        ("august", "aug"),
        ("september", "sept", "sep"),
        ("oktober", "okt"),
        ("november", "nov"),
        ("dezember", "dez"),
    ),
    weekdays=tuple("montag dienstag mittwoch donnerstag freitag samstag sonntag".split()),
    days=r"\b(?:sonnabends?|heute|morgen|übermorgen|gestern)\b",
    ordinal=r"\.?",
    dates=r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?:\d{4})?(?![\d])",
    counted={
        "working day": Counted(
            "Arbeitstag", "Arbeitstage", ("Arbeitstagen", "Werktag", "Werktage", "Werktagen", "Arbeitstages")
        ),
        "calendar day": Counted("Kalendertag", "Kalendertage", ("Kalendertagen",)),
        "minute": Counted("Minute", "Minuten"),
        "hour": Counted("Stunde", "Stunden"),
        "day": Counted("Tag", "Tage", ("Tagen", "Tages")),
        "night": Counted("Nacht", "Nächte", ("Nächten",)),
        "week": Counted("Woche", "Wochen"),
        "month": Counted("Monat", "Monate", ("Monaten", "Monats")),
        "year": Counted("Jahr", "Jahre", ("Jahren", "Jahres")),
        "time": Counted("Mal", "Mal"),
        "person": Counted("Person", "Personen"),
        "character": Counted("Zeichen", "Zeichen"),
        "dollar": Counted("Dollar", "Dollar"),
        "euro": Counted("Euro", "Euro", ("€", "EUR")),
        "yuan": Counted("Yuan", "Yuan"),
        "percent": Counted("Prozent", "Prozent", ("%",)),
    },
    counts=r"(?<![\w.,$€£-])(\d+(?:\.\d+)?|{words})(?: |-|(?=[%€]))"
    r"(?:(?:ganze|volle|weitere|aufeinanderfolgende)[nr]? )?({units})(?!\w)",
    amounts=r"(?<![\w.,$€£¥/–-])(?:\d+(?:\.\d{{3}})*(?:,\d+)?(?:(?: ?[–-] ?| bis (?:zu )?)\d+(?:\.\d{{3}})*(?:,\d+)?)?"
    r"|{words})(?: |-|(?=[%€]))(?:(?:ganze|volle|weitere|aufeinanderfolgende)[nr]? )?(?:{units})(?!\w)",
    units={
        "tag": "day",
        "arbeitstag": "day",
        "werktag": "day",
        "kalendertag": "day",
        "urlaubstag": "day",
        "woche": "week",
        "monat": "month",
        "quartal": "quarter",
        "jahr": "year",
        "stunde": "hour",
        "std": "hour",
        "minute": "minute",
        "prozent": "%",
        "kilometer": "km",
    }
    | {word: word for word in "km mb gb euro eur dollar yuan franken chf".split()},
    before_units="ganze|ganzen|volle|vollen|weitere|weiteren|aufeinanderfolgende|aufeinanderfolgenden",
    more_before=r"(?:mehr|länger|älter|höher) als|über|oberhalb(?: von)?|ab|mindestens|von|nach|[>≥]=?",
    more_behind=r"(?:oder|und) (?:mehr|länger|älter|darüber)\b",
    less_before=r"(?:weniger|kürzer|nicht mehr) als|bis(?: zu)?|höchstens|maximal|unter|innerhalb von|binnen|vor"
    r"|[<≤]=?",
    less_behind=r"(?:oder|und) weniger\b",
    up_to=r"bis(?: zu)?|und|aber|-|–|—",
    without=r"\w+ als|über|oberhalb|unter|[<>](?!=)",
    currencies={"euro": "€", "eur": "€", "dollar": "$", "yuan": "¥", "franken": "CHF", "chf": "CHF"},
    # Every noun has a capital: a name is two of them side by side, or a word with capitals within.
    name=r"(?:[A-ZÄÖÜ][\w&-]+(?: [A-ZÄÖÜ][\w&-]+)+|\w+[A-ZÄÖÜ][\w&-]*)",
    others=r"\b(?:ander|sonstig|übrig|rest|all)\w*",
    past=Past(
        folders="archiv|archiviert|alt|alte (?:fassungen|versionen|dokumente)|veraltet|entwürfe",
        marks="archiviert|abgelöst|ersetzt|aufgehoben|veraltet|überholt|ungültig|außer kraft|nicht mehr gültig|entwurf",
        until=r"gültig bis|gilt bis|in kraft bis|außer kraft (?:ab|seit)",
        says=r"\bdiese[rs]? (?:[\w-]+ ){1,3}?(?:ist|wurde|gilt) (?:\S+ ){0,4}?"
        r"(?:archiviert|abgelöst|ersetzt|aufgehoben|veraltet|überholt|außer kraft|nicht mehr)"
        r"\b(?! (?:für|wenn|falls|nach)\b)",
        asks=r"\bletzte[sn] jahr|\bdamals\b|\bfrüher\b|\b(?:alte[nrs]?|vorherige[nrs]?|frühere[nrs]?|ehemalige[nrs]?) "
        r"(?:\S+ ){0,2}?(?:regel|regelung|richtlinie|fassung|version|ordnung)|\barchiviert|\babgelöst",
        awaits=r"\bnächste[sn] jahr|\bkünftig|\bin zukunft\b|\bnoch nicht\b",
        period="gültig(?: vom| von)?|gilt(?: vom| von)?",
    ),
    clauses=(
        ("chapter", r"\b(?:kapitel|teil)@"),
        ("section", r"\babschnitt#"),
        ("article", r"\bartikel#"),
        ("item", r"\b(?:absatz|abs\.|ziffer|ziff\.|punkt|nummer|nr\.)#"),
        ("annex", r"\b(?:anhang|anlage)@"),
    ),
    recites=r"\b(?:zeig|erklär|lies|zitier|nenn|regel|bedeut|inhalt|wortlaut|text|tabelle|liste|übersicht|bitte)\w*",
    short_forms=r"ca|bzw|ggf|inkl|exkl|zzgl|evtl|mind|usw|vgl|bspw|sog|gem|lt|tel|str|abt|hr|fr|mio|mrd|geb",
    short_before_numbers=r"nrn?|tab|abb|abs|ziff|kap|anl",
    before_ordinals=r"am|vom|zum|bis|ab|seit|im|der|die|das|den|dem|des|zur|beim|jede[mnrs]?|und|oder",
)
