"""Blocking people, as it is typed; whose lists last, and for how long."""

from __future__ import annotations

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person
from tests.commands.sessions.test_entering import arrive, token_in
from tests.dialects.plain.typist import heard, join, told
from tests.support.each import each
from tests.support.memory_chat import MemoryChat


def test_blocking_by_name_and_taking_it_back() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    assert told(alice, "/block Bob") == [
        "You block Bob!*@*: private messages and invitations from there are not shown to you."
    ]
    heard(alice)
    assert told(bob, "/msg alice hello") == ["Private message to alice delivered: hello"]
    assert heard(alice) == []
    assert told(alice, "/blocked") == ["Bob!*@*"]
    assert told(alice, "/unblock bob") == ["You do not block Bob!*@* any more."]
    told(bob, "/msg alice hello")
    assert heard(alice) != []
    assert told(alice, "/blocked") == ["You block nobody."]
    assert told(alice, "/unblock bob") == ["! You do not block bob; to see whom you block, type /blocked"]


def test_owners_of_accounts_are_blocked_under_every_name() -> None:
    chat = MemoryChat(lobby="#lobby")
    bob, alice = person(chat, "bob", f"/register {PASSWORD}"), join(chat, "alice")
    assert told(alice, "/block bob")[0].startswith("You block a:bob: ")
    told(bob, "/nick robert")
    heard(alice)
    told(bob, "/msg alice hello")
    assert heard(alice) == []
    assert told(alice, "/unblock robert") == ["You do not block a:bob any more."]


def test_a_message_for_somebody_away_who_blocks_the_sender_seems_to_wait() -> None:
    chat = MemoryChat(lobby="#lobby")
    person(chat, "alice", f"/register {PASSWORD}", "/block bob", "/quit")
    bob = join(chat, "bob")
    assert told(bob, "/msg alice hello")[0] == "alice is offline. Your message is kept for alice."
    assert chat.world.held == {}
    assert "hello" not in person(chat, "alice", PASSWORD).written.decode()


def test_lists_of_accounts_outlive_the_server() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = person(chat, "alice", f"/register {PASSWORD}", "/block bob", "/block eve", "/unblock eve")
    alice.take()
    after = MemoryChat(lobby="#lobby", log=chat.log)
    assert told(person(after, "alice", PASSWORD), "/blocked")[-1] == "bob!*@*"


def test_a_guests_list_is_that_of_the_visit_and_goes_into_the_account() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, seen = arrive(chat, "alice")
    alice.send("SILENCE +bob", "MODE alice +D")
    alice.vanish()
    again, _ = arrive(chat, "alice", token_in(seen))
    assert again.ask("SILENCE")[0].endswith(" bob!*@*")
    assert again.ask("MODE alice") == [":hubbub 221 alice +D"]
    again.session.secure = True
    again.send(f"NICKSERV REGISTER :{PASSWORD}")
    assert again.ask("SILENCE")[0].endswith(" bob!*@*")
    again.vanish()
    alice = person(chat, "alice", PASSWORD)
    assert told(alice, "/blocked")[-1] == "bob!*@*"
    assert told(alice, "/private") == ["Nobody may send you private messages."]
    stranger = person(MemoryChat(lobby="#lobby"), "alice")
    assert told(stranger, "/blocked") == ["You block nobody."]


@pytest.mark.parametrize("gone", [False, True])
def test_a_guests_list_goes_into_the_account_that_is_in_the_chat_already(gone: bool) -> None:
    """With another device there or away: the lists of both are one, and all devices have the modes of it."""
    chat = MemoryChat(lobby="#lobby")
    here = chat.connect(secure=True)
    here.send("NICK alice", "USER a 0 * :a", f"NICKSERV REGISTER :{PASSWORD}", "SILENCE +eve")
    if gone:
        here.vanish()
    here.take()
    guest = chat.connect(secure=True)
    guest.send("NICK carol", "USER c 0 * :c", "SILENCE +bob,EVE", "MODE carol +D")
    lines = guest.ask(f"NICKSERV IDENTIFY alice :{PASSWORD}")
    assert "MODE alice" in " ".join(lines)
    assert [line.split(" ")[-1] for line in guest.ask("SILENCE")[:-1]] == ["eve!*@*", "bob!*@*"]
    assert guest.ask("MODE alice") == [":hubbub 221 alice +D"]
    assert gone or ":alice!a@guest MODE alice +D" in here.take()
    after = MemoryChat(lobby="#lobby", log=chat.log).world.accounts.named("alice")
    assert after is not None
    assert (list(after.privacy.masks), after.privacy.letters) == (["eve!*@*", "bob!*@*"], "D")


def test_an_accounts_list_does_not_go_into_another_account() -> None:
    chat = MemoryChat(lobby="#lobby")
    person(chat, "alice", f"/register {PASSWORD}", "/quit")
    carol = person(chat, "carol", f"/register {PASSWORD}", "/block bob", "/private nobody", f"/login alice {PASSWORD}")
    assert told(carol, "/blocked") == ["You block nobody."]
    assert told(carol, "/private") == ["Everybody may send you private messages."]


def test_who_logs_out_leaves_the_list_with_the_account() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = person(chat, "alice", f"/register {PASSWORD}", "/block bob", "/logout")
    assert told(alice, "/blocked") == ["You block nobody."]
    assert told(person(chat, "alice", PASSWORD), "/blocked")[-1] == "bob!*@*"


@each(
    ("who", "says"),
    [
        ("accounts", "Only people with an account may send you private messages."),
        ("rooms", "Only people who share a room with you may send you private messages."),
        ("nobody", "Nobody may send you private messages."),
        ("EVERYBODY", "Everybody may send you private messages."),
    ],
)
def test_private_says_who_may_write(who: str, says: str) -> None:
    alice = join(MemoryChat(lobby="#lobby"), "alice")
    told(alice, "/private rooms")
    assert told(alice, f"/private {who}")[-1] == says
    assert told(alice, "/private") == [says]


@each("line", ["/private friends", "/private rooms nobody", "/block a b", "/blocked by"])
def test_what_fits_no_usage_is_refused(line: str) -> None:
    alice = join(MemoryChat(lobby="#lobby"), "alice")
    assert told(alice, line)[0].startswith("! That is not complete. Type it like this: /")
