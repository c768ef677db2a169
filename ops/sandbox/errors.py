"""The one exception of the sandbox: what Slack answers instead of `ok: true`."""

from ops.sandbox.model import Json


class SlackError(Exception):
    """A refusal with Slack's error code; `details` are further fields of the answer."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def to_json(self) -> Json:
        """Return the answer's body."""
        return {"ok": False, "error": self.code, **self.details}

    @staticmethod
    def with_messages(code: str, messages: list[str]) -> "SlackError":
        """Return a refusal that explains itself in `response_metadata.messages`, as Block Kit's do."""
        plain = [message.removeprefix("[ERROR] ") for message in messages]
        return SlackError(code, errors=plain, response_metadata={"messages": messages})
