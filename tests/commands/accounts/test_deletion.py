"""Deleting accounts: what goes, what stays, and for whom the name is free again."""

from __future__ import annotations

import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person, said, with_alice
from tests.commands.moderation.test_invites import console
from tests.support.memory_chat import MemoryChat, Person, run

from hubbub.chat.events import NAME_RESTS_MS, MessageSent, ReactionSent
from hubbub.chat.ids import msgid
from hubbub.chat.names import fold
from hubbub.chat.ports.state import START_DOUBT_MS
from hubbub.commands.accounts import deletion
from hubbub.log.memory import MemoryLog

KEEP, ERASE = f"/account delete {PASSWORD} keep", f"/account delete {PASSWORD} erase"


def name(someone: Person) -> str:
    assert someone.session.user is not None
    return someone.session.user.name


def work_off(chat: MemoryChat, most: int = 1000) -> int:
    """Do what the server does in the background, in so many steps; how many entries were erased."""
    count = 0

    async def all_of_it() -> None:
        nonlocal count
        for party in list(chat.world.recent.silenced):
            after = 0
            for _ in range(most):
                found, after = await chat.log.said_by(party, after, 3)
                if not after:
                    break
                count += len(found)
                deletion.erase(chat.core, found)
                chat.commit()
            else:
                return
            deletion.erased(chat.core, int(party[1:]))
            chat.commit()

    run(all_of_it())
    return count


def kept_text(log: MemoryLog) -> str:
    """All that the log says anywhere."""
    return "\n".join(str(entry.event) for one in log.logs() for entry in log.kept(one))


def test_the_account_is_gone_and_its_owner_a_guest() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD, KEEP)
    assert "The account alice is deleted. What was said by it stays." in said(alice)
    assert name(alice).startswith("Guest")
    assert chat.world.accounts.named("alice") is None
    assert "That is not the password of alice" in said(person(chat, "bob", f"/login alice {PASSWORD}"))
    again = MemoryChat(log=chat.log, lobby="#lobby")
    assert again.world.accounts.numbers == {}


def test_all_devices_are_guests_and_tell_it() -> None:
    chat = with_alice()
    first, second = (person(chat, "alice", PASSWORD) for _ in range(2))
    second.send(KEEP)
    assert len({name(first), name(second)}) == 2
    assert all(name(one).startswith("Guest") for one in (first, second))
    assert chat.world.parties.keys() == {user.party for user in chat.world.users.values()}


def test_a_wrong_password_deletes_nothing() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD, "/account delete wrong-horse erase")
    assert "! That is not the password of alice" in said(alice)
    assert name(alice) == "alice"
    assert not chat.world.recent.silenced


@pytest.mark.parametrize("line", ["/account delete", f"/account delete {PASSWORD}", "/account delete erase"])
def test_what_becomes_of_the_messages_has_to_be_said(line: str) -> None:
    chat = with_alice()
    assert "delete password keep|erase" in said(person(chat, "alice", PASSWORD, line))
    assert chat.world.accounts.named("alice") is not None


def test_a_guest_has_no_account_to_delete() -> None:
    assert "You are not logged in." in said(person(with_alice(), "bob", KEEP))


def test_what_was_said_stays_where_it_is_kept() -> None:
    chat = with_alice()
    bob = person(chat, "bob")
    person(chat, "alice", PASSWORD, "hello all", KEEP)
    bob.take()
    bob.send("/history")
    assert "[alice]: hello all" in said(bob)
    assert work_off(chat) == 0


def test_what_was_said_is_gone_at_once_for_readers_and_then_from_the_log() -> None:
    chat = with_alice()
    bob = person(chat, "bob", "i said nothing secret")
    alice = person(chat, "alice", PASSWORD, *(f"secret number {n}" for n in range(7)), "/msg bob a secret for you")
    bob.take()
    alice.send(ERASE)
    bob.take()
    for line in ("/history", "/search secret", "/history @alice"):
        bob.send(line)
    assert "secret number" not in said(bob)
    assert "a secret for you" not in said(bob)
    assert "i said nothing secret" in said(bob)
    assert "secret number" in kept_text(chat.log)
    assert work_off(chat) == 8
    assert "secret number" not in kept_text(chat.log)
    assert "a secret for you" not in kept_text(chat.log)
    assert "nothing secret" in kept_text(chat.log)
    assert not chat.world.recent.silenced


def test_a_restart_in_the_middle_goes_on_with_it() -> None:
    chat = with_alice()
    person(chat, "alice", PASSWORD, *(f"secret number {n}" for n in range(7)), ERASE)
    work_off(chat, most=2)
    again = MemoryChat(log=chat.log.after_a_crash(), lobby="#lobby", now=chat.now + NAME_RESTS_MS)
    bob = person(again, "bob", "/history", "/search secret")
    assert "secret number" not in said(bob)
    assert 0 < work_off(again) < 7
    assert "secret number" not in kept_text(again.log)
    assert not MemoryChat(log=again.log, lobby="#lobby").world.recent.silenced


def test_reactions_and_edits_go_as_well() -> None:
    chat = with_alice()
    alice = chat.connect(secure=True)
    alice.send("CAP REQ :message-tags hubbub.chat/edit", f"PASS :{PASSWORD}", "NICK alice", "USER a 0 * :a")
    alice.send("CAP END", "JOIN #lobby", "PRIVMSG #lobby :first words")
    message = next(
        entry for log in chat.log.logs() for entry in chat.log.kept(log) if isinstance(entry.event, MessageSent)
    )
    id = msgid(message.id)
    alice.send(f"@+draft/react=x;+draft/reply={id} TAGMSG #lobby :", f"EDIT #lobby {id} :second words")
    assert "second words" in kept_text(chat.log)
    alice.send(f"NS ACCOUNT DELETE {PASSWORD} erase")
    assert work_off(chat) == 2
    assert "words" not in kept_text(chat.log)
    assert not any(isinstance(entry.event, ReactionSent) for entry in chat.log.kept(message.log))


def test_words_that_quote_how_a_sender_is_kept_are_not_taken_for_theirs() -> None:
    chat = with_alice()
    account = chat.world.accounts.named("alice")
    assert account is not None
    person(chat, "bob", f'"party":"{account.party}"')
    person(chat, "alice", PASSWORD, "mine", ERASE)
    assert work_off(chat) == 1


def test_the_name_rests_for_thirty_days() -> None:
    chat = with_alice()
    person(chat, "alice", PASSWORD, KEEP)
    early = person(chat, "alice", "\u0251lice", "bob")  # the second with U+0251
    assert said(early).count("belonged to an account that was deleted or renamed. It is free on 2025-11-08") == 2
    assert "433" in chat.connect().ask("NICK alice")[0]
    assert "deleted" in console(chat).ask("account add alice")[0]
    again = MemoryChat(log=chat.log, now=chat.now + NAME_RESTS_MS - 1000)
    assert "deleted" in said(person(again, "alice"))
    later = MemoryChat(log=chat.log, now=chat.now + NAME_RESTS_MS + 1000)
    for one in (again, later):  # at a start the clock may not be right yet: for an hour nothing is let go of by it
        one.now += START_DOUBT_MS + 2000
        one.tell_time()
    assert "Welcome to the chat, alice!" in said(person(again, "alice"))
    assert "Welcome" in said(person(later, "alice"))


def test_what_waited_for_the_owner_is_nobodys() -> None:
    chat = with_alice()
    bob = person(chat, "bob", "/msg alice for your eyes only")
    console(chat).ask("account delete alice keep")
    assert chat.world.held == {}
    assert MemoryChat(log=chat.log).world.held == {}
    bob.take()
    bob.send("/msg alice are you there")
    assert "There is nobody" in said(bob) or "nobody" in said(bob).lower()


def test_operators_delete_accounts_by_name_at_the_console() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD, "secret words")
    assert console(chat).ask("account delete nobody keep")[0].startswith("! There is no account named nobody")
    assert "The account alice is deleted." in console(chat).ask("account delete alice erase")[0]
    assert name(alice).startswith("Guest")
    assert work_off(chat) == 1


def test_what_the_account_had_goes_with_it() -> None:
    """Its standing in rooms, how far it has read, its reset code; a room that was only its own ends."""
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD, "/join tea", "/leave", "/join milk", "some words")
    console(chat).ask("account reset alice")
    assert chat.world.room("#tea") is not None
    alice.send(KEEP)
    assert chat.world.room("#tea") is None
    milk = chat.world.room("#milk")
    assert milk is not None
    assert not milk.roles
    state = chat.log.after_a_crash().load(chat.now)
    assert (state.accounts, [room.roles for room in state.rooms]) == ([], [[], []])
    assert fold("alice") in chat.world.accounts.resting
