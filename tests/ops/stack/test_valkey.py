"""The embedded Valkey: a real server, started the way the stack starts it."""

import stat
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis

from ops.sandbox.running import wait_until
from ops.stack.ports import free_port
from ops.stack.probes import answers_ping, redis_says
from ops.stack.valkey import redis_url, server_binary, write_configuration


def wait_for(ready: Callable[[int], bool], server: subprocess.Popen[bytes]) -> None:
    """Poll the probe until it says yes; pytest's time limit ends a wait that never does."""
    while not ready(server.pid):
        assert server.poll() is None, "the server ended before it was ready"
        time.sleep(0.02)


@pytest.fixture
def port() -> int:
    """A port for the servers of one test."""
    return free_port()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[int], subprocess.Popen[bytes]]]:
    """Start the server in one folder, as often as a test wants."""
    servers: list[subprocess.Popen[bytes]] = []

    def run(port: int) -> subprocess.Popen[bytes]:
        configuration = write_configuration(tmp_path, port)
        servers.append(subprocess.Popen([server_binary(), configuration], stdout=subprocess.DEVNULL))
        wait_for(answers_ping(redis_url(tmp_path, port)), servers[-1])
        return servers[-1]

    yield run
    for server in servers:
        server.kill()
        server.wait()


@pytest.mark.parametrize("signal", ["terminate", "kill"])
def test_what_is_written_survives_the_servers_end(
    start: Callable[[int], subprocess.Popen[bytes]], tmp_path: Path, port: int, signal: str
) -> None:
    """The append-only file brings back every key after an orderly stop and after kill -9."""
    server = start(port)
    with redis.Redis.from_url(redis_url(tmp_path, port)) as client:
        client.rpush("questions", *range(1000))
    getattr(server, signal)()
    server.wait()
    start(port)
    with redis.Redis.from_url(redis_url(tmp_path, port)) as client:
        found = client.llen("questions")

    assert found == 1000


def test_it_keeps_questions_rather_than_memory(
    start: Callable[[int], subprocess.Popen[bytes]], tmp_path: Path, port: int
) -> None:
    """The append-only file is on and nothing is evicted."""
    start(port)
    with redis.Redis.from_url(redis_url(tmp_path, port), decode_responses=True) as client:
        settings = client.config_get("appendonly", "appendfsync", "maxmemory-policy", "bind")

    expected = {
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory-policy": "noeviction",
        "bind": "127.0.0.1",
    }
    assert expected == settings


def test_nobody_without_the_password_gets_in(start: Callable[[int], subprocess.Popen[bytes]], port: int) -> None:
    """Neither a client without a password nor one with another is served."""
    start(port)
    refusal = wait_until(lambda: redis_says(f"redis://127.0.0.1:{port}/0", "PING"))  # empty where it was too slow

    assert refusal.startswith("-NOAUTH")
    assert not answers_ping(f"redis://:wrong@127.0.0.1:{port}/0")(0)


def test_the_password_is_kept_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    """The same password comes back, and no file that holds it is open to others."""
    first = redis_url(tmp_path, 1)
    configuration = write_configuration(tmp_path, 1)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "password", configuration)}

    assert first == redis_url(tmp_path, 1)
    assert modes == {0o600}


def test_a_folder_with_blanks_and_quotes_in_its_name_works(tmp_path: Path, port: int) -> None:
    """The data folder may have any name."""
    folder = tmp_path / 'my "data" 目录'
    configuration = write_configuration(folder, port) if folder.mkdir() is None else None
    server = subprocess.Popen([server_binary(), configuration], stdout=subprocess.DEVNULL)
    wait_for(answers_ping(redis_url(folder, port)), server)
    server.terminate()
    server.wait()

    assert (folder / "appendonlydir").is_dir()
