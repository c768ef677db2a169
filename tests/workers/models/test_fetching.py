"""Fetching a tiny real model from a hub on this machine, which breaks off, lies and refuses as it is told."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import pytest
from huggingface_hub import constants, file_download

from tests.workers.backends.tiny_chat_model import tiny_chat_model
from tests.workers.models.hub_server import COMMIT, LFS, HubServer, running
from workers.models import PreparedModels, fetching
from workers.models.errors import ModelsUnavailable
from workers.models.fetching import Fetched, billions_in, fetch, fetched, folder_of
from workers.models.hub import Hub, HubModel

ID = "someone/tiny-2b-chat"
WEIGHTS = "model.safetensors"
CHUNK = 1 << 14
HALF = 20 * CHUNK
"""Where a connection breaks; all before it has been written to the disk."""


@pytest.fixture(scope="session")
def tiny(prepared_models: PreparedModels, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that is loaded and writes, if nonsense."""
    return tiny_chat_model(tmp_path_factory.mktemp("tiny"), prepared_models.generator)


@pytest.fixture
def server(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    """A hub that has it. The client writes small pieces, and waits for nothing before it tries again."""
    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", CHUNK)
    monkeypatch.setattr(file_download, "time", SimpleNamespace(sleep=lambda _seconds: None))
    with running(HubServer.of(tiny)) as hub:
        yield hub


def get(server: HubServer, models_dir: Path, **more: Any) -> Path:  # noqa: ANN401 - the function's own arguments
    """Fetch the model without a token."""
    said: dict[str, Any] = {"about": lambda _model: None, "progress": lambda _stage, _fraction: None, **more}
    hub = said.pop("hub", None) or Hub(server.url, token=False)
    return fetch(hub, said.pop("model", ID), models_dir, **said)


def names_in(folder: Path) -> set[str]:
    """What lies in a folder."""
    return {path.name for path in folder.iterdir()}


def aside(models_dir: Path) -> Path:
    """Where the files lie until all have come."""
    return models_dir / "hub" / "someone" / f".tiny-2b-chat.{COMMIT}"


def test_a_model_comes_whole_and_is_found_again(server: HubServer, tiny: Path, tmp_path: Path) -> None:
    """Every file as it is on the hub, and nothing is left beside the folder."""
    told: list[HubModel] = []
    fractions: list[float] = []
    path = get(server, tmp_path, about=told.append, progress=lambda _stage, fraction: fractions.append(fraction))

    assert {file.name: file.read_bytes() for file in tiny.iterdir()} == {
        file.name: file.read_bytes() for file in path.iterdir() if file.name != "frontdesk.json"
    }
    assert [Fetched(ID, COMMIT, "apache-2.0", path)] == fetched(tmp_path)
    assert path == folder_of(tmp_path, ID) == folder_of(tmp_path, str(path))
    assert {"tiny-2b-chat", ".tiny-2b-chat.lock"} == names_in(path.parent)
    assert (path.parent / ".tiny-2b-chat.lock").is_file()
    assert ["apache-2.0"] == [model.licence for model in told]
    assert (0.0, 1.0) == (fractions[0], fractions[-1])
    assert fractions == sorted(fractions)


def test_only_what_is_loaded_is_fetched(server: HubServer, tmp_path: Path) -> None:
    """No pickle, no code, no second copy of the weights, and no manifest that is not ours."""
    beside = ("pytorch_model.bin", "modeling_tiny.py", "consolidated.safetensors", "model-00001-of-00002.safetensors")
    server.files |= dict.fromkeys(
        (*beside, "onnx/model.safetensors", "onnx/a.json", "LICENSE.py", "frontdesk.json"), b"x"
    )
    server.files |= {"LICENSE": b"yes", "chat_template.jinja": server.files["chat_template.jinja"]}
    path = get(server, tmp_path)

    assert not names_in(path) & {*beside, "onnx", "LICENSE.py"}
    assert not server.downloaded() & {*beside, "onnx/model.safetensors", "onnx/a.json", "LICENSE.py", "frontdesk.json"}
    assert b"yes" == (path / "LICENSE").read_bytes()


def test_a_model_that_needs_code_of_its_own_is_refused_before_its_weights(server: HubServer, tmp_path: Path) -> None:
    """No such code is fetched or run."""
    server.files["config.json"] = b'{"model_type": "own", "auto_map": {"AutoModelForCausalLM": "modeling_own.Own"}}'
    with pytest.raises(ModelsUnavailable, match="is of the kind own, which this release cannot load"):
        get(server, tmp_path)

    assert {"config.json"} == server.downloaded()


def test_what_is_here_is_not_fetched_again(server: HubServer, tmp_path: Path) -> None:
    """Only whether it is still the newest is asked."""
    path = get(server, tmp_path)
    server.asked.clear()

    assert path == get(server, tmp_path)
    assert set() == server.downloaded()


def test_a_newer_revision_takes_the_place_of_the_older(server: HubServer, tmp_path: Path) -> None:
    """And nothing of it stays."""
    path = get(server, tmp_path)
    (path / "old.txt").touch()
    server.commit = "f" * 40
    get(server, tmp_path, revision="main")

    assert ["f" * 40] == [each.commit for each in fetched(tmp_path)]
    assert "old.txt" not in names_in(path)


def test_a_broken_connection_is_gone_on_with(server: HubServer, tmp_path: Path) -> None:
    """In the same run, only the rest is asked for."""

    def mended() -> bool:
        server.stops_at = None
        return False

    server.stops_at, server.at_the_stop = HALF, mended
    path = get(server, tmp_path)

    assert server.files[WEIGHTS] == (path / WEIGHTS).read_bytes()
    assert [None, f"bytes={HALF}-"] == server.ranges(WEIGHTS)


def test_what_came_before_a_hub_went_away_is_kept_for_the_next_run(server: HubServer, tmp_path: Path) -> None:
    """The sentence says so, nothing looks finished, and the next run asks for the rest alone."""
    server.stops_at = HALF
    with pytest.raises(ModelsUnavailable, match=r"could not be reached, or broke off .* goes on where it stopped"):
        get(server, tmp_path)
    unfinished = fetched(tmp_path)
    server.stops_at = None
    server.asked.clear()
    path = get(server, tmp_path)

    assert [] == unfinished
    assert [f"bytes={HALF}-"] == server.ranges(WEIGHTS)
    assert [] == server.ranges("config.json")
    assert server.files[WEIGHTS] == (path / WEIGHTS).read_bytes()


def fetch_and_hang(url: str, models_dir: Path) -> None:
    """What a process does that is going to be killed."""
    constants.DOWNLOAD_CHUNK_SIZE = CHUNK  # type: ignore[misc]
    fetch(Hub(url, token=False), ID, models_dir, about=lambda _model: None, progress=lambda _stage, _fraction: None)


def test_after_kill_9_nothing_looks_finished_and_the_next_run_goes_on(server: HubServer, tmp_path: Path) -> None:
    """The lock of the killed process is free."""
    killed = threading.Event()
    server.stops_at, server.at_the_stop = HALF, killed.wait
    process = multiprocessing.get_context("spawn").Process(target=fetch_and_hang, args=(server.url, tmp_path))
    process.start()
    half = aside(tmp_path) / WEIGHTS
    while not half.exists() or half.stat().st_size < HALF:
        assert process.is_alive()
        process.join(0.01)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    left = fetched(tmp_path)
    killed.set()
    server.stops_at = None
    server.asked.clear()
    path = get(server, tmp_path)

    assert [] == left
    assert [f"bytes={HALF}-"] == server.ranges(WEIGHTS)
    assert server.files[WEIGHTS] == (path / WEIGHTS).read_bytes()


def test_a_folder_that_was_not_renamed_yet_is_no_model(
    server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Though all has come; the next run renames it and fetches nothing."""

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(fetching, "put_in_place", die)
        with pytest.raises(KeyboardInterrupt):
            get(server, tmp_path)
    left = fetched(tmp_path)
    server.asked.clear()
    path = get(server, tmp_path)

    assert [] == left
    assert ([path], set()) == ([each.path for each in fetched(tmp_path)], server.downloaded())


def test_of_two_fetches_at_once_one_waits_for_the_other(server: HubServer, tmp_path: Path) -> None:
    """Each file comes once."""
    half_way, go_on, waits = threading.Event(), threading.Event(), threading.Event()

    def hold() -> bool:
        half_way.set()
        return go_on.wait()

    def second(stage: str, _fraction: float) -> None:
        if stage.startswith("Waiting for another process"):
            waits.set()

    server.stops_at, server.at_the_stop = HALF, hold
    one = threading.Thread(target=get, args=(server, tmp_path))
    two = threading.Thread(target=get, args=(server, tmp_path), kwargs={"progress": second})
    one.start()
    assert half_way.wait(60)
    two.start()
    assert waits.wait(60)
    go_on.set()
    one.join()
    two.join()

    assert [ID] == [each.id for each in fetched(tmp_path)]
    assert [None] == server.ranges(WEIGHTS) == server.ranges("config.json")


@pytest.mark.parametrize("name", [WEIGHTS, "tokenizer.json"])
def test_other_bytes_than_the_hub_names_are_refused_and_deleted(server: HubServer, tmp_path: Path, name: str) -> None:
    """Of a large file by its SHA-256, of a small one by git's id; the right ones that came stay for the next run."""
    server.served[name] = b"!" * len(server.files[name])
    with pytest.raises(ModelsUnavailable, match=rf"{name} of {ID} came with other bytes .* was deleted"):
        get(server, tmp_path)

    assert [] == fetched(tmp_path)
    assert {"config.json", name} & names_in(aside(tmp_path)) == {"config.json"}


def test_a_file_that_was_changed_while_it_waited_is_noticed(server: HubServer, tmp_path: Path) -> None:
    """What an earlier run left is verified, too."""
    server.stops_at = HALF
    with pytest.raises(ModelsUnavailable):
        get(server, tmp_path)
    server.stops_at = None
    (aside(tmp_path) / WEIGHTS).write_bytes(b"!" * HALF)
    with pytest.raises(ModelsUnavailable, match="came with other bytes"):
        get(server, tmp_path)

    assert server.files[WEIGHTS] == (get(server, tmp_path) / WEIGHTS).read_bytes()


def test_a_file_that_grew_too_long_is_fetched_anew(server: HubServer, tmp_path: Path) -> None:
    """It is no beginning of the right one."""
    aside(tmp_path).mkdir(parents=True)
    (aside(tmp_path) / WEIGHTS).write_bytes(b"!" * (len(server.files[WEIGHTS]) + 1))

    assert server.files[WEIGHTS] == (get(server, tmp_path) / WEIGHTS).read_bytes()


def test_too_little_space_is_noticed_before_the_first_byte(server: HubServer, tmp_path: Path) -> None:
    """The sentence has both numbers; what an earlier run has brought needs no space again."""
    size = sum(map(len, server.files.values()))
    with pytest.raises(ModelsUnavailable, match=r"needs 0\.0 GB, and the disk .* FRONTDESK_DATA_DIR"):
        get(server, tmp_path, free=lambda _path: size - 1)
    asked = server.downloaded()
    server.stops_at = HALF
    with pytest.raises(ModelsUnavailable):
        get(server, tmp_path, free=lambda _path: size)
    server.stops_at = None

    assert set() == asked
    assert get(server, tmp_path, free=lambda _path: size - HALF).is_dir()


@pytest.mark.parametrize(
    ("status", "headers", "token", "sentence"),
    [
        (401, {"X-Error-Code": "GatedRepo"}, False, r"accepts its terms: .*/someone/tiny-2b-chat; set HF_TOKEN to a"),
        (403, {"X-Error-Code": "GatedRepo"}, "hf_x", r"HF_TOKEN belongs to an account that has not been let in"),
        (404, {"X-Error-Code": "RepoNotFound"}, False, r"has no model someone/tiny-2b-chat, or shows it only to some"),
        (401, {}, False, r"has no model someone/tiny-2b-chat, or shows it only to some"),
        (401, {"X-Error-Message": "Invalid credentials in Authorization header"}, "hf_x", r"does not accept HF_TOKEN"),
        (429, {}, False, r"was asked too often\. Wait"),
        (503, {}, False, r"answers 503 for someone/tiny-2b-chat\. Try again later"),
    ],
)
def test_a_refusal_says_what_to_do(  # noqa: PLR0917 - a table
    server: HubServer, tmp_path: Path, status: int, headers: dict[str, str], token: str | Literal[False], sentence: str
) -> None:
    """Terms to accept, a token to set, a name to correct, or time to wait."""
    server.refuses = (status, headers)
    with pytest.raises(ModelsUnavailable, match=sentence):
        get(server, tmp_path, hub=Hub(server.url, token=token))


def test_terms_that_only_the_files_ask_for_are_named(server: HubServer, tmp_path: Path) -> None:
    """The hub describes a gated model to everybody."""
    server.refuses_files = (403, {"X-Error-Code": "GatedRepo"})
    with pytest.raises(ModelsUnavailable, match="given only to who accepts its terms"):
        get(server, tmp_path)


def test_what_does_not_exist_is_named(server: HubServer, tmp_path: Path) -> None:
    """A model, a revision, and what can be no model at all."""
    with pytest.raises(ModelsUnavailable, match="has no model someone/else"):
        get(server, tmp_path, model="someone/else")
    with pytest.raises(ModelsUnavailable, match="has no revision v9"):
        get(server, tmp_path, revision="v9")
    for wrong in ("../../etc", "a/b/c", "..", "/etc", ""):
        with pytest.raises(ModelsUnavailable, match="is no id of a model"):
            get(server, tmp_path, model=wrong)


def test_a_hub_that_cannot_be_reached_or_is_none_is_named(server: HubServer, tmp_path: Path) -> None:
    """With the setting that names it."""
    with pytest.raises(ModelsUnavailable, match=r"127\.0\.0\.1:9 could not be reached.* HF_ENDPOINT"):
        get(server, tmp_path, hub=Hub("http://127.0.0.1:9", token=False))
    server.refuses = (200, {})
    with pytest.raises(ModelsUnavailable, match="does not answer as a model hub does"):
        get(server, tmp_path)


def test_a_hub_that_does_not_answer_is_waited_for_only_so_long(server: HubServer, tmp_path: Path) -> None:
    """Its time is up before it says a word."""
    done = threading.Event()
    server.id = "silent/model"
    server._info = lambda: {"waited": done.wait()}  # type: ignore[method-assign]
    with pytest.raises(ModelsUnavailable, match="did not answer in time"):
        get(server, tmp_path, model="silent/model", hub=Hub(server.url, token=False, seconds=0.05))
    done.set()


def test_offline_is_said(server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was set by somebody."""
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelsUnavailable, match="HF_HUB_OFFLINE is set"):
        get(server, tmp_path)


@pytest.mark.parametrize("left_out", [LFS[0], "config.json"])
def test_a_model_of_pickles_alone_is_refused(server: HubServer, tmp_path: Path, left_out: str) -> None:
    """Reading one may run code. Nor is anything fetched that no one could load."""
    server.files = {name: content for name, content in server.files.items() if not name.endswith(left_out)}
    server.files["pytorch_model.bin"] = b"pickle"
    with pytest.raises(ModelsUnavailable, match=r"no weights as safetensors .* may run code"):
        get(server, tmp_path)

    assert set() == server.downloaded()


@pytest.mark.parametrize(
    "name", ["../evil.json", "/etc/evil.json", "a/../../evil.json", "..\\evil.json", "~/evil.json"]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(server: HubServer, tmp_path: Path, name: str) -> None:
    """Whoever lists one is up to no good: nothing at all is fetched."""
    server.files[name] = b"evil"
    with pytest.raises(ModelsUnavailable, match="names a file outside of its folder"):
        get(server, tmp_path)

    assert set() == server.downloaded()


def test_a_hub_that_names_no_hashes_is_refused(server: HubServer, tmp_path: Path) -> None:
    """Nothing could be verified."""
    info = server._info()
    del info["siblings"][0]["blobId"]
    info["siblings"][0].pop("lfs", None)
    server._info = lambda: info  # type: ignore[method-assign]
    with pytest.raises(ModelsUnavailable, match="does not say what"):
        get(server, tmp_path)


def test_the_token_is_sent_to_the_hub_and_to_no_other_host(server: HubServer, tmp_path: Path) -> None:
    """Large files come from a host of their own."""
    get(server, tmp_path, hub=Hub(server.url, token="hf_secret"))
    sent = {(asked.host, asked.authorization) for asked in server.asked}

    assert {("hub", "Bearer hf_secret"), ("storage", None)} == sent


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"cut short")])
def test_a_damaged_model_is_none(server: HubServer, tmp_path: Path, damage: Callable[[Path], object]) -> None:
    """It is not listed, not used, and fetched again."""
    path = get(server, tmp_path)
    damage(path / WEIGHTS)
    with pytest.raises(ModelsUnavailable, match="has no complete model"):
        folder_of(tmp_path, ID)

    assert [] == fetched(tmp_path)
    assert server.files[WEIGHTS] == (get(server, tmp_path) / WEIGHTS).read_bytes()


def test_what_is_not_here_or_no_model_is_said(tmp_path: Path) -> None:
    """With the command that brings it."""
    with pytest.raises(ModelsUnavailable, match=r"not on this machine\. Fetch it: frontdesk models fetch someone/else"):
        folder_of(tmp_path, "someone/else")
    with pytest.raises(ModelsUnavailable, match="has no complete model"):
        folder_of(tmp_path, str(tmp_path))


def test_the_size_of_a_model_is_read_from_its_weights(tiny: Path) -> None:
    """Its name need not say it."""
    from transformers import AutoModelForCausalLM  # noqa: PLC0415 - for this test alone

    model = AutoModelForCausalLM.from_pretrained(tiny)

    assert sum(each.numel() for each in model.parameters()) / 1e9 == billions_in(tiny)


@pytest.mark.parametrize(
    ("card", "licence"),
    [
        ({"license": "mit"}, "mit"),
        ({"license": "other", "license_name": "own-terms"}, "own-terms"),
        ({}, "not stated"),
        ({"license": "\x1b[31m" + 99 * "x"}, "[31m" + 56 * "x"),
    ],
)
def test_the_licence_is_as_the_card_names_it(
    server: HubServer, tmp_path: Path, card: dict[str, str], licence: str
) -> None:
    """Terms of the maker's own by their own name."""
    server.card = card
    get(server, tmp_path)

    assert [licence] == [each.licence for each in fetched(tmp_path)]
