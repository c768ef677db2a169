"""A git repository as a source, with the real git and repositories on disk."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from knowledge.domain import Reading
from knowledge.errors import SourceUnreachable
from knowledge.sources.git import GitOrigin
from knowledge.sources.git_command import without_secret
from knowledge.sources.library import Library
from knowledge.sources.reader import SourceReader


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two policies, a hidden file, a link and a hook that must never run."""
    root = tmp_path / "repository"
    (root / "policies").mkdir(parents=True)
    (root / "policies" / "leave.md").write_text("# Leave\n\n25 days.")
    (root / "policies" / "请假.md").write_text("# 请假\n\n二十五天。")
    (root / "policies" / ".draft.md").write_text("x")
    (root / "policies" / "link.md").symlink_to("/etc/passwd")
    (root / "readme.md").write_text("x")
    _git(root, "init", "--quiet", "--initial-branch=main")
    _commit(root)
    return root


def _git(root: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Maya", "-c", "user.email=maya@brightwater.example")
    command = ["git", *who, "-C", str(root), *arguments]
    subprocess.run(command, check=True, capture_output=True)


def _commit(root: Path) -> None:
    _git(root, "add", "-A")
    _git(root, "commit", "--quiet", "-m", "Change the policies")


def _origin(tmp_path: Path, url: str, branch: str = "main", folder: str = "policies") -> GitOrigin:
    return GitOrigin(url, branch, folder, tmp_path / "copies" / "handbook.git")


def _read(tmp_path: Path, origin: GitOrigin) -> Reading:
    return Library([SourceReader("handbook", origin)], tmp_path / "records.db").read(lambda _done, _total: None)


def test_the_documents_of_a_branch_are_read_and_followed(tmp_path: Path, repository: Path) -> None:
    """Below the folder only; hidden files and links are not documents; a change is fetched."""
    origin = _origin(tmp_path, f"file://{repository}")
    first = _read(tmp_path, origin)
    (repository / "policies" / "leave.md").write_text("# Leave\n\n26 days.")
    (repository / "policies" / "请假.md").unlink()
    _commit(repository)
    second = _read(tmp_path, origin)

    assert ["leave.md", "请假.md"] == [document.id for document in first.documents]
    assert [("link.md", "It is a link. Put the document itself there.")] == [
        (problem.document, problem.reason) for problem in first.problems
    ]
    assert ["# Leave\n\n26 days."] == [document.text for document in second.documents]


def test_a_lock_that_a_killed_fetch_left_does_not_stop_the_next(tmp_path: Path, repository: Path) -> None:
    """Only one reload runs at a time, so that nobody holds it."""
    origin = _origin(tmp_path, f"file://{repository}")
    _read(tmp_path, origin)
    (origin.copy / "shallow.lock").touch()

    assert 2 == len(_read(tmp_path, origin).documents)


@pytest.mark.parametrize(
    ("url", "where", "reason"),
    [
        ("file:///nowhere", ("main", ""), "could not be read: fatal: "),
        ("file://{repository}", ("release", ""), "could not be read: fatal: "),
        ("file://{repository}", ("main", "hr"), "could not be read: fatal: "),
        ("ext::sh -c touch% /tmp/owned", ("main", ""), "transport 'ext' not allowed"),
        ("file://user:secret@host.example/repository", ("main", ""), "could not be read"),
    ],
)
def test_what_git_says_is_the_reason_and_no_password_is_shown(
    tmp_path: Path, repository: Path, url: str, where: tuple[str, str], reason: str
) -> None:
    """No address makes git run a program, and git asks nobody for anything."""
    with pytest.raises(SourceUnreachable, match=reason) as caught:
        _read(tmp_path, _origin(tmp_path, url.format(repository=repository), *where))

    assert "secret" not in str(caught.value)


def test_the_address_is_shown_without_user_and_password() -> None:
    """It stands in reports."""
    assert "https://git.example/hr.git" == without_secret("https://bot:token@git.example/hr.git")
    assert "git@git.example:hr.git" == without_secret("git@git.example:hr.git")
