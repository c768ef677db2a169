"""Identifiers in Slack's own format: a prefix that names the kind, then capitals and digits."""

import secrets
import string

ALPHABET = string.ascii_uppercase + string.digits


def new_id(prefix: str) -> str:
    """Return a fresh id such as `Ev0K3…`: `prefix`, a zero, nine random characters."""
    return prefix + "0" + "".join(secrets.choice(ALPHABET) for _ in range(9))


def new_secret() -> str:
    """Return an unguessable string for a URL, a ticket or a trigger id."""
    return secrets.token_hex(16)
