"""Mails as files, in the Internet's format."""

from __future__ import annotations

import datetime as dt
import re
from email import message_from_bytes
from email.header import decode_header
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parsedate_to_datetime

from knowledge.errors import DocumentUnreadable
from knowledge.formats.converted import Converted
from knowledge.formats.encoding import decode, decode_markup, narrowed
from knowledge.formats.mail import Mail
from knowledge.formats.mail_attached import Attached, attached_file

_MARKS_AND_WORDS = re.compile(r"(>*) ?(.*)")
_SIGNATURE = "-- "
_ENCRYPTED = re.compile(r"application/(?:x-)?pkcs7-mime|multipart/encrypted")


def read(data: bytes) -> Converted:
    """Read a mail with what is attached to it, mails too. Raises DocumentUnreadable."""
    message = message_from_bytes(narrowed(data), EmailMessage, policy=default)
    if not message.keys():
        raise DocumentUnreadable("It is no mail: it begins with no header. Save it again from the mail program.")
    converted = _mail(message).converted()
    if not converted.text and _ENCRYPTED.fullmatch(message.get_content_type()):
        raise DocumentUnreadable("It is encrypted. Save it decrypted from the mail program.")
    return converted


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
        attachments=[_attached(part) for part in others if part not in inline],
    )


def _is_inline(part: Message) -> bool:
    """Whether a part is words between pictures, as Apple's program parts a mail, and no file."""
    return (
        part.get_content_type() == "text/plain" and not part.get_filename() and part.get("Content-Disposition") is None
    )


def _attached(part: EmailMessage) -> Attached:
    inner, content = part.get_payload(), part.get_payload(decode=True)
    name = part.get_filename() or part.get_content_type()
    if isinstance(inner, list) and inner and isinstance(mail := inner[0], EmailMessage):
        return Attached(part.get_filename() or _header(mail, "subject") or name, lambda: _mail(mail).converted())
    return attached_file(name, content) if isinstance(content, bytes) else Attached(name, None)


def _body(part: Message | None) -> str:
    content = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(content, bytes):
        return ""
    declared = part.get_content_charset()
    as_text = bool(declared) or part.get_content_subtype() != "html"
    text = decode(content, declared) if as_text else decode_markup(content)
    flowed = str(part.get_param("format", "")).lower() == "flowed"
    return _unflowed(text, together=str(part.get_param("delsp", "")).lower() == "yes") if flowed else text


def _unflowed(text: str, *, together: bool) -> str:
    """Join lines that a program broke (RFC 3676): those that end in a blank, which is no part of it if ``together``."""
    written = list[str]()
    open_marks: str | None = None
    for line in text.splitlines():
        marks, said = _MARKS_AND_WORDS.fullmatch(line).groups()  # type: ignore[union-attr] # it fits any line
        flows = said.endswith(" ") and said != _SIGNATURE
        said = said.removesuffix(" ") if flows and together else said
        if marks == open_marks:
            written[-1] += said
        else:
            written.append(f"{marks}{' ' if marks else ''}{said}")
        open_marks = marks if flows else None
    return "\n".join(written)


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


def _date(words: str) -> dt.datetime | None:
    try:
        return parsedate_to_datetime(words)
    except ValueError:
        return None
