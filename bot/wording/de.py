"""German."""

from __future__ import annotations

from typing import Final

from bot.wording.catalogue import Wording

DE: Final = Wording(
    searching="Ich suche in den Richtlinien …",
    waiting="In der Warteschlange; Fragen davor: {count}",
    stopped="Abgebrochen.",
    sources="Quellen",
    page="S. {page}",
    valid_from="gültig ab {date}",
    more="Mehr",
    more_title="Die ganze Antwort",
    more_of={
        "step": "… noch {count} Schritt",
        "steps": "… noch {count} Schritte",
        "point": "… noch {count} Punkt",
        "points": "… noch {count} Punkte",
        "row": "… noch {count} Zeile",
        "rows": "… noch {count} Zeilen",
        "source": "… noch {count} Quelle",
        "sources": "… noch {count} Quellen",
    },
    continued="… weiter im Dokument:",
    more_refused="Diese Antwort ging nur an jemand anderen; deshalb zeige ich den Rest nur dort.",
    more_failed="Slack ließ mich den Rest nicht öffnen. Bitte drück den Knopf noch einmal.",
    report_cut="… dieser Bericht ist länger als eine Nachricht sein darf. `frontdesk kb` im Terminal zeigt ihn ganz.",
    your_question="Du hast gefragt: „{question}“",
    asked_in="(gefragt in <#{channel}>)",
    own_name="Deutsch",
    question_empty=(
        "Was möchtest du wissen? Frag am besten in einem ganzen Satz, zum Beispiel: "
        "_Wie viele Urlaubstage habe ich im Jahr?_"
    ),
    question_wordless="Ich verstehe nur Worte. Bitte stell deine Frage in einem Satz.",
    question_is_file="Was möchtest du zu {names} wissen? Frag in diesem Thread; die Antwort siehst nur du.",
    file_problems={
        "cut": "„{name}“ ist lang: Ich habe nur den Anfang gelesen.",
        "damaged": (
            "„{name}“ konnte ich nicht lesen: Die Datei ist beschädigt oder nicht, was ihr Name sagt. Bitte speichere "
            "sie neu."
        ),
        "empty": "In „{name}“ habe ich keinen Text gefunden. Bitte prüf die Datei, oder schick ein schärferes Bild.",
        "gone": "„{name}“ konnte ich nicht lesen: Die Datei ist nicht mehr in Slack. Bitte lade sie neu hoch.",
        "heavy": "„{name}“ zu lesen dauert zu lange. Bitte schick nur die Seiten, um die es dir geht.",
        "members_only": (
            "„{name}“ habe ich nicht gelesen: Dateien lese ich nur für Mitglieder dieses Workspace, und Slack sagt "
            "nicht, dass du eines bist."
        ),
        "no_recognition": "„{name}“ ist ein Bild von Text, das hier nicht lesbar ist. Bitte schick es als Text.",
        "no_scope": (
            "„{name}“ habe ich nicht gelesen: Slack gibt mir die Datei nicht. Die Verwaltung kann der App die "
            "Berechtigung `files:read` geben."
        ),
        "not_transcribed": "Slack hat „{name}“ nicht verschriftlicht. Bitte schreib deine Frage oder nimm sie neu auf.",
        "password": "„{name}“ hat ein Passwort und ist so nicht lesbar. Bitte speichere die Datei ohne Passwort.",
        "too_large": "„{name}“ ist zu groß: Ich lese bis zu {megabytes} MB. Bitte schick nur die wichtigen Seiten.",
        "too_many": "„{name}“ habe ich nicht gelesen: Ich lese bis zu {most} Dateien je Frage.",
        "unreachable": "„{name}“ war in Slack gerade nicht zu bekommen. Bitte frag in ein paar Minuten noch einmal.",
        "unsupported": (
            "Dateien wie „{name}“ kann ich nicht lesen. Ich lese PDF, Word, Excel, PowerPoint, Text, Webseiten, Mails "
            "und Bilder."
        ),
    },
    file_private="Hier beantwortet und nicht im Channel, weil deine Datei nur für dich ist.",
    question_too_long="Deine Frage hat {count} Zeichen; ich kann bis zu {limit} lesen. Bitte kürze sie.",
    question_is_hidden=(
        "Die weitergeleitete Nachricht kann ich nicht lesen: Slack zeigt sie hier nicht. Bitte schreib, was du wissen "
        "möchtest."
    ),
    forwarded_hidden=(
        "Slack zeigt mir die weitergeleitete Nachricht nicht; gelesen habe ich nur, was du selbst geschrieben hast."
    ),
    answered_again="Neu beantwortet, weil die Frage bearbeitet wurde.",
    other_workspace=(
        "Dieses Frontdesk gehört zu einem anderen Workspace. Bitte frag deine Administratoren nach einem eigenen."
    ),
    saved_for_later=(
        "Im Moment kann ich nicht antworten. Deine Anfrage ist gespeichert; die Antwort kommt hierher oder als "
        "Direktnachricht, sobald es wieder geht. Du brauchst sie nicht zu wiederholen."
    ),
    rights_unknown=(
        "Slack hat mir nicht gesagt, welche Dokumente du lesen darfst; deshalb habe ich nicht gesucht. Bitte "
        "versuch es "
        "in einer Minute noch einmal."
    ),
    taken_away="Diese Antwort wurde zurückgenommen.",
    rights_limited=(
        "Slack hat mir nicht alles darüber gesagt, wer hier was lesen darf; deshalb habe ich nur durchsucht, was hier "
        "sicher alle lesen dürfen. Den Grund zeigt die Verwaltung mit `/kb status`."
    ),
    failures={
        "model_failed": (
            "Darauf konnte ich keine Antwort schreiben. Bitte versuch es noch einmal oder frag mit anderen Worten. "
            "(Kennung {id})"
        ),
        "index_missing": (
            "Die Richtlinien sind noch nicht eingelesen, deshalb kann ich nicht antworten. Wer Frontdesk verwaltet, "
            "kann das mit `/kb reload` starten. (Kennung {id})"
        ),
        "deadline": (
            "Das hat zu lange gedauert, deshalb habe ich abgebrochen. Bitte versuch es in ein paar Minuten noch einmal "
            "oder frag etwas genauer. (Kennung {id})"
        ),
        "internal": (
            "Bei mir ist etwas schiefgegangen. Bitte versuch es in ein paar Minuten noch einmal. (Kennung {id})"
        ),
        "unavailable": (
            "Ich konnte nicht rechtzeitig antworten, weil der Dienst unterbrochen war. Bitte frag noch einmal. "
            "(Kennung {id})"
        ),
    },
    feedback_up="Hilfreich",
    feedback_down="Nicht hilfreich",
    thanks_up="Danke, als hilfreich vermerkt.",
    thanks_down=(
        "Danke, als nicht hilfreich vermerkt. Eine verbindliche Auskunft gibt dir, wer für die Richtlinie "
        "verantwortlich ist."
    ),
    text_too_long="Dein Text hat {count} Zeichen; ich nehme bis zu {limit}. Bitte kürze ihn.",
    cancel="Abbrechen",
    draft_usage=(
        "Schreib es so: `/draft announcement was darin stehen soll` – oder `email`, `report`, `faq`, `news`. Wenn du "
        "weniger Fassungen zur Auswahl willst, füge `--versions 1` hinzu."
    ),
    draft_unknown="„{genre}“ schreibe ich nicht.",
    draft_empty="Was soll darin stehen? Bitte sag es mir in ein, zwei Sätzen.",
    drafting="Ich lese die Richtlinien und schreibe … Das kann eine Minute dauern. Nur du siehst die Fassungen.",
    draft_version="*Fassung {number}*",
    draft_use="Diese nehmen",
    draft_edit="Bearbeiten und nehmen",
    draft_post="Veröffentlichen",
    draft_text="Text",
    draft_no_words="Es gibt noch nichts zu veröffentlichen.",
    draft_cut="Weggelassene Sätze, deren Inhalt weder du noch die Richtlinien nennen: {count}",
    draft_folded="… noch {count} Zeichen; „Bearbeiten und verwenden“ zeigt alles.",
    draft_check="Bitte prüfe das; weder du noch die Richtlinien nennen: {names}",
    draft_sources="*Der Entwurf stützt sich auf diese Richtlinien*",
    draft_model="Entworfen von {model}. Lies ihn, bevor du ihn verwendest.",
    draft_frame=(
        "Das schrieb kein Sprachmodell: Es ist ein Rahmen mit deinen Worten und den Zitaten der "
        "Richtlinien. Wie man eines "
        "bekommt, das schreibt, zeigt `frontdesk models found`."
    ),
    draft_gone=(
        "Diesen Entwurf habe ich nicht mehr; Entwürfe behalte ich einen Tag. Bitte fordere ihn mit `/draft` neu an."
    ),
    draft_posting="Fassung {number} wird hier veröffentlicht.",
    posted_for="Veröffentlicht für {user}, entworfen mit Frontdesk",
    draft_not_posted=(
        "In <#{channel}> darf ich nichts veröffentlichen ({error}). Hier ist dein Text zum Selbereinstellen:"
    ),
    translate_usage=(
        "Was soll ich übersetzen? Schreib es so: `/translate Text`, oder `/translate Französisch Text`. Für eine "
        "Nachricht nimm _Translate_ in ihrem Menü ⋯."
    ),
    translating="Ich übersetze … Nur du siehst es.",
    translation_heading="*Übersetzung: {language}*",
    translation_names="Bitte prüfe diese Namen; sie stehen in der Übersetzung anders als im Original: {names}",
    translation_cut="… der Rest passt nicht in eine Nachricht. Bitte lass den Text in zwei Teilen übersetzen.",
    translation_model="Übersetzt von {model}. Alle Zahlen und Links wurden verglichen. Es gilt das Original.",
    declined={
        "no_model": (
            "Kein Modell hier übersetzt. Wer Frontdesk verwaltet, bekommt eines mit "
            "`FRONTDESK_GENERATOR=auto` (ein Server auf diesem "
            "Rechner, etwa Ollama), `FRONTDESK_GENERATOR_MODEL` (jedes Modell des Hubs) oder "
            "`FRONTDESK_OPENAI_BASE_URL` (ein Server "
            "anderswo). (Kennung {id})"
        ),
        "draft_empty": (
            "Das Sprachmodell hat nichts geschrieben, was deine Anweisungen oder die Richtlinien belegen, deshalb "
            "zeige "
            "ich nichts davon. Bitte schreib die Tatsachen in ganzen Sätzen auf; wer Frontdesk verwaltet, kann mit "
            "`FRONTDESK_GENERATOR_MODEL` ein größeres Modell wählen. (Kennung {id})"
        ),
        "translate_language": (
            "Kein Modell hier übersetzt. Wer Frontdesk verwaltet, bekommt eines mit "
            "`FRONTDESK_GENERATOR=auto` (ein Server auf diesem "
            "Rechner, etwa Ollama), `FRONTDESK_GENERATOR_MODEL` (jedes Modell des Hubs) oder "
            "`FRONTDESK_OPENAI_BASE_URL` (ein Server "
            "anderswo). (Kennung {id})"
        ),
        "translate_same": "Der Text ist schon in dieser Sprache. (Kennung {id})",
        "translate_wrong": (
            "Ich habe zweimal übersetzt, und beide Male stimmten Zahlen, Links oder Erwähnungen nicht mit dem Original "
            "überein. Eine Übersetzung, die ich nicht prüfen konnte, zeige ich nicht. Mit kürzeren Stücken könnte es "
            "gehen. (Kennung {id})"
        ),
    },
    why_title="Warum diese Antwort",
    why_close="Schließen",
    why_kinds={
        "answer": "steht in den Richtlinien",
        "conflict": "die Richtlinien widersprechen sich",
        "abstention": "die Richtlinien sagen dazu nichts",
        "clarification": "eine Rückfrage",
        "small_talk": "Plauderei",
        "general": "Allgemeinwissen, ohne Quelle",
    },
    why_cached={
        "": "für diese Frage geschrieben",
        "exact": "aus dem Zwischenspeicher: dieselbe Frage wurde schon gestellt",
        "semantic": "aus dem Zwischenspeicher: eine Frage mit derselben Bedeutung wurde schon gestellt",
    },
    why_quotes={
        "": "niemand: das sind Zitate",
        "failed": "niemand: das Modell hat nicht geantwortet; das sind Zitate",
        "late": "niemand: das Modell wurde nicht rechtzeitig fertig; das sind Zitate",
    },
    why_completed="{model}, das mittendrin aufhörte; der Rest sind Zitate",
    why_unshown="Nicht gezeigt von dem, was das Modell schrieb: {reasons}",
    why_refusals={
        "declined": "es fand in den Abschnitten keine Antwort",
        "language": "ein Satz in einer anderen Sprache",
        "long": "ein Satz, der zum Prüfen zu lang ist",
        "empty": "ein Satz, der nichts Prüfbares sagt",
        "number": "eine Zahl, die keine Quelle hat",
        "unit": "eine Zahl von etwas anderem",
        "date": "ein Datum, das keine Quelle hat",
        "time": "eine Uhrzeit, die keine Quelle hat",
        "weekday": "ein Wochentag, den keine Quelle hat",
        "name": "ein Name, den keine Quelle hat",
        "unsupported": "ein Satz, den die Quellen nicht belegen",
    },
    why_stages={
        "retrieve": "Suche",
        "rank": "Vergleich",
        "write": "Schreiben",
        "cache": "Zwischenspeicher",
        "total": "insgesamt",
    },
    why_quoted="zitiert als {marks}",
    why_nothing="Es wurde nichts gefunden, was du lesen darfst.",
    why_previous="Zurück",
    why_next="Weiter",
    why_refused="Diese Antwort ging privat an jemand anderen, deshalb erkläre ich sie nur dieser Person.",
    why_gone="Zu dieser Antwort habe ich noch nichts vermerkt. Bitte versuch es gleich noch einmal.",
    why_failed="Slack hat mich die Erklärung nicht öffnen lassen. Bitte drück noch einmal auf die Schaltfläche.",
    look_begun=(
        "Einen Moment: Ich prüfe, was du jetzt lesen darfst. Wenn das stehen bleibt, drück den Knopf bitte noch einmal."
    ),
    look_failed=(
        "Ich konnte nicht prüfen, was du jetzt lesen darfst, und zeige deshalb nichts. Bitte drück den Knopf in "
        "einer Minute noch einmal."
    ),
    share_button="Im Kanal teilen",
    share_title="Antwort teilen",
    share_where="In welchem Kanal?",
    share_what=(
        "Deine Frage und diese Antwort werden dort mit deinem Namen veröffentlicht. Was nicht alle dort lesen "
        "dürfen, bleibt weg."
    ),
    share_sure=(
        "Deine Frage und diese Antwort werden in <#{channel}> mit deinem Namen veröffentlicht. Was nicht alle dort "
        "lesen dürfen, bleibt weg."
    ),
    share_submit="Teilen",
    share_taken="Ich veröffentliche sie dort und sage dir, wenn es so weit ist.",
    share_not_opened="Slack hat mich nicht nach dem Kanal fragen lassen. Bitte drück noch einmal auf den Knopf.",
    shared_by="{user} teilt die Antwort auf: „{question}“",
    share_done="Deine Antwort steht jetzt in <#{channel}>.",
    share_held_back=(
        "In <#{channel}> steht jetzt eine Antwort auf deine Frage. Sie beruht nur auf dem, was alle lesen dürfen, "
        "die diesen Kanal lesen; anderes aus deiner Antwort wurde zurückgehalten."
    ),
    share_nothing_left=(
        "In <#{channel}> habe ich nichts veröffentlicht: Nicht alle, die diesen Kanal lesen, dürfen lesen, worauf "
        "deine Antwort beruht. Sie bleibt bei dir allein."
    ),
    share_already="Du hast diese Antwort in <#{channel}> schon geteilt.",
    share_refused="Diese Antwort ging privat an jemand anderen, deshalb kann nur diese Person sie teilen.",
    share_gone=(
        "Diese Antwort gilt nicht mehr: die Frage dazu wurde inzwischen gelöscht oder geändert. Bitte frag noch einmal "
        "und teile die neue Antwort."
    ),
    share_archived=(
        "Ich habe nichts veröffentlicht: <#{channel}> ist archiviert. Deine Antwort bleibt hier; wähle einen "
        "anderen Kanal oder lass diesen wiederherstellen."
    ),
    share_unseen=(
        "Ich habe nichts veröffentlicht: Dieser Kanal wurde gelöscht, oder er ist privat und einer von uns ist "
        "nicht darin. Deine Antwort bleibt hier; wenn du darin bist, lade mich dort mit `/invite @Frontdesk` ein "
        "und teile noch einmal."
    ),
    share_not_in=(
        "Ich habe nichts veröffentlicht: Ich bin nicht in <#{channel}>. Lade mich dort mit `/invite @Frontdesk` "
        "ein und teile dann noch einmal."
    ),
    share_not_yours=(
        "Ich habe nichts veröffentlicht: Du bist nicht in <#{channel}>. Tritt dem Kanal bei und teile dann noch einmal."
    ),
    share_no_channel="Bitte wähle einen Kanal: In einer Direktnachricht lässt sich eine Antwort nicht teilen.",
    share_read_only=(
        "Ich habe nichts veröffentlicht: In <#{channel}> dürfen nur bestimmte Leute schreiben. Frag jemanden, der "
        "den Kanal betreut, oder wähle einen anderen."
    ),
    share_thread_gone=(
        "Ich habe nichts veröffentlicht: Die Nachricht in <#{channel}>, unter der die Antwort stünde, wurde "
        "gelöscht. Deine Antwort bleibt hier."
    ),
    share_unknown=(
        "Ich habe nichts veröffentlicht: Slack sagt nicht, wer <#{channel}> liest. Bitte teile in einer Minute "
        "noch einmal oder sag einem Administrator Bescheid."
    ),
    share_not_posted=(
        "Ich habe nichts veröffentlicht: Slack lehnt es in <#{channel}> ab ({error}). Deine Antwort bleibt hier; "
        "wähle einen anderen Kanal oder sag einem Administrator Bescheid."
    ),
    share_failed=(
        "In <#{channel}> habe ich nichts veröffentlicht: Ich konnte nicht herausfinden, was alle dort lesen "
        "dürfen. Bitte teile in einer Minute noch einmal."
    ),
    kb_help_head=(
        "*Was ich kann*\n• `/ask Frage` – fragt nach einer Richtlinie der Firma; nur du siehst die Antwort\n"
        "• `/draft announcement …` – entwirft eine Ankündigung, E-Mail, einen Bericht, eine FAQ oder Meldung, in "
        "mehreren Fassungen\n"
        "• `/translate Text` – übersetzt, etwa ins Englische oder Deutsche; für eine Nachricht _Translate_ in ihrem "
        "Menü ⋯"
    ),
    kb_help_admins="*Für die Verwaltung*",
    kb_help_foot="Du kannst mir auch direkt schreiben oder mich in einem Kanal erwähnen.",
    kb_subcommands={
        "status": ("status", "welche Version der Richtlinien ich kenne"),
        "sources": ("sources", "woher sie stammen, und wann jede Quelle gelesen wurde"),
        "reload": (
            "reload [Quelle] [--force]",
            "liest sie neu, alle oder eine Quelle; --force veröffentlicht trotz Problemen",
        ),
        "versions": ("versions", "die aufbewahrten Versionen"),
        "diff": ("diff [alt] [neu]", "welche Dokumente sich zwischen zwei Versionen geändert haben"),
        "rollback": ("rollback [Version]", "antwortet wieder aus einer früheren Version"),
        "check": ('check "Frage"', "was eine Frage in allem findet, was du lesen darfst"),
        "who": ('who "Dokument"', "wer ein Dokument lesen darf, und welche Regel das sagt"),
        "show": ('show "Dokument"', "was aus einem Dokument wurde, und was wegblieb"),
        "eval": ("eval", "stellt die Fragen neu, deren Antworten du hilfreich fandest (👍), und zeigt, was anders ist"),
    },
    kb_unknown="`/kb {command}` kenne ich nicht.",
    kb_misused={
        "missing": "Da fehlt etwas. Schreib es so: `/kb {usage}`",
        "too_many": "Das ist zu viel; setz einen Namen mit Leerzeichen in Anführungszeichen: `/kb {usage}`",
        "unknown_option": "Diese Option kenne ich nicht. Schreib es so: `/kb {usage}`",
        "open_quote": "Ein Anführungszeichen ist nicht geschlossen. Schreib es so: `/kb {usage}`",
    },
    kb_admins_only="`/kb {name}` ist für alle, die Frontdesk verwalten. Bitte wende dich an sie.",
    kb_admins_unknown=(
        "Ich kann nicht feststellen, ob du Frontdesk verwaltest, und habe `/kb {name}` nicht ausgeführt: Slack hat "
        "`{method}` abgelehnt ({error}). Trag deine Benutzer-ID in FRONTDESK_ADMINS ein, oder gib der App das "
        "fehlende Recht."
    ),
    kb_accepted={
        "reload": "Die Richtlinien werden neu gelesen. Du kannst es in unserer Direktnachricht verfolgen.",
        "rollback": "Ich gehe zur früheren Version zurück …",
        "eval": "Was du gut beantwortet fandest, wird neu gefragt. Du kannst es in unserer Direktnachricht verfolgen.",
    },
    kb_nothing_approved=(
        "Du hast noch keine Antwort als hilfreich markiert. Drück 👍 unter Antworten, die stimmen; nach dem nächsten "
        "Neulesen zeigt `/kb eval`, welche davon anders sind."
    ),
    kb_looking_up="Ich sehe nach …",
    running={
        "reload": "Die Richtlinien werden neu gelesen",
        "eval": "Was du gut beantwortet fandest, wird neu gefragt",
        "draft": "Ich lese die Richtlinien und schreibe",
        "translate": "Ich übersetze",
    },
    reload_done="*Die Richtlinien sind auf dem neuesten Stand.*",
    reload_unchanged=(
        "*Die Richtlinien sind auf dem neuesten Stand.* Seit dem letzten Lesen hat sich nichts geändert."
    ),
    rollback_done="*Ich antworte wieder aus Version `{version}`.*",
    status_heading="*Was ich weiß*",
    answer_cache="Antwortspeicher",
    answer_cache_counts="{cached} von {asked} in den letzten 7 Tagen daraus beantwortet",
    shortfalls="Sprachmodell",
    shortfalls_counts=(
        "nicht beantwortete Fragen: {failed} · zu spät beantwortete: {late} (letzte 7 Tage; sie bekamen Zitate)"
    ),
    suspicions="Verdacht auf eingeschleuste Anweisungen",
    suspicions_counts="in Fragen: {questions} · in Dokumenten: {documents} (letzte 30 Tage)",
    suspicions_documents="Anweisungen an ein Sprachmodell standen in",
    sources_heading="*Woher die Richtlinien stammen*",
    versions_heading="*Die aufbewahrten Versionen*",
    version_in_use="*in Gebrauch*",
    diff_heading="*Von Version `{old}` zu `{new}`*",
    diff_empty="Sie enthalten dieselben Dokumente.",
    check_answers="*Ich würde antworten* (Sicherheit {confidence}).",
    check_abstains="*Ich würde sagen, dass die Richtlinien dazu nichts sagen* (Sicherheit {confidence}).",
    check_retrieved="Gefunden, das Beste zuerst",
    show_heading="*Was aus „{title}“ wurde*",
    show_unreadable="Du darfst dieses Dokument selbst nicht lesen, darum zeige ich seinen Text nicht.",
    show_left_out="Weggelassen",
    left_out={
        "hidden": "{letters} Buchstaben, die niemand sieht",
        "struck": "{letters} Buchstaben, die durchgestrichen sind",
        "deleted": "{letters} Buchstaben, die mit Änderungsverfolgung gelöscht sind",
        "margin": "{letters} Buchstaben an den Seitenrändern",
        "history": "{letters} Buchstaben aus früheren Mails",
        "comment": "{letters} Buchstaben aus Kommentaren",
    },
    who_heading="*Wer „{title}“ lesen darf*",
    who_restricted="{rule}; seit dem Zurückgehen auch die strengeren Rechte einer späteren Version",
    eval_heading="*{same} von {asked} Antworten, die du hilfreich fandest, stützen sich auf denselben Text wie zuvor.*",
    eval_changed="Jetzt aus einem anderen Text beantwortet",
    eval_declined="Nicht mehr beantwortet",
    eval_left="{left} wurden nicht gestellt, weil die Zeit um war.",
    nobody="niemand",
    nothing="nichts",
    stages={
        "waiting": "wartet, bis ein anderes Neulesen endet",
        "reading": "liest die Dokumente",
        "embedding": "berechnet Vektoren",
        "writing": "schreibt die neue Version",
        "publishing": "veröffentlicht die neue Version",
        "asking": "gestellte Fragen",
    },
    report_labels={
        "version": "Version",
        "before": "Version davor",
        "built_at": "Erstellt",
        "documents": "Dokumente",
        "passages": "Abschnitte",
        "embedded": "Neue oder geänderte Abschnitte",
        "reused": "Behaltene Abschnitte",
        "seconds": "Sekunden",
        "sources": "Quellen",
        "added": "Hinzugekommen",
        "modified": "Geändert",
        "removed": "Entfernt",
        "restricted": "Dokumente, die ihre späteren, strengeren Rechte behalten",
        "problems": "Probleme",
        "read_at": "Gelesen",
        "schedule": "Zeitplan",
        "times": "Male",
        "score": "Wert",
        "dense": "Bedeutung",
        "lexical": "Wörter",
        "document": "Dokument",
        "readers": "Leserkreis",
        "rule": "Regel",
        "source": "Quelle",
        "effective": "Gültig ab",
        "kind": "Art",
        "confidence": "Sicherheit",
        "generator": "Geschrieben von",
        "cached": "Herkunft",
        "timings": "Dauer",
        "answered_at": "Beantwortet",
    },
    report_problems="Nicht lesbar",
    report_problems_hidden="{count} waren nicht lesbar; wer Frontdesk verwaltet, sieht welche.",
    report_past="Nicht mehr in Kraft, oder nur bis zu einem Tag",
    report_awaited="Noch nicht in Kraft",
    report_failed="Gescheitertes Neulesen",
    all_sources="alle Quellen",
    report_unknown_groups="Gruppen, die Slack nicht kennt",
    report_slack_refuses="Slack sagt nicht, wer was lesen darf: alle erfahren weniger, als sie lesen dürfen",
    report_error="Das hat nicht geklappt: {error} (Kennung {id})",
    announced={
        "reload_done": (
            "{by} hat die Richtlinien neu gelesen. Ich antworte aus Version `{version}`, {documents} Dokumente."
        ),
        "reload_unchanged": (
            "{by} hat die Richtlinien neu gelesen. Seit Version `{version}` hat sich nichts geändert."
        ),
        "reload_failed": (
            "{by} wollte die Richtlinien neu lesen, und das ist gescheitert. Es antwortet weiter die Version davor; "
            "wer Frontdesk verwaltet, sieht mehr mit `/kb status`. (Kennung {id})"
        ),
        "rollback_done": (
            "{by} ist zu Version `{version}` zurückgegangen, {documents} Dokumente; davor war es `{before}`."
        ),
        "rollback_failed": (
            "{by} wollte zu einer früheren Version zurückgehen, und das ist gescheitert. Es antwortet weiter die "
            "Version davor. (Kennung {id})"
        ),
    },
    announced_changes="Hinzugekommen: {added} · geändert: {modified} · entfernt: {removed}",
    announced_by_schedule="Der Zeitplan",
    not_announced=(
        "In <#{channel}> konnte ich das nicht ankündigen ({error}). Lade mich dort mit `/invite @Frontdesk` ein, oder "
        "ändere `FRONTDESK_ANNOUNCE_CHANNEL`."
    ),
    home_title="Frag mich nach den Richtlinien der Firma",
    home_what=(
        "Ich antworte aus den Richtlinien deiner Firma. Jede Antwort zitiert ihre Quelle und verlinkt sie; wenn die "
        "Richtlinien nichts dazu sagen, sage ich dir das."
    ),
    home_how=(
        "*So fragst du*\n"
        "• Schreib mir im Tab *Nachrichten*. Nachfragen gehören in denselben Thread.\n"
        "• Erwähne mich in einem Kanal; dort verwende ich nur, was alle im Kanal lesen dürfen.\n"
        "• `/ask Frage` geht überall; nur du siehst die Antwort.\n"
        "• `/draft` entwirft eine Ankündigung, E-Mail, einen Bericht, eine FAQ oder Meldung; `/translate` übersetzt."
    ),
    home_trust="War eine Antwort gut oder falsch? Die Schaltflächen darunter helfen, die nächste zu verbessern.",
    home_ask="Deine Frage",
    home_pasts="Deine letzten Fragen",
    home_outcomes={
        "open": ":hourglass_flowing_sand: wird beantwortet",
        "answered": ":white_check_mark: beantwortet",
        "unsaid": ":grey_question: dazu sagen die Richtlinien nichts",
        "asked_back": ":left_speech_bubble: ich habe zurückgefragt",
        "withdrawn": ":wastebasket: gelöscht",
        "stopped": ":octagonal_sign: abgebrochen",
        "failed": ":warning: fehlgeschlagen, bitte frag noch einmal",
    },
    home_deleted="eine gelöschte Frage",
    home_show="Antwort zeigen",
    home_answer="Meine Antwort",
    home_answer_hidden=(
        "Diese Antwort zitiert ein Dokument, das du im Moment nicht lesen darfst; deshalb zeige ich sie hier nicht. "
        "Frag noch einmal, dann antworte ich aus dem, was du jetzt lesen darfst."
    ),
    home_changes="Geändert, seit ich dir daraus geantwortet habe",
    home_settings="Deine Einstellungen",
    home_language="Die Sprache, in der ich dir antworte",
    home_automatic="die der jeweiligen Frage",
    home_privately="Wenn ich in einem Kanal frage, antworte mir als Direktnachricht",
    home_administration="Für die Verwaltung",
    home_status_awaited="Der Stand der Richtlinien wird gerade nachgesehen …",
    home_unanswered="Fragen ohne Antwort in den letzten 7 Tagen",
    home_reasons={
        "unsaid": "dazu sagen die Richtlinien nichts",
        "model_failed": "das Modell hat versagt",
        "index_missing": "keine Richtlinien eingelesen",
        "deadline": "es dauerte zu lange",
        "internal": "ein Fehler von mir",
        "unavailable": "der Dienst war unterbrochen",
        "undeliverable": "Slack nahm die Antwort nicht an",
    },
    home_refusals="Slack hat nicht gesagt, wer was lesen darf",
    home_more="Mehr sagt `/kb status`; mit `/kb reload` werden die Richtlinien neu eingelesen.",
    ask_title="Frontdesk fragen",
    ask_submit="Fragen",
    ask_question="Deine Frage",
    ask_about="*Zu dieser Nachricht*",
    ask_what="Was sagen unsere Richtlinien dazu?",
    ask_taken="Ich kümmere mich darum. Die Antwort kommt als Direktnachricht, und nur du siehst sie.",
    ask_no_words=(
        "In dieser Nachricht stehen keine Worte, die ich lesen kann. Frag mich stattdessen in einer Direktnachricht."
    ),
    ask_not_opened=(
        "Slack hat das Formular nicht rechtzeitig geöffnet; es wurde also nichts gefragt. Bitte versuch es noch "
        "einmal, oder frag mich in einer Direktnachricht."
    ),
    search_failed="Frontdesk konnte die Richtlinien gerade nicht durchsuchen. Versuche es in einer Minute noch einmal.",
    search_language="Sprache",
    search_languages="Sprachen",
    search_source="Quelle",
    search_sources="Quellen",
    card_kind="Richtlinie",
    card_quote="Wortlaut",
    card_section="Abschnitt",
    card_valid_from="Gültig ab",
    card_valid_until="Gültig bis",
    card_owner="Zuständig",
    card_version="Fassung",
    live_tasks={
        "searching": "Richtlinien durchsuchen",
        "reading": "Gefundenes lesen",
        "writing": "Antwort schreiben",
        "checking": "Jeden Satz an den Richtlinien prüfen",
    },
    live_loading={
        "searching": ("Es wird nur gesucht, wo hier alle lesen dürfen…", "Wörter und Bedeutung werden verglichen…"),
        "reading": ("Jeder Satz wird mit der Frage verglichen…",),
        "writing": ("Es kommt nur vor, was in den Richtlinien steht…",),
        "checking": ("Was keine Richtlinie sagt, wird weggelassen…",),
    },
    live_waiting=("Deine Frage ist gespeichert, du musst sie nicht noch einmal stellen.",),
    live_plan={
        "working": "Die Antwort entsteht…",
        "done": "Wie diese Antwort entstand",
        "failed": "Nicht fertig geworden",
    },
    next_questions="Was diese Quellen noch beantworten",
    next_refused=(
        "Diese Antwort habe ich jemand anderem privat gegeben; hier fragt nur diese Person weiter. "
        "Frag mich bitte selbst."
    ),
    asked_by="{user} hat gefragt: „{question}“",
    kb_channel="wie ich mich in deinem Kanal verhalte; nur für den, der ihn erstellt hat, und für die Verwaltung",
    channel_title="Frontdesk im Kanal",
    channel_loading="Einen Moment …",
    channel_intro="So verhalte ich mich in <#{channel}>:",
    channel_labels={
        "enabled": "Frontdesk in diesem Kanal",
        "unasked": "Welche Fragen ich beantworte",
        "offers_a_day": "Höchstens so viele Antworten am Tag auf Fragen, die mich nicht erwähnen",
        "privately": "Wohin Antworten gehen",
        "sources": "Nur aus diesen Quellen",
        "language": "Sprache der Antworten",
        "told_user": "Diese Person erfährt von Fragen ohne Antwort",
        "told_channel": "Dieser Kanal erfährt von ihnen",
        "bots": "Nachrichten anderer Apps",
    },
    channel_choices={
        "enabled": ("Aus", "Ein"),
        "unasked": ("Nur solche, die mich erwähnen", "Auch andere: nur für den, der fragt, wenn niemand antwortet"),
        "privately": ("In den Thread", "Zuerst nur an den, der fragt"),
        "bots": ("Werden nicht beachtet", "Werden beantwortet, wenn sie mich erwähnen"),
    },
    channel_all_sources="Alle Quellen",
    channel_save="Speichern",
    channel_not_here="`/kb channel` gilt für einen Kanal. Bitte gib es in dem Kanal ein, den du meinst.",
    channel_not_yours=(
        "Wie ich mich in diesem Kanal verhalte, darf nur ändern, wer ihn erstellt hat oder Frontdesk verwaltet. "
        "Bitte wende dich an diese Personen."
    ),
    channel_unknown=(
        "Ich kann nicht feststellen, ob du ändern darfst, wie ich mich in diesem Kanal verhalte, und habe nichts "
        "geändert: Slack hat `{method}` abgelehnt ({error}). Bitte versuch es gleich noch einmal, oder wende dich an "
        "alle, die Frontdesk verwalten."
    ),
    channel_not_opened=(
        "Slack hat die Einstellungen dieses Kanals nicht geöffnet. Bitte gib `/kb channel` noch einmal ein."
    ),
    channel_saved="Gespeichert für <#{channel}>: {changed}.",
    channel_same="In <#{channel}> ist nichts anders: alles war schon so, wie du es gewählt hast.",
    channel_outdated=(
        "<@{user}> hat diese Einstellungen gleichzeitig geändert. Was du gewählt hast, steht noch unten: mit "
        "_Speichern_ ersetzt es die andere Wahl."
    ),
    channel_off=(
        "In <#{channel}> hat mich <@{user}> ausgeschaltet. Bitte frag mich stattdessen hier, in unseren "
        "Direktnachrichten."
    ),
    channel_unanswered="Auf <{link}|eine Frage> in <#{channel}> geben die Richtlinien keine Antwort.",
    channels_changed="Kanäle mit eigenen Einstellungen",
    offer_head="Du hast nicht mich gefragt, aber noch hat niemand geantwortet; vielleicht hilft das. Nur du siehst es.",
    offer_dismiss="Schließen",
    offer_never="Keine mehr davon",
    offer_never_said=(
        "Du bekommst keine Antworten mehr, um die du mich nicht gebeten hast. Auf meiner Seite *Home* kannst du sie "
        "wieder einschalten."
    ),
    home_unoffered="Antworte mir in Kanälen nur auf Fragen an dich",
    prompts_title="Probier eine davon",
    prompts=(
        ("Homeoffice", "Wie viele Tage pro Woche darf ich zu Hause arbeiten?"),
        ("Reisekosten", "Bis wann muss ich meine Reisekosten abrechnen?"),
        ("Verpflegung", "Wie hoch ist die Verpflegungspauschale?"),
        ("Bahn", "Darf ich in der ersten Klasse fahren?"),
    ),
)
