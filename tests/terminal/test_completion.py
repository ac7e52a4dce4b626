"""Tab: commands, names and rooms, where they belong."""

from __future__ import annotations

import pytest
from tests.client.people import Town

from hubbub.client.session import Client
from hubbub.terminal.completion import candidates


@pytest.fixture
def client() -> Client:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    town.person("Barbara")
    town.rest()
    alice.asked("/join team")
    bob.asked("/join team")
    return alice.client


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("/jo", ["/join "]),
        ("/se", ["/search "]),
        ("@b", ["@bob ", "@barbara "]),
        ("b", ["bob: ", "Barbara: "]),
        ("hello B", ["bob ", "Barbara "]),
        ("/msg ba", ["Barbara "]),
        ("/kick bo", ["bob "]),
        ("/op ", ["bob ", "Barbara "]),
        ("/join te", ["team"]),
        ("/leave #t", ["#team"]),
        ("see #l", ["#lobby"]),
        ("", []),
        ("alice is not completed a", []),
    ],
)
def test_what_is_offered(client: Client, typed: str, found: list[str]) -> None:
    offered = [whole for whole, _ in candidates(client, typed)]
    assert [one.lower() for one in offered] == [one.lower() for one in found]


def test_names_that_a_terminal_would_obey_are_not_offered() -> None:
    client = Client("alice", "n")
    client.connect()
    client.receive(b":s 001 alice :hi\r\n:s 422 alice :none\r\n:s PONG s :hubbub-ready\r\n", 1)
    client.receive(b":b\x1b[2J!u@h PRIVMSG alice :hi\r\n:bob!u@h PRIVMSG alice :hi\r\n", 1)
    assert [whole for whole, _ in candidates(client, "@b")] == ["@bob "]
