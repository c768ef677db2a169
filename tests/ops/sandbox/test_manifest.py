"""Slack app manifests in every form that people keep them in."""

from pathlib import Path

import pytest

from ops.sandbox.config import SandboxConfig
from ops.sandbox.manifest import manifest_fields, read_manifest
from ops.sandbox.seed import load_workspace

JSON_WITH_TABS = """\ufeff// exported from the app's settings
{
\t"display_information": {\t"name": "Helper", /* shown to everyone */ },
\t"features": {
\t\t"slash_commands": [{"command": "/help", "url": "https://example.com/slack",
\t\t\t"description": "a \\"quoted\\" // word, ]"},],
\t\t"unfurl_domains": ["example.com"],
\t\t"assistant_view": {"assistant_description": "Ask me."},
\t\t"search": {"search_function_callback_id": "find"}
\t},
\t"oauth_config": {"scopes": {"bot": ["chat:write"], "bot_optional": ["pins:read"]}},
\t"settings": {"event_subscriptions": {"bot_events": ["message.im"]}},
\t"functions": {"find": {"title": "Find"}}
}
"""
YAML_WITH_TABS = """
# a comment
display_information:
\tname:\tHelper
features:
\tslash_commands:
\t- command: /help
\t  url: https://example.com/slack # theirs
settings:
\tevent_subscriptions:
\t\tbot_events: [message.im]
"""
TOML = """
[display_information]
name = "Helper"  # a comment
[[features.slash_commands]]
command = "/help"
url = "https://example.com/slack"
[settings.event_subscriptions]
bot_events = ["message.im"]
"""


@pytest.mark.parametrize(
    ("name", "source"),
    [("manifest.json", JSON_WITH_TABS), ("manifest.yaml", YAML_WITH_TABS), ("manifest.toml", TOML)],
)
def test_a_manifest_is_read_with_its_tabs_and_comments(tmp_path: Path, name: str, source: str) -> None:
    """JSON, YAML and TOML say the same."""
    path = tmp_path / name
    path.write_text(source, encoding="utf-8")

    fields = manifest_fields(read_manifest(path))

    assert ("Helper", ["message.im"]) == (fields["name"], fields["bot_events"])
    assert [("/help", "https://example.com/slack")] == [(c["command"], c["url"]) for c in fields["commands"]]


def test_what_looks_like_a_comment_in_a_string_stays(tmp_path: Path) -> None:
    """Quotes, slashes and brackets within JSON's strings are text; the last comma of a list is not."""
    path = tmp_path / "manifest.json"
    path.write_text(JSON_WITH_TABS, encoding="utf-8")

    fields = manifest_fields(read_manifest(path))

    assert 'a "quoted" // word, ]' == fields["commands"][0]["description"]
    assert (["chat:write", "pins:read"], "assistant", "Ask me.") == (
        fields["scopes"],
        fields["view"],
        fields["description"],
    )
    assert ({"find": {"title": "Find"}}, {"search_function_callback_id": "find"}, ["example.com"]) == (
        fields["functions"],
        fields["search"],
        fields["unfurl_domains"],
    )


@pytest.mark.parametrize("source", ['{"display_information": {"name": "x"', "just text", "- a\n- list", "{}"])
def test_what_is_no_manifest_is_named_in_one_sentence(tmp_path: Path, source: str) -> None:
    """The sandbox does not start, and says which file is wrong."""
    path = tmp_path / "manifest.json"
    path.write_text(source, encoding="utf-8")

    with pytest.raises(SystemExit) as refused:
        load_workspace(SandboxConfig(manifest=path))

    assert f"{path} is not a Slack app manifest" in str(refused.value)


def test_the_shipped_manifest_loads() -> None:
    """The scopes and features of ops/deploy are those of the sandbox's app."""
    app = next(iter(load_workspace(SandboxConfig()).apps.values()))

    assert "agent" == app.view
    assert {"chat:write", "im:history"} <= set(app.scopes)


def test_links_to_the_documents_that_the_sandbox_shows_unfurl_too(tmp_path: Path) -> None:
    """They lead to itself, and not to the host in the manifest."""
    declared = read_manifest(SandboxConfig().workspace.parent.parent / "deploy" / "slack-manifest.yaml")
    config = SandboxConfig(documents=tmp_path, public_url="http://here.example:80/")
    apps = [next(iter(load_workspace(each).apps.values())) for each in (SandboxConfig(), config)]

    assert declared["features"]["unfurl_domains"] == apps[0].unfurl_domains
    assert [*apps[0].unfurl_domains, "here.example"] == apps[1].unfurl_domains
