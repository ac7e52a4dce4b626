"""Real hashes, of accounts and of the settings."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Iterator
from hashlib import pbkdf2_hmac

import msgspec
import pytest
from argon2 import PasswordHasher

from hubbub.chat.ports import TooBusy
from hubbub.irc import scram
from hubbub.server.core import passwords as queues
from hubbub.server.core.hashing import Hashing
from hubbub.server.core.passwords import LONGEST, NICE, SETTINGS, Argon2, WorkQueue


@pytest.fixture
def passwords() -> Iterator[Argon2]:
    passwords = Argon2()
    yield passwords
    passwords.close()


async def test_only_the_password_matches(passwords: Argon2) -> None:
    kept = await passwords.derive("correct horse")
    assert kept.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await passwords.matches("correct horse", kept)
    assert not await passwords.matches("correct hors", kept)
    assert not await passwords.matches("correct horse", None)
    salted = pbkdf2_hmac("sha256", b"correct horse", kept.salt, 600_000)
    assert (kept.iterations, kept.stored_key, kept.server_key) == (600_000, *scram.keys_of(salted))


async def test_what_was_made_with_other_costs_is_outdated(passwords: Argon2) -> None:
    kept = await passwords.derive("correct horse")
    assert not passwords.is_outdated(kept)
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("correct horse")
    old = msgspec.structs.replace(kept, password_hash=cheap)
    assert await passwords.matches("correct horse", old)
    assert passwords.is_outdated(old)
    assert passwords.is_outdated(msgspec.structs.replace(kept, iterations=4096))


async def test_the_queue_is_bounded(passwords: Argon2) -> None:
    passwords.logins.most = 0
    with pytest.raises(TooBusy):
        await passwords.matches("correct horse", None)


@pytest.mark.parametrize("kept", ["sesame", Hashing().hashed("sesame")], ids=["plain", "hash"])
async def test_the_right_password_fits_and_no_other(passwords: Argon2, kept: str) -> None:
    assert await passwords.fit(kept, "sesame")
    assert not await passwords.fit(kept, "Sesame")
    assert not await passwords.fit(kept, "")
    assert not await passwords.fit(kept, kept) or kept == "sesame"


async def test_a_password_that_is_too_long_is_not_even_hashed(passwords: Argon2) -> None:
    assert not await passwords.fit("x" * (LONGEST + 1), "x" * (LONGEST + 1))


async def test_a_broken_hash_fits_nothing(passwords: Argon2) -> None:
    assert not await passwords.fit("$argon2id$v=19$broken", "x")


async def test_not_everybody_is_hashed_at_once(passwords: Argon2) -> None:
    kept = Hashing().hashed("sesame")
    fitted = await asyncio.gather(*(passwords.fit(kept, "sesame") for _ in range(SETTINGS + 3)))
    assert fitted == [True] * SETTINGS + [False] * 3


@pytest.mark.skipif(sys.platform != "linux", reason="a thread has a priority of its own on Linux alone")
async def test_the_threads_that_hash_let_others_go_first(passwords: Argon2) -> None:
    priority = await passwords.logins.run(lambda: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))
    assert priority == min(19, os.nice(0) + NICE) > os.nice(0)


async def test_what_is_not_begun_for_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashing gives way to all else: where something else takes the machine, nobody waits for it for ever."""
    monkeypatch.setattr(queues, "PATIENCE", 0.0)
    queue, go, begun = WorkQueue(1, 9), threading.Event(), threading.Event()

    def work() -> bool:
        begun.set()
        return go.wait()

    first = asyncio.create_task(queue.run(work))
    await asyncio.to_thread(begun.wait)
    with pytest.raises(TooBusy):
        await queue.run(lambda: pytest.fail("it was given up"))
    go.set()
    assert await first, "what had begun is finished"
    queue.close()
