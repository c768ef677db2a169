"""History on disk: one SQLite file that holds what a restart must bring back."""

import json
import sqlite3
from dataclasses import asdict
from pathlib import Path

from ops.sandbox.model import Channel, File, Json, Message
from ops.sandbox.workspace import Workspace

SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (channel TEXT, ts TEXT, body TEXT, PRIMARY KEY (channel, ts)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS channels (id TEXT PRIMARY KEY, about TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS homes (app TEXT, user TEXT, view TEXT, PRIMARY KEY (app, user)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (id TEXT PRIMARY KEY, about TEXT, content BLOB);
"""


class Store:
    """Keeps history in `folder`/sandbox.sqlite3, written as it happens; without a folder, in memory."""

    def __init__(self, folder: Path | None = None) -> None:
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        path = folder / "sandbox.sqlite3" if folder else ":memory:"
        # Start-up and the server's loop may be two threads; only one of them runs at a time.
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(SCHEMA)

    def save(self, message: Message) -> None:
        """Insert or replace a message."""
        row = (message.channel, message.ts, json.dumps(message.to_json(), ensure_ascii=False))
        self._db.execute("INSERT OR REPLACE INTO messages VALUES (?, ?, ?)", row)

    def delete(self, message: Message) -> None:
        """Delete a message's row."""
        key = (message.channel, message.ts)
        self._db.execute("DELETE FROM messages WHERE channel = ? AND ts = ?", key)

    def save_channel(self, channel: Channel) -> None:
        """Insert or replace a conversation that was opened or changed while running."""
        row = (channel.id, json.dumps(asdict(channel), ensure_ascii=False))
        self._db.execute("INSERT OR REPLACE INTO channels VALUES (?, ?)", row)

    def forget_channel(self, channel: str) -> None:
        """Delete what was kept under a channel's id."""
        self._db.execute("DELETE FROM channels WHERE id = ?", (channel,))
        self._db.execute("DELETE FROM messages WHERE channel = ?", (channel,))

    def save_home(self, app: str, user: str, view: Json) -> None:
        """Insert or replace somebody's Home tab."""
        row = (app, user, json.dumps(view, ensure_ascii=False))
        self._db.execute("INSERT OR REPLACE INTO homes VALUES (?, ?, ?)", row)

    def save_file(self, file: File) -> None:
        """Insert or replace a file and its bytes."""
        about = {name: value for name, value in vars(file).items() if name != "content"}
        row = (file.id, json.dumps(about, ensure_ascii=False), file.content)
        self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", row)

    def load(self, workspace: Workspace) -> dict[tuple[str, str], Json]:
        """Put the history into `workspace`; return the Home tabs by app and user."""
        for channel, about in self._db.execute("SELECT id, about FROM channels"):
            workspace.channels[channel] = Channel.from_json(json.loads(about))
            workspace.channels.pop(workspace.channels[channel].former_id, None)
        for about, content in self._db.execute("SELECT about, content FROM files"):
            file = File(**json.loads(about), content=content)
            workspace.files[file.id] = file
        for (body,) in self._db.execute("SELECT body FROM messages ORDER BY ts"):
            workspace.add(Message.from_json(json.loads(body)))
        homes = self._db.execute("SELECT app, user, view FROM homes")
        return {(app, user): json.loads(view) for app, user, view in homes}

    def clear(self) -> None:
        """Forget everything."""
        for table in ("messages", "channels", "homes", "files"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608  # the names are the four above

    def close(self) -> None:
        """Close the database."""
        self._db.close()
