"""Passwords hashed in a small pool of threads, so that logins never hold up the chat."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from hashlib import pbkdf2_hmac
from typing import TYPE_CHECKING, TypeVar

from hubbub.chat.events import Credentials
from hubbub.chat.ports import TooBusy
from hubbub.irc import scram

if TYPE_CHECKING:
    from argon2 import PasswordHasher

WORKERS = 2
WAITING = 2_500  # passwords; at 25 ms each the last one waits half a minute

T = TypeVar("T")


class Argon2:
    """Implements `chat.ports.Hasher`: argon2id (RFC 9106) as OWASP asks for at least, and keys for SCRAM."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(WORKERS, "hashing")
        self._waiting = 0
        self._nobodys = ""  # a hash of no password, made when it is first needed

    @cached_property
    def _argon2(self) -> PasswordHasher:
        from argon2 import PasswordHasher  # slow to import, and not needed at start

        return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

    async def derive(self, password: str) -> Credentials:
        return await self._run(lambda: self._derive(password))

    async def matches(self, password: str, credentials: Credentials | None) -> bool:
        return await self._run(lambda: self._matches(password, credentials))

    def close(self) -> None:
        """Start nothing more."""
        self._pool.shutdown(wait=False, cancel_futures=True)

    async def _run(self, work: Callable[[], T]) -> T:
        if self._waiting >= WAITING:
            raise TooBusy
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._waiting -= 1

    def _derive(self, password: str) -> Credentials:
        given = scram.prepared(password)
        salt = secrets.token_bytes(scram.SALT_BYTES)
        salted = pbkdf2_hmac("sha256", given.encode(), salt, scram.ITERATIONS)
        return Credentials(self._argon2.hash(given), salt, scram.ITERATIONS, *scram.keys_of(salted))

    def _matches(self, password: str, credentials: Credentials | None) -> bool:
        from argon2.exceptions import InvalidHashError, VerificationError

        if credentials is None and not self._nobodys:
            self._nobodys = self._argon2.hash(secrets.token_hex())
        known = credentials.password_hash if credentials else self._nobodys
        try:
            return self._argon2.verify(known, scram.prepared(password)) and credentials is not None
        except (VerificationError, InvalidHashError):
            return False
