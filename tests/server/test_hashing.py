"""Real hashes."""

from __future__ import annotations

from hashlib import pbkdf2_hmac

import pytest

from hubbub.chat.ports import TooBusy
from hubbub.irc import scram
from hubbub.server import hashing
from hubbub.server.hashing import Argon2


async def test_only_the_password_matches() -> None:
    hasher = Argon2()
    kept = await hasher.derive("correct horse")
    assert kept.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await hasher.matches("correct horse", kept)
    assert not await hasher.matches("correct hors", kept)
    assert not await hasher.matches("correct horse", None)
    salted = pbkdf2_hmac("sha256", b"correct horse", kept.salt, 600_000)
    assert (kept.iterations, kept.stored_key, kept.server_key) == (600_000, *scram.keys_of(salted))
    hasher.close()


async def test_the_queue_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    hasher = Argon2()
    monkeypatch.setattr(hashing, "WAITING", 0)
    with pytest.raises(TooBusy):
        await hasher.matches("correct horse", None)
    hasher.close()
