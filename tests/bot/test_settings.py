"""Settings of the Slack edge."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import BotSettings, DeliverySettings
from knowledge.errors import SettingError


@pytest.fixture(autouse=True)
def _nothing_configured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_missing_bot_token_is_named_with_the_place_to_find_it() -> None:
    """Somebody who forgot the token reads where it is."""
    with pytest.raises(SettingError, match=r"FRONTDESK_SLACK_BOT_TOKEN: is missing.*OAuth & Permissions"):
        DeliverySettings.read()


def test_an_app_token_in_the_bot_tokens_place_is_recognised() -> None:
    """The two tokens are easily swapped; the sentence says so and does not repeat the token."""
    with pytest.raises(SettingError, match="SLACK_BOT_TOKEN: is another kind of token") as caught:
        DeliverySettings.read(slack_bot_token="xapp-secret")

    assert "xapp-secret" not in str(caught.value)


def test_http_mode_needs_the_signing_secret() -> None:
    """Without it nobody could tell Slack's requests from others."""
    with pytest.raises(SettingError, match="SLACK_SIGNING_SECRET: is missing"):
        BotSettings.read(slack_bot_token="xoxb-1")


def test_socket_mode_needs_the_app_token_and_no_signing_secret() -> None:
    """Each mode asks for what it uses only."""
    with pytest.raises(SettingError) as caught:
        BotSettings.read(slack_bot_token="xoxb-1", mode="socket")

    assert "SLACK_APP_TOKEN: is missing" in str(caught.value)
    assert "SIGNING_SECRET" not in str(caught.value)


def test_admins_are_users_and_groups_with_or_without_an_at() -> None:
    """People write handles as they see them in Slack."""
    settings = BotSettings.read(slack_bot_token="xoxb-1", slack_signing_secret="s", admins="U0SOFIA, @it-admins ,")

    assert frozenset({"U0SOFIA", "it-admins"}) == settings.admin_names


def test_a_missing_queue_is_a_sentence() -> None:
    """The parts need a queue; the sentence says which setting, and an example."""
    settings = DeliverySettings.read(slack_bot_token="xoxb-1")

    with pytest.raises(SettingError, match=r"FRONTDESK_REDIS_URL is missing.*redis://localhost"):
        settings.required_redis_url()


def test_the_database_is_a_file_in_the_data_folder_unless_named(tmp_path: Path) -> None:
    """One machine needs no database server."""
    settings = DeliverySettings.read(slack_bot_token="xoxb-1", data_dir=tmp_path / "data")

    assert f"sqlite:///{tmp_path}/data/frontdesk.db" == settings.records_url


@pytest.mark.parametrize("channel", ["", "C0GENERAL", "G012ABCD"])
def test_announcements_go_to_a_channels_id_or_nowhere(channel: str) -> None:
    """Old private channels have ids that begin with G."""
    assert channel == DeliverySettings.read(slack_bot_token="xoxb-1", announce_channel=channel).announce_channel


@pytest.mark.parametrize("channel", ["#general", "general", "U0MAYA"])
def test_a_channels_name_in_its_ids_place_is_a_sentence(channel: str) -> None:
    """A name may change; the sentence says where the id is."""
    with pytest.raises(SettingError, match=r"FRONTDESK_ANNOUNCE_CHANNEL: is no channel id such as C0123ABCD"):
        DeliverySettings.read(slack_bot_token="xoxb-1", announce_channel=channel)
