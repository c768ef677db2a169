"""Settings of the terminal and of the local stack."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from knowledge.settings import Settings
from ops.sandbox.config import POLICY_ADDRESS
from workers.settings import WorkerSettings

LogFormat = Literal["auto", "console", "json"]


class LogSettings(Settings):
    """How a process writes its log."""

    log_format: LogFormat = "auto"
    """``console`` for people, ``json`` for machines; ``auto`` takes the first on a terminal, else the second."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """The least serious events to write."""

    @property
    def logs_dir(self) -> Path:
        """Where ``frontdesk up`` keeps the log of each part."""
        return self.data_dir / "logs"


class StackSettings(WorkerSettings):
    """What ``frontdesk up`` starts on this machine, and where."""

    page_port: int = Field(default=8765, ge=1, le=65535)
    """Where the sandbox, the local Slack, shows its page."""
    bot_port: int = Field(default=8766, ge=1, le=65535)
    """Where the bot takes events under ``frontdesk up``."""
    valkey_port: int = Field(default=8767, ge=1, le=65535)
    """Where the embedded Valkey listens; it is not started when a Redis URL is set."""
    slack_bot_token: SecretStr = SecretStr("")
    """Connects ``up`` to a real workspace instead of the sandbox."""
    slack_app_token: SecretStr = SecretStr("")
    """Has the bot use Socket Mode, which needs no address that Slack can reach."""
    mode: Literal["", "http", "socket"] = ""
    """How events reach the bot; empty is Socket Mode where an app token is set, else HTTP."""
    admins: str = ""
    """As for the bot; the sandbox' own administrators when empty."""

    @property
    def ports(self) -> tuple[tuple[int, str, str], ...]:
        """The ports that are listened on: each with its part and the setting that chooses it."""
        listening = (
            (self.sandboxed, self.page_port, "sandbox", "FRONTDESK_PAGE_PORT"),
            (not self.socket_mode, self.bot_port, "bot", "FRONTDESK_BOT_PORT"),
            (not self.redis_url, self.valkey_port, "embedded Valkey", "FRONTDESK_VALKEY_PORT"),
        )
        return tuple((port, part, setting) for needed, port, part, setting in listening if needed)

    @property
    def sandboxed(self) -> bool:
        """Whether the sandbox stands in for Slack: no token of a real workspace is set."""
        return not self.slack_bot_token.get_secret_value()

    @property
    def links(self) -> str:
        """Where citations lead: as set, else to the sandbox, which shows the folder of policies and no other source."""
        if "link_template" in self.model_fields_set or not self.sandboxed or self.knowledge_file:
            return self.link_template
        return f"http://127.0.0.1:{self.page_port}{POLICY_ADDRESS}"

    @property
    def socket_mode(self) -> bool:
        """Whether the bot calls Slack, instead of Slack the bot."""
        return self.mode == "socket" or (not self.mode and bool(self.slack_app_token.get_secret_value()))
