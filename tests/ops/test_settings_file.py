"""Settings that a command writes into ``.env``, and takes back to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import SettingError
from ops.settings_file import add, undo
from workers.settings import WorkerSettings

MINE = {"FRONTDESK_GENERATOR": "transformers", "FRONTDESK_GENERATOR_MODEL": "/models/hub/Qwen/Qwen3-8B"}
BEFORE = (
    b"# my own\n\nFRONTDESK_GENERATOR=openai\r\nexport FRONTDESK_GENERATOR_MODEL='other' # why\nFRONTDESK_ADMINS=lina\n"
)


@pytest.fixture
def env(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that is read in this folder."""
    monkeypatch.chdir(tmp_path)
    for name in MINE:
        monkeypatch.delenv(name, raising=False)
    return tmp_path / ".env"


def named() -> tuple[str, str]:
    """What the product reads."""
    settings = WorkerSettings.read()
    return settings.generator, settings.generator_model


@pytest.mark.parametrize("before", [BEFORE, BEFORE.rstrip(b"\n"), b"", b"\n", b"FRONTDESK_ADMINS=lina", None])
def test_what_is_added_counts_and_undo_restores_every_byte(env: Path, before: bytes | None) -> None:
    """Lines that named another model, comments, and the end of the file; a file that was not there is none again."""
    if before is not None:
        env.write_bytes(before)
    was = named()
    add(MINE)
    now, text = named(), env.read_bytes()
    undo()

    assert tuple(MINE.values()) == now
    assert text.startswith(before or b"")
    assert before == (env.read_bytes() if env.exists() else None)
    assert was == named()


def test_undo_goes_back_one_use_at_a_time(env: Path) -> None:
    """To what counted before the last."""
    add(MINE)
    once = env.read_bytes()
    add({**MINE, "FRONTDESK_GENERATOR_MODEL": "second"})
    second = named()[1]
    undo()

    assert ("second", once) == (second, env.read_bytes())
    undo()
    assert not env.exists()
    with pytest.raises(SettingError, match="has nothing that"):
        undo()


def test_what_was_written_since_stays(env: Path) -> None:
    """Below the block, too, and on a line of its own."""
    env.write_text("FRONTDESK_ADMINS=lina")
    add(MINE)
    env.write_text(env.read_text() + "FRONTDESK_MODE=http\n")
    undo()

    assert "FRONTDESK_ADMINS=lina\nFRONTDESK_MODE=http\n" == env.read_text()


def test_a_file_with_nothing_of_ours_is_left_alone(env: Path) -> None:
    """Also where a block has lost its end."""
    add(MINE)
    text = "".join(line for line in env.read_text().splitlines(keepends=True) if "--- end" not in line)
    env.write_text(text)
    with pytest.raises(SettingError, match="has nothing that"):
        undo()

    assert text == env.read_text()


@pytest.mark.parametrize("mode", [0o600, 0o644])
def test_the_rights_of_the_file_stay(env: Path, mode: int) -> None:
    """It may hold tokens."""
    env.write_bytes(BEFORE)
    env.chmod(mode)
    add(MINE)
    added = env.stat().st_mode & 0o777
    undo()

    assert (mode, mode) == (added, env.stat().st_mode & 0o777)


def test_a_new_file_is_its_owners_alone(env: Path) -> None:
    """Tokens may come into it."""
    add(MINE)

    assert 0o600 == env.stat().st_mode & 0o777


def test_a_link_stays_a_link_and_nothing_is_left_beside(env: Path, tmp_path: Path) -> None:
    """What it leads to is written."""
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "settings").write_bytes(BEFORE)
    env.symlink_to(kept / "settings")
    add(MINE)

    assert env.is_symlink()
    assert tuple(MINE.values()) == named()
    assert [kept / "settings"] == list(kept.iterdir())


@pytest.mark.parametrize("folder", ["/a b/it's # mine", "/模型/Qwen", "C:\\models", "/with=equals", '/"quoted"', " /a"])
def test_any_folder_is_read_as_it_is_named(env: Path, folder: str) -> None:
    """Spaces, quotes and marks of comments included."""
    add({"FRONTDESK_GENERATOR_MODEL": folder})

    assert folder == named()[1]


@pytest.mark.parametrize("folder", ["/two\nlines", "/${HOME}"])
def test_what_no_line_can_hold_is_refused(env: Path, folder: str) -> None:
    """And nothing is written."""
    with pytest.raises(SettingError, match="cannot stand in"):
        add({"FRONTDESK_GENERATOR_MODEL": folder})

    assert not env.exists()


def test_a_file_that_cannot_be_replaced_is_said_and_whole(env: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As it was, with nothing beside it."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    env.write_bytes(BEFORE)
    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(SettingError, match=r"\.env cannot be written: No space left"):
        add(MINE)

    assert BEFORE == env.read_bytes()
    assert [env] == list(env.parent.iterdir())
