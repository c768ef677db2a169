"""A document may hang, crash or bloat its converter: it is reported, and nothing else suffers."""

from __future__ import annotations

import datetime as dt
import io
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.errors import DocumentUnreadable
from knowledge.formats import bounded, child
from knowledge.formats.bounded import Converters, Limits
from knowledge.formats.converted import Converted
from knowledge.sources.folder import FolderSource

SLOW = b"<p hidden></p>" * 300_000
"""Markdown whose hidden elements are cut out one by one: minutes."""


PATIENT = Limits(seconds=300)
"""For what is read in the end, however busy the machine is: then its converter, which is nice to all others, waits."""


def _bloated() -> bytes:
    """A Word document of a megabyte whose one paragraph fills the memory.

    It does so in a few large pieces. Of many small ones the last may be asked for where the C library ends the process
    itself, with status 127, before Python can say what is missing.
    """
    file = io.BytesIO()
    word = "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
    text = "x" * (199 * 2**20)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(
            "word/document.xml",
            f"<w:document {word}><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>",
        )
    return file.getvalue()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the slow document is held to the limit: a busy machine may take as long for one that does not hang."""
    ask = bounded._Child.ask

    def patiently(line: bounded._Child, task: child.Task, name: str, data: bytes, seconds: float) -> bytes | None:
        return ask(line, task, name, data, seconds if name.endswith("slow.md") else PATIENT.seconds)

    monkeypatch.setattr(bounded._Child, "ask", patiently)


@pytest.mark.usefixtures("patient")
def test_a_document_that_takes_too_long_is_ended_and_the_others_are_read() -> None:
    """The time is the document's own; a process that was ended is replaced."""
    documents = [("slow.md", SLOW), *((f"{number}.md", b"leave") for number in range(6))]
    with Converters(Limits(seconds=2)) as converters:
        results = {one.name: one.result for one in converters.convert_all(documents)}

    assert str(results.pop("slow.md")) == (
        "Reading it takes longer than 2 s. Split it, or save it in a simpler format."
    )
    assert {f"{number}.md" for number in range(6)} == set(results)
    assert not [one for one in results.values() if isinstance(one, DocumentUnreadable)]


def test_few_large_documents_are_held_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Five handbooks full of pictures would fill the memory of the one who waits for their conversion."""
    monkeypatch.setattr(bounded, "MOST_HELD", 10)
    monkeypatch.setattr(Converters, "convert", lambda *_: Converted("read"))
    taken: list[str] = []

    def documents() -> Iterator[tuple[str, bytes]]:
        for name in ("one.pdf", "two.pdf"):
            taken.append(name)
            yield name, b"eleven byte"

    with Converters() as converters:
        first = next(converters.convert_all(documents()))

    assert ("one.pdf", ["one.pdf"]) == (first.name, taken)


def test_a_document_that_eats_the_memory_is_ended_and_the_next_is_read() -> None:
    """A small file that becomes a large one."""
    with Converters(replace(PATIENT, memory=600 * 2**20)) as converters:
        with pytest.raises(DocumentUnreadable, match="takes more than 600 MB of memory"):
            converters.convert("eater.docx", _bloated())

        assert converters.convert("leave.md", b"25 days").text == "25 days"


def test_a_converter_that_is_killed_is_reported_once_it_was_fresh() -> None:
    """Nobody can say what killed it, so the document is named."""
    with Converters() as converters:
        killer = threading.Thread(target=_kill_when_busy, args=(converters,))
        killer.start()
        with pytest.raises(DocumentUnreadable, match=r"converter crash \(SIGKILL\)"):
            converters.convert("slow.md", SLOW)
        killer.join()

        assert converters.convert("leave.md", b"25 days").text == "25 days"


def test_a_converter_that_died_idle_costs_no_document() -> None:
    """What is told to a dead one is told to a fresh one again."""
    with Converters() as converters:
        converters.convert("one.md", b"one")
        os.killpg(converters._children[0]._process.pid, signal.SIGKILL)

        assert converters.convert("two.md", b"two").text == "two"


def test_what_a_converter_leaves_in_its_folder_goes_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However it ends: what is killed cleans up nothing."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with Converters() as converters:
        converters.convert("a.md", b"25 days")
        [folder] = tmp_path.iterdir()
        (folder / "left").write_text("behind")

    assert [*tmp_path.iterdir()] == []


def test_no_process_stays_behind_when_the_work_is_given_up() -> None:
    """A conversion that hangs ends with the pool, as after Ctrl-C."""
    with Converters() as converters:
        work = threading.Thread(target=lambda: list(converters.convert_all([("slow.md", SLOW)])))
        work.start()
        _wait_for_child(converters)
        (hanging,) = converters._children
    work.join()

    assert -signal.SIGKILL == hanging._process.wait()


def test_front_matter_comes_back_as_yaml_gave_it() -> None:
    """Dates, lists and tables cross the line between the processes."""
    with Converters() as converters:
        meta = converters.convert("a.md", b"---\neffective: 2026-01-01\nreaders: [public]\nx: {y: 1}\n---\nx").meta

    assert {"effective": dt.date(2026, 1, 1), "readers": ["public"], "x": {"y": 1}} == meta


def test_an_answer_that_is_no_conversion_is_refused() -> None:
    """A document that took over its converter must not run code in the worker."""
    with pytest.raises(DocumentUnreadable, match="broke down"):
        bounded._unpacked(b"cos\nsystem\n(S'true'\ntR.")


def test_a_child_sees_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """They hold tokens and passwords."""
    monkeypatch.setenv("FRONTDESK_SLACK_BOT_TOKEN", "xoxb-secret")

    assert "xoxb-secret" not in bounded._environment().values()


def test_a_child_loads_no_model_and_no_converter_it_does_not_need() -> None:
    """It starts in a fraction of a second."""
    code = f"import sys, {child.__name__}; print([m for m in ('torch', 'lancedb', 'markitdown') if m in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"


@pytest.mark.usefixtures("patient")
def test_a_folder_is_read_although_one_of_its_documents_hangs(tmp_path: Path) -> None:
    """The source itself is bounded."""
    (tmp_path / "slow.md").write_bytes(SLOW)
    (tmp_path / "leave.md").write_bytes(b"leave")
    reading = FolderSource(tmp_path, limits=Limits(seconds=1)).read(lambda _done, _total: None)

    assert ["leave.md"] == [document.id for document in reading.documents]
    assert [("slow.md", "Reading it takes longer than 1 s")] == [
        (problem.document, problem.reason.partition(".")[0]) for problem in reading.problems
    ]


def _wait_for_child(converters: Converters) -> None:
    while not (converters._children and converters._children[0].used):
        time.sleep(0.05)


def _kill_when_busy(converters: Converters) -> None:
    _wait_for_child(converters)
    time.sleep(0.5)
    os.killpg(converters._children[0]._process.pid, signal.SIGKILL)
