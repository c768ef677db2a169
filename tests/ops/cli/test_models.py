"""``frontdesk models list``, ``fetch`` and ``use`` as a person runs them, with a hub on this machine."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import SettingError
from ops.cli.models.listing import rows_of, show
from ops.cli.models.pace import Pace, pace_of
from ops.cli.models.use import take
from ops.settings_file import add
from tests.ops.cli.conftest import Frontdesk
from tests.workers.backends.tiny_chat_model import tiny_chat_model
from tests.workers.models.hub_server import HubServer, running
from workers.models import PreparedModels
from workers.models.catalogue import read_catalogue
from workers.models.machine import Card, Machine

ID = "someone/tiny-2b-chat"


@pytest.fixture(scope="module")
def tiny(prepared_models: PreparedModels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that is loaded and writes, if nonsense."""
    return tiny_chat_model(tmp_path_factory.mktemp("tiny") / "tiny-2b-chat", prepared_models.generator)


@pytest.fixture
def server(tiny: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[HubServer]:
    """A hub that has it, and that the command is set to ask."""
    with running(HubServer.of(tiny)) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.setenv("HF_TOKEN", "hf_secret")
        monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
        yield hub


def test_a_model_is_fetched_used_and_listed_in_one_command(
    frontdesk: Frontdesk, frontdesk_process: Frontdesk, server: HubServer, tmp_path: Path
) -> None:
    """Its licence is said, it is measured as loaded, .env names it, and the next command is named."""
    (tmp_path / ".env").write_text("# mine\nFRONTDESK_ADMINS=lina\n")
    done = frontdesk_process("models", "fetch", ID, "--use")
    folder = tmp_path / "data" / "models" / "hub" / "someone" / "tiny-2b-chat"
    written = (tmp_path / ".env").read_text()
    listed = frontdesk("models", "list", "--json", "list.json")
    undone = frontdesk("models", "use", "--undo")

    assert (0, 0, 0) == (done.returncode, listed.returncode, undone.returncode), done.stderr
    assert "licence apache-2.0" in done.stderr
    assert re.search(r"tiny-2b-chat as loaded here: first word after \d+\.\d s, then \d+\.\d tokens/s", done.stderr)
    assert "Next: frontdesk models check" in done.stderr
    assert written.startswith("# mine\nFRONTDESK_ADMINS=lina\n")
    assert f"FRONTDESK_GENERATOR=openvino\nFRONTDESK_GENERATOR_MODEL={folder}\n" in written
    assert "# mine\nFRONTDESK_ADMINS=lina\n" == (tmp_path / ".env").read_text()
    assert {("hub", "Bearer hf_secret"), ("storage", None)} == {
        (asked.host, asked.authorization)
        for asked in server.asked
        if asked.what in {f"/api/models/{ID}", *server.files}
    }
    rows = {row["id"]: row for row in json.loads((tmp_path / "list.json").read_text())["models"]}
    assert str(folder) == rows[ID]["fetched"]
    assert "" == rows["Qwen/Qwen3-8B"]["fetched"]


def test_a_hub_that_says_no_is_one_sentence(frontdesk_process: Frontdesk, server: HubServer, tmp_path: Path) -> None:
    """Without a token in it, and nothing is named."""
    server.refuses = (403, {"X-Error-Code": "GatedRepo"})
    done = frontdesk_process("models", "fetch", ID, "--use")

    assert 1 == done.returncode
    assert "accepts its terms" in done.stderr
    assert "Traceback" not in done.stderr
    assert "hf_secret" not in done.stderr
    assert not (tmp_path / ".env").exists()


def test_what_cannot_be_loaded_is_never_named(frontdesk: Frontdesk, tiny: Path, tmp_path: Path) -> None:
    """A model without a tokenizer; one that is not here; none at all."""
    broken = tmp_path / "broken-2b"
    broken.mkdir()
    for name in ("config.json", "model.safetensors"):
        (broken / name).symlink_to(tiny / name)
    unloaded, absent, none = (frontdesk("models", "use", *named) for named in ([str(broken)], [ID], []))

    assert [1, 1, 1] == [done.returncode for done in (unloaded, absent, none)]
    assert "could not be loaded" in unloaded.stderr
    assert f"frontdesk models fetch {ID}" in absent.stderr
    assert "Name a model" in none.stderr
    assert not (tmp_path / ".env").exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("tiny-2b-chat", "It may write answers in its own words"),
        ("tiny-135m-chat", "It only quotes"),
        ("tiny-chat", "Its name does not tell its size"),
    ],
)
def test_whether_it_writes_is_said(  # noqa: PLR0917 - fixtures
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    tiny: Path,
    name: str,
    sentence: str,
) -> None:
    """By its name, as it will be when it answers."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / name).symlink_to(tiny)

    take(tmp_path / name, measure=False)

    assert sentence in capsys.readouterr().err


def test_an_environment_that_overrules_it_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, tiny: Path
) -> None:
    """Or nothing would change, and nobody knew why."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTDESK_GENERATOR_MODEL", "another")

    take(tiny, measure=False)

    assert "FRONTDESK_GENERATOR_MODEL is set in the environment" in capsys.readouterr().err


def test_a_model_that_is_too_large_is_not_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tiny: Path) -> None:
    """It would be killed, and others with it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("workers.models.machine.this_machine", lambda: Machine(0.0001))
    with pytest.raises(SettingError, match=r"needs 0\.0 GB in bf16, this machine .* --no-measure"):
        take(tiny)
    named = (tmp_path / ".env").exists()
    take(tiny, measure=False)

    assert not named
    assert (tmp_path / ".env").exists()


@pytest.mark.parametrize(
    ("machine", "installed", "generator"),
    [
        (Machine(64.0), True, "openvino"),
        (Machine(64.0), False, "transformers"),
        (Machine(64.0, (Card("H200", 64.0),)), True, "transformers"),
        (Machine(0.0001), True, "transformers"),
    ],
)
def test_processors_run_it_with_openvino_where_that_is_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, tiny: Path, machine: Machine, *, installed: bool, generator: str
) -> None:
    """Not on a GPU, and not where there is no room to convert it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("workers.models.machine.this_machine", lambda: machine)
    if not installed:
        monkeypatch.setattr("workers.models.openvino_folder.find_spec", lambda _name: None)

    take(tiny, measure=False)

    assert f"FRONTDESK_GENERATOR={generator}\n" in (tmp_path / ".env").read_text()


def test_what_openvino_cannot_run_runs_with_transformers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path, tiny: Path
) -> None:
    """It says why, and measures that."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("workers.models.openvino_folder._convert", refuse)

    take(tiny)

    said = capsys.readouterr().err
    assert "It keeps a state. So transformers runs it." in said
    assert "as loaded here" in said
    assert "FRONTDESK_GENERATOR=transformers\n" in (tmp_path / ".env").read_text()


def refuse(*_given: object) -> None:
    """As the conversion does with what it cannot do."""
    raise SettingError("It keeps a state.")


def test_undo_says_what_counts_now(frontdesk: Frontdesk, tmp_path: Path) -> None:
    """And that there is nothing to undo where there is not."""
    (tmp_path / ".env").write_text("FRONTDESK_GENERATOR=extractive\n")
    add({"FRONTDESK_GENERATOR": "transformers"}, tmp_path / ".env")
    done, again = (frontdesk("models", "use", "--undo") for _ in range(2))

    assert "FRONTDESK_GENERATOR is extractive" in done.stderr
    assert (1, True) == (again.returncode, "has nothing that" in again.stderr)


def printed(capsys: pytest.CaptureFixture[str], machine: Machine) -> str:
    """The table for a machine, and what is said below it."""
    show(rows_of(read_catalogue(), machine, []), machine)
    return "".join(capsys.readouterr())


def test_the_table_says_what_fits_and_why_not(capsys: pytest.CaptureFixture[str]) -> None:
    """One line a model, with its licence, sizes and context; terms of the maker's own are below it."""
    lines = printed(capsys, Machine(12.0)).splitlines()
    [small] = [line.split() for line in lines if "Qwen3-4B-Instruct-2507" in line]
    [large] = [line for line in lines if "Qwen3-8B" in line]

    assert "Qwen/Qwen3-4B-Instruct-2507 apache-2.0 en, zh, de 8.0 4.4 2.4 262,144 yes, in bf16" == " ".join(small)
    assert "no: needs 19.7 GB in bf16, this machine has 12.0 GB free" in large
    assert any(line.startswith("google/gemma-3-1b-it: Google's own terms") for line in lines)
    assert "no NVIDIA GPU; 12.0 GB of memory free" in lines[-1]


def test_the_table_knows_the_card(capsys: pytest.CaptureFixture[str]) -> None:
    """What fits there in four bits only is said so."""
    table = printed(capsys, Machine(64.0, (Card("L4", 22.0),)))

    assert re.search(r"Mistral-Small-24B-Instruct-2501 .* yes, in int4", table)
    assert "L4 with 22.0 GB free" in table


class _Writer:
    """A generator that takes the time that the test says."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = pieces
        self.asked: dict[str, Any] = {}

    def generate(self, _prompt: object, **asked: object) -> Iterator[str]:
        self.asked = asked
        yield from self.pieces


def test_the_pace_is_counted_from_the_first_word() -> None:
    """Greedy: no sampling is asked for."""
    writer, times = _Writer("abcde"), iter([10.0, 12.0, 12.5, 13.0, 13.5, 14.0])
    pace = pace_of(writer, lambda: next(times))  # type: ignore[arg-type]

    assert Pace(first_s=2.0, tokens_a_second=2.0) == pace
    assert "sampling" not in writer.asked
    assert "first word after 2.0 s, then 2.0 tokens/s, of a short question" == str(pace)
    assert "first word after 1.0 s, of a short question" == str(pace_of(_Writer("a"), iter([0.0, 1.0]).__next__))  # type: ignore[arg-type]
