"""What every mail becomes: its subject as title, who wrote it to whom and when, its words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bs4 import BeautifulSoup

from knowledge.formats.converted import Converted, LeftOutWords
from knowledge.formats.hidden import without_hidden_markup
from knowledge.formats.html import body_markdown
from knowledge.formats.mail_attached import Attached, read_attached
from knowledge.formats.mail_history import own_words, without_cited
from knowledge.formats.plain_tables import with_drawn_tables
from knowledge.formats.tables import cell_text

_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail's parts; ``html`` is preferred to ``text``, as it keeps lists and tables."""

    subject: str
    sender: str
    recipients: str
    sent: dt.datetime | None
    html: str
    text: str
    attachments: Sequence[Attached]

    def converted(self) -> Converted:
        """Return it as Markdown without the mails that it quotes, and behind it what is attached."""
        left: list[LeftOutWords] = []
        body, history = own_words(self.subject, self._body(left))
        if not body.strip() and len(self.attachments) == 1 and (alone := self.attachments[0].converted()):
            return alone
        attached = read_attached(self.attachments)
        if not body.strip() and not attached.text:
            return Converted(text="")
        subject = cell_text(self.subject)
        parts = (f"# {subject}" if subject else "", self._head(), body.strip(), attached.text)
        left += [LeftOutWords(history, "history")] if history else []
        text = "\n\n".join(filter(None, parts))
        return Converted(text=text, title=subject or None, notes=attached.notes, left_out=(*left, *attached.left_out))

    def _body(self, left: list[LeftOutWords]) -> str:
        """Return the part that says more: some programs put a picture into the one, some an excuse into the other."""
        text = with_drawn_tables(without_hidden_markup(self.text).replace("\r\n", "\n"))
        if not self.html.strip():
            return text
        soup = BeautifulSoup(self.html, "html.parser")
        without_cited(soup)
        html = body_markdown(str(soup), left)
        return html if 2 * _letters(html) >= _letters(text) else text

    def _head(self) -> str:
        sent = self.sent.date().isoformat() if self.sent else ""
        named = (("From", self.sender), ("To", self.recipients), ("Date", sent))
        return " · ".join(f"{name}: {cell_text(value)}" for name, value in named if value.strip())


def _letters(text: str) -> int:
    """Count the letters and digits that a reader sees; addresses of pictures and links are none."""
    return sum(character.isalnum() for character in _LINK.sub(r"\1", text))
