"""OpenVINO and NNCF report every start to an analytics service unless they are told not to: here they are.

Both do without where the package that sends it cannot be imported. They are loaded in processes of their own only,
which call this first.
"""

from __future__ import annotations

import sys
from typing import Final

_SENDER: Final = "openvino_telemetry"


def refuse_telemetry() -> None:
    """Let nothing be sent from this process. Call it before OpenVINO is imported."""
    if _SENDER in sys.modules:
        raise RuntimeError("OpenVINO was imported before its telemetry was refused.")
    sys.modules[_SENDER] = None  # type: ignore[assignment] # Python's own way to say that there is no such module
