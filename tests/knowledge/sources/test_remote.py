"""Whatever fsspec reaches, by its file system in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from knowledge.domain import Reading
from knowledge.errors import SourceUnreachable
from knowledge.sources.library import Library
from knowledge.sources.reader import SourceReader
from knowledge.sources.remote import RemoteOrigin


@pytest.fixture
def bucket() -> Iterator[fsspec.AbstractFileSystem]:
    """An empty bucket."""
    files = fsspec.filesystem("memory")
    files.makedirs("/bucket/policies", exist_ok=True)
    yield files
    files.rm("/bucket", recursive=True)


def _read(tmp_path: Path, url: str = "memory://bucket/policies") -> Reading:
    reader = SourceReader("bucket", RemoteOrigin(url))
    return Library([reader], tmp_path / "records.db").read(lambda _done, _total: None)


def test_the_files_below_an_address_are_read_and_followed(tmp_path: Path, bucket: fsspec.AbstractFileSystem) -> None:
    """Their rules, too; hidden ones are left alone."""
    bucket.pipe("/bucket/policies/leave.md", b"25 days")
    bucket.pipe("/bucket/policies/hr/pay.md", b"Pay.")
    bucket.pipe("/bucket/policies/hr/access.toml", b'readers = ["group:hr"]')
    bucket.pipe("/bucket/policies/.git/x.md", b"x")
    first = _read(tmp_path)
    bucket.pipe("/bucket/policies/leave.md", b"26 days")
    second = _read(tmp_path)

    assert {"hr/pay.md": {"group:hr"}, "leave.md": {"everyone"}} == {
        document.id: set(document.readers) for document in first.documents
    }
    assert ["Pay.", "26 days"] == [document.text for document in second.documents]


@pytest.mark.parametrize(
    ("url", "reason"),
    [("memory://bucket/nowhere", "nowhere"), ("s3://bucket/policies", "s3fs"), ("nothing://x", "nothing")],
)
def test_why_it_cannot_be_reached_is_said(
    tmp_path: Path, bucket: fsspec.AbstractFileSystem, url: str, reason: str
) -> None:
    """A package that is missing is named."""
    with pytest.raises(SourceUnreachable, match=reason):
        _read(tmp_path, url)
