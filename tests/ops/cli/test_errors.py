"""Every mistake of a person ends in one sentence on standard error, and standard output stays clean."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from ops.unknown_settings import WARNED
from tests.ops.cli.conftest import Frontdesk, Result


def assert_one_sentence(result: Result, part_of_it: str) -> None:
    """The command failed, said this on standard error, and showed no stack trace."""
    assert result.returncode == 1
    assert part_of_it in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("", "What would you like to know? Ask in a full sentence"),
        ("  \n ", "What would you like to know?"),
        ("🙂🙂", "I only understand words."),
        ("请" * 40_000, "您的问题有 40000 个字符，我最多能读 4000 个"),
        ("why " * 10_000, "Your question has 39999 characters; I can read up to 4000."),
    ],
)
def test_what_is_no_question_gets_a_sentence(frontdesk: Frontdesk, question: str, sentence: str) -> None:
    """Empty, wordless and endless questions are refused in their own language before any model is loaded."""
    assert_one_sentence(frontdesk("ask", question), sentence)


@pytest.mark.parametrize("command", [("ask", "How much leave do I have?"), ("kb", "status"), ("kb", "search", "leave")])
def test_a_missing_index_names_the_command_to_run(frontdesk: Frontdesk, command: tuple[str, ...]) -> None:
    """Whoever needs the index says how to make it."""
    assert_one_sentence(frontdesk(*command), "frontdesk kb build")


def test_an_unknown_person_is_said_with_those_who_are_known(frontdesk: Frontdesk) -> None:
    """A misspelt name is no silent fallback to everybody's rights."""
    assert_one_sentence(frontdesk("ask", "How much leave?", "--as", "linna"), "Known are maya, tom, lina")


def test_a_wrong_setting_is_named_without_its_value(frontdesk: Frontdesk) -> None:
    """The sentence says which setting and what is wrong; a value may be a secret."""
    result = frontdesk("kb", "status", worker_threads="xoxb-oops")

    assert_one_sentence(result, "FRONTDESK_WORKER_THREADS: Input should be a valid integer")
    assert "xoxb-oops" not in result.stderr


@pytest.mark.parametrize("part", ["bot", "delivery"])
def test_a_part_without_its_settings_says_where_to_find_them(frontdesk_process: Frontdesk, part: str) -> None:
    """A missing token is named together with the page it is copied from."""
    assert_one_sentence(
        frontdesk_process(part), "FRONTDESK_SLACK_BOT_TOKEN: is missing; copy it from https://api.slack.com/apps"
    )


def test_a_worker_without_redis_says_so(frontdesk_process: Frontdesk) -> None:
    """A part on its own needs a queue."""
    assert_one_sentence(frontdesk_process("worker"), "FRONTDESK_REDIS_URL is missing")


def test_up_on_a_taken_port_names_the_part_and_the_setting(frontdesk_process: Frontdesk) -> None:
    """Nothing is started when a port is missing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        result = frontdesk_process("up", page_port=port)

    assert_one_sentence(result, f"Port {port}, which the sandbox needs, cannot be used")
    assert "FRONTDESK_PAGE_PORT=<port>" in result.stderr


def test_up_in_a_folder_that_cannot_be_written_says_so(frontdesk_process: Frontdesk, tmp_path: Path) -> None:
    """The data folder is named."""
    (tmp_path / "file").touch()

    assert_one_sentence(frontdesk_process("up", data_dir=tmp_path / "file" / "data"), "cannot be written to")


def test_an_unexpected_error_leaves_its_details_in_a_file(frontdesk: Frontdesk, tmp_path: Path) -> None:
    """What nobody foresaw is a sentence, too, and the stack trace is kept for whoever mends it."""
    (tmp_path / "data" / "index" / "CURRENT").mkdir(parents=True)
    result = frontdesk("kb", "status")
    file = re.search(r"The details are in (\S+\.log)", result.stderr)

    assert_one_sentence(result, "Something unexpected went wrong (IsADirectoryError).")
    assert file is not None
    assert "Traceback" in Path(file[1]).read_text()


def test_wrong_usage_is_exit_code_2(frontdesk_process: Frontdesk) -> None:
    """An unknown option is told apart from a failure."""
    result = frontdesk_process("ask", "--frobnicate")

    assert result.returncode == 2
    assert "No such option" in result.stderr


def test_the_version_is_printed_alone(frontdesk_process: Frontdesk) -> None:
    """Scripts read it."""
    result = frontdesk_process("--version")

    assert result.returncode == 0
    assert re.fullmatch(r"frontdesk \S+( installed\))?\n", result.stdout)


def test_help_names_every_command_and_loads_nothing_heavy() -> None:
    """The help page appears at once: no model library, no Slack, no settings are loaded for it."""
    code = "import sys; from ops.cli import app\ntry: app(['--help'])\nexcept SystemExit: pass\nprint(*sys.modules)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    page, _, modules = shown.rstrip().rpartition("\n")

    for command in ("up", "ask", "doctor", "kb", "models", "bot", "worker", "delivery", "sandbox", "--version"):
        assert re.search(rf"^│ {command} ", page, re.MULTILINE)
    assert not {"torch", "transformers", "lancedb", "slack_sdk", "celery", "pydantic"} & set(modules.split())


def test_the_process_that_watches_the_parts_stays_small() -> None:
    """It lives as long as they do, so it loads none of what they load."""
    code = "import sys, ops.cli.up, ops.stack; print(*sys.modules)"
    modules = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    heavy = {"torch", "transformers", "lancedb", "numpy", "slack_sdk", "celery", "redis", "structlog", "starlette"}
    assert not heavy & set(modules)


@pytest.mark.parametrize("command", ["up", "bot", "worker", "delivery"])
def test_a_misspelt_setting_is_named_once_with_the_closest_one(
    frontdesk_process: Frontdesk, tmp_path: Path, command: str
) -> None:
    """Otherwise it would be ignored silently; its value is not shown."""
    (tmp_path / "frontdesk.toml").write_text('page_prot = "xoxb-oops"\n')
    result = frontdesk_process(command, generater="xoxb-oops", policies=tmp_path / "nowhere")

    ignored = "is no setting and is ignored; did you mean"
    assert result.stderr.count(f"FRONTDESK_GENERATER {ignored} FRONTDESK_GENERATOR?") == 1
    assert result.stderr.count(f"FRONTDESK_PAGE_PROT {ignored} FRONTDESK_PAGE_PORT?") == 1
    assert "xoxb-oops" not in result.stderr


def test_the_parts_of_up_do_not_repeat_the_warning(
    frontdesk_process: Frontdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has been read already, above what each of them says."""
    monkeypatch.setenv(WARNED, "1")

    assert "is no setting" not in frontdesk_process("bot", generater="extractive").stderr


def test_a_sandbox_on_a_taken_port_names_both_ways_to_choose_another(frontdesk_process: Frontdesk) -> None:
    """Under ``frontdesk up`` only the setting is there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        result = frontdesk_process("sandbox", page_port=listener.getsockname()[1])

    assert_one_sentence(result, "choose another port: FRONTDESK_PAGE_PORT=<port> or --port=<port>.")
