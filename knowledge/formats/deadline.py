"""How much of its time a document has left, for readers that can stop in between and keep what they have."""

from __future__ import annotations

import math
import signal


def seconds_left() -> float:
    """Return the seconds until the alarm that ends this process (`child`); infinity where none is set."""
    return signal.getitimer(signal.ITIMER_REAL)[0] or math.inf
