"""The documents of one commit of a public repository, without the rest of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge.sources.git_command import FETCH_S, run_git
from knowledge.training.organisations import Organisation

_NO_FILES: Final = "--filter=blob:none"


@dataclass(frozen=True, slots=True)
class Repository:
    """A bare repository at ``copy``, which takes from an organisation's what is asked of it."""

    organisation: Organisation
    copy: Path

    def documents(self, paths: Iterable[str]) -> dict[str, str]:
        """Fetch these documents; what the commit does not have is left out. Raises SourceUnreachable.

        Only their own files are fetched where the other side can do that: some repositories are a gigabyte of pictures.
        """
        self._git("init", "--quiet", "--bare", "--template=")
        self._git("config", "remote.origin.url", self.organisation.repository)
        self._git("fetch", "--quiet", "--no-tags", "--depth=1", _NO_FILES, "origin", self.organisation.commit)
        blobs = dict(_blobs(self._git("ls-tree", "-r", "-z", self.organisation.commit)))
        wanted = {path: blobs[path] for path in paths if path in blobs}
        self._fetch_files(set(wanted.values()))
        return {path: self._git("cat-file", "blob", blob).decode(errors="replace") for path, blob in wanted.items()}

    def _fetch_files(self, wanted: set[str]) -> None:
        """Fetch at once what is missing: git itself would do it file by file."""
        objects = self._git("rev-list", "--objects", "--missing=print", self.organisation.commit).decode(
            errors="replace"
        )
        missing = wanted & {line[1:] for line in objects.splitlines() if line.startswith("?")}
        if missing:
            given = "".join(f"{blob}\n" for blob in sorted(missing)).encode()
            self._git(
                "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", _NO_FILES, "--stdin", "origin", given=given
            )

    def _git(self, *arguments: str, given: bytes | None = None) -> bytes:
        url = self.organisation.repository
        place = f"The repository of {self.organisation.name} ({url})"
        return run_git(self.copy, *arguments, url=url, place=place, seconds=FETCH_S, given=given)


def _blobs(listing: bytes) -> Iterator[tuple[str, str]]:
    for line in filter(None, listing.split(b"\0")):
        facts, _, path = line.partition(b"\t")
        yield path.decode(errors="replace"), facts.decode("ascii").split()[2]
