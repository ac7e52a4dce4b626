"""What the line client keeps over its end: messages that were not accepted yet, and what it takes to send them once.

A message is in the file before it is sent, and goes out at the next start under the same id, as the same person: the
server makes no second message of it. Where nothing is unsent there is no file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hubbub.client.session import Client
from hubbub.irc import casemap

from . import documents, files
from .happenings import FileSetAside
from .single import Single
from .trouble import Trouble

KEY = "unsent"
_VERSION = 1


class Unsent:
    """`Visit` calls it. `folder`: that of this server and name (`keeping.folder_of`). Give it the client by `restore`
    before the first connection.
    """

    def __init__(self, folder: Path) -> None:
        self.file = folder / f"{KEY}.json"
        self._single = Single(KEY, lambda words: None, folder)
        self._written: object = None

    async def begin(self) -> bool:
        """Whether this is the only one of this server and name that keeps something. Raises Trouble("file")."""
        try:
            await self._single.begin()
        except Trouble as trouble:
            if trouble.code != "running":
                raise
            return False
        return True

    def restore(self, client: Client) -> FileSetAside | None:
        """Let the client send what was kept. What is returned is to be told. Raises Trouble("file")."""
        loaded = documents.load_json(self.file)
        data = loaded.data.get("client")
        if isinstance(data, dict):
            client.restore(data)
        return loaded.aside

    def changed(self, client: Client) -> None:
        """Raises Trouble("file")."""
        waiting = [(message.id, message.sent) for message in client.queue]
        if self._written == (waiting, client.token):
            return
        if waiting:
            documents.save_json(self.file, {"version": _VERSION, "client": _needed(client)})
        else:
            files.remove(self.file)
        self._written = waiting, client.token

    def close(self, client: Client) -> None:
        """Raises Trouble("file")."""
        try:
            self.changed(client)
        finally:
            self._single.end()


def _needed(client: Client) -> dict[str, Any]:
    """The messages, who says them, and the rooms that they are for."""
    kept = client.kept()
    targets = {casemap.lower(message.target) for message in client.queue}
    rooms = [row for row in kept["buffers"] if casemap.lower(row["name"]) in targets]
    return {"token": kept["token"], "words": [], "outbox": kept["outbox"], "buffers": rooms}
