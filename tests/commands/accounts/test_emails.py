"""An e-mail address with an account, where the settings want one: kept, seen by operators, gone with the account."""

from __future__ import annotations

from tests.commands.accounts.test_authentication import person, said
from tests.commands.moderation.test_appointments import operated
from tests.support.each import each
from tests.support.memory_chat import MemoryChat

from hubbub.chat.limits.policy import Policy
from hubbub.commands.accounts import emails

WANTED = Policy(require_email=True)


def email_of(chat: MemoryChat, name: str) -> str:
    account = chat.world.accounts.named(name)
    assert account is not None
    return account.email


def test_without_one_no_account_is_made_and_it_is_said_how() -> None:
    chat = MemoryChat(WANTED, lobby="#lobby")
    bob = person(chat, "bob", "/register correct horse battery")
    assert "An e-mail address is wanted with an account here; nothing is sent to it." in said(bob)
    assert chat.world.accounts.named("bob") is None
    bob.send("/register correct horse battery bob@example.org")
    assert email_of(chat, "bob") == "bob@example.org"
    assert email_of(MemoryChat(WANTED, log=chat.log), "bob") == "bob@example.org", "over a restart, too"
    assert "Welcome to the chat, bob!" in said(person(chat, "bob", "correct horse battery"))


def test_irc_says_that_it_is_required() -> None:
    """ "email-required": "registrations require a valid email address to process"; "FAIL REGISTER INVALID_EMAIL"."""
    chat = MemoryChat(WANTED)
    alice = chat.connect(secure=True)
    assert "draft/account-registration=before-connect,email-required,min-password-length=8" in " ".join(
        alice.ask("CAP LS 302")
    )
    alice.send("NICK alice")
    for given in ("*", "alice", "alice@nowhere", "a b@example.org", "@example.org"):
        (refused,) = alice.ask(f"REGISTER alice {given.replace(' ', '_,')} secret12")
        assert refused.startswith(":hubbub FAIL REGISTER INVALID_EMAIL alice :")
    alice.send("REGISTER alice alice@example.org secret12")
    assert email_of(chat, "alice") == "alice@example.org"
    dan = chat.connect(secure=True)
    dan.send("NICK dan", "REGISTER * * :two words dan@example.org")
    assert email_of(chat, "dan") == "dan@example.org"
    carol = chat.connect(secure=True)
    carol.send("NICK carol", "USER c 0 * :C", "PRIVMSG NickServ :REGISTER two words carol@mail.example.org")
    assert email_of(chat, "carol") == "carol@mail.example.org"


def test_operators_see_it_and_it_goes_with_the_account() -> None:
    chat, alice = operated()
    chat.core.policy = WANTED
    bob = person(chat, "bob", "/register secret12 bob@example.org")
    assert any("bob (bob@example.org) " in line for line in alice.ask("/account list"))
    bob.send("/account delete secret12 erase")
    assert all(known.email == "" for known in chat.log.load(chat.now).accounts)


def test_where_none_is_wanted_none_is_kept() -> None:
    chat = MemoryChat()
    alice = chat.connect(secure=True)
    alice.send("NICK alice", "USER a 0 * :A", "PRIVMSG NickServ :REGISTER secret12 alice@example.org")
    assert email_of(chat, "alice") == ""
    assert "Welcome" in said(person(chat, "alice", "secret12"))


@each(
    ("text", "expected"),
    [
        ("secret12 a@b.org", ("secret12", "a@b.org")),
        ("three words here a@b.org ", ("three words here", "a@b.org")),
        ("two words", ("two words", "")),
        ("a@b.org", ("a@b.org", "")),
    ],
)
def test_the_address_stands_behind_the_password(text: str, expected: tuple[str, str]) -> None:
    assert emails.apart(text) == expected
