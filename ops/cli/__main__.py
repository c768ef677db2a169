"""``python -m ops.cli``: the ``frontdesk`` command of this very installation."""

from ops.cli import main

main()
