"""What is checked before anything starts."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops.settings import StackSettings
from ops.stack import preflight
from ops.stack.ports import PortTaken, free_port, holder, require_free
from ops.stack.preflight import CannotStart

Settings = Callable[[Path], StackSettings]


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte without a free byte."""
    folder = tmp_path / "full"
    folder.mkdir()
    mount = ["/bin/mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False).returncode:
        reason = "mounting a small file system needs root on Linux"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    try:
        fill(folder / "ballast")
        yield folder
    finally:
        subprocess.run(["/bin/umount", folder], check=True)


def fill(path: Path) -> None:
    """Write until the disk is full."""
    with path.open("wb", buffering=0) as ballast:
        while shutil.disk_usage(path.parent).free:
            ballast.write(b"x" * 4096)


@pytest.fixture
def settings() -> Settings:
    """A stack on free ports in a folder."""
    page, bot, valkey = free_port(), free_port(), free_port()
    return lambda folder: StackSettings(data_dir=folder, page_port=page, bot_port=bot, valkey_port=valkey)


def test_a_usable_machine_passes(tmp_path: Path, settings: Settings) -> None:
    """Nothing is wrong with free ports and an empty folder on a disk with room."""
    preflight.check(settings(tmp_path / "new" / "folder"), prepared=True)

    assert (tmp_path / "new" / "folder").is_dir()


def test_a_taken_port_names_the_part_the_holder_and_the_setting(tmp_path: Path, settings: Settings) -> None:
    """The sentence says who wants the port, who has it and which setting moves it."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        taken = settings(tmp_path).model_copy(update={"bot_port": port})
        with pytest.raises(PortTaken) as caught:
            preflight.check(taken, prepared=True)
    sentence = str(caught.value)

    assert f"Port {port}, which the bot needs" in sentence
    assert f"process {os.getpid()} (" in sentence
    assert "FRONTDESK_BOT_PORT=<port>" in sentence


def test_two_parts_on_one_port_are_refused_with_both_settings(tmp_path: Path, settings: Settings) -> None:
    """Each would find the port free, and the second to start would not."""
    wanted = settings(tmp_path)
    with pytest.raises(PortTaken) as caught:
        preflight.check(wanted.model_copy(update={"valkey_port": wanted.page_port}), prepared=True)

    assert f"FRONTDESK_PAGE_PORT and FRONTDESK_VALKEY_PORT are both {wanted.page_port}" in str(caught.value)


def test_a_port_that_nothing_listens_on_may_be_anybodys(tmp_path: Path, settings: Settings) -> None:
    """With a Redis of one's own no Valkey is started."""
    wanted = settings(tmp_path)
    own = {"valkey_port": wanted.page_port, "redis_url": "redis://127.0.0.1:1/0"}
    preflight.check(wanted.model_copy(update=own), prepared=True)


def test_a_free_port_has_no_holder() -> None:
    """Nobody is accused of holding a port that is free."""
    port = free_port()
    require_free(port, "bot", "FRONTDESK_BOT_PORT")

    assert holder(port) == ""


def test_a_full_disk_is_said_with_how_much_is_needed(full_disk: Path, settings: Settings) -> None:
    """A disk without room is refused before anything is written."""
    with pytest.raises(CannotStart) as caught:
        preflight.check(settings(full_disk), prepared=False)

    assert "too full: 0 MB are free, 2,048 MB are needed" in str(caught.value)
    assert "FRONTDESK_DATA_DIR" in str(caught.value)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path, settings: Settings) -> None:
    """A path through a file can be written by nobody, root included."""
    (tmp_path / "file").touch()
    with pytest.raises(CannotStart) as caught:
        preflight.check(settings(tmp_path / "file" / "data"), prepared=True)

    assert "cannot be written to (Not a directory)" in str(caught.value)


def test_a_missing_policies_folder_is_said(tmp_path: Path, settings: Settings) -> None:
    """The setting with the wrong folder is named."""
    wrong = settings(tmp_path).model_copy(update={"policies": tmp_path / "nowhere"})
    with pytest.raises(CannotStart, match="FRONTDESK_POLICIES"):
        preflight.check(wrong, prepared=True)


def test_one_stack_per_data_folder(tmp_path: Path) -> None:
    """A second one is refused and told which process has the folder; after its end the folder is free again."""
    code = "import sys; from pathlib import Path; from ops.stack.preflight import sole_user\n"
    code += "with sole_user(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    other = subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout.readline() == "held\n"
    with pytest.raises(CannotStart) as caught, preflight.sole_user(tmp_path):
        pass
    other.communicate("")

    assert f"already runs in {tmp_path} (process {other.pid})" in str(caught.value)
    with preflight.sole_user(tmp_path):
        pass
