"""Reloads that fail: what serves meanwhile, and what the status says of them."""

from __future__ import annotations

import pytest

from knowledge.errors import IndexNotBuilt, SettingError, SourceUnreachable
from tests.workers.company import Company


def test_force_publishes_whatever_failed(loaded: Company) -> None:
    """Else half of the documents failing publishes nothing."""
    loaded.write("hr/pay.md", "---\nreaders: [group:hr\n---\nx")
    with pytest.raises(IndexNotBuilt, match="--force"):
        loaded.ask("reload")

    assert 1 == loaded.ask("reload", source=None, force=True)["documents"]


def test_where_no_source_can_be_reached_the_reload_fails(loaded: Company) -> None:
    """And what serves is served on."""
    for name in ("hr", "handbook"):
        (loaded.folder / name).rename(loaded.folder / f"{name}-gone")
    with pytest.raises(SourceUnreachable, match="does not exist"):
        loaded.ask("reload")

    assert 2 == loaded.ask("status")["documents"]


def test_a_reload_that_failed_is_in_the_status_until_one_of_the_same_sources_succeeds(loaded: Company) -> None:
    """When, of which source, and why; whatever is read of another meanwhile."""
    (loaded.folder / "hr").rename(loaded.folder / "elsewhere")
    loaded.write("handbook/leave.md", "---\nreaders: [group:hr\n---\nx")
    for source, error in (("hr", SourceUnreachable), ("handbook", IndexNotBuilt), (None, IndexNotBuilt)):
        with pytest.raises(error):
            loaded.ask("reload", source=source, force=False)
    failed = {one["source"]: one for one in loaded.ask("status")["failed"]}
    loaded.ask("reload", source="handbook", force=True)
    one_read = {one["source"] for one in loaded.ask("status")["failed"]}
    all_read = loaded.ask("reload", source=None, force=True)["failed"]

    assert {"hr", "handbook", ""} == set(failed)
    assert "does not exist" in failed["hr"]["reason"]
    assert "can no longer be read, so nothing was published" in failed["handbook"]["reason"]
    assert failed[""]["at"] > ""
    assert {"hr", ""} == one_read
    assert [] == all_read


def test_what_breaks_in_a_reload_is_in_the_status_too(loaded: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is announced as a failure like any other; what it says of itself may be anything."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("workers.library.build_index", broken)
    with pytest.raises(ZeroDivisionError):
        loaded.ask("reload")

    assert ["An internal error (ZeroDivisionError); see the log."] == [
        one["reason"] for one in loaded.ask("status")["failed"]
    ]


def test_a_wrong_name_is_no_reload_that_failed(loaded: Company) -> None:
    """Nothing could ever make it good."""
    with pytest.raises(SettingError):
        loaded.ask("reload", source="it", force=False)

    assert [] == loaded.ask("status")["failed"]


def test_of_a_single_source_all_is_read_where_it_is_read(loaded: Company) -> None:
    """A schedule, which names it, makes good what somebody tried without a name."""
    loaded.write("knowledge.toml", '[[source]]\nname = "hr"\nkind = "folder"\nlocation = "hr"\n')
    (loaded.folder / "hr").rename(loaded.folder / "elsewhere")
    with pytest.raises(SourceUnreachable):
        loaded.ask("reload")
    failed = len(loaded.ask("status")["failed"])
    (loaded.folder / "elsewhere").rename(loaded.folder / "hr")

    assert (1, []) == (failed, loaded.ask("reload", source="hr", force=True)["failed"])


def test_a_failure_that_cannot_be_written_down_is_told_all_the_same(
    loaded: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk may be why it failed."""

    def full(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("knowledge.index.failed_reloads.replace_file", full)
    for name in ("hr", "handbook"):
        (loaded.folder / name).rename(loaded.folder / f"{name}-gone")
    with pytest.raises(SourceUnreachable):
        loaded.ask("reload")
