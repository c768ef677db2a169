"""Running the command as a person does: as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Frontdesk = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def frontdesk(tmp_path: Path) -> Frontdesk:
    """Run ``frontdesk`` with these arguments in an empty folder; settings are passed as keywords."""

    def run(*arguments: str, **settings: object) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("FRONTDESK_")}
        environment["FRONTDESK_DATA_DIR"] = str(tmp_path / "data")
        environment |= {f"FRONTDESK_{name.upper()}": str(value) for name, value in settings.items()}
        return subprocess.run(
            [sys.executable, "-m", "ops.cli", *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=500,
            check=False,
        )

    return run
