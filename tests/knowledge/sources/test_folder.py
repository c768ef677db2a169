"""A folder as a source: which files are documents, and who may read each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from knowledge.domain import Reading
from knowledge.errors import SettingError, SourceUnreachable
from knowledge.sources.folder import FolderOrigin, FolderSource
from knowledge.sources.reader import SourceReader
from knowledge.sources.records import Records


def _folder(root: Path, files: Mapping[str, str | bytes]) -> Path:
    for name, content in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def _read(root: Path, **options: object) -> Reading:
    return FolderSource(root, **options).read(lambda _done, _total: None)  # type: ignore[arg-type]


def _readers(root: Path) -> dict[str, set[str]]:
    return {document.id: set(document.readers) for document in _read(root).documents}


def _problems(root: Path) -> dict[str, str]:
    return {problem.document: problem.reason for problem in _read(root).problems}


def test_every_supported_file_is_a_document_named_by_its_path(tmp_path: Path) -> None:
    """Folders in folders, Chinese names, suffixes in capitals; in the order of the names."""
    root = _folder(tmp_path, {"b/c/请假.md": "假", "a.MD": "leave", "b/note.txt": "note"})

    assert [document.id for document in _read(root).documents] == ["a.MD", "b/c/请假.md", "b/note.txt"]


def test_hidden_files_are_left_alone_and_unsupported_ones_are_reported(tmp_path: Path) -> None:
    """A version control folder is nobody's policy; a picture may be one that was meant to be read."""
    root = _folder(tmp_path, {".git/config.md": "x", ".draft.md": "x", "plan.png": b"\x89PNG"})
    reading = _read(root)

    assert () == reading.documents
    assert ["plan.png"] == [problem.document for problem in reading.problems]
    assert "not supported" in reading.problems[0].reason


def test_a_bad_document_is_reported_and_the_others_are_read(tmp_path: Path) -> None:
    """One torn file does not stop a build."""
    root = _folder(tmp_path, {"bad.pdf": b"%PDF-", "good.md": "leave"})
    reading = _read(root)

    assert [document.id for document in reading.documents] == ["good.md"]
    assert [problem.document for problem in reading.problems] == ["bad.pdf"]


def test_links_that_leave_the_folder_are_not_followed(tmp_path: Path) -> None:
    """Else a link would publish any file of the machine."""
    outside = _folder(tmp_path / "outside", {"secret.md": "secret"})
    root = _folder(tmp_path / "policies", {"leave.md": "leave"})
    (root / "secret.md").symlink_to(outside / "secret.md")
    (root / "folder").symlink_to(outside)
    (root / "loop").symlink_to(root)
    (root / "round.md").symlink_to(root / "round.md")
    (root / "same.md").symlink_to(root / "leave.md")

    assert [document.id for document in _read(root).documents] == ["leave.md", "same.md"]
    assert {"secret.md", "folder", "loop", "round.md"} == set(_problems(root))


def test_a_name_that_is_no_utf_8_is_reported(tmp_path: Path) -> None:
    """It could not be stored."""
    with open(os.path.join(os.fsencode(tmp_path), b"\xff.md"), "w") as file:  # noqa: PTH118, PTH123 - a name of bytes
        file.write("leave")

    assert [problem.reason for problem in _read(tmp_path).problems] == ["Its name is not valid UTF-8. Rename it."]


def test_the_nearest_rule_says_who_may_read(tmp_path: Path) -> None:
    """Front matter, the file's entry, the folder's rule, the folders above, the default."""
    root = _folder(
        tmp_path,
        {
            "open.md": "x",
            "hr/access.toml": 'readers = ["group:hr"]\n[documents]\n"one.md" = ["user:U0LINA"]',
            "hr/all.md": "x",
            "hr/one.md": "x",
            "hr/own.md": "---\nreaders: [public]\n---\nx",
            "hr/deep/one.md": "x",
            "hr/deep/er/access.toml": 'readers = ["domain:brightwater.example", "channel:C0FIN"]',
            "hr/deep/er/x.md": "x",
        },
    )

    assert {
        "open.md": {"everyone"},
        "hr/all.md": {"group:hr"},
        "hr/one.md": {"user:U0LINA"},
        "hr/own.md": {"public"},
        "hr/deep/one.md": {"group:hr"},
        "hr/deep/er/x.md": {"domain:brightwater.example", "channel:C0FIN"},
    } == _readers(root)


@pytest.mark.parametrize(
    "rule",
    [
        "readers: []",
        "readers: everyone",
        "readers: [employees]",
        "readers: [group:hr, all]",
        "readers: [Everyone]",
        "readers:",
        "Readers: [everyone]",
        "reader: [everyone]",
        "readers: [[everyone]]",
        "readers: [user:]",
        "readers: [domain:example]",
    ],
)
def test_a_rule_that_cannot_be_understood_lets_nobody_read(tmp_path: Path, rule: str) -> None:
    """A typing error closes a document and is reported; it never opens one."""
    root = _folder(tmp_path, {"pay.md": f"---\n{rule}\n---\nThe salaries."})

    assert {"pay.md": set()} == _readers(root)
    assert "nobody may read this document" in _problems(root)["pay.md"]


@pytest.mark.parametrize(
    "rules", ['readers = ["group:hr"', "readers = []", 'reader = ["group:hr"]', 'readers = ["hr"]', "documents = 1"]
)
def test_a_malformed_rules_file_closes_its_folder(tmp_path: Path, rules: str) -> None:
    """Its own folder and those below; what has a rule of its own keeps it."""
    root = _folder(
        tmp_path,
        {"hr/access.toml": rules, "hr/pay.md": "x", "hr/deep/x.md": "x", "hr/own.md": "---\nreaders: [public]\n---\nx"},
    )

    assert {"hr/pay.md": set(), "hr/deep/x.md": set(), "hr/own.md": {"public"}} == _readers(root)
    assert "nobody may read this folder" in _problems(root)["hr/access.toml"]


def test_a_rules_file_in_capitals_or_behind_a_dead_link_is_not_overlooked(tmp_path: Path) -> None:
    """Else its folder would be open."""
    root = _folder(tmp_path, {"a/Access.TOML": 'readers = ["group:hr"]', "a/x.md": "x", "b/x.md": "x"})
    (root / "b/access.toml").symlink_to(root / "gone.toml")

    assert {"a/x.md": {"group:hr"}, "b/x.md": set()} == _readers(root)


def test_front_matter_that_refers_to_itself_a_billion_times_is_no_title(tmp_path: Path) -> None:
    """Written out it would fill the machine's memory."""
    laughs = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefghij", "bcdefghijk", strict=True)
    )
    root = _folder(tmp_path, {"pay.md": f"---\n{laughs}title: *k\nreaders: *k\n---\nx"})
    reading = _read(root)

    assert [(document.title, document.readers) for document in reading.documents] == [("pay", frozenset())]
    assert "“list” is no reader" in reading.problems[0].reason


def test_a_rule_for_a_file_that_is_not_there_is_reported(tmp_path: Path) -> None:
    """It was meant for another name, which is open meanwhile."""
    root = _folder(tmp_path, {"access.toml": '[documents]\n"salary.md" = ["group:hr"]', "salaries.md": "x"})

    assert {"salaries.md": set()} == _readers(root)
    assert _problems(root)["access.toml"] == (
        "Line 2: the rule for “salary.md” fits no file. It may mean salaries.md, which nobody may read until it is "
        "mended: write the file's exact name, or take the rule out."
    )


def test_a_rule_may_be_for_a_file_that_is_no_document(tmp_path: Path) -> None:
    """It fits, so it was not meant for another one; the same when the source is not read anew."""
    root = _folder(tmp_path, {"access.toml": '[documents]\n"pay.key" = ["group:hr"]', "pay.key": "x", "pay.md": "x"})
    source = SourceReader("s", FolderOrigin(root))
    with Records() as records:
        read = source.read(records, lambda _done, _total: None)
        recalled = source.recall(records)

    assert [{"everyone"}, {"everyone"}] == [set(each.documents[0].readers) for each in (read, recalled)]
    assert ["pay.key"] == [problem.document for problem in read.problems]
    assert read == recalled


def test_rules_that_cannot_be_read_close_their_folder(tmp_path: Path) -> None:
    """A folder of that name, a hidden file, a name that is no UTF-8, a link to nothing under a mistyped name."""
    root = _folder(tmp_path, {f"{folder}/x.md": "x" for folder in "abcde"} | {"b/.access.toml": "", "e/.hidden": "x"})
    (root / "a/access.toml").mkdir()
    with open(os.path.join(os.fsencode(root), b"c/access.toml\xff"), "w") as file:  # noqa: PTH118, PTH123 - a name of bytes
        file.write("")
    (root / "d/acess.toml").symlink_to(root / "gone")

    assert {f"{name}/x.md": set() for name in "abcd"} | {"e/x.md": {"everyone"}} == _readers(root)


def test_one_document_has_the_rights_that_it_has_among_all(tmp_path: Path) -> None:
    """A rule that may have meant it closes it here, too."""
    root = _folder(tmp_path, {"access.toml": '[documents]\n"Pay.MD" = ["group:hr"]', "pay.md": "x", "leave.md": "x"})
    pay, leave = (FolderSource(root).read_one(name) for name in ("pay.md", "leave.md"))

    assert pay is not None
    assert leave is not None
    assert (set(), {"everyone"}) == (pay.readers, leave.readers)


@pytest.mark.parametrize("readers", [frozenset(), frozenset({"all"})])
def test_default_readers_that_are_none_are_refused(tmp_path: Path, readers: frozenset[str]) -> None:
    """The source itself says what to write."""
    with pytest.raises(SettingError, match="default readers"):
        _read(tmp_path, default_readers=readers)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """An empty index must not be published for a mistyped path."""
    with pytest.raises(SourceUnreachable, match="nowhere"):
        _read(tmp_path / "nowhere")


def test_progress_counts_the_documents(tmp_path: Path) -> None:
    """It begins at none and ends at all."""
    root = _folder(tmp_path, {"a.md": "x", "b.md": "x"})
    seen: list[tuple[int, int]] = []
    FolderSource(root).read(lambda done, total: seen.append((done, total)))

    assert [(0, 2), (1, 2), (2, 2)] == seen


def test_a_link_opens_the_document_at_its_heading(tmp_path: Path) -> None:
    """The id is quoted; the anchor is for the passage to fill."""
    root = _folder(tmp_path, {"中国/请假 {x}.md": "x"})
    document = _read(root, link_template="https://intranet.example/{path}?view=1#{anchor}").documents[0]

    assert document.url == (
        "https://intranet.example/%E4%B8%AD%E5%9B%BD/%E8%AF%B7%E5%81%87%20%7Bx%7D.md?view=1#{anchor}"
    )
