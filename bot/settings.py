"""Settings of the Slack edge: what the bot and the delivery process need, each with where to find it."""

from __future__ import annotations

import re
from typing import Final, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from knowledge.errors import SettingError
from workers.contract import BrokerSettings

_APP_PAGE: Final = "https://api.slack.com/apps → your app"
_BOT_TOKEN_PLACE: Final = f"{_APP_PAGE} → OAuth & Permissions → Bot User OAuth Token (starts with xoxb-)"
_SECRET_PLACE: Final = f"{_APP_PAGE} → Basic Information → App Credentials → Signing Secret"
_APP_TOKEN_PLACE: Final = (
    f"{_APP_PAGE} → Basic Information → App-Level Tokens, with the scope connections:write (starts with xapp-)"
)

_CHANNEL_ID: Final = re.compile(r"[CG][A-Z0-9]{2,}")


class SlackSettings(BrokerSettings):
    """What both processes of the Slack edge need."""

    slack_bot_token: SecretStr = SecretStr("")
    """The bot's token, ``xoxb-…``: OAuth & Permissions → Bot User OAuth Token."""

    slack_base_url: str = "https://slack.com/api/"
    """Slack's Web API; only the sandbox has another."""

    database_url: str = ""
    """SQLAlchemy URL of the records, for example ``postgresql+psycopg://…``; empty for SQLite in the data folder."""

    admins: str = ""
    """Who may use all of ``/kb``: Slack user ids and user group handles, separated by commas."""

    @field_validator("slack_bot_token", mode="after")
    @classmethod
    def _bot_token_given(cls, token: SecretStr) -> SecretStr:
        return _given(token, "xoxb-", _BOT_TOKEN_PLACE)

    @field_validator("slack_base_url", mode="after")
    @classmethod
    def _ends_with_slash(cls, url: str) -> str:
        return url if url.endswith("/") else f"{url}/"

    @property
    def admin_names(self) -> frozenset[str]:
        """The admins' user ids and user group handles, without the @."""
        return frozenset(name.strip().lstrip("@") for name in self.admins.split(",") if name.strip())

    @property
    def records_url(self) -> str:
        """The database's URL, with the default filled in."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'frontdesk.db').absolute()}"

    def required_redis_url(self) -> str:
        """Redis' URL. Raises SettingError when there is none."""
        if self.redis_url:
            return self.redis_url
        raise SettingError(
            "FRONTDESK_REDIS_URL is missing: give the address of a Redis or Valkey server, "
            "for example redis://localhost:6379/0. `frontdesk up` brings its own."
        )


class BotSettings(SlackSettings):
    """Settings of the process that Slack talks to."""

    mode: Literal["http", "socket"] = "http"
    """``http``: Slack calls us, for production. ``socket``: we call Slack, where nothing is reachable from outside."""

    slack_signing_secret: SecretStr = SecretStr("")
    """Proves that a request comes from Slack; needed in HTTP mode: Basic Information → Signing Secret."""

    slack_app_token: SecretStr = SecretStr("")
    """App-level token, ``xapp-…``; needed in Socket Mode: Basic Information → App-Level Tokens."""

    host: str = "0.0.0.0"  # noqa: S104 - a server in a container is reached from outside it
    """Address to listen on in HTTP mode."""

    port: int = 3000
    """Port to listen on in HTTP mode; Slack's Request URL ends in ``/slack/events``."""

    threads: int = 32
    """Requests from Slack worked on at once. Each waits on the database and the queue, not on a core."""

    @field_validator("slack_signing_secret", mode="after")
    @classmethod
    def _secret_given(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        return _given(secret, "", _SECRET_PLACE) if info.data.get("mode") == "http" else secret

    @field_validator("slack_app_token", mode="after")
    @classmethod
    def _app_token_given(cls, token: SecretStr, info: ValidationInfo) -> SecretStr:
        return _given(token, "xapp-", _APP_TOKEN_PLACE) if info.data.get("mode") == "socket" else token


class DeliverySettings(SlackSettings):
    """Settings of the process that posts into Slack."""

    delivery_threads: int = 8
    """Replies posted at once."""

    announce_channel: str = ""
    """Id of the channel where reloads and rollbacks are announced; empty for none."""

    unasked_confidence: float = Field(default=0.85, ge=0, le=1)
    """How sure an answer must be that nobody asked for, in channels that want those; an asked one needs 0.58."""

    @field_validator("announce_channel", mode="after")
    @classmethod
    def _is_channel_id(cls, channel: str) -> str:
        if channel and not _CHANNEL_ID.fullmatch(channel):
            raise PydanticCustomError(
                "no_channel_id",
                "is no channel id such as C0123ABCD; copy it from the end of the channel's details in Slack",
            )
        return channel


def _given(secret: SecretStr, prefix: str, place: str) -> SecretStr:
    value = secret.get_secret_value()
    if not value:
        raise PydanticCustomError("missing", "is missing; copy it from {place}", {"place": place})
    if not value.startswith(prefix):
        raise PydanticCustomError("wrong_kind", "is another kind of token; copy it from {place}", {"place": place})
    return secret
