"""Secrets: in the system's keyring where there is one. Else tokens in a file that only we can read, passwords nowhere.

A keyring may ask the person, or hang: it is spoken to in a thread, for a limited time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from . import documents
from .loops import Daemons
from .places import state_directory

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

FILE_NAME = "tokens.json"
SERVICE = "hubbub"
PATIENCE = 20.0  # seconds: somebody may have to type the keyring's own password

Kind = Literal["token", "password", "server"]  # the last: the password that everybody needs there
T = TypeVar("T")
_threads = Daemons()


class Credentials:
    """Those of one server and name. `server`: HOST:PORT."""

    def __init__(self, server: str, name: str, folder: Path | None = None, keyring: Keyring | None = None) -> None:
        self._who = f"{name.lower()}@{server}"
        self._file = (folder or state_directory()) / FILE_NAME
        self._keyring = keyring or Keyring()

    async def find(self, kind: Kind) -> str:
        """'' for none. A token that is in the file is a newer one than the keyring's. Raises Trouble("file")."""
        in_file = documents.load_json(self._file).data.get(self._key(kind), "")
        if isinstance(in_file, str) and in_file:
            return in_file
        return await self._keyring.find(self._key(kind))

    async def keep(self, kind: Kind, secret: str) -> bool:
        """Whether it is kept. Raises Trouble("file")."""
        if kind == "token":
            self.write_token(secret)
        kept = await self._keyring.keep(self._key(kind), secret)
        if kept and kind == "token":
            self._take_out(kind, secret)
        return kept or kind == "token"

    async def forget(self, kind: Kind) -> None:
        """Raises Trouble("file")."""
        self._take_out(kind)
        await self._keyring.forget(self._key(kind))

    def write_token(self, token: str) -> None:
        """At once, into the file: nothing may be lost when this process is killed. Raises Trouble("file")."""
        data = documents.load_json(self._file).data
        if data.get(self._key("token")) != token:
            documents.save_json(self._file, {**data, self._key("token"): token})

    def _take_out(self, kind: Kind, only: str | None = None) -> None:
        data = documents.load_json(self._file).data
        key = self._key(kind)
        if key in data and only in (None, data[key]):
            del data[key]
            documents.save_json(self._file, data)

    def _key(self, kind: Kind) -> str:
        return f"{kind}:{self._who}"


class Keyring:
    """The system's. Everything that goes wrong with it means that there is none."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._works = True

    async def there(self) -> bool:
        """Whether a password could be kept."""
        return await self._ask(_is_there, False)

    async def find(self, key: str) -> str:
        return await self._ask(lambda: _backend().get_password(SERVICE, key) or "", "")

    async def keep(self, key: str, secret: str) -> bool:
        return await self._ask(lambda: _set(key, secret), False)

    async def forget(self, key: str) -> None:
        await self._ask(lambda: _delete(key), None)

    async def _ask(self, work: Callable[[], T], otherwise: T) -> T:
        if not self._works:
            return otherwise
        try:
            async with asyncio.timeout(self._patience):
                return await asyncio.get_running_loop().run_in_executor(_threads, work)
        except TimeoutError:
            self._works = False  # its thread hangs; the next one would, too
        except Exception:  # whatever a backend raises: there are many
            pass
        return otherwise


def _backend() -> KeyringBackend:
    """Raises ImportError, and what keyrings raise."""
    import keyring

    return keyring.get_keyring()


def _is_there() -> bool:
    """Whether it is one that keeps something: the last resort of the library refuses, another one forgets."""
    return _backend().priority > 0


def _set(key: str, secret: str) -> bool:
    if not _is_there():
        return False
    _backend().set_password(SERVICE, key, secret)
    return True


def _delete(key: str) -> None:
    if _is_there() and _backend().get_password(SERVICE, key) is not None:
        _backend().delete_password(SERVICE, key)
