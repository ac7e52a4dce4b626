"""WEBIRC (IRCv3 webirc). Bad input 12: from a stranger, "close; address not believed"."""

from __future__ import annotations

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person, PlainPasswords

from hubbub.chat.limits.policy import Gateway, Policy

GATED = Policy(gateways=(Gateway("web", "hunter2", ("192.0.2.0/28",)), Gateway("", "other", ("2001:db8::/64",))))


def connect(address: str = "192.0.2.1") -> Person:
    return MemoryChat(GATED).connect(address=address, secure=True)


@pytest.mark.parametrize(
    ("told", "address"),
    [("198.51.100.3", "198.51.100.3"), ("0::1", "::1"), ("0::ffff:198.51.100.3", "198.51.100.3")],
)
def test_a_gateway_says_for_whom_it_speaks(told: str, address: str) -> None:
    """ "allows the WebIRC gateway to pass on the user's actual IP address"; "If the IP address is an IPv6 address
    beginning with a colon, it MUST be sent with a canonically-acceptable preceding zero."
    """
    person = connect()
    assert person.ask(f"WEBIRC hunter2 web {told} {told}") == []
    assert person.session.address == address
    person.send("NICK bob", "USER b 0 * :B")
    assert " 001 bob " in person.take()[0]


def test_a_gateway_without_a_name_may_call_itself_anything() -> None:
    person = connect("2001:db8::5")
    person.send("WEBIRC other whatever host 198.51.100.3 :secure local-port=6697 remote-port=21726")
    assert person.session.address == "198.51.100.3"


@each(
    ("address", "line"),
    [
        ("203.0.113.9", "WEBIRC hunter2 web host 198.51.100.3"),
        ("192.0.2.1", "WEBIRC wrong web host 198.51.100.3"),
        ("192.0.2.1", "WEBIRC hunter2 elsewhere host 198.51.100.3"),
        ("192.0.2.1", "WEBIRC other web host 198.51.100.3"),
        ("192.0.2.1", "WEBIRC hunter2 web host nonsense"),
        ("192.0.2.1", "WEBIRC hunter2 web host"),
        ("192.0.2.1", "WEBIRC"),
        ("somewhere", "WEBIRC hunter2 web host 198.51.100.3"),
    ],
)
def test_nobody_else_is_believed(address: str, line: str) -> None:
    """ "If the WEBIRC command does not originate from a whitelisted IP address or uses an incorrect password, the
    gateway SHOULD close any connections with an ERROR command."
    """
    person = connect(address)
    (error,) = person.ask(line)
    assert error.startswith("ERROR :")
    assert person.closed is not None
    assert person.session.address == address


@pytest.mark.parametrize("before", ["CAP LS 302", "NICK bob", "PASS x"])
def test_it_is_the_first_command_or_none(before: str) -> None:
    """ "MUST be the first command sent from the WebIRC gateway to the IRC server" """
    person = connect()
    person.send(before)
    assert person.ask("WEBIRC hunter2 web host 198.51.100.3")[0].startswith("ERROR :")
    assert person.session.address == "192.0.2.1"


def test_after_registration_it_is_too_late() -> None:
    chat = MemoryChat(GATED)
    bob = chat.irc("bob")
    assert bob.ask("WEBIRC hunter2 web host 198.51.100.3")[0].startswith(":hubbub 462 bob :")
    assert bob.closed is None


def test_secure_needs_both_ways() -> None:
    """ "Servers MUST ONLY treat the connection as secure if this flag is sent and the connection from the gateway to
    the server is also secure with TLS"; "they MUST treat the options `secure` and `secure=examplevalue123` in exactly
    the same way".
    """
    for option, secure in (("secure", True), ("secure=x", True), ("", False), ("insecure", False)):
        person = connect()
        person.send(f"WEBIRC hunter2 web host 198.51.100.3 :{option}")
        assert person.session.secure is secure


def test_its_password_is_not_looked_at_where_others_can_read_along() -> None:
    """ "no password is taken where others can read along ... nor is it looked at there" """
    chat = MemoryChat(GATED)
    for password in ("hunter2", "wrong"):
        person = chat.connect(address="192.0.2.1")
        assert "over TLS or on the server's own machine" in person.ask(f"WEBIRC {password} web host 198.51.100.3")[0]
        assert person.closed is not None
    assert chat.passwords.asked == 0


def test_guesses_of_a_gateways_password_are_counted_and_those_who_come_by_it_are_not() -> None:
    """ "guesses of every kind of password ... are counted by address" """
    chat = MemoryChat(GATED)
    for number in range(60):
        chat.connect(address="192.0.2.1", secure=True).send(f"WEBIRC hunter2 web host 198.51.100.{number}")
    for number in range(40):
        chat.connect(address="192.0.2.1", secure=True).send(f"WEBIRC guess{number} web host 198.51.100.3")
    assert chat.passwords.asked == 60 + 30
    told = chat.connect(address="192.0.2.1", secure=True).ask("WEBIRC hunter2 web host 198.51.100.3")
    assert "Too many wrong passwords" in told[0]
    other = chat.connect(address="192.0.2.2", secure=True)
    assert other.ask("WEBIRC hunter2 web host 198.51.100.3") == []


def test_a_right_password_among_very_many_guesses_at_once_is_none() -> None:
    """Each was let through by a count that was taken before any of them was found wrong."""
    chat = MemoryChat(GATED)

    class Slow(PlainPasswords):
        async def fit(self, kept: str, given: str) -> bool:
            if given == "hunter2":
                for number in range(30):
                    chat.connect(address="192.0.2.1", secure=True).send(f"WEBIRC guess{number} web host 198.51.100.3")
            return await super().fit(kept, given)

    chat.passwords = Slow()
    person = chat.connect(address="192.0.2.1", secure=True)
    assert "Too many wrong passwords" in person.ask("WEBIRC hunter2 web host 198.51.100.3")[0]
    assert person.closed is not None
