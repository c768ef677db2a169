"""The program git, run so that it asks nothing, runs nothing else and says clearly what went wrong."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from knowledge.errors import SourceUnreachable

FETCH_S: Final = 600
LOCAL_S: Final = 60
_CALM = (
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "credential.interactive=false"),
    *("-c", "gc.auto=0"),
)
"""No hook, no helper and no housekeeping runs."""
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "/bin/false",
    "GIT_SSH_COMMAND": "ssh -oBatchMode=yes -oConnectTimeout=20",
    "GIT_ALLOW_PROTOCOL": "https:http:ssh:file",
    "GIT_CONFIG_NOSYSTEM": "1",
    "LC_ALL": "C",
}
"""Nothing asks a question, and no address makes git run a program."""


def run_git(
    copy: Path, *arguments: str, url: str, place: str, seconds: float = LOCAL_S, given: bytes | None = None
) -> bytes:
    """Run git on the bare repository ``copy`` and return what it says; ``given`` is what it reads.

    ``place`` is what a person calls the repository at ``url``. Raises SourceUnreachable.
    """
    command = ["git", *_CALM, f"--git-dir={copy}", *arguments]
    environment = {**_inherited(), **_ENVIRONMENT}
    try:
        done = subprocess.run(command, input=given, capture_output=True, check=True, timeout=seconds, env=environment)  # noqa: S603 - no shell, and addresses come behind `--`
    except FileNotFoundError:
        raise SourceUnreachable(f"{place} needs the program git. Install it.") from None
    except subprocess.TimeoutExpired:
        raise SourceUnreachable(f"{place} did not answer within {seconds:.0f} s. Try again.") from None
    except subprocess.CalledProcessError as error:
        raise SourceUnreachable(
            f"{place} could not be read: {_reason(error.stderr, url)} Mend `location`, `branch` or the access to it."
        ) from None
    return done.stdout


def without_secret(url: str) -> str:
    """Return an address without the user and the password that it may hold."""
    parts = urlsplit(url)
    if "@" not in parts.netloc or parts.scheme == "ssh":
        return url
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def _reason(stderr: bytes, url: str) -> str:
    """Return git's own last words, without a password."""
    lines = stderr.decode(errors="replace").replace(url, without_secret(url)).strip().splitlines()
    said = [line for line in lines if line.startswith(("fatal:", "error:", "ssh:"))] or lines or ["no reason given"]
    return re.sub(r"://[^/@\s]+@", "://", said[0])


def _inherited() -> dict[str, str]:
    """The environment without git's own variables, which may point to another repository."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
