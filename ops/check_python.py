"""Run by `make setup` with whatever Python there is: says in one sentence what is wrong with it, if anything is."""

import sys

OLDEST = (3, 11)


def problem() -> "str | None":  # quoted: this file must run on Pythons that are too old
    """The sentence, or None where this Python will do."""
    if sys.version_info < OLDEST:
        found = f"{sys.executable} is {sys.version_info[0]}.{sys.version_info[1]}"
        return f"Frontdesk needs Python 3.11 or newer; {found}. Install one, then run: make PYTHON=python3.11 run"
    try:
        import ensurepip  # noqa: F401, PLC0415 - whether it is there is the question
        import venv  # noqa: F401, PLC0415 - as above
    except ImportError:
        return "Python's venv module is missing. On Debian or Ubuntu: apt-get install python3-venv python3-pip"
    return None


if __name__ == "__main__":
    sys.exit(problem())
