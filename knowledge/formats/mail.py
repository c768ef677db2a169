"""What every mail becomes: its subject as title, who wrote it to whom and when, its words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.formats.converted import Converted
from knowledge.formats.hidden import without_hidden_markup
from knowledge.formats.html import body_markdown
from knowledge.formats.tables import cell_text


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's parts; ``html`` is preferred to ``text``, as it keeps lists and tables."""

    subject: str
    sender: str
    recipients: str
    sent: dt.datetime | None
    html: str
    text: str
    attachments: Sequence[str]

    def converted(self) -> Converted:
        """Return it as Markdown; attachments are named, not read."""
        body = body_markdown(self.html) if self.html.strip() else without_hidden_markup(self.text)
        if not body.strip():
            return Converted(text="")
        subject = cell_text(self.subject)
        parts = (f"# {subject}" if subject else "", self._head(), body)
        return Converted(text="\n\n".join(filter(None, parts)), title=subject or None, notes=self._notes())

    def _head(self) -> str:
        sent = self.sent.date().isoformat() if self.sent else ""
        named = (("From", self.sender), ("To", self.recipients), ("Date", sent))
        return " · ".join(f"{name}: {cell_text(value)}" for name, value in named if value.strip())

    def _notes(self) -> tuple[str, ...]:
        names = ", ".join(f"“{cell_text(name)}”" for name in self.attachments)
        return (f"What is attached to it was not read: {names}. Save it beside the mail.",) if names else ()
