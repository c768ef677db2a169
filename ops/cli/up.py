"""``frontdesk up``: everything on this machine."""

from __future__ import annotations

import signal

from ops.cli.console import err


def up() -> None:
    """Run everything on this machine, with a local Slack in the browser."""
    from ops.cli.offer import offer
    from ops.settings import StackSettings
    from ops.stack import Stack
    from ops.unknown_settings import warnings

    for warning in warnings():
        err.print(warning, style="yellow", markup=False, highlight=False)
    offer(StackSettings.read(), err)
    stack = Stack(StackSettings.read(), err)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stack.stop.request)
    stack.run()
    err.print("Frontdesk has stopped.", style="dim")
