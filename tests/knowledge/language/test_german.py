"""German: told from English, and its words, numbers and negations."""

from __future__ import annotations

import pytest

from knowledge.language.ends import sentence_spans
from knowledge.language.quantities import emphasised, expects_amount, facts, names, quantities
from knowledge.language.text import language_of, negated, numbers, question_terms, terms


@pytest.mark.parametrize(
    "text",
    [
        "wie viel urlaub hab ich",
        "Reisekosten Frist?",
        "Urlaubstage",
        "kann ich resturlaub mitnehmen",
        "wer genehmigt ueberstunden",
        "Dienstwagen privat nutzen",
        "Krankmeldung ab wann",
        "Passwort vergessen",
        "Kündigungsfrist Probezeit",
        "darf ich meinen hund mitbringen",
        "Weihnachtsgeld",
        "wo finde ich das formular",
        "Tagesreise über 8 Stunden",
        "bis zu 2 pro Woche",
        "Fahrtkosten",
        "Die Bahn wird in der zweiten Klasse gebucht.",
        "geht das auch im ausland",
        "VPN einrichten",
        "Elternzeit beantragen",
        "muss ich ein attest vorlegen",
        "bekomm ich sonntags einen zuschlag",
        "Was gilt für die Remote Work Policy?",
        "zahlt ihr mein wlan zuhause",
        "hallo",
        "Danke!",
    ],
)
def test_short_german_is_told_by_its_letters(text: str) -> None:
    """Without umlauts, without function words, in lower case, with an English title in it."""
    assert language_of(text) == "de"


@pytest.mark.parametrize(
    "text",
    [
        "VPN setup",
        "hotel rates in Berlin",
        "wfh days",
        "who approves overtime",
        "per diem Germany",
        "when is payday",
        "notice period",
        "What does Kurzarbeit mean for us?",
        "laptop broken",
        "mileage rate",
        "Munich office",
        "dress code",
        "PPR-9087",
        "Expenses",
        "hand in laptop",
        "pension",
        "How do I reach Herr Müller?",
        "parking",
        "winter hours",
        "under 18 staff",
        "Remote Work Policy",
        "maternity",
        "bring your own device",
        "See https://www.arbeitsagentur.de/urlaub-und-arbeitszeit",
    ],
)
def test_short_english_stays_english(text: str) -> None:
    """A German name or an address in it does not make it German."""
    assert language_of(text) == "en"


def test_a_text_of_two_languages_is_in_that_of_most_of_it() -> None:
    """And a Chinese one in Chinese, whatever the letters say."""
    assert language_of("请问 Urlaub 怎么申请？") == "zh"
    assert language_of("Bitte fülle das Formular „Travel Request“ aus und gib es deiner Führungskraft.") == "de"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Das kostet 1.250,50 Euro im Jahr.", {"1250.5"}),
        ("Es werden 0,30 Euro je Kilometer erstattet.", {"0.3"}),
        ("Ab 10.000 Stück gibt es Rabatt.", {"10000"}),
        ("Der Preis beträgt 1.250.000 Euro.", {"1250000"}),
        ("1.250,50 €", {"1250.5"}),
        ("5,60 €", {"5.6"}),
        ("Urlaub gibt es an dreißig Tagen.", {"30"}),
        ("innerhalb von vierzehn Tagen einreichen", {"14"}),
        ("einundzwanzig Tage im Jahr", {"21"}),
        ("fuenf Arbeitstage vorher", {"5"}),
        ("Zwölf Monate nach dem Eintritt", {"12"}),
        ("Ein Antrag reicht für eine Reise.", set()),
        ("fünfundneunzig Prozent der Beschäftigten", {"95"}),
        ("bis zu hundert Seiten", {"100"}),
    ],
)
def test_a_number_is_the_same_however_it_is_written_in_german(text: str, expected: set[str]) -> None:
    """A comma before the decimals, dots between thousands, words; an article is no number."""
    assert expected == set(numbers(text))


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("Du hast 30 Tage Urlaub.", ("30", "day")),
        ("innerhalb von 30 Kalendertagen nach der Reise", ("30", "day")),
        ("Das Team antwortet in 7 Arbeitstagen.", ("7", "day")),
        ("mit einer Frist von 6 Wochen", ("6", "week")),
        ("nach 18 Monaten im Unternehmen", ("18", "month")),
        ("alle 2 Jahre ein neues Gerät", ("2", "year")),
        ("eine Pause von 45 Minuten nach der Arbeit", ("45", "minut")),
        ("bei mehr als 8 Stunden am Tag", ("8", "hour")),
        ("Es gibt 28 Euro für den vollen Tag.", ("28", "€")),
        ("höchstens 1.250,50 € für die Ausstattung", ("1250.50", "€")),
        ("ein Zuschlag von 25 % auf den Stundenlohn", ("25", "%")),
        ("ein Zuschlag von 25 Prozent auf den Lohn", ("25", "%")),
        ("Gültig ab dem 1. April 2025.", ("4-1", "day of the year")),
        ("Gültig ab dem 01.04.2025.", ("4-1", "day of the year")),
        ("Am 24. Dezember ist das Büro geschlossen.", ("12-24", "day of the year")),
        ("Der Schalter ist bis 15:30 Uhr geöffnet.", ("15:30", "o'clock")),
        ("eine Strecke von 100 Kilometern mit dem Wagen", ("100", "km")),
        ("3 volle Tage im Monat", ("3", "day")),
    ],
)
def test_quantities_of_german_text(text: str, quantity: tuple[str, str]) -> None:
    """In any case and number, as the same units that English text has."""
    assert quantity in quantities(text)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Wir schließen am 3. Mai.", "3 5."),
        ("Wir treffen uns jeden Mittwoch.", "mittwoch"),
        ("Die Regel gilt ab Januar.", "januar"),
        ("Morgen ist das Büro geschlossen.", "morgen"),
    ],
)
def test_days_and_dates_of_german_text(text: str, fact: str) -> None:
    """What a draft may only say if it was told."""
    assert fact in facts(text)


@pytest.mark.parametrize(
    "question",
    [
        "wie viel urlaub hab ich",
        "Wieviele Tage darf ich zu Hause arbeiten?",
        "Bis wann muss ich abrechnen?",
        "Wie lange ist die Probezeit?",
        "Wie hoch ist die Pauschale?",
        "Was kostet das Mittagessen?",
        "Welche Frist gilt für die Kündigung?",
        "wie oft geht homeoffice",
        "wie teuer darf ein hotel sein",
    ],
)
def test_german_questions_for_an_amount_or_a_date(question: str) -> None:
    """As colleagues ask."""
    assert expects_amount(question)


@pytest.mark.parametrize("question", ["Wie beantrage ich Urlaub?", "Wer genehmigt die Reise?", "Darf ich fliegen?"])
def test_other_german_questions(question: str) -> None:
    """They may be answered without a number."""
    assert not expects_amount(question)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Strom zu Hause wird nicht erstattet.", True),
        ("Für die Unterkunft gibt es keine Pauschale.", True),
        ("Kein Beleg ist älter als ein Jahr.", True),
        ("Ohne Rechnung wird die Unterkunft erstattet.", True),
        ("Inlandsflüge sind untersagt.", True),
        ("Das Rauchen ist im Gebäude verboten.", True),
        ("Die Karte wird niemals weitergegeben.", True),
        ("Das gilt für alle außer Werkstudierenden.", True),
        ("Auszubildende sind davon ausgenommen.", True),
        ("Das Gerät darf nie unbeaufsichtigt bleiben.", True),
        ("Ein Übertrag ist ausgeschlossen.", True),
        ("Darüber darf niemand sprechen.", True),
        ("Dafür ist nichts zu bezahlen.", True),
        ("Weder Taxi noch Mietwagen werden erstattet.", True),
        ("Alle bekommen den Zuschuss, es sei denn, sie sind in der Probezeit.", True),
        ("Der Zuschuss gilt nicht nur für München.", False),
        ("Ohne Rechnung wird die Unterkunft nicht erstattet.", False),
        ("Die Bahn wird in der zweiten Klasse gebucht.", False),
        ("Das Notebook stellt die IT.", False),
        ("Der Antrag wird innerhalb einer Woche genehmigt.", False),
        ("Notieren Sie den Beginn der Reise.", False),
        ("Der Montag ist für alle Bürotag.", False),
    ],
)
def test_polarity_of_german_is_seen(text: str, *, expected: bool) -> None:
    """A denial never supports a permission; two of them are none."""
    assert expected == negated(text)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("Urlaubsanträge einreichen", "Der Urlaubsantrag wird eingereicht."),
        ("Reisekosten der Mitarbeiter", "Für den Mitarbeiter gelten die Reisekosten."),
        ("genehmigte Überstunden", "Die Überstunde ist genehmigt."),
        ("Kündigungsfristen", "Die Kündigungsfrist beträgt vier Wochen."),
        ("Belege aufbewahren", "Jeder Beleg wird aufbewahrt."),
        ("private Nutzung", "die privaten Nutzungen"),
        ("Zuschüsse für Kinder", "der Zuschuss für das Kind"),
        ("Ärzte", "zu Ihrem Arzt gehen"),
        ("Vertrag kündigen", "Die Verträge kündigt"),
        ("Straßen", "an der Straße"),
        ("Fahrräder leihen", "Das Fahrrad leiht die Firma."),
        ("Hotels buchen", "Ein Hotel bucht die Assistentin."),
        ("Schulungen", "Die Schulung dauert einen Tag."),
        ("Führungskräfte", "mit der Führungskraft abstimmen"),
        ("Feiertage in Bayern", "an einem Feiertag in Bayern"),
        ("Passwörter", "Das Passwort ist geheim."),
        ("Gehälter", "das Gehalt am Monatsende"),
        ("gesetzliche Pausen", "Die gesetzlichen Pausen sind einzuhalten."),
        ("Ausnahmen", "mit einer Ausnahme"),
        ("Dienstreisen", "Vor der Dienstreise ist zu fragen."),
        ("Tische und Stühle", "ein Tisch und ein Stuhl"),
        ("ueberstunden der kollegen", "Überstunden des Kollegen"),
    ],
)
def test_inflected_german_words_are_one_term(asked: str, said: str) -> None:
    """The question has the plural, the policy the singular, with an umlaut or typed without."""
    assert set(terms(asked, "de")) & set(terms(said, "de"))


def test_german_words_that_only_ask_are_no_terms_of_a_question() -> None:
    """They would match every document."""
    assert question_terms("wie viel urlaub hab ich") == ["urlaub"]
    assert question_terms("Bis wann muss ich das denn einreichen?") == ["einreich"]


def test_names_are_two_nouns_side_by_side_or_have_capitals_within() -> None:
    """Every German noun has a capital; to list them all as unknown names would help nobody."""
    text = "Die Frist beginnt am Montag. Frag bitte Katrin Obermaier, und nimm die BahnCard mit in das Büro."

    assert ["Katrin Obermaier", "BahnCard"] == list(names(text))


def test_the_amounts_of_a_german_answer_stand_out() -> None:
    """With dots between thousands, ranges, and words."""
    said = "Es gibt 1.250,50 € und zwei bis drei Wochen, in München 30 Tage."

    assert emphasised(said, "Wie viel bekomme ich?") == (
        "Es gibt **1.250,50 €** und zwei bis **drei Wochen**, in München **30 Tage**."
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Die Regelung gilt ab dem 1. Januar 2026 für alle.",
        "Am 24. und 31. Dezember ist frei.",
        "Das sind ca. 30 Tage bzw. 6 Wochen.",
    ],
)
def test_neither_an_ordinal_nor_a_short_form_ends_a_german_sentence(sentence: str) -> None:
    """They have a full stop as well."""
    text = f"{sentence} Mehr steht im Handbuch."

    assert [(0, len(sentence)), (len(sentence) + 1, len(text))] == sentence_spans(text, 0, len(text))
