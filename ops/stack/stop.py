"""The wish to stop, as plain flags: a signal handler may set them at any point, where a lock could deadlock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Stop:
    """Set by a signal or another thread, read by whatever runs the parts."""

    requested: bool = False
    hurried: bool = False
    """The second Ctrl-C: kill what still runs."""

    def request(self, *_signal_and_frame: object) -> None:
        """Ask for an orderly end; a second time, for the end at once. Fit to be a signal handler."""
        self.hurried = self.requested
        self.requested = True
