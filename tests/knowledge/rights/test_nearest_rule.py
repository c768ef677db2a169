"""Of several rules that fit a document: the nearest file, the more exact name, and only whom all admit."""

from __future__ import annotations

from tests.knowledge.rights.conftest import Read


def test_a_name_comes_before_a_pattern_and_that_before_readers(read: Read) -> None:
    """In one rules file; of two patterns only whom both admit."""
    rules = (
        'readers = ["group:staff"]\n[documents]\n'
        '"open.md" = ["everyone"]\n"*.md" = ["group:hr"]\n"pay*" = ["group:law"]'
    )
    documents, problems = read({"access.toml": rules, "open.md": "x", "a.md": "x", "pay.md": "x", "b.txt": "x"})

    assert {
        "open.md": ({"everyone"}, "access.toml: “open.md”"),
        "a.md": ({"group:hr"}, "access.toml: “*.md”"),
        "pay.md": ({"group:hr & group:law"}, "access.toml: “*.md” & access.toml: “pay*”"),
        "b.txt": ({"group:staff"}, "access.toml"),
    } == {name: (set(each.readers), each.rule) for name, each in documents.items()}
    assert problems == []


def test_rules_further_up_take_readers_away_and_add_none(read: Read) -> None:
    """What they say of documents counts everywhere below; their `readers` only where nothing nearer speaks."""
    documents, _ = read(
        {
            "access.toml": 'readers = ["group:staff"]\n'
            '[documents]\n"a/one.md" = ["group:hr"]\n"a/two.md" = ["everyone"]',
            "a/access.toml": 'readers = ["group:it"]',
            "a/one.md": "x",
            "a/two.md": "x",
            "a/three.md": "x",
        }
    )

    assert {"a/one.md": {"group:hr & group:it"}, "a/two.md": {"group:it"}, "a/three.md": {"group:it"}} == {
        name: each.readers for name, each in documents.items()
    }


def test_a_pattern_without_a_slash_only_closes_in_sub_folders(read: Read) -> None:
    """Whether it was meant to reach them is not sure."""
    closing, _ = read({"access.toml": '[documents]\n"*.md" = ["group:hr"]', "a/x.md": "x", "x.md": "x"})
    opening, _ = read(
        {"access.toml": 'readers = ["group:hr"]\n[documents]\n"*.md" = ["everyone"]', "a/x.md": "x", "x.md": "x"}
    )

    assert {"a/x.md": {"group:hr"}, "x.md": {"group:hr"}} == {name: each.readers for name, each in closing.items()}
    assert {"a/x.md": {"group:hr"}, "x.md": {"everyone"}} == {name: each.readers for name, each in opening.items()}


def test_a_pattern_only_closes_further_down_than_the_folder_that_it_names(read: Read) -> None:
    """With a slash in it as without one."""
    closing, _ = read({"access.toml": '[documents]\n"hr/*.md" = ["group:hr"]', "hr/2026/pay.md": "x", "hr/x.md": "x"})
    opening, _ = read(
        {"access.toml": 'readers = ["group:hr"]\n[documents]\n"a/*.md" = ["everyone"]', "a/b/x.md": "x", "a/x.md": "x"}
    )

    assert {"hr/2026/pay.md": {"group:hr"}, "hr/x.md": {"group:hr"}} == {k: v.readers for k, v in closing.items()}
    assert {"a/b/x.md": {"group:hr"}, "a/x.md": {"everyone"}} == {k: v.readers for k, v in opening.items()}
