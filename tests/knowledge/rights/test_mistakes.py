"""Mistakes in rules for what only HR may read: none lets everyone read it, and each that closes it is named."""

from __future__ import annotations

import pytest

from knowledge.rights.misnamed import is_misnamed
from tests.knowledge.rights.conftest import Read

HR = {"group:hr"}
PAY = "# Pay\n\nGrade 7 earns 91,000 EUR.\n"
READERS = 'readers = ["group:hr"]\n'


@pytest.mark.parametrize(
    ("rule", "file"),
    [
        ('"bands.md"', "bands.md"),
        ('"./bands.md"', "bands.md"),
        ('"sub/bands.md"', "sub/bands.md"),
        ('".//sub/./bands.md"', "sub/bands.md"),
        (r"'sub\bands.md'", "sub/bands.md"),
        (r'"sub\bands.md"', "sub/bands.md"),
        (r'"sub\team.md"', "sub/team.md"),
        ('"*.md"', "bands.md"),
        ('"**/*.md"', "deep/er/bands.md"),
        ('"salaries/**"', "salaries/2026/bands.md"),
        ('"bands.*"', "bands.md"),
        ('"bands.{md,txt}"', "bands.md"),
        ('"bands-[0-9].md"', "bands-7.md"),
        ('"salaries"', "salaries/bands.md"),
        ('"salaries/"', "salaries/2026/bands.md"),
        ('"Geh\u00e4lter.md"', "Geha\u0308lter.md"),
        ('"Geha\u0308lter.md"', "Geh\u00e4lter.md"),
        ('"薪酬/*.md"', "薪酬/等级.md"),
    ],
)
def test_a_name_that_can_mean_one_thing_means_it(read: Read, rule: str, file: str) -> None:
    """Sub-folders, patterns, folders, backslashes, and letters that a system took apart."""
    documents, problems = read({"hr/access.toml": f"[documents]\n{rule} = ['group:hr']", f"hr/{file}": PAY})

    assert documents[f"hr/{file}"].readers == HR
    assert problems == []


@pytest.mark.parametrize(
    ("rule", "file"),
    [
        ("Bands.MD", "bands.md"),
        ("BANDS.md", "bands.md"),
        ("/bands.md", "bands.md"),
        ("hr/bands.md", "bands.md"),
        ("/hr/bands.md", "bands.md"),
        ("../hr/bands.md", "bands.md"),
        ("policies/hr/bands.md", "bands.md"),
        ("file:///srv/policies/hr/bands.md", "bands.md"),
        ("bands", "bands.md"),
        ("bands.markdown", "bands.md"),
        ("bands.md.md", "bands.md"),
        ("bands.md ", "bands.md"),
        ("ｂａｎｄｓ.md", "bands.md"),
        ("bands。md", "bands.md"),
        ("pay%20bands.md", "pay bands.md"),
        ("pay-bands.md", "pay_bands.md"),
        ("bnads.md", "bands.md"),
        ("band.md", "bands.md"),
        ("salary.md", "salaries.md"),
        ("bands.md", "bands-2026.md"),
        ("bands.md", "sub/bands.md"),
        ("Sub/bands.md", "sub/bands.md"),
        ("subs/bands.md", "sub/bands.md"),
        ("“bands.md”", "bands.md"),
        ("bands.md,", "bands.md"),
        (r"ban.*\.md", "bands.md"),
        ("sub/%", "sub/bands.md"),
        ("*.MD", "bands.md"),
        ("band.*", "bands.md"),
        ("Salaries/**", "salaries/bands.md"),
        ("salarys/**", "salaries/bands.md"),
        ("salary", "salaries/bands.md"),
        ("薪资表.md", "薪酬表.md"),
        ("薪酬表.md", "2026年薪酬表.md"),
        ("薪酬表（新）.md", "薪酬表(新).md"),
    ],
)
def test_a_rule_that_fits_no_file_closes_what_it_may_have_meant(read: Read, rule: str, file: str) -> None:
    """The sentence has the line, the rule and the document, in what a reload and what `kb who` say."""
    files = {"hr/access.toml": f"# Pay.\n[documents]\n'{rule}' = ['group:hr']", f"hr/{file}": PAY, "leave.md": PAY}
    documents, problems = read(files)
    closed = documents[f"hr/{file}"]

    assert closed.readers == set()
    assert documents["leave.md"].readers == {"everyone"}
    assert [each.document for each in problems] == ["hr/access.toml"]
    assert f"Line 3: the rule for “{rule}” fits no file. It may mean hr/{file}" in problems[0].reason
    assert f"hr/access.toml: {problems[0].reason}" == closed.rule


def test_a_rule_that_differs_from_another_in_case_alone_closes_the_document_of_both(read: Read) -> None:
    """Else whoever wrote the second line would have changed nothing."""
    documents, problems = read(
        {"access.toml": "[documents]\n'bands.md' = ['everyone']\n'BANDS.md' = ['group:hr']", "bands.md": PAY}
    )

    assert documents["bands.md"].readers == set()
    assert problems[0].reason.startswith("Line 3: the rule for “BANDS.md” fits no file. It may mean bands.md")


def test_a_document_that_moved_away_is_closed_where_it_went(read: Read) -> None:
    """Its rule stayed behind; a file of that name below the rule's folder would be meant rather."""
    rule = "[documents]\n'bands.md' = ['group:hr']"
    moved, _ = read({"hr/access.toml": rule, "finance/bands.md": PAY, "hr/leave.md": PAY})
    lower, _ = read({"hr/access.toml": rule, "hr/old/bands.md": PAY, "finance/bands.md": PAY})

    assert {"finance/bands.md": set(), "hr/leave.md": {"everyone"}} == {k: v.readers for k, v in moved.items()}
    assert {"hr/old/bands.md": set(), "finance/bands.md": {"everyone"}} == {k: v.readers for k, v in lower.items()}


def test_a_rule_that_is_left_over_closes_nothing_that_others_speak_of(read: Read) -> None:
    """Last year's document is gone; this year's has its own rule, another its own front matter."""
    rules = "[documents]\n'pay-2025.md' = ['group:hr']\n'pay-2026.md' = ['group:it']\n'old.md' = ['group:hr']"
    documents, problems = read(
        {"access.toml": rules, "pay-2026.md": PAY, "pay-2024.md": f"---\nreaders: [public]\n---\n{PAY}", "x.md": PAY}
    )

    assert {"pay-2026.md": {"group:it"}, "pay-2024.md": {"public"}, "x.md": {"everyone"}} == {
        name: each.readers for name, each in documents.items()
    }
    assert ["Line 2", "Line 4"] == [each.reason.partition(":")[0] for each in problems]
    assert "none has a like name" in problems[1].reason


@pytest.mark.parametrize(
    "rules",
    [
        "",
        "# nothing yet",
        "[documents]",
        'reader = ["group:hr"]',
        'Readers = ["group:hr"]',
        '[document]\n"bands.md" = ["group:hr"]',
        '[[documents]]\n"bands.md" = ["group:hr"]',
        '"bands.md" = ["group:hr"]',
        '[documents]\nbands.md = ["group:hr"]',
        '[documents.hr]\n"bands.md" = ["group:hr"]',
        '[documents]\n"other.md" = ["group:it"]\nreaders = ["group:hr"]',
        'readers = "group:hr"',
        "readers = []",
        "readers = [['group:hr']]",
        'readers = ["group:hr"',
        "readers = [“group:hr”]",
        'readers: ["group:hr"]',
        *(
            f'readers = ["{name}"]'
            for name in (
                "hr",
                "HR",
                "@hr",
                "grp:hr",
                "group: hr",
                "group:HR",
                "group：hr",
                "Everyone",
                "group:hr\u200b",
            )
        ),
    ],
)
def test_a_rules_file_that_cannot_be_understood_closes_its_folder(read: Read, rules: str) -> None:
    """And all below it, even what a rules file further down opens: it might have spoken of that, too."""
    open_below = {"hr/deep/access.toml": 'readers = ["everyone"]', "hr/deep/bands.md": PAY}
    documents, problems = read({"hr/access.toml": rules, "hr/bands.md": PAY, **open_below})

    assert {"hr/bands.md": set(), "hr/deep/bands.md": set()} == {name: each.readers for name, each in documents.items()}
    assert [each.document for each in problems] == ["hr/access.toml"]
    assert problems[0].reason.endswith("Until it is mended nobody may read this folder.")


@pytest.mark.parametrize(
    "name",
    [
        "access.toml.txt",
        "access.toml~",
        "access.toml.bak",
        ".access.toml",
        "access.tml",
        "access.tom",
        "acess.toml",
        "accsess.toml",
        "axess.toml",
        "access.yaml",
        "access.json",
        "access",
        "access_toml",
        "access (1).toml",
        "access - Copy.toml",
        "Copy of access.toml",
        "access - 副本.toml",
        "ａｃｃｅｓｓ.toml",
        "access.toml.md",
        "access.txt",
        "rights.toml",
        "权限.toml",
    ],
)
def test_rules_under_another_name_close_their_folder(read: Read, name: str) -> None:
    """They are never read as a document either."""
    documents, problems = read({f"hr/{name}": READERS, "hr/bands.md": PAY, "leave.md": PAY})

    assert {"hr/bands.md": set(), "leave.md": {"everyone"}} == {name: each.readers for name, each in documents.items()}
    assert f"hr/{name}" in {each.document for each in problems if "looks like an access.toml" in each.reason}


@pytest.mark.parametrize("name", ["access.md", "access.txt", "access-policy.docx", "success.md", "pyproject.toml"])
def test_other_files_are_no_rules(read: Read, name: str) -> None:
    """A policy on access is one, and so is what else has a like name."""
    documents, _ = read({f"hr/{name}": "Badges open the doors.", "hr/bands.md": PAY})

    assert not is_misnamed(name)
    assert documents["hr/bands.md"].readers == {"everyone"}


def test_a_backup_beside_the_rules_is_no_mistake(read: Read) -> None:
    """Two files that may both be the rules are."""
    backup, problems = read({"a/access.toml": READERS, "a/access.toml~": "", "a/._access.toml": "", "a/x.md": PAY})
    both, _ = read({"a/access.toml": 'readers = ["everyone"]', "a/Access.toml": READERS, "a/x.md": PAY})

    assert backup["a/x.md"].readers == HR
    assert problems == []
    assert both["a/x.md"].readers == set()
    assert "both" in both["a/x.md"].rule


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("access: badge", "`access`, which may mean who may read it"),
        ("zugriff: HR", "`zugriff`, which may mean who may read it"),
        ("权限: 人力资源部", "`权限`, which may mean who may read it"),
        ("audience: group:hr", "readers under `audience`"),
        ("visibility: [group:hr, 'user:U1']", "readers under `visibility`"),
        ("谁可以看: group:hr, group:law", "readers under `谁可以看`"),
    ],
)
def test_front_matter_under_another_key_closes_its_document(read: Read, line: str, said: str) -> None:
    """By what people call it, or by what stands under it; the sentence says which key, and what to do."""
    documents, problems = read({"bands.md": f"---\n{line}\n---\n{PAY}"})

    assert documents["bands.md"].readers == set()
    assert said in problems[0].reason
    assert "`readers`" in problems[0].reason


@pytest.mark.parametrize(
    "meta",
    ["audience: everyone", "owner: HR", "# readers: [group:hr]\ntitle: Pay", "readers: [everyone]\nowner: group:hr"],
)
def test_front_matter_that_restricts_nothing_closes_nothing(read: Read, meta: str) -> None:
    """Nor does a line that somebody took out."""
    documents, problems = read({"bands.md": f"---\n{meta}\n---\n{PAY}"})

    assert documents["bands.md"].readers == {"everyone"}
    assert problems == []
