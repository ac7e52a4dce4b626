"""Passwords of the settings, plain and hashed."""

from __future__ import annotations

import asyncio

import pytest

from hubbub.server.passwords import LONGEST, WAITING, ArgonPasswords, hashed


@pytest.mark.parametrize("kept", ["sesame", hashed("sesame")], ids=["plain", "hash"])
async def test_the_right_password_fits_and_no_other(kept: str) -> None:
    passwords = ArgonPasswords()
    assert await passwords.fit(kept, "sesame")
    assert not await passwords.fit(kept, "Sesame")
    assert not await passwords.fit(kept, "")
    assert not await passwords.fit(kept, kept) or kept == "sesame"
    passwords.close()


async def test_a_password_that_is_too_long_is_not_even_hashed() -> None:
    passwords = ArgonPasswords()
    assert not await passwords.fit("x" * (LONGEST + 1), "x" * (LONGEST + 1))
    passwords.close()


async def test_a_broken_hash_fits_nothing() -> None:
    passwords = ArgonPasswords()
    assert not await passwords.fit("$argon2id$v=19$broken", "x")
    passwords.close()


async def test_not_everybody_is_hashed_at_once() -> None:
    passwords = ArgonPasswords()
    kept = hashed("sesame")
    fitted = await asyncio.gather(*(passwords.fit(kept, "sesame") for _ in range(WAITING + 3)))
    assert fitted == [True] * WAITING + [False] * 3
    passwords.close()
