"""Mistakes in rights, one a folder of one source: none opens its document, and each is reported with what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.domain import EVERYONE, PUBLIC, Reading
from knowledge.sources.folder import FolderSource
from tests.knowledge.formats.making import zipped

PAY = "# Pay\n\nGrade 7 earns 91,000 EUR.\n"
HR = 'readers = ["group:hr"]\n'
RULES = {
    "no-such-file": '[documents]\n"Pay.MD" = ["group:hr"]',
    "too-high-a-path": '[documents]\n"../pay.md" = ["group:hr"]',
    "full-width": '[documents]\n"ｐａｙ.md" = ["group:hr"]',
    "quotation-marks": '[documents]\n"“pay.md”" = ["group:hr"]',
    "pattern-of-another-case": '[documents]\n"P*.MD" = ["group:hr"]',
    "regular-expression": '[documents]\n"pa.*\\\\.md" = ["group:hr"]',
    "unknown-key": 'reader = ["group:hr"]',
    "unknown-reader": 'readers = ["everyone", "grp:hr"]',
    "no-list": 'readers = "group:hr"',
    "nothing": "",
    "yaml": "readers: [group:hr]",
    "both-cases": '[documents]\n"pay.md" = ["everyone"]\n"PAY.md" = ["group:hr"]',
}
NAMES = ("access.toml.txt", "Access.tml", "access.yaml", ".access.toml", "access (1).toml")
FRONT_MATTER = {
    "another-word": "---\nzugriff: [group:hr]\n---\n",
    "another-key": "---\naudience: group:hr\n---\n",
    "four-dashes-and-a-key": "----\nReader: group:hr\n----\n",
    "toml-in-yaml": '---\nreaders = ["group:hr"]\n---\n',
    "nested": "---\nmeta:\n  readers: [group:hr]\n---\n",
    "below-the-title": "# Pay\n\nreaders: [group:hr]\n\n",
}


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """All of them in one source that everyone may read."""
    root = tmp_path_factory.mktemp("policies")
    files = {f"{folder}/access.toml": rules for folder, rules in RULES.items()}
    files |= {f"name{number}/{name}": HR for number, name in enumerate(NAMES)}
    files |= {f"{name.partition('/')[0]}/pay.md": PAY for name in list(files)}
    files |= {f"{folder}/pay.md": meta + PAY for folder, meta in FRONT_MATTER.items()}
    files["good/pay.md"] = "---\nreaders: [group:hr]\n---\n" + PAY
    for name, text in files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "rules-in-it.zip").write_bytes(zipped({"access.toml": HR, "pay.md": PAY}))
    return FolderSource(root).read(lambda _done, _total: None)


def test_no_mistake_opens_a_document(reading: Reading) -> None:
    """And what is right beside them is read as it says."""
    assert [] == [each.id for each in reading.documents if {EVERYONE, PUBLIC} & each.readers]
    assert ["good/pay.md"] == [each.id for each in reading.documents if each.readers]


@pytest.mark.parametrize(
    "folder", [*RULES, *(f"name{number}" for number in range(len(NAMES))), *FRONT_MATTER, "rules-in-it.zip"]
)
def test_each_mistake_is_reported_with_what_to_do(reading: Reading, folder: str) -> None:
    """At the file that has it."""
    reasons = [each.reason for each in reading.problems if Path(each.document).parts[0] == folder]

    assert reasons
    assert all(reason.count(". ") >= 1 for reason in reasons)
