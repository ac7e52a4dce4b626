"""Accounts get other names: what changes with it, for whom, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count, pairwise

import msgspec
import pytest
from tests.commands.accounts.test_authentication import PASSWORD, person, said, with_alice
from tests.commands.moderation.test_invites import console
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.events import NAME_RESTS_MS, AccountRenamed, ActNoted
from hubbub.chat.ports import RoomState, Sleeping
from hubbub.commands.accounts import renaming
from hubbub.commands.sessions import entering


def told(someone: Person, line: str) -> str:
    someone.take()
    someone.send(line)
    return said(someone)


def test_the_owner_has_the_name_at_once_and_over_a_restart() -> None:
    chat = with_alice()
    chat.core.policy = msgspec.structs.replace(chat.core.policy, cloaks=True)
    alice, bob = person(chat, "alice", PASSWORD), person(chat, "bob")
    party = alice.session.me.party
    seen = told(console(chat), "account rename alice alicia")
    assert "The account alice is called alicia now. Nobody else can have the name alice until " in seen
    assert (alice.session.me.name, alice.session.me.account, alice.session.me.party) == ("alicia", "alicia", party)
    assert alice.session.me.host == "alicia.account"
    assert "alice is now known as alicia" in said(bob)
    again = MemoryChat(log=chat.log, lobby="#lobby")
    account = again.world.accounts.named("alicia")
    assert account is not None
    assert account.party == party
    assert again.world.accounts.named("alice") is None
    assert again.world.parties[party].name == "alicia"  # stays in its rooms
    person(again, "alicia", PASSWORD)


def test_the_name_that_it_has_is_no_other_one() -> None:
    """Nothing is done, nothing is noted, and nobody is told; other letters are another name."""
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD)
    before = len(chat.happened)
    assert "There is an account named alice already" in told(console(chat), "account rename alice alice")
    assert not [one for one in chat.happened[before:] if isinstance(one, AccountRenamed | ActNoted)]
    assert "is now known as" not in said(alice)
    assert "is called Alice now" in told(console(chat), "account rename alice Alice")


def test_the_name_before_is_nobodys_for_a_time_but_its_own_accounts() -> None:
    """Who knew alice by it is not to write to somebody else."""
    chat = with_alice()
    told(console(chat), "account rename alice alicia")
    for restarted in (False, True):
        if restarted:
            chat = MemoryChat(log=chat.log, lobby="#lobby")
        bob = person(chat, "bob")
        for name in ("alice", "aIice"):
            assert "It is free on" in told(bob, f"/nick {name}")
        assert '"alice"' in told(bob, "/msg alice psst")
    back = told(console(chat), "account rename alicia Alice")
    assert "The account alicia is called Alice now." in back
    assert "It is free on" in told(person(chat, "dave"), "/nick alicia")
    assert person(chat, "Alice", PASSWORD).session.me.account == "Alice"
    chat.now += NAME_RESTS_MS + 1
    assert person(chat, "alicia").session.me.name == "alicia"


@pytest.mark.parametrize("names", [("Alice", "alice"), ("Alice", "bob", "alice"), ("aIice", "bob", "alice")])
def test_a_name_that_is_its_accounts_again_does_not_rest_over_a_restart(names: tuple[str, ...]) -> None:
    chat = with_alice()
    for before, after in pairwise(("alice", "eve", *names)):
        told(console(chat), f"account rename {before} {after}")
    again = MemoryChat(log=chat.log, lobby="#lobby")
    assert chat.world.accounts.rests_until("alice", chat.now) == 0
    assert again.world.accounts.rests_until("alice", again.now) == 0
    assert "nobody" not in told(person(again, "bobby"), "/msg alice psst").lower()


def test_a_name_that_two_had_rests_as_the_later_one_says() -> None:
    chat = with_alice()
    told(console(chat), "account rename alice alicia")
    chat.now += NAME_RESTS_MS + 1
    person(chat, "alice", f"/register {PASSWORD}", "/quit")
    told(console(chat), "account delete alice keep")
    alicia = chat.world.accounts.named("alicia")
    assert alicia is not None
    for one in (chat, MemoryChat(log=chat.log, now=chat.now)):
        until = one.world.accounts.rests_until("alice", one.now, alicia.number)
        assert until == one.now + NAME_RESTS_MS


@pytest.mark.parametrize("restarted", [False, True])
def test_bans_in_rooms_are_for_the_new_name(restarted: bool) -> None:
    chat = with_alice()
    olga = chat.irc("olga")
    olga.send("JOIN #tea", "MODE #tea +bbe a:alice m:a:alice a:alice", "TBAN #tea 1h a:alice", "MODE #tea +b a:eve")
    olga.send("JOIN #ale", "TBAN #ale 1h m:a:alice")
    if restarted:
        chat.commit()
        chat = MemoryChat(log=chat.log, lobby="#lobby")
    told(console(chat), "account rename alice alicia")
    tea, ale = chat.world.room("#tea"), chat.world.room("#ale")
    assert tea is not None
    assert ale is not None
    kept = {letter: sorted(one.mask for one in masks.values()) for letter, masks in tea.lists.items()}
    assert kept == {"b": ["a:alicia", "a:eve", "m:a:alicia"], "e": ["a:alicia"]}
    (timed,) = ale.lists["b"].values()
    assert (timed.mask, timed.until > chat.core.now) == ("m:a:alicia", True)


def in_many_rooms(
    monkeypatch: pytest.MonkeyPatch, meanwhile: Callable[[MemoryChat, Person, int], object]
) -> tuple[MemoryChat, str]:
    """The answer to a new name for alice, who is banned in five rooms of olga's; in each pause there is something."""
    monkeypatch.setattr(renaming, "AT_ONCE", 2)
    chat = with_alice()
    olga, pauses = chat.irc("olga"), count()
    for number in range(5):
        olga.send(f"JOIN #r{number}", f"MODE #r{number} +b a:alice")

    async def settled() -> None:
        meanwhile(chat, olga, next(pauses))

    monkeypatch.setattr(chat, "settled", settled)
    return chat, told(console(chat), "account rename alice alicia")


def banned(chat: MemoryChat) -> dict[str, int]:
    """In how many rooms."""
    return {name: len(chat.world.masked.of_account(name)) for name in ("alice", "alicia")}


def test_bans_in_very_many_rooms_follow_a_part_in_each_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "No command holds the loop longer than 10 ms": 15 us for each room. Whenever the server stops between, whatever
    the account is called then is banned in all of them."""
    seen: list[tuple[str, dict[str, int]]] = []

    def look(chat: MemoryChat, olga: Person, pause: int) -> None:
        name = next(name for name in ("alice", "alicia") if chat.world.accounts.named(name) is not None)
        seen.append((name, banned(chat)))

    chat, _ = in_many_rooms(monkeypatch, look)
    assert seen == [
        ("alice", {"alice": 5, "alicia": 2}),
        ("alice", {"alice": 5, "alicia": 3}),
        ("alicia", {"alice": 3, "alicia": 5}),
        ("alicia", {"alice": 1, "alicia": 5}),
    ]
    assert banned(chat) == {"alice": 0, "alicia": 5}


def test_who_takes_the_name_meanwhile_has_it_and_no_bans(monkeypatch: pytest.MonkeyPatch) -> None:
    chat, answer = in_many_rooms(monkeypatch, lambda chat, olga, pause: pause == 1 and chat.irc("alicia"))
    assert "alicia" in answer
    assert "is called" not in answer
    assert banned(chat) == {"alice": 5, "alicia": 0}


def test_what_is_lifted_meanwhile_stays_lifted(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = {1: "MODE #r2 -b a:alice", 2: "MODE #r3 -b a:alicia"}
    chat, _ = in_many_rooms(monkeypatch, lambda chat, olga, pause: pause in lines and olga.ask(lines[pause]))
    assert banned(chat) == {"alice": 0, "alicia": 3}


def test_who_gets_the_name_back_meanwhile_is_banned_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    chat, _ = in_many_rooms(
        monkeypatch, lambda chat, olga, pause: pause == 2 and told(console(chat), "account rename alicia alice")
    )
    assert banned(chat) == {"alice": 5, "alicia": 0}


def test_a_rename_looks_at_no_room_but_those_where_the_account_is_meant() -> None:
    """ "No command holds the loop longer than 10 ms": there may be a hundred thousand rooms."""
    chat = with_alice()
    olga = chat.irc("olga")
    olga.send(
        "JOIN #tea", "MODE #tea +b A:Alice", "MODE #tea +e m:a:alice", "JOIN #ale", "MODE #ale +b *!*@alice.account"
    )
    olga.send("JOIN #gone", "MODE #gone +b a:alice", "PART #gone", "JOIN #off", "MODE #off +bb a:alice a:eve")
    olga.send("MODE #off -b a:alice")
    tea, ale, off = map(chat.world.room, ("#tea", "#ale", "#off"))
    assert tea is not None
    assert ale is not None
    assert off is not None
    assert chat.world.masked.of_account("alice") == [tea.log]
    assert list(chat.world.masked.rooms) == [tea.log, ale.log, off.log]
    asleep = Sleeping(RoomState(log, f"#r{log}", 1, "", "", 0, 1, 1, True) for log in range(100, 110))
    looked: list[int] = []
    asleep.look = looked.append  # type: ignore[assignment, method-assign]
    chat.world.asleep = asleep
    told(console(chat), "account rename alice alicia")
    assert (looked, asleep.left) == ([], 10)
    assert chat.world.masked.of_account("alice") == []
    assert chat.world.masked.of_account("Alicia") == [tea.log]
    assert MemoryChat(log=chat.log, lobby="#lobby").world.masked.of_account("alicia") == [tea.log]


def test_the_name_before_rests_on_when_the_account_is_deleted() -> None:
    chat = with_alice()
    desk = console(chat)
    told(desk, "account rename alice alicia")
    told(desk, "account delete alicia keep")
    again = MemoryChat(log=chat.log, lobby="#lobby")
    bob = person(again, "bob")
    for name in ("alice", "alicia"):
        assert "It is free on" in told(bob, f"/nick {name}")


def test_an_operator_stays_one_and_who_is_away_is_renamed_too() -> None:
    chat = with_alice()
    desk = console(chat)
    desk.send("account operator alice")
    alice = person(chat, "alice", PASSWORD)
    assert alice.session.me.operator
    told(desk, "account rename alice Root2")
    assert (alice.session.me.operator, alice.session.me.operator_name) == (True, "Root2")
    assert "Root2" in told(alice, "/account list")
    entering.leave(chat.core, alice.session, "lost")
    chat.commit()
    told(desk, "account rename root2 carol")
    user = chat.world.users["carol"]
    assert (user.account, list(user.sessions)) == ("carol", [])


@each(
    ("line", "why"),
    [
        ("account rename alice bob", "bob"),
        ("account rename nobody carol", "nobody"),
        ("account rename alice", "account rename"),
        ("account rename alice no!name", "no!name"),
        ("account rename alice аlice2 x", "account rename"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(line: str, why: str) -> None:
    chat = with_alice()
    person(chat, "bob")
    assert why in told(console(chat), line)
    assert chat.world.accounts.named("alice") is not None


def test_nobody_else_may() -> None:
    chat = with_alice()
    bob = person(chat, "bob")
    told(bob, "/account rename alice carol")
    assert chat.world.accounts.named("alice") is not None


def test_who_is_suspended_stays_so() -> None:
    chat = with_alice()
    desk = console(chat)
    desk.send("account suspend alice 2h rude")
    told(desk, "account rename alice carol")
    (ban,) = chat.world.bans.values()
    assert (ban.target, ban.why) == ("$a:carol", "rude")
    assert ban.until - chat.world.accounts.numbers[next(iter(chat.world.accounts.numbers))].created > 0
    assert "suspended" in told(desk, "account show carol")


def test_only_capitals_change() -> None:
    chat = with_alice()
    alice = person(chat, "alice", PASSWORD)
    assert "Anybody may" not in told(console(chat), "account rename alice Alice")
    assert (alice.session.me.name, alice.session.me.account) == ("Alice", "Alice")
