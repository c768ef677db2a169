"""Mails as files, in the Internet's format."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime

from knowledge.errors import DocumentUnreadable
from knowledge.formats.converted import Converted
from knowledge.formats.mail import Mail


def read(data: bytes) -> Converted:
    """Read a mail. Raises DocumentUnreadable."""
    message = message_from_bytes(data, EmailMessage, policy=default)
    if not message.keys():
        raise DocumentUnreadable("It is no mail: it begins with no header. Save it again from the mail program.")
    return Mail(
        subject=str(message.get("Subject", "")),
        sender=str(message.get("From", "")),
        recipients=str(message.get("To", "")),
        sent=_date(str(message.get("Date", ""))),
        html=_body(message, "html"),
        text=_body(message, "plain"),
        attachments=[part.get_filename() or part.get_content_type() for part in message.iter_attachments()],
    ).converted()


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return str(part.get_content()) if part else ""


def _date(words: str) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(words)
    except ValueError:
        return None
