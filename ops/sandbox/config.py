"""What the sandbox is started with, and what may be changed while it runs."""

from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SEED = HERE / "workspace.toml"
PAGE = HERE / "page"

POLICY_ADDRESS = "/policies/{path}#{anchor}"
"""Where `ops.sandbox.intranet` shows a document, as a link template without the server's own address."""


@dataclass(frozen=True)
class SandboxConfig:
    """How to start.

    `public_url` is how apps and browsers reach the server; empty means http://host:port. `manifest` and
    `request_url` replace those of the first app in `workspace`; without a request URL an app is served over
    Socket Mode. History is kept in the folder `data`, or only in memory. The folder `documents` is shown under
    /policies/, to the readers that its rules name, else to the `default_readers` (separated by commas).
    """

    host: str = "127.0.0.1"
    port: int = 8765
    public_url: str = ""
    workspace: Path = SEED
    manifest: Path | None = None
    request_url: str | None = None
    data: Path | None = None
    documents: Path | None = None
    default_readers: str = "everyone"
    rate_limits: bool = True

    @property
    def base_url(self) -> str:
        """The server's address, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")


@dataclass
class Settings:
    """What a test may change through the control API. Times are in seconds; the defaults are Slack's."""

    rate_limits: bool = True
    retry_delays: tuple[float, ...] = (0, 60, 300)
    ack_timeout: float = 3
    trigger_lifetime: float = 3
