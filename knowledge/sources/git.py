"""A git repository as a source: a bare, shallow copy of one branch, fetched anew at each reading."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator

from knowledge.domain import Problem
from knowledge.errors import DocumentUnreadable, SourceUnreachable
from knowledge.formats import LARGEST
from knowledge.sources.origin import Entry, Fetched
from knowledge.sources.specification import SourceSpecification, Surroundings

_FETCH_S = 600
_LOCAL_S = 60
_BRANCH = "refs/frontdesk/branch"
_CALM = (
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "credential.interactive=false"),
    *("-c", "gc.auto=0"),
)
"""No hook, no helper and no housekeeping runs."""
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "/bin/false",
    "GIT_SSH_COMMAND": "ssh -oBatchMode=yes -oConnectTimeout=20",
    "GIT_ALLOW_PROTOCOL": "https:http:ssh:file",
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C",
}
"""Nothing asks a question, and no address makes git run a program."""
_ODD_MODES = {"120000": "It is a link. Put the document itself there.", "160000": "It is another repository."}


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
            if any(part.startswith(".") for part in name.split("/")):
                continue
            if mode in _ODD_MODES or name.encode() != path:
                problems.append(Problem(name, _ODD_MODES.get(mode, "Its name is not valid UTF-8. Rename it.")))
            else:
                yield Entry(name, blob, name)

    def fetch(self, entry: Entry, known: str) -> Fetched:
        """Return a blob. Raises DocumentUnreadable or SourceUnreachable."""
        if int(self._git("cat-file", "-s", entry.stamp)) > LARGEST:
            raise DocumentUnreadable(f"It is larger than {LARGEST // 2**20} MB. Split it, or take its pictures out.")
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
        self._git("fetch", "--quiet", "--depth=1", "--no-tags", "--", self.url, refspec, seconds=_FETCH_S)

    def _git(self, *arguments: str, seconds: float = _LOCAL_S) -> bytes:
        command = ["git", *_CALM, f"--git-dir={self.copy}", *arguments]
        environment = {**_inherited(), **_ENVIRONMENT}
        try:
            done = subprocess.run(command, capture_output=True, check=True, timeout=seconds, env=environment)  # noqa: S603 - no shell, and addresses come behind `--`
        except FileNotFoundError:
            raise SourceUnreachable(f"{self.location} needs the program git. Install it.") from None
        except subprocess.TimeoutExpired:
            raise SourceUnreachable(f"{self.location} did not answer within {seconds:.0f} s. Reload again.") from None
        except subprocess.CalledProcessError as error:
            raise SourceUnreachable(f"{self.location} could not be read: {self._reason(error.stderr)}") from None
        return done.stdout

    def _reason(self, stderr: bytes) -> str:
        """Return git's own last words, without a password."""
        lines = stderr.decode(errors="replace").replace(self.url, without_secret(self.url)).strip().splitlines()
        said = [line for line in lines if line.startswith(("fatal:", "error:", "ssh:"))] or lines or ["no reason given"]
        return re.sub(r"://[^/@\s]+@", "://", said[0])


def _inherited() -> dict[str, str]:
    """The environment without git's own variables, which may point to another repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}


def without_secret(url: str) -> str:
    """Return an address without the user and the password that it may hold."""
    parts = urlsplit(url)
    if "@" not in parts.netloc or parts.scheme == "ssh":
        return url
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


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
