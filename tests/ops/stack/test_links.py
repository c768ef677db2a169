"""Where citations lead that no source names a link for: to a page that opens the document, or nowhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from knowledge.sources.links import passage_link
from ops.sandbox.config import SandboxConfig
from ops.sandbox.running import RunningSandbox
from ops.settings import StackSettings
from ops.stack.parts import common_environment
from workers.library import library
from workers.settings import WorkerSettings

TWO = """
[[source]]
name = "travel"
kind = "folder"
location = "."

[[source]]
name = "handbook"
kind = "folder"
location = "."
link = "https://wiki.example/{path}#{anchor}"
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one policy, and nothing else that settings might come from."""
    for name in ("KNOWLEDGE", "LINK_TEMPLATE", "SLACK_BOT_TOKEN", "PAGE_PORT"):
        monkeypatch.delenv(f"FRONTDESK_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "travel.md").write_text("# Travel\n\n## Trains\n\nSecond class.\n", encoding="utf-8")
    return tmp_path


def _urls(settings: StackSettings) -> list[str]:
    """The links of the documents that a part of the stack reads."""
    worker = WorkerSettings(
        data_dir=settings.data_dir,
        policies=settings.policies,
        knowledge=settings.knowledge,
        link_template=common_environment(settings)["FRONTDESK_LINK_TEMPLATE"],
    )
    return [document.url for document in library(worker).read(lambda _done, _total: None).documents]


def test_a_document_of_the_folder_is_opened_by_the_sandbox(here: Path) -> None:
    """At its heading."""
    with RunningSandbox(SandboxConfig(documents=here, rate_limits=False)) as slack:
        (url,) = _urls(StackSettings(data_dir=here / "data", policies=here, page_port=urlsplit(slack.url).port or 0))
        link = passage_link(url, "trains")
        page = httpx.get(link, cookies={"persona": "U0MAYA"}, timeout=120)

    assert (f"{slack.url}/policies/travel.md#trains", httpx.codes.OK) == (link, page.status_code)
    assert 'id="trains"' in page.text


def test_a_source_that_names_no_link_has_none(here: Path) -> None:
    """The sandbox shows the folder of policies only, so a link to it would be dead."""
    (here / "knowledge.toml").write_text(TWO, encoding="utf-8")

    assert ["", "https://wiki.example/travel.md#{anchor}"] == _urls(StackSettings(data_dir=here / "data"))


@pytest.mark.parametrize(
    ("given", "link"),
    [
        ({"slack_bot_token": "xoxb-1"}, ""),
        ({"slack_bot_token": "xoxb-1", "link_template": "https://wiki.example/{path}"}, "https://wiki.example/{path}"),
        ({"knowledge": Path("sources.toml")}, ""),
        ({"knowledge": Path("sources.toml"), "link_template": "https://x.example/{path}"}, "https://x.example/{path}"),
        ({"page_port": 9000}, "http://127.0.0.1:9000/policies/{path}#{anchor}"),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_link_leads_where_it_is_told_or_where_something_answers(given: dict[str, object], link: str) -> None:
    """There is no sandbox beside a real workspace."""
    assert link == StackSettings.read(**given).links
