"""Accounts: owned names, passwords and guesses, and what belongs to whom."""

from __future__ import annotations

import msgspec
import pytest
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person, Plainly

from hubbub.chat.events import AccountChanged, Credentials
from hubbub.chat.limits.policy import Policy

PASSWORD = "correct horse"


def person(chat: MemoryChat, *lines: str, secure: bool = True, address: str = "192.0.2.1") -> Person:
    """Somebody in plain text who has typed these lines."""
    someone = chat.connect("plain", address, secure=secure)
    someone.send("", *lines)
    return someone


def last(someone: Person, line: str) -> str:
    """The last line of the answer, without times and prompts."""
    lines = [part.strip("\r> ") for part in someone.ask(line + "")]
    return next(line for line in reversed(lines) if line)


def with_alice() -> MemoryChat:
    chat = MemoryChat(lobby="#lobby")
    person(chat, "alice", f"/register {PASSWORD}", "/quit")
    return chat


def said(someone: Person) -> str:
    return someone.written.decode()


def hashed(chat: MemoryChat) -> int:
    assert isinstance(chat.hasher, Plainly)
    return chat.hasher.hashed


def test_a_registered_name_asks_for_its_password() -> None:
    chat = with_alice()
    alice = person(chat, "Alice")
    assert "The name alice is registered. Password:" in said(alice)
    alice.send(PASSWORD)
    assert "Welcome to the chat, alice!" in said(alice)
    user = chat.world.user("alice")
    assert user is not None
    assert user.account == "alice"


def test_a_wrong_password_leads_back_to_the_name() -> None:
    someone = person(with_alice(), "alice", "wrong horse", "bob")
    assert "! That is not the password of alice, or there is no such account." in said(someone)
    assert "Welcome to the chat, bob!" in said(someone)


def test_names_that_look_like_an_accounts_are_its_own() -> None:
    chat = with_alice()
    someone = person(chat, "ɑlice", "bob")  # with U+0251
    assert "belongs to an account" in said(someone)
    someone.send("/nick alice")
    assert "belongs to an account" in said(someone)
    user = chat.world.user("bob")
    assert user is not None


def test_login_after_entering_takes_the_name() -> None:
    chat = with_alice()
    bob = person(chat, "bob", f"/login alice {PASSWORD}")
    assert "You are logged in as alice." in said(bob)
    assert chat.world.user("bob") is None
    assert chat.world.user("alice") is not None


@pytest.mark.parametrize("line", [f"/register {PASSWORD}", f"/login alice {PASSWORD}"])
def test_passwords_are_not_taken_in_the_open(line: str) -> None:
    """Row 59: the answer says how to connect safely."""
    chat = with_alice()
    before = hashed(chat)
    bob = person(chat, "bob", line, secure=False)
    assert "ncat --ssl" in said(bob)
    assert hashed(chat) == before


def test_in_the_open_a_registered_name_is_refused_without_a_question() -> None:
    someone = person(with_alice(), "alice", secure=False)
    assert "Password:" not in said(someone)
    assert "belongs to an account" in said(someone)


@each("password", ["short", "x" * 1025, "é" * 513, "nul\0nul-nul"])
def test_impossible_passwords_are_refused_before_hashing(password: str) -> None:
    """Row 60."""
    chat = MemoryChat(lobby="#lobby")
    alice = person(chat, "alice", f"/register {password}")
    assert "That cannot be a password" in said(alice)
    assert hashed(chat) == 0


@pytest.mark.parametrize("password", ["x" * 8, "x" * 1024])
def test_the_shortest_and_the_longest_password(password: str) -> None:
    chat = MemoryChat(lobby="#lobby")
    assert "is yours now" in said(person(chat, "alice", f"/register {password}"))
    assert "Welcome to the chat, alice!" in said(person(chat, "alice", password))


def test_the_fourth_guess_in_a_minute_is_not_hashed() -> None:
    """Row 61; the owner, from another address, is not locked out."""
    chat = with_alice()
    bob = person(chat, "bob", *["/login alice wrong-horse"] * 3)
    before = hashed(chat)
    bob.send(f"/login alice {PASSWORD}")
    assert "Too many tries from your address. Try again in 60 seconds." in said(bob)
    assert hashed(chat) == before
    assert "Welcome to the chat, alice!" in said(person(chat, "alice", PASSWORD, address="192.0.2.9"))


def test_an_unknown_account_costs_and_says_the_same() -> None:
    """Row 62."""
    chat = with_alice()
    before = hashed(chat)
    bob = person(chat, "bob", "/login nobody wrong-horse", "/login alice wrong-horse")
    assert hashed(chat) == before + 2
    assert "! That is not the password of nobody, or there is no such account." in said(bob)
    assert "! That is not the password of alice, or there is no such account." in said(bob)


@each("name", ["ⅻ", "alice\u200b", "аlice", "alice bob"])
def test_accounts_have_names_that_people_may_have(name: str) -> None:
    """Row 64: an account is made of a name that was accepted."""
    chat = MemoryChat(lobby="#lobby")
    person(chat, name, f"/register {PASSWORD}")
    assert chat.world.accounts.named(name) is None


def test_accounts_outlive_the_server() -> None:
    chat = with_alice()
    after = MemoryChat(lobby="#lobby", log=chat.log)
    assert "Welcome to the chat, alice!" in said(person(after, "alice", PASSWORD))


def test_registering_again_changes_the_password() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD, "/register another horse", "/quit")
    assert "Your password is changed." in said(alice)
    after = MemoryChat(lobby="#lobby", log=chat.log)
    assert "Welcome" in said(person(after, "alice", "another horse"))
    assert "is not the password" in said(person(after, "alice", PASSWORD))


def test_a_message_for_who_is_away_is_theirs_alone() -> None:
    chat = with_alice()
    bob = person(chat, "bob", "@alice for you")
    assert "alice is offline. Your message is kept for alice.\r\n" in said(bob)
    assert "Private message from bob: for you" in said(person(chat, "alice", PASSWORD))


def test_private_history_belongs_to_the_account() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD)
    person(chat, "bob", "@alice a secret", "/quit")
    alice.send("/quit")
    assert "a secret" in last(person(chat, "alice", PASSWORD), "/search secret")


def test_another_device_sees_what_was_sent_and_to_whom() -> None:
    chat = with_alice()
    one, two = person(chat, "alice", PASSWORD), person(chat, "alice", PASSWORD)
    person(chat, "bob")
    two.take()
    one.send("hello", "@bob psst")
    lines = [line[11:] for line in two.take()]
    assert lines == ["[alice]: hello", "Private message to bob delivered: psst"]


def test_client_ids_belong_to_the_account() -> None:
    """G5: what is sent again from another connection, or after a restart, appears once."""
    chat = with_alice()
    user = person(chat, "alice", PASSWORD).session.user
    assert user is not None
    chat = MemoryChat(lobby="#lobby", log=chat.log)
    sent = []
    for _ in range(3):
        alice = chat.connect(secure=True)
        alice.send(
            "CAP REQ :sasl message-tags hubbub.chat/client-id echo-message", "NICK alice", "USER a 0 * :a",
            "AUTHENTICATE PLAIN", "AUTHENTICATE AGFsaWNlAGNvcnJlY3QgaG9yc2U=", "CAP END", "JOIN #lobby",
        )  # fmt: skip
        alice.take()
        sent += alice.ask("@hubbub.chat/client-id=one PRIVMSG #lobby :once")
        alice.send("QUIT")
        chat = MemoryChat(lobby="#lobby", log=chat.log)
    assert len(sent) == 3
    assert len(set(sent)) == 1


def test_nobody_makes_accounts_on_a_closed_server() -> None:
    chat = MemoryChat(Policy(accounts_open=False), lobby="#lobby")
    assert "Nobody can make an account here for themselves" in said(person(chat, "alice", f"/register {PASSWORD}"))


def test_registrations_from_one_address_are_counted() -> None:
    chat = MemoryChat(lobby="#lobby")
    letters = "abcdefghijklmnopqrstuvwxyz"
    for number in range(30):
        name = letters[number % 26] * (3 + number // 26)
        person(chat, name, f"/register {PASSWORD}")
    assert "Too many tries from your address" in said(person(chat, "another", f"/register {PASSWORD}"))


def outdated() -> MemoryChat:
    """alice's password is kept as it was kept in former times."""
    chat = with_alice()
    account = chat.world.accounts.named("alice")
    assert account is not None
    old = msgspec.structs.replace(account.credentials, iterations=1000)
    chat.core.emit(AccountChanged(account=account.number, at=chat.now, credentials=old))
    chat.commit()
    return chat


def iterations(chat: MemoryChat) -> int:
    account = chat.world.accounts.named("alice")
    assert account is not None
    return account.credentials.iterations


def test_a_password_kept_in_an_old_way_is_kept_anew_by_logging_in() -> None:
    chat = outdated()
    person(chat, "alice", "wrong horse")
    assert iterations(chat) == 1000
    alice = person(chat, "alice", PASSWORD)
    assert "Welcome to the chat, alice!" in said(alice)
    assert iterations(chat) == 4096
    after = MemoryChat(lobby="#lobby", log=chat.log)
    assert iterations(after) == 4096
    assert "Welcome to the chat, alice!" in said(person(after, "alice", PASSWORD))


def test_nothing_is_kept_anew_on_a_full_disk() -> None:
    chat = outdated()
    bob = person(chat, "bob")
    chat.core.disk_full = True
    bob.send(f"/login alice {PASSWORD}")
    assert iterations(chat) == 1000


class Interrupted(Plainly):
    """While it compares for the first time, the account gets other credentials."""

    def __init__(self, chat: MemoryChat, password: str) -> None:
        super().__init__()
        self.chat = chat
        self.password = password

    async def matches(self, password: str, credentials: Credentials | None) -> bool:
        right = await super().matches(password, credentials)
        if credentials is not None and self.password:
            changed, self.password = await self.derive(self.password), ""
            self.chat.core.emit(
                AccountChanged(account=account_number(self.chat), at=self.chat.now, credentials=changed)
            )
        return right


def account_number(chat: MemoryChat) -> int:
    account = chat.world.accounts.named("alice")
    assert account is not None
    return account.number


@pytest.mark.parametrize(
    ("password", "answer"), [(PASSWORD, "You are logged in as alice."), ("another horse", "! That is not the password")]
)
def test_the_password_that_counts_is_that_at_the_end_of_a_login(password: str, answer: str) -> None:
    """Two devices renew it at once: both are in. Another password meanwhile: who gave the old one is not."""
    chat = outdated()
    chat.hasher = Interrupted(chat, password)
    bob = person(chat, "bob", f"/login alice {PASSWORD}")
    assert answer in said(bob)
