"""What doctor finds, with real servers, and when everything is broken."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.doctor import machine, policies, services, slack
from ops.doctor.findings import Finding, run_check
from ops.sandbox.running import RunningSandbox
from ops.stack.ports import free_port
from ops.stack.probes import answers_ping
from ops.stack.valkey import server_binary
from workers.settings import SHIPPED_READER


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings but those of the test, in a folder of its own."""
    for name in [name for name in os.environ if name.startswith("FRONTDESK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("FRONTDESK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def sandbox() -> Iterator[RunningSandbox]:
    """A local Slack that knows the bot's tokens."""
    with RunningSandbox() as running:
        yield running


@pytest.fixture
def forgetful_redis(tmp_path: Path) -> Iterator[str]:
    """The address of a server that keeps nothing and evicts."""
    port = free_port()
    options = ["--port", str(port), "--save", "", "--appendonly", "no", "--maxmemory-policy", "allkeys-lru"]
    server = subprocess.Popen([str(server_binary()), *options], cwd=tmp_path, stdout=subprocess.DEVNULL)
    url = f"redis://127.0.0.1:{port}/0"
    while not answers_ping(url)(server.pid):
        assert server.poll() is None, "the server ended before it was ready"
        time.sleep(0.02)
    yield url
    server.kill()
    server.wait()


def verdicts(found: Iterator[Finding]) -> list[tuple[str, str]]:
    """Subjects with their verdicts."""
    return [(finding.subject, finding.verdict) for finding in found]


def connect(monkeypatch: pytest.MonkeyPatch, sandbox: RunningSandbox, **more: str) -> None:
    """Settings of a bot in this workspace."""
    settings = {"slack_base_url": sandbox.api_url, "slack_bot_token": sandbox.app.bot_token, "mode": "socket"}
    for name, value in {**settings, "slack_app_token": sandbox.app.app_token, **more}.items():
        monkeypatch.setenv(f"FRONTDESK_{name.upper()}", value)


def test_good_tokens_with_every_scope_are_all_well(monkeypatch: pytest.MonkeyPatch, sandbox: RunningSandbox) -> None:
    """Slack itself is asked about both tokens, and the scopes are compared with the manifest."""
    connect(monkeypatch, sandbox)
    subjects = ("Slack bot token", "Slack scopes", "Slack look-ups", "Slack app token")
    expected = [(subject, "good") for subject in subjects]

    assert expected == verdicts(slack.slack())


def test_a_missing_scope_is_named(monkeypatch: pytest.MonkeyPatch, sandbox: RunningSandbox) -> None:
    """Each scope of the manifest that the installed app lacks is listed with the remedy."""
    connect(monkeypatch, sandbox)
    sandbox.post("/control/scopes", scopes=["chat:write"])
    found = [finding for finding in slack.slack() if finding.subject == "Slack scopes"]

    assert found[0].verdict == "bad"
    assert "usergroups:read" in found[0].detail
    assert "slack-manifest.yaml" in found[0].remedy


@pytest.mark.parametrize(
    "method", ["users.info", "users.list", "usergroups.list", "conversations.info", "conversations.members"]
)
def test_a_lookup_that_slack_refuses_is_named_with_what_it_costs(
    monkeypatch: pytest.MonkeyPatch, sandbox: RunningSandbox, method: str
) -> None:
    """Else people are told less than they may read, and nobody knows why."""
    connect(monkeypatch, sandbox)
    sandbox.control("faults", method=method, kind="error", value="missing_scope", times=None)
    (found,) = (finding for finding in slack.slack() if finding.subject.startswith("Slack look-up"))

    assert ("bad", f"Slack look-up {method}") == (found.verdict, found.subject)
    assert "missing_scope" in found.detail


def test_a_plan_without_user_groups_is_no_fault(monkeypatch: pytest.MonkeyPatch, sandbox: RunningSandbox) -> None:
    """Then nobody is in one."""
    connect(monkeypatch, sandbox)
    sandbox.control("faults", method="usergroups.list", kind="error", value="plan_upgrade_required", times=None)

    assert ("Slack look-ups", "good") in verdicts(slack.slack())


@pytest.mark.parametrize(
    ("channel", "verdict", "detail"),
    [
        ("C0GENERAL", "good", "#general"),
        ("C0RANDOM", "bad", "not in #random"),
        ("C0NOWHERE", "bad", "knows no channel C0NOWHERE"),
        ("C0FIN", "bad", "#finance-team is archived"),
    ],
)
def test_the_channel_for_announcements_is_looked_at(
    monkeypatch: pytest.MonkeyPatch, sandbox: RunningSandbox, channel: str, verdict: str, detail: str
) -> None:
    """It is there and open, and the bot is in it: else nothing would be announced, and nobody would miss it."""
    connect(monkeypatch, sandbox, announce_channel=channel)
    sandbox.control("channels", channel="C0FIN", is_archived=True)
    (found,) = (finding for finding in slack.slack() if finding.subject == "announcements")

    assert verdict == found.verdict
    assert detail in found.detail
    assert (verdict == "bad") == bool(found.remedy)


@pytest.mark.parametrize("token", ["slack_bot_token", "slack_app_token"])
def test_a_token_that_slack_refuses_is_bad(
    monkeypatch: pytest.MonkeyPatch, sandbox: RunningSandbox, token: str
) -> None:
    """Slack's own word for it is shown, and where the right token is copied from."""
    wrong = {"slack_bot_token": "xoxb-wrong", "slack_app_token": "xapp-wrong"}[token]
    connect(monkeypatch, sandbox, **{token: wrong})
    bad = [finding for finding in slack.slack() if finding.verdict == "bad"]

    assert len(bad) == 1
    assert "invalid_auth" in bad[0].detail


def test_a_redis_that_forgets_is_bad(monkeypatch: pytest.MonkeyPatch, forgetful_redis: str) -> None:
    """Without the append-only file, or with eviction, questions would be lost."""
    monkeypatch.setenv("FRONTDESK_REDIS_URL", forgetful_redis)
    found = list(services.redis())

    assert [finding.verdict for finding in found] == ["good", "bad", "bad"]
    assert "appendonly yes" in found[1].remedy
    assert "noeviction" in found[2].remedy


def test_an_unreachable_redis_is_named_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address is shown, the password is not."""
    monkeypatch.setenv("FRONTDESK_REDIS_URL", f"redis://:hunter2@127.0.0.1:{free_port()}/0")
    (finding,) = services.redis()

    assert finding.verdict == "bad"
    assert "127.0.0.1" in finding.detail
    assert "hunter2" not in finding.detail


def test_the_database_is_good_once_the_bot_has_made_it(tmp_path: Path) -> None:
    """Before the first start it will be made; afterwards its tables are compared with this version's."""
    from bot.records.database import open_database  # noqa: PLC0415 - beside its only use

    before = list(services.database())
    open_database(f"sqlite:///{tmp_path / 'data' / 'frontdesk.db'}").close()
    after = list(services.database())

    assert "will be made" in before[0].detail
    assert "tables up to date" in after[0].detail


def test_tables_of_a_newer_frontdesk_are_bad(tmp_path: Path) -> None:
    """An older Frontdesk must not write into them."""
    from sqlalchemy import create_engine, text  # noqa: PLC0415 - beside its only use

    (tmp_path / "data").mkdir()
    engine = create_engine(f"sqlite:///{tmp_path / 'data' / 'frontdesk.db'}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32))"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
    engine.dispose()
    (finding,) = services.database()

    assert finding.verdict == "bad"
    assert "newer Frontdesk" in finding.detail


def test_missing_models_and_index_name_the_commands() -> None:
    """Both are made by one command each."""
    found = [*policies.models(), *policies.index()]

    assert [finding.remedy for finding in found] == ["frontdesk models prepare", "frontdesk kb build"]


def test_intents_are_good_for_the_embedded_embedder_and_fitted_anew_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file that cannot be used is said in its own sentence, and is no disaster."""
    assert [("intents", "good")] == verdicts(policies.intents())
    (tmp_path / "broken.npz").write_bytes(b"PK")
    with monkeypatch.context() as patched:
        patched.setattr("knowledge.question.intents.SHIPPED", tmp_path / "broken.npz")
        (broken,) = policies.intents()
    monkeypatch.setenv("FRONTDESK_EMBEDDER_MODEL", "intfloat/multilingual-e5-base")
    (other,) = policies.intents()

    assert ("notice", True) == (broken.verdict, "cannot be read" in broken.detail)
    assert ("good", True) == (other.verdict, "multilingual-e5-base when it starts" in other.detail)


def test_what_judges_is_good_as_it_ships_and_named_where_it_has_no_fit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """With its reader and without; weights that cannot be used are bad, with what to do."""
    said = {}
    for reader in ("", "off", str(tmp_path)):
        monkeypatch.setenv("FRONTDESK_READER", reader)
        (said[reader],) = policies.judging()
    monkeypatch.setenv("FRONTDESK_READER", "")
    monkeypatch.setenv("FRONTDESK_EMBEDDER_ADAPTER", "off")
    (without,) = policies.judging()

    assert [("good", True), ("good", False)] == [
        (said[reader].verdict, "read by" in said[reader].detail) for reader in ("", "off")
    ]
    assert ("bad", True) == (said[str(tmp_path)].verdict, "reader's weights" in said[str(tmp_path)].detail)
    assert ("notice", True) == (without.verdict, "has no fit of its own" in without.detail)


def test_a_reader_of_another_version_of_the_embedder_is_bad(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The worker would refuse it."""
    for file in SHIPPED_READER.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes().replace(b"19412fadc7f5", b"000000000000"))
    monkeypatch.setenv("FRONTDESK_READER", str(tmp_path))
    (finding,) = policies.judging()

    assert ("bad", True) == (finding.verdict, "made for multilingual-e5-small@000000000000" in finding.detail)


def test_a_misspelt_setting_is_noticed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the environment, in .env and in frontdesk.toml alike; it would otherwise be ignored without a word."""
    monkeypatch.setenv("FRONTDESK_WORKER_THREDS", "4")
    (tmp_path / ".env").write_text("FRONTDESK_ADMIN=lina\n")
    (tmp_path / "frontdesk.toml").write_text('policy = "here"\n')
    hints = [finding.remedy for finding in machine.settings()]

    assert hints == [
        "did you mean FRONTDESK_ADMINS?",
        "did you mean FRONTDESK_POLICIES?",
        "did you mean FRONTDESK_WORKER_THREADS?",
    ]


def test_a_check_that_breaks_is_a_finding() -> None:
    """Nothing stops the checks after it, and nothing secret is shown."""

    def broken() -> Iterator[Finding]:
        raise RuntimeError("token xoxb-1-2 exploded")
        yield

    (finding,) = run_check("Redis", broken)

    assert finding == Finding("Redis", "bad", "could not be checked: RuntimeError: token xoxb-(withheld) exploded")


def test_doctor_works_when_everything_is_broken(tmp_path: Path) -> None:
    """Every subject still has its line, the exit code is 1, and there is no stack trace."""
    (tmp_path / "file").touch()
    broken = {
        "FRONTDESK_DATA_DIR": str(tmp_path / "file" / "data"),
        "FRONTDESK_REDIS_URL": "nonsense://",
        "FRONTDESK_DATABASE_URL": "nonsense://",
        "FRONTDESK_SLACK_BOT_TOKEN": "nonsense",
        "FRONTDESK_MODE": "http",
    }
    result = subprocess.run(
        [sys.executable, "-m", "ops.cli", "doctor"],
        cwd=tmp_path,
        env={**os.environ, **broken},
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    bad = {line.split()[1] for line in result.stdout.splitlines() if line.startswith("✗")}

    assert result.returncode == 1
    assert {"data", "Redis", "database", "models", "index", "Slack"} <= bad
    assert "Traceback" not in result.stdout + result.stderr


def test_a_model_server_that_is_down_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its address; the answers are quotes until it is back."""
    monkeypatch.setenv("FRONTDESK_GENERATOR", "openai")
    monkeypatch.setenv("FRONTDESK_GENERATOR_MODEL", "qwen3:4b")
    monkeypatch.setenv("FRONTDESK_OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    found = next(policies.models())

    assert ("model server", "bad") == (found.subject, found.verdict)
    assert "127.0.0.1:9" in found.detail


def test_openvino_that_is_not_installed_is_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that installs it."""
    monkeypatch.setenv("FRONTDESK_GENERATOR", "openvino")
    monkeypatch.setattr("workers.models.openvino_folder.find_spec", lambda _name: None)
    found = next(policies.models())

    assert ("OpenVINO", "bad") == (found.subject, found.verdict)
    assert "pip install 'frontdesk[cpu]'" in found.remedy
