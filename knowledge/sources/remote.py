"""Whatever fsspec reaches as a source: S3, Google Cloud Storage, Azure, SFTP, a listing over HTTP."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, Field

from knowledge.domain import Problem
from knowledge.errors import DocumentUnreadable, SourceUnreachable
from knowledge.formats import LARGEST
from knowledge.rights.keys import meant_for_readers
from knowledge.sources.files import is_hidden
from knowledge.sources.git_command import without_secret
from knowledge.sources.origin import Entry, Fetched
from knowledge.sources.specification import SourceSpecification, Surroundings

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_STAMPS = ("etag", "ETag", "md5Hash", "content_md5", "checksum", "mtime", "LastModified", "last_modified", "updated")
"""What the file systems call that which changes with a file, the surest first."""


@dataclass(frozen=True, slots=True)
class RemoteOrigin:
    """Every file below an address that fsspec understands; ``options`` are its file system's.

    Implements `knowledge.sources.origin.Origin`.
    """

    url: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind's name."""
        return "fsspec"

    @property
    def location(self) -> str:
        """The address, without a password."""
        return without_secret(self.url)

    def entries(self, problems: list[Problem]) -> Iterator[Entry]:
        """List the files. Raises SourceUnreachable."""
        files, root = self._open()
        try:
            files.invalidate_cache()
            found = files.find(root, detail=True)
        except Exception as error:  # each file system has its own
            raise self._unreachable(error) from error
        if not found:
            raise SourceUnreachable(f"{self.location} holds no file. Check the address.")
        for path, facts in found.items():
            name = str(path).removeprefix(root).lstrip("/")
            if name and not is_hidden(name):
                yield Entry(name, _stamp(facts), name)

    def fetch(self, entry: Entry, known: str) -> Fetched:
        """Read a file. Raises DocumentUnreadable where it has gone meanwhile, else SourceUnreachable."""
        files, root = self._open()
        try:
            with files.open(f"{root.rstrip('/')}/{entry.name}", "rb") as stream:
                return Fetched(stream.read(LARGEST + 1), entry.stamp)
        except (FileNotFoundError, PermissionError) as error:
            raise DocumentUnreadable(
                f"It could not be read: {type(error).__name__}. Reload again, or see who may read it there."
            ) from error
        except Exception as error:
            raise self._unreachable(error) from error

    def link(self, name: str) -> str:
        """None of its own."""
        return ""

    def close(self) -> None:
        """Nothing is open."""

    def _open(self) -> tuple[AbstractFileSystem, str]:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - only where such a source is configured

        try:
            files, root = url_to_fs(self.url, **self.options)
        except ImportError as error:  # fsspec names the package that it is missing
            raise SourceUnreachable(
                f"{self.location} cannot be read: {error}. Install it where the worker runs, and reload again."
            ) from error
        except ValueError as error:
            raise SourceUnreachable(f"{self.location} cannot be read: {error}. Mend it and reload again.") from error
        except Exception as error:
            raise self._unreachable(error) from error
        return files, str(root)

    def _unreachable(self, error: Exception) -> SourceUnreachable:
        said = " ".join(str(error).split()).replace(self.url, self.location)[:200]
        return SourceUnreachable(f"{self.location} could not be read ({type(error).__name__}: {said}). Reload again.")


def _options(options: dict[str, Any]) -> dict[str, Any]:
    """Raise ValueError for readers below [source.options], where TOML puts what is written behind that line."""
    swallowed = [name for name in options if meant_for_readers(name) or name in SourceSpecification.model_fields]
    if swallowed:
        raise ValueError(f"`{swallowed[0]}` is none of them. Write it above the line [source.options]")
    return options


class RemoteSpecification(SourceSpecification):
    """``kind = "fsspec"``: ``location`` is the address, ``options`` what its file system takes."""

    kind: Literal["fsspec"]
    options: Annotated[dict[str, Any], AfterValidator(_options)] = Field(default_factory=dict)

    def origin(self, around: Surroundings) -> RemoteOrigin:
        """The address."""
        return RemoteOrigin(self.location, self.options)


def _stamp(facts: Mapping[str, Any]) -> str:
    """Return what changes with the file; empty where the file system tells nothing but a size."""
    told = next((f"{name}={facts[name]}" for name in _STAMPS if facts.get(name)), "")
    return f"{facts.get('size')}:{told}" if told else ""
