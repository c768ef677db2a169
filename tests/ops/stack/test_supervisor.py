"""The supervisor, with small real processes."""

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from ops.stack.part import Part
from ops.stack.relay import Relay
from ops.stack.stop import Stop
from ops.stack.supervisor import PartFailed, Supervisor

SLEEPER = "import time; print('here I am', flush=True); time.sleep(600)"


def part(name: str, code: str, **more: object) -> Part:
    """A part that runs a few lines of Python and is ready at once."""
    defaults = {"title": name, "ready": lambda _pid: True}
    return Part(name=name, command=(sys.executable, "-c", textwrap.dedent(code)), **{**defaults, **more})


class Running:
    """A supervisor in a thread of its own."""

    def __init__(self, folder: Path, *parts: Part) -> None:
        self.screen = StringIO()
        self.relay = Relay(folder, Console(file=self.screen, width=200))
        self.stop = Stop()
        self.ready = threading.Event()
        self.supervisor = Supervisor(parts, self.relay, self.stop, self.ready.set)
        self.failure: BaseException | None = None
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.supervisor.run()
        except PartFailed as error:
            self.failure = error

    def end(self) -> None:
        """Stop it and wait."""
        self.stop.request()
        self.thread.join(120)
        self.relay.close()


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., Running]:
    """Start a supervisor over the given parts; stopped at the end of the test."""
    running: list[Running] = []

    def start(*parts: Part) -> Running:
        running.append(Running(tmp_path, *parts))
        return running[-1]

    yield start
    for each in running:
        each.end()


def eventually(condition: Callable[[], bool], seconds: float = 60) -> bool:
    """Wait until the condition holds; False when it does not within a generous time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def alive(pid: int) -> bool:
    """Whether the process exists and is no zombie."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):  # it is gone, or ended while its file was read
        return False
    return state != "Z"


def test_a_part_that_dies_is_started_again(run: Callable[..., Running]) -> None:
    """Killing a part brings up another process of it, and the console says so."""
    running = run(part("one", SLEEPER))
    assert running.ready.wait(60)
    first = running.supervisor.pids()["one"]
    os.kill(first, signal.SIGKILL)

    assert eventually(lambda: running.supervisor.pids().get("one", first) != first)
    assert "was ended by signal 9; starting it again" in running.screen.getvalue()


def test_a_part_that_cannot_run_ends_everything_with_its_last_words(run: Callable[..., Running]) -> None:
    """Three deaths right after the start are enough: the sentence names the part, its last line and its log."""
    running = run(part("good", SLEEPER), part("bad", "print('no such table: questions'); raise SystemExit(3)"))
    running.thread.join(120)

    assert isinstance(running.failure, PartFailed)
    assert "The bad cannot run: it ended with exit code 3 3 times in a row" in str(running.failure)
    assert "no such table: questions" in str(running.failure)
    assert str(running.relay.path(part("bad", ""))) in str(running.failure)
    assert running.supervisor.pids() == {}


def test_a_program_that_does_not_exist_is_one_sentence(run: Callable[..., Running]) -> None:
    """A part whose program is missing fails at once."""
    running = run(Part(name="ghost", title="", command=("/no/such/program",), ready=lambda _pid: True))
    running.thread.join(120)

    assert "The ghost could not be started" in str(running.failure)


def test_a_part_waits_for_those_it_needs(run: Callable[..., Running], tmp_path: Path) -> None:
    """The second part starts only once the first is ready."""
    sign = tmp_path / "sign"
    looks: list[int] = []

    def ready(pid: int) -> bool:
        looks.append(pid)
        return sign.exists()

    running = run(
        part("first", SLEEPER, ready=ready),
        part("second", SLEEPER, needs=("first",)),
    )
    assert eventually(lambda: len(looks) >= 5)  # in between, each other part had its chance to start
    early = running.supervisor.pids()
    sign.touch()

    assert "second" not in early
    assert running.ready.wait(60)
    assert "second" in running.supervisor.pids()


NOTES_WHEN_STOPPED = """
    import signal, sys, time
    def stop(*_):
        time.sleep({takes})
        with open({stops!r}, "a") as stops:
            stops.write({name!r} + chr(10))
        sys.exit(0)
    signal.signal(signal.SIGTERM, stop)
    open({path!r}, "w").close()
    while True:
        time.sleep(0.05)
"""


def stoppable(tmp_path: Path, name: str, *, takes: float, wave: int, grace_s: float = 60) -> Part:
    """A part that takes some time to stop and notes in a file that it has, ready once its handler is in place."""
    path = tmp_path / f"{name}.up"
    code = NOTES_WHEN_STOPPED.format(takes=takes, path=str(path), stops=str(tmp_path / "stops"), name=name)
    return part(name, code, ready=lambda _pid: path.exists(), stop_wave=wave, grace_s=grace_s)


def test_parts_stop_wave_after_wave(run: Callable[..., Running], tmp_path: Path) -> None:
    """A later wave is asked to stop only after the earlier one has ended by itself."""
    slow_first = stoppable(tmp_path, "edge", takes=0.5, wave=0)
    running = run(stoppable(tmp_path, "store", takes=0, wave=1), slow_first)
    assert running.ready.wait(60)
    running.end()

    # Each notes its own end: their last lines may reach the console late.
    assert (tmp_path / "stops").read_text().split() == ["edge", "store"]


def test_a_part_that_does_not_stop_is_killed_after_its_grace_period(
    run: Callable[..., Running], tmp_path: Path
) -> None:
    """A part that ignores SIGTERM does not hold up the end."""
    running = run(stoppable(tmp_path, "stubborn", takes=600, wave=0, grace_s=0.5))
    assert running.ready.wait(60)
    pid = running.supervisor.pids()["stubborn"]
    running.end()

    assert not alive(pid)
    assert "is killed" in running.screen.getvalue()


def test_a_second_request_to_stop_does_not_wait(run: Callable[..., Running], tmp_path: Path) -> None:
    """Ctrl-C twice kills what still runs, whatever its grace period."""
    running = run(stoppable(tmp_path, "slow", takes=600, wave=0, grace_s=600))
    assert running.ready.wait(60)
    running.stop.request()
    running.end()

    assert not running.thread.is_alive()


def test_what_a_part_started_itself_ends_with_it(run: Callable[..., Running]) -> None:
    """A grandchild belongs to the part's process group and does not outlive it."""
    code = """
        import subprocess, sys, time
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        print("grandchild", child.pid, flush=True)
        time.sleep(600)
    """
    running = run(part("family", code))
    assert eventually(lambda: "grandchild" in running.screen.getvalue())
    pid = int(running.screen.getvalue().split("grandchild ")[1].split()[0])
    running.end()

    assert eventually(lambda: not alive(pid))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ties a child's life to its parent's")
def test_kill_9_of_the_parent_leaves_no_orphan(tmp_path: Path) -> None:
    """The parts die with the supervising process even when it cannot stop them."""
    code = f"""
        import sys, threading
        from pathlib import Path
        from rich.console import Console
        from ops.stack.part import Part
        from ops.stack.relay import Relay
        from ops.stack.stop import Stop
        from ops.stack.supervisor import Supervisor
        command = (sys.executable, "-c", "import os, time; print('pid', os.getpid(), flush=True); time.sleep(600)")
        part = Part(name="part", title="", command=command, ready=lambda pid: True)
        Supervisor([part], Relay(Path({str(tmp_path)!r}), Console()), Stop(), lambda: None).run()
    """
    parent = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)
    line = parent.stdout.readline()
    pid = int(line.split("pid ")[1])
    parent.kill()
    parent.communicate()

    assert eventually(lambda: not alive(pid))


def test_lines_go_to_the_parts_own_log_file_as_they_are(run: Callable[..., Running], tmp_path: Path) -> None:
    """The file keeps the JSON line; the console shows it in readable form with the part's prefix."""
    line = '{"event": "question_answered", "level": "info", "request_id": "Q1", "timestamp": "2026-11-23T10:11:12Z"}'
    running = run(part("worker", f"print('''{line}'''); {SLEEPER}"))

    assert eventually(lambda: "question_answered" in running.screen.getvalue())
    assert "worker   │ 10:11:12 question_answered request_id=Q1" in running.screen.getvalue()
    assert line in (tmp_path / "worker.log").read_text()
