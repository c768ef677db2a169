"""A stack of one's own beside others on the same machine, as tests and benchmarks want it."""

from __future__ import annotations

import shutil
from pathlib import Path

from ops.settings import StackSettings
from ops.stack.ports import free_port


def private_settings(
    data_dir: Path, *, models: Path | None = None, index: Path | None = None, **settings: str | int | Path
) -> StackSettings:
    """Settings of a stack in ``data_dir`` on free ports, without Slack tokens of the environment.

    ``models`` is a folder of prepared models to share, ``index`` one of a built index to begin with a copy of; without
    them the stack prepares its own when it starts.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    if models:
        (data_dir / "models").symlink_to(models.absolute(), target_is_directory=True)
    if index:
        shutil.copytree(index, data_dir / "index")
    own: dict[str, str | int | Path] = {
        "page_port": free_port(),
        "bot_port": free_port(),
        "valkey_port": free_port(),
        "redis_url": "",
        "slack_bot_token": "",
        "slack_app_token": "",
        "mode": "http",
    }
    return StackSettings.read(data_dir=data_dir, **{**own, **settings})
