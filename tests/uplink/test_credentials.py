"""Secrets, with the real library and a keyring of ours beneath it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError

from hubbub.uplink.credentials import Credentials, Keyring


class Memory(KeyringBackend):
    """Keeps secrets as long as it lives."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if (service, username) not in self.kept:
            raise PasswordDeleteError
        del self.kept[service, username]


class Locked(Memory):
    """Somebody refused to unlock it."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("no")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked("no")


class Hanging(Memory):
    """Waits for an answer that nobody gives."""

    released = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.released.wait()
        return None

    set_password = delete_password = get_password  # type: ignore[assignment]


@pytest.fixture(autouse=True)
def before() -> Iterator[None]:
    found = keyring.get_keyring()
    Hanging.released.clear()
    yield
    Hanging.released.set()
    keyring.set_keyring(found)


def credentials(folder: Path, backend: KeyringBackend, name: str = "alice", patience: float = 20.0) -> Credentials:
    keyring.set_keyring(backend)
    return Credentials("chat.example:7777", name, folder, Keyring(patience))


async def test_a_keyring_keeps_everything_and_no_file_anything(tmp_path: Path) -> None:
    memory = Memory()
    alice = credentials(tmp_path, memory)
    assert await alice.keep("token", "t1")
    assert await alice.keep("password", "p")
    assert (await alice.find("token"), await alice.find("password")) == ("t1", "p")
    assert memory.kept == {
        ("hubbub", "token:alice@chat.example:7777"): "t1",
        ("hubbub", "password:alice@chat.example:7777"): "p",
    }
    assert "t1" not in (tmp_path / "tokens.json").read_text()
    await alice.forget("password")
    await alice.forget("password")
    assert await alice.find("password") == ""
    assert await credentials(tmp_path, memory, "bob").find("token") == ""


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring, Locked])
async def test_without_one_tokens_are_in_a_file_and_passwords_nowhere(
    tmp_path: Path, backend: type[KeyringBackend]
) -> None:
    alice = credentials(tmp_path, backend())
    assert await alice.keep("token", "t1")
    assert not await alice.keep("password", "secret")
    assert (await alice.find("token"), await alice.find("password")) == ("t1", "")
    assert os.listdir(tmp_path) == ["tokens.json"]
    assert (tmp_path / "tokens.json").stat().st_mode & 0o777 == 0o600
    assert "secret" not in (tmp_path / "tokens.json").read_text()
    await alice.forget("token")
    assert await alice.find("token") == ""


async def test_one_that_hangs_is_not_waited_for_twice(tmp_path: Path) -> None:
    alice = credentials(tmp_path, Hanging(), patience=0.05)
    assert await alice.find("password") == ""
    alice._keyring._patience = 1000
    assert not await alice.keep("password", "p")
    assert await alice.keep("token", "t1")
    assert await alice.find("token") == "t1"


async def test_a_token_is_in_the_file_until_the_keyring_has_it(tmp_path: Path) -> None:
    """So that a face which is killed in between does not lose it."""
    memory = Memory()
    alice = credentials(tmp_path, memory)
    await alice.keep("token", "old")
    alice.write_token("new")
    assert await alice.find("token") == "new"
    await alice.keep("token", "new")
    assert await alice.find("token") == "new"
    assert "new" not in (tmp_path / "tokens.json").read_text()


async def test_whether_there_is_one(tmp_path: Path) -> None:
    for backend, there in ((Memory, True), (null.Keyring, False), (fail.Keyring, False)):
        keyring.set_keyring(backend())
        assert await Keyring().there() == there
