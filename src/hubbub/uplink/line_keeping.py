"""What the line client keeps over its end: messages that were not accepted yet, where one was, and what was shown last.

A message is in the file before it is sent, and goes out at the next start under the same id, as the same person: the
server makes no second message of it. How far one has seen is written when it has been shown, so that the next start
fetches what came later.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from hubbub.client.session import Client

from . import documents
from .happenings import FileSetAside
from .single import Single
from .trouble import Trouble

KEY = "lines"
_VERSION = 1


class Face(Protocol):
    """What the face itself wants to have again, as plain data."""

    def kept(self) -> dict[str, Any]: ...

    def restore(self, data: dict[str, Any]) -> None:
        """Raises KeyError, TypeError or ValueError for what was not kept by it."""


class LineKeeper:
    """`Visit` calls it, and the face, by `shown`. `folder`: that of this server and name (`keeping.folder_of`). Give it
    the client by `restore` before the first connection.
    """

    def __init__(self, folder: Path, face: Face | None = None) -> None:
        self.file = folder / f"{KEY}.json"
        self._face = face
        self._single = Single(KEY, lambda words: None, folder)
        self._seen: dict[str, Any] = {}  # how far what happened was shown
        self._outgoing: object = None
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
        """Let the client go on where it was. What is returned is to be told. Raises Trouble("file")."""
        loaded = documents.load_json(self.file)
        data = loaded.data.get("client")
        if isinstance(data, dict):
            client.restore(data)
        if self._face is not None and "face" in loaded.data:
            with suppress(KeyError, TypeError, ValueError):
                self._face.restore(loaded.data["face"])
        self._seen = client.catchup.kept()
        return loaded.aside

    def changed(self, client: Client) -> None:
        """Raises Trouble("file")."""
        outgoing = [(message.id, message.sent) for message in client.queue], client.token
        if outgoing != self._outgoing:
            self._outgoing = outgoing
            self._write({**client.kept(), "seen": self._seen})  # what comes with it is not shown yet

    def shown(self, client: Client) -> None:
        """Raises Trouble("file")."""
        kept = client.kept()
        self._seen = kept["seen"]
        self._write(kept)

    def close(self, client: Client) -> None:
        """Raises Trouble("file")."""
        try:
            self._write({**client.kept(), "seen": self._seen})
        finally:
            self._single.end()

    def _write(self, client: dict[str, Any]) -> None:
        data = {"version": _VERSION, "client": client}
        if self._face is not None:
            data["face"] = self._face.kept()
        if data != self._written:
            documents.save_json(self.file, data)
            self._written = data
