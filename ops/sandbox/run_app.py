"""Run a Bolt app as it is against a sandbox: `python -m ops.sandbox.run_app app.py`.

An app that takes Slack's address from slack_sdk gets the sandbox's in its place, and the environment variables that
Bolt apps read have the sandbox's public tokens. Nothing of the app is changed.
"""

import argparse
import json
import os
import runpy
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from slack_sdk.web.base_client import BaseClient


def clients() -> Iterator[type]:
    """Yield the classes that every Web API client of slack_sdk is one of; the asynchronous ones need aiohttp."""
    yield BaseClient
    if find_spec("aiohttp"):
        yield import_module("slack_sdk.web.async_base_client").AsyncBaseClient
        yield import_module("slack_sdk.web.legacy_base_client").LegacyBaseClient


def point_at(api_url: str) -> None:
    """Make `api_url` the address of every Web API client that is not given another one."""
    for client in clients():
        create: Any = client.__init__  # type: ignore[misc]  # its defaults are what is wanted
        create.__defaults__ = tuple(api_url if given == BaseClient.BASE_URL else given for given in create.__defaults__)


def app_of(sandbox: str, wanted: str) -> dict[str, Any]:
    """Return an app of a running sandbox; raise SystemExit with one sentence where there is none."""
    try:
        with urlopen(f"{sandbox}/control/state", timeout=10) as answer:  # noqa: S310  # the sandbox that was named
            apps: list[dict[str, Any]] = json.load(answer)["apps"]
    except (URLError, ValueError) as error:
        raise SystemExit(f"No sandbox answers at {sandbox} ({error}); start one with python -m ops.sandbox.") from error
    app = next((app for app in apps if wanted in {"", app["id"]}), None)
    if app is None:
        raise SystemExit(f"The sandbox has no app {wanted}; it has {', '.join(each['id'] for each in apps)}.")
    return app


def tokens_of(app: dict[str, Any], sandbox: str) -> dict[str, str]:
    """Return the environment variables that Bolt's samples read."""
    return {
        "SLACK_BOT_TOKEN": app["bot_token"],
        "SLACK_APP_TOKEN": app["app_token"],
        "SLACK_SIGNING_SECRET": app["signing_secret"],
        "SLACK_API_URL": f"{sandbox}/api/",
    }


def main() -> None:
    """Read the command line, and become the app."""
    parser = argparse.ArgumentParser(prog="python -m ops.sandbox.run_app", description="An app against the sandbox.")
    parser.add_argument("script", type=Path, help="the app's Python file")
    parser.add_argument("--sandbox", default="http://127.0.0.1:8765", help="the sandbox's address")
    parser.add_argument("--app", default="", help="which of the sandbox's apps it is (default: the first)")
    asked = parser.parse_args()
    sandbox, script = asked.sandbox.rstrip("/"), asked.script.resolve()
    if not script.is_file():
        raise SystemExit(f"There is no file {asked.script}.")
    os.environ.update(tokens_of(app_of(sandbox, asked.app), sandbox))
    point_at(f"{sandbox}/api/")
    sys.argv, sys.path[0] = [str(script)], str(script.parent)
    os.chdir(script.parent)
    runpy.run_path(str(script), run_name="__main__")


if __name__ == "__main__":
    main()
