"""`response_url`: for half an hour an app may answer an interaction up to five times without a token."""

from dataclasses import dataclass, field, replace

from ops.sandbox.clock import Clock
from ops.sandbox.content import Content, check_content
from ops.sandbox.errors import SlackError
from ops.sandbox.identifiers import new_secret
from ops.sandbox.model import App, Json, Message
from ops.sandbox.posting import Posting

LIFETIME = 1800.0
USES = 5


@dataclass
class Ticket:
    """Where the answers to one interaction go. `message` is the one that was interacted with, if any."""

    app: App
    user: str
    channel: str
    expires: float
    message: Message | None = None
    thread_ts: str | None = None
    uses: int = 0


@dataclass(eq=False)
class ResponseUrls:
    """Issues response URLs and posts what comes in through them."""

    posting: Posting
    clock: Clock
    base_url: str
    _tickets: dict[str, Ticket] = field(default_factory=dict, init=False)

    def issue(self, app: App, user: str, channel: str, message: Message | None = None) -> str:
        """Return a fresh URL."""
        secret = new_secret()
        thread_ts = message.thread_ts if message else None
        expires = self.clock.now() + LIFETIME
        self._tickets[secret] = Ticket(app, user, channel, expires, message, thread_ts)
        return f"{self.base_url}/response/{app.id}/{secret}"

    def use(self, secret: str, body: Json) -> None:
        """Answer through a URL.

        Raises SlackError: `invalid_url`, `expired_url` after half an hour, `used_url` after five uses, and what
        bad content raises.
        """
        ticket = self._tickets.get(secret)
        if ticket is None:
            raise SlackError("invalid_url")
        if self.clock.now() > ticket.expires:
            raise SlackError("expired_url")
        if ticket.uses >= USES:
            raise SlackError("used_url")
        self.answer(ticket, body)
        ticket.uses += 1

    def clear(self) -> None:
        """Forget all of them."""
        self._tickets.clear()

    def respond(self, url: str, body: Json) -> None:
        """Post the immediate answer to a command, which uses up nothing."""
        self.answer(replace(self._tickets[url.rpartition("/")[2]]), body)

    def answer(self, ticket: Ticket, body: Json) -> None:
        """Delete, replace or post, as the body says; a new message is ephemeral by default."""
        original = ticket.message if ticket.message and self.posting.is_there(ticket.message) else None
        if body.get("delete_original") and original:
            self.posting.delete(original)
            return
        # markdown_text does not work on a response URL.
        content = check_content({name: value for name, value in body.items() if name != "markdown_text"})
        if body.get("replace_original") and original:
            self._replace(original, content)
            return
        self._post(ticket, content, body)

    def _replace(self, message: Message, content: Content) -> None:
        previous = self.posting.snapshot(message)
        message.text, message.blocks, message.attachments = content.text, content.blocks, content.attachments
        self.posting.changed(message, previous)

    def _post(self, ticket: Ticket, content: Content, body: Json) -> None:
        message = Message(
            self.posting.workspace.current_id(ticket.channel),
            self.posting.next_ts(),
            ticket.app.bot_user,
            content.text,
            app_id=ticket.app.id,
            thread_ts=body.get("thread_ts") or ticket.thread_ts,
            blocks=content.blocks,
            attachments=content.attachments,
        )
        if body.get("response_type") == "in_channel":
            self.posting.post(message)
        else:
            message.only_for = ticket.user
            self.posting.post_silently(message)
