"""What is attached to a mail, and lines that its program broke."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert
from tests.knowledge.formats.making import docx


def _mail(text: str = "See the rules.", **attached: bytes) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = "Rules", "hr@x.example"
    mail.set_content(text)
    for name, data in attached.items():
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return mail


def test_documents_attached_to_a_mail_are_read_below_their_names() -> None:
    """A mail often only brings the policy."""
    word = docx("<w:p><w:r><w:t>25 days.</w:t></w:r></w:p>")
    converted = convert("a.eml", _mail(a_docx=word, b_md="年假十五天。".encode(), c_zip=b"PK").as_bytes())

    assert converted.text.endswith("See the rules.\n\n## a.docx\n\n25 days.\n\n## b.md\n\n年假十五天。")
    assert ("What is attached to it was not read: “c.zip”. Save it beside the mail.",) == converted.notes


def test_what_would_lose_its_rights_in_a_mail_is_not_read() -> None:
    """Its front matter closes it; the mail's own rights may not."""
    converted = convert("a.eml", _mail(a_md=b"---\nreaders: [hr]\n---\nSecret.").as_bytes())

    assert "Secret" not in converted.text
    assert ("What is attached to it was not read: “a.md”. Save it beside the mail.",) == converted.notes


def test_a_mail_attached_to_another_one_is_read() -> None:
    """So programs forward; its own words stay."""
    outer = _mail()
    outer.add_attachment(_mail("Lunch costs 6 EUR."))

    assert convert("a.eml", outer.as_bytes()).text.endswith(
        "See the rules.\n\n## Rules\n\n# Rules\n\nFrom: hr@x.example\n\nLunch costs 6 EUR."
    )


def test_an_empty_mail_with_one_document_is_that_document() -> None:
    """As a scanner sends it."""
    assert convert("a.eml", _mail("", a_md=b"# Leave\n\n25 days.").as_bytes()).text == "# Leave\n\n25 days."


@pytest.mark.parametrize(
    ("text", "parameters", "said"),
    [
        ("Work from home for up \r\nto 12 days.\r\n\r\nAsk.", "", "Work from home for up to 12 days.\n\nAsk."),
        ("每月可在家 \r\n办公十二天。", "; delsp=yes", "每月可在家办公十二天。"),
        (" From here.\r\nNo.\r\n-- \r\nLi", "", "From here.\nNo.\n--\nLi"),
    ],
)
def test_lines_that_a_program_broke_are_joined(text: str, parameters: str, said: str) -> None:
    """Where the mail says that it flows."""
    heads = f"Subject: a\r\nContent-Type: text/plain; charset=utf-8; format=flowed{parameters}\r\n\r\n"

    assert convert("a.eml", f"{heads}{text}".encode()).text == f"# a\n\n{said}"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_mail_that_was_saved_as_wide_text_is_read(encoding: str) -> None:
    """Some programs save all text so."""
    converted = convert("a.eml", "Subject: a\nContent-Type: text/plain\n\n25 days.\n".encode(encoding))

    assert converted.text == "# a\n\n25 days."
    assert () == converted.notes


def test_an_encrypted_mail_says_so() -> None:
    """Nobody finds out by “it holds no text”."""
    mail = (
        b"Subject: a\nContent-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAG\n"
    )

    with pytest.raises(DocumentUnreadable, match="encrypted"):
        convert("a.eml", mail)


@pytest.mark.parametrize(
    ("text", "html"), [("See HTML.", "<p>You have 25 days of leave.</p>"), ("You have 25 days of leave.", "<img>")]
)
def test_of_a_mail_in_two_forms_the_other_one_is_not_missed(text: str, html: str) -> None:
    """It is an excuse or a picture."""
    mail = _mail(text)
    mail.add_alternative(html, subtype="html")
    converted = convert("a.eml", mail.as_bytes())

    assert "25 days" in converted.text
    assert () == converted.notes
