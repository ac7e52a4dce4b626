"""Hashes of passwords: argon2id (RFC 9106), and beside it the keys that SCRAM proves things by (RFC 5802).

Slow: in a thread.
"""

from __future__ import annotations

import secrets
from hashlib import pbkdf2_hmac

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from hubbub.chat.events import Credentials
from hubbub.irc import scram

TIME, MEMORY, LANES = 2, 19_456, 1  # argon2id's costs (memory in KiB), as OWASP has them


class Hashing:
    """What is kept of passwords, and whether others are the same."""

    def __init__(self) -> None:
        self._argon2 = PasswordHasher(TIME, MEMORY, LANES)
        self._nobodys = ""  # a hash of no password, made when it is first needed

    def hashed(self, password: str) -> str:
        """The argon2id hash that is kept in place of the password."""
        return self._argon2.hash(password)

    def derive(self, password: str) -> Credentials:
        """All that is kept in place of the password of an account."""
        given = scram.prepared(password)
        salt = secrets.token_bytes(scram.SALT_BYTES)
        salted = pbkdf2_hmac("sha256", given.encode(), salt, scram.ITERATIONS)
        return Credentials(self.hashed(given), salt, scram.ITERATIONS, *scram.keys_of(salted))

    def verify(self, kept: str, given: str) -> bool:
        """Whether `given` is the password that `kept` is the hash of."""
        try:
            return self._argon2.verify(kept, given)
        except (VerificationError, InvalidHashError):
            return False

    def matches(self, password: str, credentials: Credentials | None) -> bool:
        """Whether it is the password of an account; None takes as long as one."""
        if credentials is None and not self._nobodys:
            self._nobodys = self.hashed(secrets.token_hex())
        known = credentials.password_hash if credentials else self._nobodys
        return self.verify(known, scram.prepared(password)) and credentials is not None

    def is_outdated(self, credentials: Credentials) -> bool:
        """Whether another hash would be made today."""
        costs = self._argon2.check_needs_rehash(credentials.password_hash)
        return costs or credentials.iterations < scram.ITERATIONS
