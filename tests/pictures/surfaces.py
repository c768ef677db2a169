"""The table of all surfaces that `make pictures` shows.

Adding one is its row here, its steps beside those of its like, and its line in `ops/docs/surfaces.md` and `.zh.md`.
"""

from __future__ import annotations

from typing import Final

from tests.pictures import among, app, asking
from tests.pictures.surface import LINA, SOFIA, TOM, WANG, Surface

MODAL: Final = "dialog[open]"

SURFACES: Final = (
    Surface("answer", asking.answer),
    Surface("working", asking.working),
    Surface("stop", asking.stop),
    Surface("table", asking.table),
    Surface("more", asking.more, MODAL),
    Surface("why", asking.why, MODAL),
    Surface("abstention", asking.abstention),
    Surface("question-back", asking.question_back),
    Surface("follow-ups", asking.follow_ups),
    Surface("edited", asking.edited),
    Surface("file", asking.file),
    Surface("voice", asking.voice),
    Surface("prompts", app.prompts),
    Surface("sessions", asking.sessions),
    Surface("mention", among.mention),
    Surface("group", among.group),
    Surface("forwarded", among.forwarded),
    Surface("ask", among.ask),
    Surface("shared", among.shared),
    Surface("unasked", among.unasked),
    Surface("channel", among.channel_settings, MODAL, {"en": SOFIA, "zh": LINA}),
    Surface("form", app.form, MODAL),
    Surface("about-message", among.about_message, MODAL),
    Surface("home", app.home, ".main", {"en": TOM, "zh": WANG}),
    Surface("administration", app.administration, ".main", {"en": SOFIA, "zh": LINA}),
    Surface("draft", app.draft),
    Surface("translate", app.translate),
    Surface("status", app.status),
    Surface("search", app.search, MODAL),
    Surface("unfurl", among.unfurl),
    Surface("flexpane", among.flexpane),
)
