"""Hosts: cloaks of addresses, and of accounts (docs/decisions/0010)."""

from __future__ import annotations

import re

from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy

CLOAKS = Policy(cloaks=True)


def comes(chat: MemoryChat, name: str, address: str, *, secure: bool = False) -> Person:
    person = chat.connect(address=address, secure=secure)
    person.send(f"NICK {name}", f"USER {name} 0 * :{name.title()}")
    person.take()
    return person


def host_of(person: Person) -> str:
    """As the person is told it (RPL_USERHOST)."""
    return person.ask(f"USERHOST {person.session.user.name}")[0].rpartition("@")[2]  # type: ignore[union-attr]


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def test_the_host_is_a_cloak_of_the_address() -> None:
    chat = MemoryChat(CLOAKS)
    alice, bob, carol = (
        comes(chat, name, address)
        for name, address in (("alice", "192.0.2.1"), ("bob", "192.0.2.1"), ("carol", "192.0.2.2"))
    )
    assert re.fullmatch(r"[0-9a-f]{16}\.ip", host_of(alice))
    assert host_of(alice) == host_of(bob) != host_of(carol)
    assert "192.0.2" not in "".join(bob.ask("WHOIS carol"))


def test_cloaks_stay_after_a_restart() -> None:
    chat = MemoryChat(CLOAKS)
    before = host_of(comes(chat, "alice", "192.0.2.1"))
    assert host_of(comes(MemoryChat(CLOAKS, log=chat.log), "alice", "192.0.2.1")) == before


def test_without_cloaks_all_hosts_are_the_same_word() -> None:
    assert host_of(comes(MemoryChat(Policy(cloaks=False)), "alice", "192.0.2.1")) == "guest"


def test_a_ban_of_a_cloak_is_one_of_the_address() -> None:
    chat = MemoryChat(CLOAKS)
    alice, eve = comes(chat, "alice", "192.0.2.1"), comes(chat, "eve", "192.0.2.66")
    alice.send("JOIN #a", f"MODE #a +b {'*!*@' + host_of(eve)}")
    assert numerics(comes(chat, "other", "192.0.2.66").ask("JOIN #a")) == ["474"]
    assert numerics(comes(chat, "bob", "192.0.2.2").ask("JOIN #a"))[0] == "JOIN"


def test_an_account_hides_the_cloak_and_does_not_get_around_a_ban_of_it() -> None:
    chat = MemoryChat(CLOAKS)
    alice, eve = comes(chat, "alice", "192.0.2.1"), comes(chat, "eve", "192.0.2.66", secure=True)
    alice.send("JOIN #a", f"MODE #a +b {'*!*@' + host_of(eve)}")
    eve.send("NICKSERV REGISTER password1", "QUIT")
    again = chat.connect(address="192.0.2.66", secure=True)
    again.send(
        "CAP REQ sasl", "NICK eve", "USER eve 0 * :Eve", "AUTHENTICATE PLAIN", "AUTHENTICATE AGV2ZQBwYXNzd29yZDE="
    )
    assert [line for line in again.take() if " 900 " in line] == [
        ":hubbub 900 eve eve!eve@eve.account eve :You are now logged in as eve"
    ]
    again.send("CAP END")
    again.take()
    assert host_of(again) == "eve.account"
    assert numerics(again.ask("JOIN #a")) == ["474"]


def test_a_ban_holds_for_every_device_of_an_account() -> None:
    chat = MemoryChat(CLOAKS)
    alice, eve = comes(chat, "alice", "192.0.2.1"), comes(chat, "eve", "192.0.2.66", secure=True)
    cloak = host_of(comes(chat, "mallory", "192.0.2.67"))
    alice.send("JOIN #a", f"MODE #a +b *!*@{cloak}")
    eve.send("NICKSERV REGISTER password1")
    phone = chat.connect(address="192.0.2.67", secure=True)
    phone.send(
        "CAP REQ sasl", "NICK eve", "USER eve 0 * :Eve", "AUTHENTICATE PLAIN", "AUTHENTICATE AGV2ZQBwYXNzd29yZDE="
    )
    phone.send("CAP END")
    assert numerics(eve.ask("JOIN #a")) == ["474"]
    phone.vanish()
    assert numerics(eve.ask("JOIN #a"))[0] == "JOIN"
