"""Mails as files, in the Internet's format."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes
from email.header import decode_header
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parsedate_to_datetime

from knowledge.errors import DocumentUnreadable
from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode, decode_markup
from knowledge.formats.mail import Mail


def read(data: bytes) -> Converted:
    """Read a mail; of one that is empty but for a mail attached to it, that one. Raises DocumentUnreadable."""
    message = message_from_bytes(data, EmailMessage, policy=default)
    if not message.keys():
        raise DocumentUnreadable("It is no mail: it begins with no header. Save it again from the mail program.")
    converted = _mail(message).converted()
    attached = (part.get_payload() for part in message.walk() if part.get_content_type() == "message/rfc822")
    first = next(attached, None)
    if converted.text or not isinstance(first, list) or not isinstance(first[0], EmailMessage):
        return converted
    return _mail(first[0]).converted()


def _mail(message: EmailMessage) -> Mail:
    others = list(message.iter_attachments())
    inline = [part for part in others if _is_inline(part)]
    return Mail(
        subject=_header(message, "subject"),
        sender=_header(message, "from"),
        recipients=_header(message, "to"),
        sent=_date(_header(message, "date")),
        html=_body(message.get_body(("html",))),
        text="\n\n".join(filter(None, (_body(message.get_body(("plain",))), *map(_body, inline)))),
        attachments=[_name(part) for part in others if part not in inline],
    )


def _is_inline(part: Message) -> bool:
    """Whether a part is words between pictures, as Apple's program parts a mail, and no file."""
    return (
        part.get_content_type() == "text/plain" and not part.get_filename() and part.get("Content-Disposition") is None
    )


def _body(part: Message | None) -> str:
    content = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(content, bytes):
        return ""
    declared = part.get_content_charset()
    return decode(content, declared) if declared or part.get_content_subtype() != "html" else decode_markup(content)


def _header(message: Message, name: str) -> str:
    """Return a header's words, each piece in the encoding that it declares, or that its letters tell."""
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name), "")
    pieces = decode_header(raw.replace("\r", "").replace("\n", ""))
    return "".join(_piece(words, declared) for words, declared in pieces)


def _piece(words: bytes | str, declared: str | None) -> str:
    data = words.encode("ascii", errors="surrogateescape") if isinstance(words, str) else words
    try:
        return decode(data, declared)
    except DocumentUnreadable:
        return data.decode("ascii", errors="replace")


def _name(part: Message) -> str:
    return part.get_filename() or part.get_content_type()


def _date(words: str) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(words)
    except ValueError:
        return None
