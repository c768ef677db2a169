"""Run the sandbox: `python -m ops.sandbox --request-url http://127.0.0.1:8766/slack/events`."""

import argparse
import sys
from pathlib import Path

from knowledge.errors import FrontdeskError
from ops.logs import configure
from ops.sandbox.config import SEED, SandboxConfig
from ops.sandbox.server import SandboxServer
from ops.settings import LogSettings
from ops.stack.ports import require_free


def parse(arguments: list[str]) -> SandboxConfig:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m ops.sandbox", description="A local Slack.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    parser.add_argument("--port", type=int, default=8765, help="port to listen on (default: 8765)")
    parser.add_argument("--public-url", default="", help="how apps and browsers reach it (default: http://HOST:PORT)")
    parser.add_argument("--request-url", help="where the app takes events; without it, the app connects by Socket Mode")
    parser.add_argument("--manifest", type=Path, help="the app's Slack manifest, YAML or JSON")
    parser.add_argument("--workspace", type=Path, default=SEED, help="the company (default: the one that comes along)")
    parser.add_argument("--data", type=Path, help="folder that keeps the history; without it, nothing is kept")
    parser.add_argument("--documents", type=Path, help="folder of policies to show under /policies/")
    parser.add_argument("--default-readers", default="everyone", help="who reads documents without a rule of their own")
    parser.add_argument("--no-rate-limits", dest="rate_limits", action="store_false", help="do not answer 429")
    return SandboxConfig(**vars(parser.parse_args(arguments)))


def main() -> None:
    """Check that the port is free, then serve until interrupted."""
    config = parse(sys.argv[1:])
    configure(LogSettings.read())
    try:
        require_free(config.port, "sandbox", "--port")
    except FrontdeskError as error:
        sys.exit(str(error))
    print(f"Sandbox: {config.base_url}", flush=True)
    SandboxServer(config).run()


if __name__ == "__main__":
    main()
