"""What survives a face: what was not sent yet, drafts, places, the token. One folder for each server and name.

A message is in the file before it is sent, so that a face that is killed sends it again at its next start, under the
same id: the server makes no second message of it. What merely changed, such as a draft, is written a moment later.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from contextlib import suppress
from pathlib import Path

from hubbub.client.session import Client

from . import documents
from .addresses import Address
from .credentials import Credentials
from .happenings import FileSetAside
from .places import state_directory
from .trouble import Trouble

FILE_NAME = "visit.json"
SOON = 0.5  # seconds until what is not urgent is written
_VERSION = 1


def folder_of(address: Address, name: str, state: Path | None = None) -> Path:
    """Readable, and another one for each server and name: names that differ in signs only differ in the digits."""
    digits = hashlib.sha256(f"{address.place} {name.lower()}".encode(errors="replace")).hexdigest()[:8]
    readable = re.sub(r"[^a-z0-9.-]+", "-", f"{address.host}-{address.port}-{name.lower()}")[:60]
    return (state or state_directory()) / "visits" / f"{readable}-{digits}"


class Keeper:
    """`Visit` calls it. Give it the client by `restore` before the first connection."""

    def __init__(self, folder: Path, credentials: Credentials) -> None:
        self.file = folder / FILE_NAME
        self._credentials = credentials
        self._token = ""
        self._outgoing: frozenset[tuple[str, bool]] = frozenset()
        self._written: object = None
        self._later: asyncio.TimerHandle | None = None
        self._failed: Trouble | None = None
        self._moving: asyncio.Task[None] | None = None  # a token on its way into the keyring

    async def restore(self, client: Client) -> FileSetAside | None:
        """Let the client go on with what was kept. What is returned is to be told. Raises Trouble("file")."""
        loaded = documents.load_json(self.file)
        self._token = await self._credentials.find("token")
        data = loaded.data.get("client")
        client.restore({**(data if isinstance(data, dict) else {}), "token": self._token})
        return loaded.aside

    def changed(self, client: Client) -> None:
        """Write at once what is to be sent, and soon what else there is. Raises Trouble("file"), also for what could
        not be written a moment ago.
        """
        failed, self._failed = self._failed, None
        if failed is not None:
            self._soon(client)
            raise failed
        if client.token and client.token != self._token:
            self._keep_token(client.token)
        outgoing = frozenset((message.id, message.sent) for message in client.queue)
        urgent, self._outgoing = outgoing - self._outgoing, outgoing
        if urgent:
            self._write(client)
        else:
            self._soon(client)

    def shown(self, client: Client) -> None:
        """These faces show what was said before anyway, at every start."""

    def close(self, client: Client) -> None:
        """Raises Trouble("file")."""
        self._write(client)

    def _write(self, client: Client) -> None:
        if self._later is not None:
            self._later.cancel()
            self._later = None
        data = {key: value for key, value in client.kept().items() if key != "token"}
        if data != self._written:
            documents.save_json(self.file, {"version": _VERSION, "client": data})
            self._written = data

    def _soon(self, client: Client) -> None:
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(SOON, self._write_later, client)

    def _write_later(self, client: Client) -> None:
        self._later = None
        try:
            self._write(client)
        except Trouble as trouble:
            self._failed = trouble

    def _keep_token(self, token: str) -> None:
        self._credentials.write_token(token)
        self._token = token
        self._moving = asyncio.ensure_future(self._into_keyring(token))

    async def _into_keyring(self, token: str) -> None:
        with suppress(Trouble):  # it is in the file
            await self._credentials.keep("token", token)
