"""Front matter: every way of writing it is read or refused, and what is only text stays text."""

from __future__ import annotations

import pytest

from knowledge.errors import DocumentUnreadable
from knowledge.formats import convert
from knowledge.sources.conversion import conversion_of

PAY = "Grade 7 earns 91,000 EUR."
RULE = "readers: [group:hr]\n"


@pytest.mark.parametrize("suffix", [".md", ".txt", ".html"])
@pytest.mark.parametrize(
    "block",
    [
        f"---\n{RULE}---\n",
        f"\ufeff---\n{RULE}---\n",
        f"\r\n\r\n---\r\n{RULE}---\r\n",
        f"<!-- owner: HR -->\n\n---\n{RULE}---\n",
        f"--- # access\n{RULE}--- # end\n",
        f"---yaml\n{RULE}---\n",
        f"----\n{RULE}----\n",
        f"  ---\n  {RULE}  ---\n",
        f"---\n# comment\n\n{RULE}...\n",
        '+++\ntitle = "Pay"\nreaders = ["group:hr"]\n+++\n',
        '---toml\nreaders = ["group:hr"]\n---\n',
        '{"title": "Pay", "readers": ["group:hr"]}\n',
        '{\n  "readers": [\n    "group:hr"\n  ]\n}\n\n',
        ';;;\n{"readers": ["group:hr"]}\n;;;\n',
        '---json\n{"readers": ["group:hr"]}\n---\n',
    ],
)
def test_readers_are_read_however_the_block_is_fenced(block: str, suffix: str) -> None:
    """YAML, TOML and JSON; none of it becomes text."""
    conversion = conversion_of(convert(f"pay{suffix}", (block + PAY).encode()))

    assert conversion.readers == ("group:hr",)
    assert conversion.text == PAY


@pytest.mark.parametrize(
    "beginning",
    [
        f"---\n{RULE}\n",
        f"---\n{RULE}{RULE}---\n",
        f"---\n{RULE}readers: [everyone]\n---\n",
        '{"readers": ["everyone"], "readers": ["group:hr"]}\n',
        '+++\nreaders = ["group:hr"\n+++\n',
        '{"readers": ["group:hr"],}\n\n',
        "---\nreaders：[group:hr]\n---\n",
        f"---\n- {RULE}---\n",
        f"———\n{RULE}———\n",
        f"***\n{RULE}***\n",
        f"```yaml\n{RULE}```\n",
        f"{RULE}\n",
        "Readers: group:hr\n\n",
        f"# Pay\n---\n{RULE}---\n",
        f"<!-- {RULE}-->\n",
        f"---\ntitle: >\n  pay\n  {RULE}---\n",
        "readers = ['group:hr']\n\n",
        '<meta name="readers" content="group:hr">\n',
    ],
)
def test_readers_that_would_be_overlooked_are_refused(beginning: str) -> None:
    """The document is in no answer until it is mended, and the sentence says what to do."""
    with pytest.raises(DocumentUnreadable, match=r"\. [A-Z][^.]*\.$"):
        convert("pay.md", (beginning + PAY).encode())


@pytest.mark.parametrize(
    "beginning",
    [
        "---\nReaders: [group:hr]\n---\n",
        "---\nreader: [group:hr]\n---\n",
        "---\nraeders: [group:hr]\n---\n",
        "---\naccess: [group:hr]\n---\n",
        "---\n读者: [group:hr]\n---\n",
        "---\nreaders: group:hr\n---\n",
        "---\nreaders:\n---\n",
        "---\nreaders:\n  - group: hr\n---\n",
        f"---\nfrontdesk:\n  {RULE}---\n",
        '+++\n[params]\nreaders = ["group:hr"]\n+++\n',
        '{"params": {"readers": ["group:hr"]}}\n',
    ],
)
def test_a_rule_in_a_block_that_is_not_understood_is_a_fault(beginning: str) -> None:
    """Nobody reads the document, and the sentence is kept with it."""
    conversion = conversion_of(convert("pay.md", (beginning + PAY).encode()))

    assert conversion.readers is None
    assert conversion.fault.endswith(".")


@pytest.mark.parametrize(
    "beginning",
    [
        f"# Pay\n\n{RULE}\n",
        f"---\ntitle: Pay\n---\n---\n{RULE}---\n",
        "# Pay\n\nreaders:\n- group:hr\n\n",
        "# 薪酬\n\nreaders：group:hr\n\n",
    ],
)
def test_readers_further_down_are_noticed(beginning: str) -> None:
    """Also in formats that have no front matter."""
    assert conversion_of(convert("pay.md", (beginning + PAY).encode())).stray


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nThe company was founded in 1999.\n\n---\n\nMore.",
        "---\n\nArchived\n\n---\nMore.",
        "----\nNote: this is in force.\n----\nMore.",
        '{"grade": 7, "pay": 91000}\n\nThis is what the system sends.',
        "# Handbook\n\nReaders: everyone who works here should know it.",
        "# Rights\n\n```yaml\nreaders: [group:hr]\n```\n\nis how a document names them.",
        "# Headers\n\nheaders: [everyone]",
        "Access: through the main door.\n\nMore.",
        "+++\nadded lines\n+++\nMore.",
    ],
)
def test_what_names_no_readers_is_text(text: str) -> None:
    """Lines across the page, samples of code, and sentences about readers."""
    conversion = conversion_of(convert("handbook.md", text.encode()))

    assert conversion.text == text
    assert (conversion.readers, conversion.fault, conversion.stray) == (None, "", False)


def test_front_matter_in_toml_gives_title_and_date() -> None:
    """It counts as YAML does."""
    block = '+++\ntitle = "Pay bands"\neffective = 2026-01-01\n+++\n'
    converted = convert("pay.md", (block + PAY).encode())

    assert ("Pay bands", "2026-01-01") == (converted.title, converted.effective)
    assert converted.text == PAY
