"""Mails: the part that says something, in its own encoding, without the mails that it quotes."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from knowledge.formats import Converted, convert

OWN = "From April on, lunch costs 6 EUR."
EIGENES = "四月起午餐6元。"

QUOTED = {
    "gmail": "On Mon, 3 Feb 2025 at 09:12, Canteen <c@x.example> wrote:\n\n> Lunch costs 4 EUR.\n>\n> Bye",
    "wrapped": "On Mon, 3 Feb 2025 at 09:12, The Canteen of the House\n<c@x.example> wrote:\n> Lunch costs 4 EUR.",
    "no marks": "On 3 Feb 2025, at 09:12, Canteen wrote:\n\nLunch costs 4 EUR.",
    "german": "Am 03.02.2025 um 09:12 schrieb Kantine:\n> Das Essen kostet 4 EUR.",
    "chinese gmail": "李娜 <lina@x.example> 于2025年2月3日周一 09:12写道：\n> 午餐4元。",
    "apple chinese": "在 2025年2月3日，上午9:12，李娜 <lina@x.example> 写道：\n\n午餐4元。",
    "outlook": "________________________________\nFrom: Canteen <c@x.example>\nSent: Monday, 3 February 2025 09:12\n"
    "To: All\nSubject: Lunch\n\nLunch costs 4 EUR.",
    "outlook bare": "From: Canteen\nSent: Monday, 3 February 2025 09:12\nTo: All\nSubject: Lunch\n\nLunch costs 4 EUR.",
    "original": "-----Original Message-----\nFrom: x\nLunch costs 4 EUR.",
    "outlook chinese": "发件人: 李娜\n发送时间: 2025年2月3日 9:12\n收件人: 全体\n主题: 午餐\n\n午餐4元。",
    "qq": "--------- 原始邮件 ---------\n发件人: 李娜 <lina@x.example>;\n发送时间: 2025年2月3日\n\n午餐4元。",
    "french": "Le lun. 3 févr. 2025 à 09:12, Cantine <c@x.example> a écrit :\n\nLe repas coûte 4 EUR.",
    "outlook french": "De : Cantine\nEnvoyé : lundi 3 février 2025 09:12\nÀ : Tous\nObjet : Repas\n\n"
    "Le repas coûte 4 EUR.",
    "polish": "Dnia 3 lutego 2025 09:12 Stołówka <c@x.example> napisał(a):\n\nObiad 4 EUR.",
    "danish": "-------- Oprindelig besked --------\nFra: K <c@x.example>\nDato: 03.02.2025 09.12\n\nFrokost 4 EUR.",
    "long address": "From: The Canteen \n<c@x.example>\nSent: Monday, 3 February 2025 09:12\nTo: All\n\nLunch: 4 EUR.",
    "no heads": "----- Original Message -----\n\nLunch costs 4 EUR.",
    "dingtalk": "----------------------\n发件人：李娜 <lina@x.example>\n日　期：2025年02月03日 09:12:00\n\n午餐4元。",
    "only marks": "> Lunch costs 4 EUR.\n> It is good.",
}
CITED = {
    "gmail": "<div class='gmail_quote'><div class='gmail_attr'>On 3 Feb 2025 at 09:12, Canteen wrote:<br></div>"
    "<blockquote class='gmail_quote'>Lunch costs 4 EUR.</blockquote></div>",
    "apple": "<div><blockquote type='cite'><div>On 3 Feb 2025, at 09:12, Canteen wrote:</div>Lunch costs 4 EUR."
    "</blockquote></div>",
    "outlook": "<div id='divRplyFwdMsg'><hr><font><b>From:</b> Canteen &lt;c@x.example&gt;<br><b>Sent:</b> Monday, "
    "February 3, 2025 9:12 AM<br><b>To:</b> All<br><b>Subject:</b> Lunch</font></div><p>Lunch costs 4 EUR.</p>",
    "word": "<div style='border-top:solid #E1E1E1 1.0pt'><p><b>发件人:</b> 李娜 <br><b>发送时间:</b> 2025年2月3日 9:12"
    "<br><b>收件人:</b> 全体<br><b>主题:</b> 午餐</p></div><p>午餐4元。</p>",
    "thunderbird": "<div class='moz-cite-prefix'>On 03.02.2025 09:12, Canteen wrote:<br></div>"
    "<blockquote type='cite' cite='mid:1'><p>Lunch costs 4 EUR.</p></blockquote>",
}


def _mail(subject: str = "Re: Lunch", text: str | None = None, html: str | None = None) -> Converted:
    mail = EmailMessage()
    mail["Subject"], mail["From"] = subject, "hr@x.example"
    if text is not None:
        mail.set_content(text)
    if html is not None:
        (mail.add_alternative if text is not None else mail.set_content)(html, subtype="html")
    return convert("lunch.eml", mail.as_bytes())


def _body(converted: Converted) -> str:
    return converted.text.partition("From: hr@x.example\n\n")[2]


@pytest.mark.parametrize("own", [OWN, EIGENES])
@pytest.mark.parametrize("quoted", QUOTED.values(), ids=QUOTED)
def test_the_mails_that_a_mail_quotes_are_left_out(own: str, quoted: str) -> None:
    """However its program sets them off; what they said may hold no longer."""
    converted = _mail(text=f"{own}\n\n{quoted}\n")

    assert own == _body(converted)
    assert ["history"] == [each.why for each in converted.counted()]


def test_lines_right_above_an_introduction_are_the_writers_own() -> None:
    """Nothing parts them from it."""
    said = f"{OWN}\nIt is open from 11:30\nto 14:00."

    assert _body(_mail(text=f"{said}\n{QUOTED['gmail']}")) == said


@pytest.mark.parametrize("cited", CITED.values(), ids=CITED)
def test_the_mails_that_a_mail_in_html_quotes_are_left_out(cited: str) -> None:
    """Programs have elements of their own for them."""
    assert _body(_mail(html=f"<html><body><p>{OWN}</p>{cited}</body></html>")) == OWN


def test_an_answer_below_what_it_answers_is_kept() -> None:
    """Also between the lines."""
    text = f"On 3 Feb 2025 at 09:12, Canteen wrote:\n> Lunch costs 4 EUR.\n{OWN}\n> Coffee is free.\nNo longer."

    assert _body(_mail(text=text)) == f"{OWN}\nNo longer."


@pytest.mark.parametrize(
    "text",
    [
        f"{OWN}\n\nFrom: Monday to Friday.",
        f"We agreed on this:\n\n{OWN}",
        f"Note:\n\n---\n\n{OWN}",
        f"Canteen\n\nFrom: 1 May 2025\nTo: 30 June 2025\nOpen: 11:30\n\n{OWN}",
        f"Canteen\n\n---\n\nFrom: Monday\nTo: Friday\n\n{OWN}",
    ],
)
def test_lines_that_only_look_like_heads_are_kept(text: str) -> None:
    """Times and colons stand in policies too."""
    converted = _mail(text=text)

    assert text == _body(converted)
    assert () == converted.left_out


def test_a_passage_that_a_mail_in_html_sets_off_is_kept() -> None:
    """A block quote without a name or an introduction is the writer's own."""
    assert OWN in _body(_mail(html=f"<p>The policy says</p><blockquote><p>{OWN}</p></blockquote>"))


@pytest.mark.parametrize("quoted", QUOTED.values(), ids=QUOTED)
def test_a_mail_that_only_forwards_keeps_what_it_forwards(quoted: str) -> None:
    """But not what that quotes in its turn."""
    text = _body(_mail("Fwd: Lunch", text=f"FYI\n\n{quoted}\n\n-----Original Message-----\nFrom: y\nIt was 3 EUR."))

    assert text.startswith("FYI")
    assert "4 EUR" in text or "4元" in text
    assert "3 EUR" not in text


@pytest.mark.parametrize("said", ["Forwarded message", "转发的邮件", "Weitergeleitete Nachricht"])
def test_a_line_that_says_so_forwards_whatever_the_subject(said: str) -> None:
    """People change the subject of what they forward."""
    forwarded = f"---------- {said} ---------\nFrom: Canteen <c@x.example>\nTo: All\n\nLunch costs 4 EUR."

    assert "4 EUR" in _body(_mail("Lunch from April on", text=f"FYI\n\n{forwarded}"))


def test_a_mail_without_words_of_its_own_keeps_those_that_it_quotes() -> None:
    """Nothing else is in it."""
    assert "Lunch costs 4 EUR." in _body(_mail(text=QUOTED["gmail"]))


def test_a_mail_attached_to_an_empty_one_is_read() -> None:
    """So some programs forward."""
    inner, outer = EmailMessage(), EmailMessage()
    inner["Subject"], inner["From"] = "Lunch", "hr@x.example"
    inner.set_content(OWN)
    outer["Subject"] = "Fwd: Lunch"
    outer.add_attachment(inner)

    assert convert("lunch.eml", outer.as_bytes()).text == f"# Lunch\n\nFrom: hr@x.example\n\n{OWN}"


@pytest.mark.parametrize(
    ("text", "html", "said"),
    [
        (OWN, "<img src='cid:1' alt=''>", OWN),
        (OWN, "<p>See text.</p>", OWN),
        ("See HTML.", f"<p>{OWN}</p><p>{OWN}</p>", f"{OWN}\n\n{OWN}"),
        (OWN, f"<p>{OWN.replace('6', '<b>6</b>')}</p>", OWN.replace("6", "**6**")),
    ],
)
def test_the_part_that_says_more_is_read(text: str, html: str, said: str) -> None:
    """One of the two may be a picture, or an excuse; of equals the one with more form is taken."""
    assert said == _body(_mail(text=text, html=html))


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("x-unknown", "gb18030"),
        ("iso-8859-1", "gb18030"),
        ("us-ascii", "utf-8"),
        ("big5", "big5"),
        ("hz-gb-2312", "hz"),
    ],
)
def test_a_mail_is_read_in_its_encoding_whatever_is_declared(declared: str, encoding: str) -> None:
    """Unknown and wrong names of encodings are common."""
    said = "年假為二十五天。" if encoding == "big5" else "年假为二十五天，须提前申请。"
    heads = f"Subject: =?{declared}?Q?Leave?=\nFrom: hr@x.example\nContent-Type: text/plain; charset={declared}\n\n"

    assert convert("leave.eml", heads.encode() + said.encode(encoding)).text.endswith(said)


def test_a_subject_that_is_not_encoded_is_read() -> None:
    """Old programs write its bytes as they are."""
    heads = "Subject: 年假规定通知\nFrom: hr@x.example\n\n".encode("gb18030")

    assert convert("leave.eml", heads + b"25 days.").title == "年假规定通知"


def test_words_between_pictures_are_all_read() -> None:
    """Apple's program makes a part of each."""
    mail = EmailMessage()
    mail["From"] = "hr@x.example"
    mail.set_content("Before.")
    mail.add_attachment(b"GIF8", maintype="image", subtype="gif", filename="a.gif", disposition="inline")
    part = EmailMessage()
    part.set_content("After.")
    mail.attach(part)
    converted = convert("leave.eml", mail.as_bytes())

    assert _body(converted) == "Before.\n\nAfter."
    assert ("What is attached to it was not read: “a.gif”. Save it beside the mail.",) == converted.notes
