"""Strict transport security (IRCv3 sts)."""

from __future__ import annotations

import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Gateway, Policy, Sts

STRICT = Policy(
    sts=Sts(6697, 2592000, False, ("irc.example.org",)), gateways=(Gateway("", "hunter2", ("192.0.2.0/24",)),)
)


def over_tls(policy: Policy, asked_host: str) -> Person:
    person = MemoryChat(policy).connect(secure=True)
    person.session.asked_host = asked_host
    return person


def shown(person: Person, version: str = "302") -> list[str]:
    words = " ".join(person.ask(f"CAP LS {version}")).split(" ")
    return [word for word in (word.removeprefix(":") for word in words) if word.partition("=")[0] == "sts"]


def test_it_is_off_until_it_is_set() -> None:
    """ "this capability MUST be made available as an optional configuration setting" """
    assert shown(MemoryChat().connect()) == shown(over_tls(Policy(), "irc.example.org")) == []


def test_without_tls_the_port_is_told() -> None:
    """ "To enforce an STS upgrade policy, servers MUST send this key to insecurely connected clients." """
    assert shown(MemoryChat(STRICT).connect()) == ["sts=port=6697"]


def test_over_tls_the_duration_is_told() -> None:
    """ "To enforce an STS persistence policy, servers MUST send this key to securely connected clients." """
    assert shown(over_tls(STRICT, "irc.example.org")) == ["sts=duration=2592000"]


@pytest.mark.parametrize("asked_host", ["", "other.example", "example.org"])
def test_only_for_the_hosts_of_the_settings(asked_host: str) -> None:
    """ "servers SHOULD verify whether the hostname provided by clients, for example, via TLS Server Name Indication
    (SNI), has been whitelisted"; "If no hostname has been provided for the connection, an STS persistence policy SHOULD
    NOT be advertised." """
    assert shown(over_tls(STRICT, asked_host)) == []


def test_preload_has_no_value_and_is_told_over_tls() -> None:
    """ "This OPTIONAL key, if present on a secure connection, indicates that the server agrees to be included in STS
    preload lists." """
    strict = Policy(sts=Sts(6697, 2592000, True, ("irc.example.org",)))
    assert shown(over_tls(strict, "irc.example.org")) == ["sts=duration=2592000,preload"]
    assert shown(MemoryChat(strict).connect()) == ["sts=port=6697"]


def test_a_duration_of_zero_is_told_too() -> None:
    """ "This value MAY be used by servers to remove a previously set policy." """
    assert shown(over_tls(Policy(sts=Sts(6697, 0, False, ("a",))), "a")) == ["sts=duration=0"]


@pytest.mark.parametrize("version", ["", "301"])
def test_who_cannot_read_values_is_told_nothing(version: str) -> None:
    """ "the capability has a REQUIRED value" """
    assert shown(MemoryChat(STRICT).connect(), version) == []


@each("wanted", ["sts", "sts=port=6697", "batch sts", "-sts"])
def test_it_cannot_be_requested(wanted: str) -> None:
    """ "Clients MUST NOT request this capability with `CAP REQ`. Servers MAY reply with a `CAP NAK` message" """
    person = MemoryChat(STRICT).connect()
    person.send("CAP LS 302")
    assert person.ask(f"CAP REQ :{wanted}")[0].startswith(":hubbub CAP * NAK ")
    assert "sts" not in person.ask("CAP LIST")[0]


def test_a_gateways_users_are_told_nothing() -> None:
    """They do not choose how the gateway connects."""
    person = MemoryChat(STRICT).connect(address="192.0.2.1", secure=True)
    person.send("WEBIRC hunter2 web host 198.51.100.3")
    assert person.session.address == "198.51.100.3"
    assert shown(person) == []
