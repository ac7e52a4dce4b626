"""Bans of accounts and mutes (EXTBAN of modern.ircdocs.horse, https://ircv3.net/specs/extensions/account-extban)."""

from __future__ import annotations

from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person


def numerics(lines: list[str]) -> list[str]:
    return [line.split(" ")[1] for line in lines]


def with_account(chat: MemoryChat, name: str) -> Person:
    person = chat.connect(secure=True)
    person.send(f"NICK {name}", f"USER {name} 0 * :{name.title()}", "NICKSERV REGISTER password1")
    person.take()
    return person


def room() -> tuple[MemoryChat, Person]:
    """#a and its operator."""
    chat = MemoryChat()
    alice = chat.irc("alice")
    alice.send("JOIN #a")
    alice.take()
    return chat, alice


def test_both_tokens_are_published() -> None:
    """ "Servers publishing the ACCOUNTEXTBAN token MUST also publish the EXTBAN token." """
    someone = MemoryChat().connect()
    someone.send("NICK alice", "USER alice 0 * :Alice")
    supported = " ".join(line for line in someone.take() if " 005 " in line).split(" ")
    assert "EXTBAN=,am" in supported
    assert "ACCOUNTEXTBAN=a" in supported


def test_who_is_logged_in_to_a_banned_account_stays_out_whatever_their_name() -> None:
    """ "Servers MUST support matching exact account names." """
    chat, alice = room()
    bob = with_account(chat, "bob")
    bob.send("NICK other")
    bob.take()
    assert alice.ask("MODE #a +b a:BOB") == [":alice!alice@guest MODE #a +b a:BOB"]
    assert numerics(bob.ask("JOIN #a")) == ["474"]
    alice.send("MODE #a -b a:bob")
    assert numerics(bob.ask("JOIN #a"))[0] == "JOIN"


def test_a_name_alone_is_no_account() -> None:
    chat, alice = room()
    alice.send("MODE #a +b a:eve")
    assert numerics(chat.irc("eve").ask("JOIN #a"))[0] == "JOIN"
    alice.send("MODE #a +b a:*")
    assert numerics(chat.irc("mallory").ask("JOIN #a"))[0] == "JOIN"
    assert numerics(with_account(chat, "carol").ask("JOIN #a")) == ["474"]


def test_accounts_are_let_in_and_excepted() -> None:
    """INVEX and EXCEPTS take the same masks."""
    chat, alice = room()
    bob = with_account(chat, "bob")
    alice.send("MODE #a +iI a:bob")
    assert numerics(bob.ask("JOIN #a"))[0] == "JOIN"
    bob.send("PART #a")
    alice.send("MODE #a -i+b *!*@*")
    bob.take()
    assert numerics(bob.ask("JOIN #a")) == ["474"]
    alice.send("MODE #a +e a:bob")
    assert numerics(bob.ask("JOIN #a"))[0] == "JOIN"


def test_an_account_may_be_muted_alone() -> None:
    chat, alice = room()
    bob = with_account(chat, "bob")
    assert alice.ask("MODE #a +b m:a:bob") == [":alice!alice@guest MODE #a +b m:a:bob"]
    assert numerics(bob.ask("JOIN #a"))[0] == "JOIN"
    assert numerics(bob.ask("PRIVMSG #a :x")) == ["404"]
    alice.send("MODE #a -b m:a:bob")
    bob.take()
    assert bob.ask("PRIVMSG #a :x") == []


def test_an_exception_from_being_muted_opens_no_door() -> None:
    chat, alice = room()
    eve = chat.irc("eve")
    alice.send("MODE #a +be eve m:eve")
    assert numerics(eve.ask("JOIN #a")) == ["474"]
    alice.send("MODE #a +i-b eve", "MODE #a +I m:eve")
    assert numerics(eve.ask("JOIN #a")) == ["473"]


@each("mask", ["a:", "m:", "m:m:bob", "a:bob!*@*", "x:bob", "m:x:bob"])
def test_what_is_no_mask_is_refused(mask: str) -> None:
    """ERR_INVALIDMODEPARAM."""
    _, alice = room()
    assert numerics(alice.ask(f"MODE #a +b {mask}")) == ["696"]
    assert numerics(alice.ask("MODE #a b")) == ["368"]
