"""Whether a password fits: plain ones at once, argon2 hashes in a thread of their own."""

from __future__ import annotations

import asyncio
import hmac
from concurrent.futures import ThreadPoolExecutor

LONGEST = 1024  # bytes; a longer one is not hashed
WAITING = 16  # hashes that may be under way; more are refused unseen, so that nobody keeps the machine busy
TIME, MEMORY, LANES = 2, 19_456, 1  # argon2id's costs (memory in KiB), as OWASP has them


class ArgonPasswords:
    """`ports.Passwords` for the running loop."""

    def __init__(self) -> None:
        self.waiting = 0
        self.thread = ThreadPoolExecutor(1, "passwords")

    async def fit(self, kept: str, given: str) -> bool:
        """Whether `given` is the password `kept`, or the one that it is the hash of."""
        if len(given.encode()) > LONGEST or self.waiting >= WAITING:
            return False
        if not kept.startswith("$argon2"):
            return hmac.compare_digest(kept.encode(), given.encode())
        self.waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self.thread, _verify, kept, given)
        finally:
            self.waiting -= 1

    def close(self) -> None:
        """Wait for nothing more."""
        self.thread.shutdown(wait=False, cancel_futures=True)


def hashed(password: str) -> str:
    """The argon2id hash that the settings may have in place of the password."""
    from argon2 import PasswordHasher  # slow to import, and seldom needed

    return PasswordHasher(TIME, MEMORY, LANES).hash(password)


def _verify(kept: str, given: str) -> bool:
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHash, VerificationError

    try:
        return PasswordHasher().verify(kept, given)
    except (VerificationError, InvalidHash):
        return False
