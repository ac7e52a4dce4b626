"""Who may come in: everybody, or only the owners of accounts, whom operators enrol."""

from __future__ import annotations

from tests.commands.accounts.test_authentication import PASSWORD, person, said, with_alice
from tests.commands.moderation.test_appointments import operated
from tests.dialects.plain.typist import told
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy

PLAIN_ALICE = "AGFsaWNlAGNvcnJlY3QgaG9yc2U="  # \0alice\0correct horse


def members_only() -> MemoryChat:
    """Only accounts; alice has one."""
    return MemoryChat(Policy(access="accounts"), lobby="#lobby", log=with_alice().log)


def knock(chat: MemoryChat, name: str, *, secure: bool = True) -> Person:
    client = chat.connect(secure=secure)
    client.send("CAP REQ :standard-replies sasl", f"NICK {name}", "USER u 0 * :u", "CAP END")
    return client


def test_guests_stay_outside_and_are_told_what_to_do() -> None:
    chat = members_only()
    bob = person(chat, "bob")
    assert "! Only people with an account may enter this server; its operators make accounts." in said(bob)
    assert "give its name and then its password" in said(bob)
    unsafe = person(chat, "bob", secure=False)
    assert "connect with TLS (the same port" in said(unsafe)
    client = knock(chat, "bob")
    assert ":hubbub FAIL * ACCOUNT_REQUIRED :Only people with an account" in "\n".join(client.take())
    assert client.closed is not None
    assert [user.name for user in chat.world.users.values() if user.sessions] == []


def test_owners_of_accounts_come_in_over_every_dialect() -> None:
    chat = members_only()
    alice = person(chat, "bob", "alice", PASSWORD)
    assert "Welcome to the chat, alice!" in said(alice)
    client = chat.connect(secure=True)
    client.send("CAP REQ sasl", "NICK alice", "USER u 0 * :u", "AUTHENTICATE PLAIN", f"AUTHENTICATE {PLAIN_ALICE}")
    assert " 001 alice " in client.ask("CAP END")[0]


def test_nobody_registers_where_operators_make_the_accounts() -> None:
    chat = members_only()
    assert "account-registration" not in " ".join(chat.connect(secure=True).ask("CAP LS 302"))
    client = chat.connect(secure=True)
    client.send("CAP REQ standard-replies", "NICK bob")
    assert ":hubbub FAIL REGISTER " in client.ask("REGISTER * * long-enough")[-1]


def test_an_operator_makes_an_account_and_hands_over_its_password() -> None:
    chat, alice = operated()
    shown = told(alice, "/account add bob")
    password = shown[0].removeprefix("There is an account bob now. Its password is ")
    assert len(password) == 19
    bob = person(chat, "Bob", password)
    assert "Welcome to the chat, bob!" in said(bob)
    assert told(bob, f"/register {PASSWORD}") == ["Your password is changed."]


@each(
    ("line", "answer"),
    [
        ("/account add ALICE", "! There is an account named ALICE already, or one that looks like it."),
        ("/account add eve", "! The name eve is taken. Please choose another one."),
        ("/account add", "! That is not complete. Type it like this: /account add name"),
        ("/account add a b", "! That is not complete. Type it like this: /account add name"),
        ("/account what", "! That is not complete. Type it like this: /account stay on|off | export | delete"),
        ("/account add 1x", "! The name 1x cannot be used"),
    ],
)
def test_what_cannot_be_an_account_is_refused(line: str, answer: str) -> None:
    chat, alice = operated()
    person(chat, "eve")
    accounts = len(chat.world.accounts.numbers)
    assert told(alice, line)[-1].startswith(answer)
    assert len(chat.world.accounts.numbers) == accounts


def test_only_operators_make_accounts_and_only_where_nobody_listens() -> None:
    chat, alice = operated()
    assert "Permission denied" in said(person(chat, "eve", "/account add eve2"))
    alice.session.secure = False
    assert told(alice, "/account add bob")[-1].startswith("! A password would be shown here")
    assert len(chat.world.accounts.numbers) == 1
