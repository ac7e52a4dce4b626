"""Logging in by a certificate (SASL EXTERNAL) on connecting."""

from __future__ import annotations

import pytest
from tests.client.people import notes_of
from tests.support.memory_chat import MemoryChat

from hubbub.client.events import Event, NameRefused, Welcomed
from hubbub.client.session import Client
from hubbub.wire.lines import LineReader

MINE = "ab" * 32


def with_account() -> MemoryChat:
    """A chat where alice has an account, and logs in by her certificate."""
    chat = MemoryChat(lobby="#lobby")
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER a 0 * :A", "NS REGISTER password1", f"NS CERT ADD {MINE}", "QUIT")
    return chat


def comes(chat: MemoryChat, fingerprint: str, *, token: str = "") -> tuple[Client, list[Event]]:
    client = Client("alice", "n")
    client.external, client.token = True, token
    connection, reader = chat.connect(secure=True), LineReader()
    connection.session.fingerprint = fingerprint
    client.connect()
    events: list[Event] = []
    while (said := client.bytes_to_send(chat.now)) or connection.written:
        connection.send(*reader.feed(said))
        came, connection.written = connection.written, b""
        events += client.receive(came, chat.now)
    return client, events


def told(events: list[Event]) -> list[tuple[str, str]]:
    return [(note.code, note.text) for note in notes_of(events)]


@pytest.mark.parametrize("token", ["", "not one"])
def test_it_is_done_before_the_name_is_given(token: str) -> None:
    chat = with_account()
    client, events = comes(chat, MINE, token=token)
    assert [event for event in events if isinstance(event, Welcomed)] == [Welcomed("alice")]
    assert client.ready
    assert told(events) == []
    user = chat.world.user("alice")
    assert user is not None
    assert user.account == "alice"


def test_a_certificate_that_nobody_added_is_told_of() -> None:
    _, events = comes(with_account(), "cd" * 32)
    assert told(events) == [
        ("904", "No account has the certificate of this connection. Log in by password and add it: /cert add")
    ]
    assert [type(event) for event in events if isinstance(event, NameRefused)] == [NameRefused]


def test_a_server_that_knows_no_certificates_is_told_of() -> None:
    _, events = comes(with_account(), "")
    assert told(events) == [("no_login_by_certificate", "")]


def test_without_a_certificate_nothing_is_asked_for() -> None:
    chat = with_account()
    client, connection = Client("bob", "n"), chat.connect(secure=True)
    connection.session.fingerprint = MINE
    client.connect()
    connection.send(*LineReader().feed(client.bytes_to_send(0)))
    client.receive(connection.written, 0)
    assert b"sasl" not in client.bytes_to_send(0)
