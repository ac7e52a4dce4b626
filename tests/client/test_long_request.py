"""However many capabilities a client asks for, its lines fit, and the login waits for the last answer."""

from __future__ import annotations

from tests.client.people import Town

from hubbub.client.actions import people
from hubbub.client.protocol.capabilities import WANTED
from hubbub.client.protocol.link import Link
from hubbub.client.protocol.login import Login
from hubbub.client.protocol.registration import Registration
from hubbub.wire.message import parse


def test_who_is_watched_is_asked_for_in_as_many_lines_as_it_takes() -> None:
    town = Town()
    alice = town.person("alice")
    names = [f"{number:02}{'n' * 20}" for number in range(60)]
    for name in names:
        people.watch(alice.client, town.chat.now, name=name)
    town.rest()
    alice.lose()
    alice.sent = b""
    town.rest()
    lines = [line for line in alice.sent.decode().split("\r\n") if line.startswith("MONITOR")]
    assert [name for line in lines for name in line.removeprefix("MONITOR + ").split(",")] == names
    assert max(map(len, lines)) <= 510


def heard(registration: Registration, line: str) -> list[str]:
    registration.cap(parse(line))
    return registration.link.take(0).decode().split("\r\n")[:-1]


def test_a_request_takes_as_many_lines_as_it_needs() -> None:
    registration = Registration(Link(), "alice", "", "", login=Login("alice", "password1"))
    registration.begin()
    registration.link.take(0)
    assert heard(registration, f":hubbub CAP * LS * :{' '.join(['sasl=PLAIN', *WANTED[:15]])}") == []
    first, *more = heard(registration, f":hubbub CAP * LS :{' '.join(WANTED[15:])}")
    assert more
    asked = [line.partition(" :")[2].split() for line in (first, *more)]
    assert [name for line in asked for name in line] == ["sasl", *WANTED]
    assert all(len(line) <= 510 for line in (first, *more))
    for names in asked[:-1]:
        assert heard(registration, f":hubbub CAP * ACK :{' '.join(names)}") == []
    assert heard(registration, f":hubbub CAP * ACK :{' '.join(asked[-1])}") == ["AUTHENTICATE PLAIN"]
    assert registration.link.caps == set(WANTED)
