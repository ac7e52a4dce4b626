"""Getting back in without the password: codes of operators, once, within a day."""

from __future__ import annotations

import re

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person, said
from tests.commands.moderation.test_appointments import operated
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.limits.policy import Policy
from hubbub.commands.accounts.reset_codes import VALID_MS

NEW = "another  horse, with spaces"


def code_for(operator: Person, name: str = "bob") -> str:
    found = re.search(rf"/reset {name} (\S+) ", "\n".join(operator.ask(f"/account reset {name}")))
    assert found
    return found[1]


def operated_with_bob() -> tuple[MemoryChat, Person, Person]:
    """A chat where alice is the operator, and bob is logged in."""
    chat, alice = operated()
    bob = person(chat, "bob", f"/register {PASSWORD}")
    return chat, alice, bob


def test_a_code_works_where_the_name_is_asked_for() -> None:
    """Where only people with an account may come in there is no other way."""
    chat, alice, _ = operated_with_bob()
    code = code_for(alice)
    chat.core.policy = Policy(access="accounts")
    lost = person(chat, f"/reset bob WRONG-CODE {NEW}", "/reset bob", f"/reset bob {code} {NEW}", "bob", NEW)
    told = [line.strip("\r> ") for line in said(lost).splitlines()]
    assert told[1] == "! That code is wrong, or it was used before."
    assert told[3].startswith("! That is not complete.")
    assert told[5:8] == [
        "The password of bob is set. Log in with it.", "What is your name?", "The name bob is registered. Password:"
    ]  # fmt: skip
    assert "Welcome to the chat, bob!" in said(lost)


def test_a_code_sets_a_new_password_once_and_ends_the_connections() -> None:
    chat, alice, bob = operated_with_bob()
    code = code_for(alice)
    lost = person(chat, "lost", f"/reset BOB {code.lower()} {NEW}")
    assert "The password of bob is set. Log in with it: /login bob PASSWORD" in said(lost)
    assert bob.closed == "The password was set anew"
    assert "That is not the password" in said(person(chat, "bob", PASSWORD))
    assert "Welcome to the chat, bob!" in said(person(chat, "bob", NEW))
    again = person(chat, "again", f"/reset bob {code} {PASSWORD}", address="192.0.2.9")
    assert "That code is wrong, or it was used before." in said(again)


def test_certificates_of_before_log_nobody_in() -> None:
    """Whoever knew the password that was lost may have added one."""
    chat, alice, bob = operated_with_bob()
    bob.send(f"/cert add {'ab' * 32}")
    person(chat, "lost", f"/reset bob {code_for(alice)} {NEW}")
    account = chat.world.accounts.named("bob")
    assert account is not None
    assert not account.certificates
    again = MemoryChat(log=chat.log).world.accounts
    assert again.named("bob") is not None
    assert not again.fingerprints


def test_nickserv_knows_both() -> None:
    chat, alice, _ = operated_with_bob()
    carol = chat.connect(secure=True)
    carol.send("NICK carol", "USER c 0 * :c")
    assert carol.ask("NICKSERV ACCOUNT RESET bob")[-1].endswith("you are not an operator of this server.")
    answer = carol.ask(f"PRIVMSG NickServ :RESET bob {code_for(alice)} {NEW}")
    assert answer[-1].endswith(":The password of bob is set. Log in with it: /msg NickServ IDENTIFY bob PASSWORD")
    assert "Welcome to the chat, bob!" in said(person(chat, "bob", NEW))


def test_a_code_outlives_the_server_but_not_the_day() -> None:
    chat, alice, _ = operated_with_bob()
    code = code_for(alice)
    after = MemoryChat(lobby="#lobby", log=chat.log, now=chat.now)
    after.now += VALID_MS
    late = person(after, "late", f"/reset bob {code} {NEW}")
    assert "That code is wrong" in said(late)
    after.now -= 1000
    assert "The password of bob is set." in said(person(after, "early", f"/reset bob {code} {NEW}"))


@pytest.mark.parametrize("line", ["/account reset bob", f"/register {PASSWORD}2"])
def test_a_later_code_or_another_password_ends_a_code(line: str) -> None:
    chat, alice, bob = operated_with_bob()
    code = code_for(alice)
    (alice if line.startswith("/account") else bob).send(line)
    assert "That code is wrong" in said(person(chat, "lost", f"/reset bob {code} {NEW}"))
    again = person(MemoryChat(lobby="#lobby", log=chat.log), "lost", f"/reset bob {code} {NEW}")
    assert "That code is wrong" in said(again)


@each(
    ("line", "answer"),
    [
        ("/reset bob", "Type it like this: /reset name code new"),
        ("/reset bob CODE short", "it has fewer than 8 bytes"),
        ("/reset nobody CODE long enough", "That code is wrong, or it was used before."),
        ("/account reset alice", "you are not an operator"),
    ],
)
def test_what_is_wrong_is_said(line: str, answer: str) -> None:
    _, _, bob = operated_with_bob()
    bob.take()
    bob.send(line)
    assert answer in said(bob)


def test_codes_are_guessed_no_faster_than_passwords() -> None:
    chat, alice, _ = operated_with_bob()
    code = code_for(alice)
    guesser = person(chat, "guesser", *[f"/reset bob ABCD-{n} {NEW}" for n in range(3)], address="192.0.2.9")
    guesser.send(f"/reset bob {code} {NEW}", f"/login bob {PASSWORD}")
    assert said(guesser).count("Too many tries from your address.") == 2
    assert "The password of bob is set." in said(person(chat, "lost", f"/reset bob {code} {NEW}"))


def test_in_the_open_there_is_no_code_and_no_reset() -> None:
    chat, alice, _ = operated_with_bob()
    open_one = person(chat, "carol", f"/reset bob {code_for(alice)} {NEW}", secure=False)
    assert "only taken over TLS" in said(open_one)
    alice.session.secure = False
    alice.take()
    alice.send("/account reset bob")
    assert "only taken over TLS" in said(alice)


def test_only_accounts_have_codes_and_none_on_a_full_disk() -> None:
    chat, alice, _ = operated_with_bob()
    assert "There is no account named carol." in "\n".join(alice.ask("/account reset carol"))
    code = code_for(alice)
    lost = person(chat, "lost")
    chat.core.disk_full = True
    assert "The server's disk is full." in "\n".join(alice.ask("/account reset bob"))
    assert "The server's disk is full." in "\n".join(lost.ask(f"/reset bob {code} {NEW}"))
