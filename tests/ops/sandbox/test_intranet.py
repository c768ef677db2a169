"""The documents behind the citations, each to its readers."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from ops.sandbox.config import SandboxConfig
from ops.sandbox.running import RunningSandbox

GUEST, MAYA, LINA = "U0DANA", "U0MAYA", "U0LINA"


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSandbox]:
    """A sandbox that shows three documents."""
    folder = tmp_path_factory.mktemp("policies")
    (folder / "leave.md").write_text("# Leave\n\n## How to **request** leave\n\n<script>x</script> Ask.\n")
    (folder / "prices.md").write_text("---\nreaders: [public]\n---\n# Prices\n")
    (folder / "pay.md").write_text('---\nreaders: ["group:hr"]\n---\n# Pay\n')
    (folder.parent / "outside.md").write_text("# Outside\n")
    with RunningSandbox(SandboxConfig(documents=folder, rate_limits=False)) as running:
        yield running


def _get(slack: RunningSandbox, user: str, name: str) -> httpx.Response:
    # The first document waits for the import of all converters, which takes a slow machine longer than httpx would.
    return httpx.get(f"{slack.url}/policies/{name}", cookies={"persona": user}, timeout=120)


def _status(slack: RunningSandbox, user: str, name: str) -> int:
    return _get(slack, user, name).status_code


@pytest.mark.parametrize(
    ("user", "readable"),
    [
        (GUEST, {"prices.md"}),
        (MAYA, {"prices.md", "leave.md"}),
        (LINA, {"prices.md", "leave.md", "pay.md"}),
        ("", {"prices.md"}),
    ],
)
def test_each_persona_opens_what_it_may_read(slack: RunningSandbox, user: str, readable: set[str]) -> None:
    """And nothing tells a forbidden document from a missing one."""
    names = ["prices.md", "leave.md", "pay.md", "missing.md"]

    assert readable == {name for name in names if _status(slack, user, name) == httpx.codes.OK}


@pytest.mark.parametrize("name", ["..%2foutside.md", "%2e%2e/outside.md", "access.toml", ""])
def test_nothing_outside_the_documents_is_served(slack: RunningSandbox, name: str) -> None:
    """Whatever the path says."""
    assert _status(slack, LINA, name) == httpx.codes.NOT_FOUND


def test_a_citation_opens_at_its_heading_and_markup_in_documents_is_text(slack: RunningSandbox) -> None:
    """The anchor is the index's own; a document runs nothing."""
    page = _get(slack, MAYA, "leave.md").text

    assert '<h2 id="how-to-request-leave">' in page
    assert "<script>" not in page
