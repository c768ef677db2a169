"""A git repository as a source: a bare, shallow copy of one branch, fetched anew at each reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator

from knowledge.domain import Problem
from knowledge.errors import DocumentUnreadable
from knowledge.formats import LARGEST, TOO_LARGE
from knowledge.sources.files import is_hidden
from knowledge.sources.git_command import FETCH_S, LOCAL_S, run_git, without_secret
from knowledge.sources.origin import Entry, Fetched
from knowledge.sources.specification import SourceSpecification, Surroundings

_BRANCH = "refs/frontdesk/branch"
_ODD_MODES = {
    "120000": "It is a link. Put the document itself there.",
    "160000": "It is another repository. Make it a source of its own.",
}


@dataclass(frozen=True, slots=True)
class GitOrigin:
    """The files of a branch, below ``folder`` in it. ``copy`` is the bare repository that is kept here.

    A file's stamp is its blob's name, which is its content's digest. Implements `knowledge.sources.origin.Origin`.
    """

    url: str
    branch: str
    folder: str
    copy: Path

    @property
    def kind(self) -> str:
        """The kind's name."""
        return "git"

    @property
    def location(self) -> str:
        """Address and branch, without a password."""
        return f"{without_secret(self.url)}{f' ({self.branch})' if self.branch else ''}"

    def entries(self, problems: list[Problem]) -> Iterator[Entry]:
        """Fetch the branch and list its files. Raises SourceUnreachable."""
        self._fetch()
        tree = f"{_BRANCH}:{self.folder}" if self.folder else _BRANCH
        for line in self._git("ls-tree", "-r", "-z", tree).split(b"\0"):
            if not line:
                continue
            facts, _, path = line.partition(b"\t")
            mode, _, blob = facts.decode("ascii").split()
            name = path.decode(errors="replace")
            if is_hidden(name):
                continue
            if mode in _ODD_MODES or name.encode() != path:
                problems.append(Problem(name, _ODD_MODES.get(mode, "Its name is not valid UTF-8. Rename it.")))
            else:
                yield Entry(name, blob, name)

    def fetch(self, entry: Entry, known: str) -> Fetched:
        """Return a blob. Raises DocumentUnreadable or SourceUnreachable."""
        if int(self._git("cat-file", "-s", entry.stamp)) > LARGEST:
            raise DocumentUnreadable(TOO_LARGE)
        return Fetched(self._git("cat-file", "blob", entry.stamp), entry.stamp)

    def link(self, name: str) -> str:
        """None of its own: every host has other addresses."""
        return ""

    def close(self) -> None:
        """Nothing is open."""

    def _fetch(self) -> None:
        if not (self.copy / "HEAD").exists():
            self.copy.mkdir(parents=True, exist_ok=True)
            self._git("init", "--quiet", "--bare", "--template=")
        for left_by_a_killed_one in self.copy.rglob("*.lock"):
            left_by_a_killed_one.unlink()
        refspec = f"+{self.branch or 'HEAD'}:{_BRANCH}"
        self._git("fetch", "--quiet", "--depth=1", "--no-tags", "--", self.url, refspec, seconds=FETCH_S)

    def _git(self, *arguments: str, seconds: float = LOCAL_S) -> bytes:
        return run_git(self.copy, *arguments, url=self.url, place=self.location, seconds=seconds)


def _plain(value: str) -> str:
    if value.startswith("-") or any(blank in value for blank in " \n\t"):
        raise ValueError("it may not begin with a hyphen nor hold blanks")
    return value


class GitSpecification(SourceSpecification):
    """``kind = "git"``: ``location`` is the repository's address, ``folder`` one in it."""

    kind: Literal["git"]
    location: Annotated[str, AfterValidator(_plain)]
    branch: Annotated[str, AfterValidator(_plain)] = ""
    folder: str = ""

    def origin(self, around: Surroundings) -> GitOrigin:
        """The repository, copied into the work folder."""
        return GitOrigin(self.location, self.branch, self.folder.strip("/"), around.work / f"{self.name}.git")

    def place(self, around: Surroundings) -> str:
        """The folder in the branch."""
        return f"git:{self.location.removesuffix('.git')} {self.branch}/{self.folder.strip('/')}".rstrip("/")
