"""Certificates of accounts: added, listed, removed, kept; and who comes with one in plain text."""

from __future__ import annotations

from tests.commands.accounts.test_authentication import PASSWORD, person, said, with_alice
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.commands.accounts.certificates import MOST

MINE, OTHER = "ab" * 32, "cd" * 32


def comes(chat: MemoryChat, fingerprint: str, *lines: str, secure: bool = True) -> Person:
    """Somebody in plain text who has shown that certificate."""
    someone = chat.connect("plain", secure=secure)
    someone.session.fingerprint = fingerprint
    someone.send("", *lines)
    return someone


def answer(someone: Person, line: str) -> str:
    someone.take()
    someone.send(line)
    return "\n".join(part.strip("> ") for part in someone.take() if part.strip("> "))


def test_that_of_the_connection_is_added_and_listed() -> None:
    alice = comes(with_alice(), MINE, "alice", PASSWORD)
    assert "no certificates" in answer(alice, "/cert list")
    assert answer(alice, "/cert add").endswith(f"can log in to your account: {MINE}")
    assert answer(alice, "/CERT LIST").endswith(f"{MINE}, added 2025-10-09 08:53 UTC (this connection)")
    assert answer(alice, "/cert add").endswith(MINE)


def test_one_is_added_by_its_fingerprint_as_programs_write_it() -> None:
    alice = person(with_alice(), "alice", PASSWORD)
    written = ":".join("CD" for _ in range(32))
    assert answer(alice, f"/cert add {written}").endswith(OTHER)
    assert answer(alice, "/cert list").count("this connection") == 0


@each(
    ("line", "sentence"),
    [
        ("/cert add", "You have come without a certificate."),
        ("/cert add abc", "64 hex digits"),
        (f"/cert add {'x' * 64}", "64 hex digits"),
        ("/cert add a b", "/cert add [fingerprint]"),
        ("/cert del", "/cert del fingerprint"),
        (f"/cert del {OTHER}", "no certificate of your account"),
        ("/cert tea", "/cert add [fingerprint]"),
    ],
)
def test_what_cannot_be_done_is_said(line: str, sentence: str) -> None:
    assert sentence in answer(person(with_alice(), "alice", PASSWORD), line)


def test_only_the_owner_of_an_account_over_tls() -> None:
    chat = with_alice()
    assert "not logged in" in answer(comes(chat, MINE, "bob"), "/cert add")
    alice = comes(chat, MINE, "alice", PASSWORD)
    alice.session.secure = False
    assert "TLS" in answer(alice, "/cert add")


def test_a_certificate_belongs_to_one_account() -> None:
    chat = with_alice()
    comes(chat, MINE, "alice", PASSWORD, "/cert add")
    bob = comes(chat, MINE, "bob", f"/register {PASSWORD}")
    assert "belongs to an account already" in answer(bob, "/cert add")


def test_an_account_has_few() -> None:
    alice = person(with_alice(), "alice", PASSWORD)
    alice.send(*(f"/cert add {number:064x}" for number in range(MOST)))
    assert f"at most {MOST}" in answer(alice, f"/cert add {MOST:064x}")


def test_who_comes_with_it_needs_no_password() -> None:
    chat = with_alice()
    comes(chat, MINE, "alice", PASSWORD, "/cert add", "/quit")
    assert "Welcome to the chat, alice!" in said(comes(chat, MINE, "Alice"))
    assert "Password:" in said(comes(chat, OTHER, "alice"))
    assert "Password:" in said(comes(chat, "", "alice"))


def test_removing_one_ends_the_connections_that_have_it() -> None:
    """G19."""
    chat = with_alice()
    comes(chat, MINE, "alice", PASSWORD, "/cert add")
    here, lost = comes(chat, OTHER, "alice", PASSWORD), comes(chat, MINE, "alice")
    assert "Welcome" in said(lost)
    assert answer(here, f"/cert del {MINE[:8]}").endswith("2 of your devices had it and were disconnected")
    assert lost.session.ended
    assert not here.session.ended
    assert "Password:" in said(comes(chat, MINE, "alice"))
    assert "no certificate of your account" in answer(here, f"/cert del {MINE[:8]}")


def test_too_few_digits_remove_nothing() -> None:
    alice = comes(with_alice(), MINE, "alice", PASSWORD, "/cert add")
    assert "no certificate of your account" in answer(alice, f"/cert del {MINE[:7]}")


def test_certificates_outlast_a_restart() -> None:
    chat = with_alice()
    comes(chat, MINE, "alice", PASSWORD, "/cert add", f"/cert add {OTHER}", f"/cert del {OTHER}", "/quit")
    again = MemoryChat(log=chat.log)
    assert "Welcome to the chat, alice!" in said(comes(again, MINE, "alice"))
    assert "Password:" in said(comes(again, OTHER, "alice"))


def test_on_a_full_disk_nothing_changes() -> None:
    alice = comes(with_alice(), MINE, "alice", PASSWORD)
    alice.chat.core.disk_full = True
    assert "disk is full" in answer(alice, "/cert add")
    alice.chat.core.disk_full = False
    alice.send("/cert add")
    alice.chat.core.disk_full = True
    assert "disk is full" in answer(alice, f"/cert del {MINE}")


def test_who_changes_the_password_is_told_that_certificates_still_log_in() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD)
    assert "certificate" not in answer(alice, f"/register {PASSWORD}")
    alice.send(f"/cert add {MINE}")
    assert answer(alice, f"/register {PASSWORD}").endswith(
        "1 certificate still logs in to your account; to see which: /cert list"
    )
    alice.send(f"/cert add {OTHER}")
    nickserv = chat.connect(secure=True)
    nickserv.send("NICK a", "USER a 0 * :a", f"NICKSERV IDENTIFY alice :{PASSWORD}")
    assert nickserv.ask(f"NICKSERV PASSWD :{PASSWORD}")[-1].endswith(
        " :2 certificates still log in to your account; to see which: /msg NickServ CERT list"
    )
