"""A big world: "start and memory do not grow with what is asleep" more than they have to."""

from __future__ import annotations

import gc
import tracemalloc
from array import array
from collections.abc import Callable, Iterable
from sys import getsizeof
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chat.test_replay import nap
from tests.dialects.plain.typist import join
from tests.support.memory_chat import MemoryChat
from tests.support.slots import made

from hubbub.chat.events import Credentials
from hubbub.chat.limits.policy import Policy
from hubbub.chat.names import fold, skeletons
from hubbub.chat.party import Party, party_of
from hubbub.chat.ports import Absent, AccountState, ConversationState, Quiet, RoomState, State, packed
from hubbub.chat.restoring import restore
from hubbub.chat.world.moderation.closing import Closing
from hubbub.chat.world.rooms import Conversation, Member, Pin, Room
from hubbub.chat.world.state import REST_MS, World
from hubbub.commands.history import pages
from hubbub.commands.rooms import forgetting
from hubbub.irc.modes import Change
from hubbub.log.memory import MemoryLog

MANY = 20_000
BYTES = 100  # of memory for a room that is asleep, all that finds it included; it was 2,500 once
NOW = 1_764_000_000_000
MADE = ("n", "", "", 1, 0, "")


def saved(log: int, name: str, *modes: tuple[str, str, str, int, int, str], seq: int = 1) -> RoomState:
    return RoomState(log, name, NOW - log, "", "", 0, seq, NOW, True, [MADE, *modes])


def state_of(*rooms: RoomState) -> State:
    state = MemoryLog(fold).load(1)
    state.rooms = rooms
    return state


def test_a_room_that_is_asleep_is_small() -> None:
    rooms = [saved(log, f"#room{log}") for log in range(1, MANY + 1)]
    gc.collect()
    tracemalloc.start()
    world = World("#lobby")
    restore(world, state_of(*rooms))
    used = tracemalloc.get_traced_memory()[0] - getsizeof(rooms)
    tracemalloc.stop()
    assert used / MANY < BYTES
    assert (len(world.every_room), world.rooms) == (MANY, {})


class Counted(array):  # type: ignore[type-arg]
    """Counts how often something in one of them was looked at."""

    looked = 0

    def __getitem__(self, at: Any) -> Any:
        Counted.looked += 1
        return super().__getitem__(at)


def test_each_of_very_many_conversations_of_one_party_is_found_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """G16: each of one party's was looked for behind all the others at a start, 36 s for 20,000."""
    monkeypatch.setattr(packed, "array", Counted)
    steps = list[int]()
    for parties in ([Party("a1")] * 500, [Party(f"a{n}") for n in range(500)]):
        Counted.looked = 0
        saved = (
            ConversationState(n + 1, (party, Party(f"b{n}")), ("alice", f"bob{n}"), 1, NOW)
            for n, party in enumerate(parties)
        )
        quiet = Quiet(saved)
        for n, party in enumerate(parties):
            woken = quiet.wake_between(party, Party(f"b{n}"))
            assert woken is not None
            quiet.add(woken)
        steps.append(Counted.looked)
        assert len(list(quiet.wake_of(parties[0]))) == parties.count(parties[0])
    assert 0 < steps[0] < 2 * steps[1]


def test_very_many_conversations_wake_some_in_each_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "No command holds the loop longer than 10 ms": 20,000 of them woke in 100."""
    monkeypatch.setattr(pages, "AT_ONCE", 4)
    chat = MemoryChat()
    alice = chat.irc("alice")
    party, left = alice.session.me.party, list[int]()
    chat.world.quiet = Quiet(
        ConversationState(n, (party, Party(f"b{n}")), ("alice", f"bob{n}"), 1, NOW) for n in range(100, 110)
    )

    async def pause() -> None:
        left.append(chat.world.quiet.left)

    monkeypatch.setattr(chat, "pause", pause)
    for line in ("UNREAD", f"CHATHISTORY TARGETS {2 * 'timestamp=2020-01-01T00:00:00.000Z '}9"):
        alice.ask(line)
    assert left == [6, 2, 0, 0, 0, 0]


names = st.text("abcdeÄß#1", min_size=1, max_size=4).map("#{}".format)


@given(st.lists(names, unique_by=fold, max_size=300), st.data())
def test_whoever_is_asked_for_wakes_and_nobody_else(wanted: list[str], data: st.DataObject) -> None:
    world = World()
    restore(world, state_of(*(saved(3 * place + 1, name, seq=place) for place, name in enumerate(wanted))))
    asked = set(data.draw(st.lists(st.sampled_from(wanted), max_size=20))) if wanted else set()
    for place, name in enumerate(wanted):
        if name in asked:
            room = world.journal(3 * place + 1) if data.draw(st.booleans()) else world.room(name.upper())
            assert isinstance(room, Room)
            assert (room.name, room.log, room.last_seq) == (name, 3 * place + 1, place)
            assert room is world.room(name) is world.journal(room.log)
    assert {room.name for room in world.rooms.values()} == asked
    assert world.room("#nobody") is world.journal(2) is None
    assert [room.name for room in world.every_room.values()] == wanted
    assert len(world.every_room) == len(wanted)


def test_a_room_that_ends_is_gone_and_one_that_is_made_is_there() -> None:
    world = World()
    restore(world, state_of(saved(1, "#a"), saved(2, "#b")))
    room = world.room("#a")
    assert isinstance(room, Room)
    world.drop_room(room)
    world.add_room(Room(3, "#a", NOW))
    assert {log: one.name for log, one in world.every_room.items()} == {2: "#b", 3: "#a"}
    assert (len(world.every_room), world.journal(1), 1 in world.every_room) == (2, None, False)


def test_what_is_kept_of_a_room_is_there_when_it_wakes() -> None:
    world, later = World(), NOW + 1000
    listed = ("b", "eve!*@*", "alice", NOW, later, "noise")
    secret = saved(2, "#secret", ("s", "", "", 1, 0, ""), ("k", "key", "", 1, 0, ""))
    secret.topic, secret.roles, secret.readers = "tea", [(7, "qo")], [7]
    restore(world, state_of(saved(1, "#banned", listed), secret))
    assert world.asleep.private == 1
    assert sorted(world.rooms) == ["#banned"], "what ends by itself does not sleep"
    assert next(world.ended(later, lambda begun: later)) == (world.room("#banned"), Change(False, "b", "eve!*@*"))
    shown, room = world.every_room[2], world.room("#SECRET")
    assert isinstance(room, Room)
    for one in (shown, room):
        assert (dict(one.flags), one.topic, one.roles) == ({"n": "", "s": "", "k": "key"}, "tea", {7: "qo"})
        assert (one.is_owned, one.is_shown, one.readers) == (True, False, {party_of(7)})
    assert world.asleep.private == 0


def test_asking_about_all_rooms_wakes_none_of_them() -> None:
    chat = MemoryChat(Policy(forget_rooms_days=30_000), lobby="#lobby")
    maker = chat.irc("maker")
    maker.send(*(line for n in range(20) for line in (f"JOIN #room{n}", f"PRIVMSG #room{n} :x", f"PART #room{n}")))
    chat = MemoryChat(Policy(forget_rooms_days=30_000), lobby="#lobby", log=chat.log, now=chat.now + 1)
    alice = join(chat, "alice")
    irc = chat.irc("bob")
    irc.send("LIST", "LUSERS", "JOIN #lobby", "PRIVMSG #lobby :x", "INVITE")
    alice.send("/rooms", "/register password1", "/account export", "/search x")
    for _ in range(3):
        forgetting.forget_silent(chat.core)
    chat.world.recent.shed(chat.world.journals.values())
    chat.world.recent.silence(party_of(99))
    assert sorted(chat.world.rooms) == ["#lobby"]
    assert [line.split()[3] for line in irc.ask("LIST") if " 322 " in line] == [
        "#lobby",
        *(f"#room{n}" for n in range(20)),
    ]
    assert [line.split()[0] for line in alice.ask("/rooms")[1:]] == sorted(["lobby", *(f"room{n}" for n in range(20))])


def test_a_room_wakes_with_what_every_room_has() -> None:
    room = Room(1, "#tea", 1)
    assert not room.has("members")
    assert (dict(room.flags), room.members, room.lists, room.first_recent) == ({"n": ""}, {}, {}, 1)
    other = Room(2, "#den", 1)
    room.members.clear()
    assert room.flags is other.flags
    assert room.members is not other.members


KNOWN = Credentials(
    "$argon2id$v=19$m=19456,t=2,p=1$" + "s" * 22 + "$" + "h" * 43, b"s" * 16, 600_000, b"k" * 32, b"v" * 32
)
ACCOUNT_BYTES = 320  # of memory for an account that is asleep; it was 1,300 once


def kept_account(number: int, name: str) -> AccountState:
    return AccountState(number, name, NOW, KNOWN)


def with_accounts(accounts: Iterable[AccountState]) -> State:
    state = MemoryLog(fold).load(1)
    state.accounts = Absent(accounts)
    return state


def test_an_account_that_is_asleep_is_small() -> None:
    gc.collect()
    tracemalloc.start()
    world = World("#lobby")
    restore(world, with_accounts(kept_account(number, f"person{number}") for number in range(1, MANY + 1)))
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert used / MANY < ACCOUNT_BYTES
    assert (len(world.accounts.numbers), world.accounts.awake) == (MANY, {})


people = st.text("abcdeÄßаο1", min_size=1, max_size=4)


@given(st.lists(people, unique_by=lambda name: min(skeletons(name)), max_size=100), st.data())
def test_an_account_that_is_asked_for_wakes_and_no_other(wanted: list[str], data: st.DataObject) -> None:
    world = World()
    restore(world, with_accounts(kept_account(3 * place + 1, name) for place, name in enumerate(wanted)))
    accounts = world.accounts
    asked = set(data.draw(st.lists(st.sampled_from(wanted), max_size=20))) if wanted else set()
    for place, name in enumerate(wanted):
        if name in asked:
            ways = [accounts.numbers.get(3 * place + 1), accounts.named(name.upper().lower()), accounts.owner(name)]
            account = data.draw(st.sampled_from([one for one in ways if one is not None]))
            assert (account.name, account.number) == (name, 3 * place + 1)
            assert account is accounts.named(name) is accounts.numbers[account.number] is accounts.owner(name)
    assert {account.name for account in accounts.awake.values()} <= set(wanted)
    assert accounts.numbers.get(2) is None
    assert not accounts.knows(party_of(2))
    assert [account.name for account in accounts.every()] == wanted
    assert len(accounts.numbers) == len(wanted)


def test_who_looks_like_an_account_that_sleeps_is_not_let_in_as_somebody_else() -> None:
    """G10: one holder a name, and its look-alikes, whether anybody has asked for it or not."""
    world = World()
    restore(world, with_accounts([kept_account(1, "Анна"), kept_account(2, "bob")]))
    assert world.accounts.awake == {}
    for look, number in (("анна", 1), ("BOB", 2), ("вob", 2)):
        owner = world.accounts.owner(look)
        assert owner is not None
        assert owner.number == number
    world.accounts.remove(world.accounts.numbers[2])
    assert world.accounts.owner("bob") is world.accounts.numbers.get(2) is None


def test_what_is_kept_of_an_account_is_there_when_it_wakes() -> None:
    world = World()
    kept = kept_account(7, "alice")
    kept.operator, kept.email, kept.stays = True, "a@example.org", False
    kept.reset_code, kept.reset_at, kept.privacy, kept.silenced = b"code", NOW, "R", ["eve!*@*"]
    kept.standing, kept.read, kept.first = [(1, "qo"), (2, "v")], [(9, 5), (1, 6)], [(1, 3)]
    restore(world, with_accounts([kept]))
    assert world.accounts.has_operator()
    world.accounts.begin_by(NOW - 10, NOW - 10, 60)
    for later in range(5):  # nothing of who sleeps is later than that
        world.accounts.begin_by(NOW - 10 + later, NOW - 10 + later, 60)
    assert world.accounts.set_back == [(NOW - 10, NOW - 10, 60)]
    listed = [*world.accounts.every(), *world.accounts.latest_seen(1)]
    assert [(account.reset_at, account.seen_at) for account in listed] == [(NOW - 60, NOW - 10)] * 2
    account = world.accounts.named("ALICE")
    assert account is not None
    assert world.accounts.has_operator()
    assert (account.email, account.stays, account.privacy.letters) == ("a@example.org", False, "R")
    assert (account.reset_code, account.reset_at, account.seen_at) == (b"code", NOW - 60, NOW - 10)
    assert (account.owned, account.standing, account.first_joined) == ({1}, {1, 2}, {1: 3})
    assert list(account.read_until.items()) == [(9, 5), (1, 6)]


CONVERSATION_BYTES = 200  # of memory for a conversation that is asleep; it was 800 once


def between(log: int, first: str, second: str) -> ConversationState:
    return ConversationState(log, (Party(first), Party(second)), (first[-8:], second[-8:]), log, NOW)


def with_conversations(accounts: int, *conversations: ConversationState) -> State:
    state = with_accounts(kept_account(number, f"person{number}") for number in range(1, accounts + 1))
    state.conversations = Quiet(conversations)
    return state


def test_a_conversation_that_is_asleep_is_small_and_wakes_nobody() -> None:
    first = 1_937_000_000_000_000  # as numbers of accounts are
    state = with_accounts(kept_account(first + number, f"person{number}") for number in range(MANY))
    gc.collect()
    tracemalloc.start()
    parties = ((f"a{first + number}", f"a{first + number * 7 % MANY}") for number in range(MANY))
    state.conversations = Quiet(between(log, *both) for log, both in enumerate(parties, 1))
    world = World("#lobby")
    restore(world, state)
    used = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    assert used / MANY < CONVERSATION_BYTES
    assert (world.quiet.left, world.conversations, world.accounts.awake) == (MANY, {}, {})


two = st.tuples(st.integers(1, 6), st.integers(1, 6))


@given(st.lists(two, unique_by=lambda both: tuple(sorted(both)), max_size=20), st.data())
def test_a_conversation_wakes_for_either_and_for_both(pairs: list[tuple[int, int]], data: st.DataObject) -> None:
    world = World()
    kept = [between(log, f"a{one}", f"a{other}") for log, (one, other) in enumerate(pairs, 1)]
    restore(world, with_conversations(6, *kept))
    for one, other in data.draw(st.lists(two, max_size=10)):
        party = party_of(one)
        if data.draw(st.booleans()):
            mine = world.conversations_of(party)
            assert sorted(found.log for found in mine) == [had.log for had in kept if party in had.parties]
        else:
            found = world.conversation(party, party_of(other))
            both = sorted((party, party_of(other)))
            assert ([found.log] if found else []) == [had.log for had in kept if sorted(had.parties) == both]
    for had in kept:
        conversation = world.journal(had.log)
        assert isinstance(conversation, Conversation)
        assert (conversation.parties, conversation.names, conversation.last_seq) == (
            had.parties,
            had.names,
            had.last_seq,
        )
        assert conversation is world.conversation(*had.parties) is world.conversation(*had.parties[::-1])
    assert world.quiet.left == 0


def test_who_is_called_otherwise_wakes_no_conversation_and_is_found_by_that_name() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    parties = alice.session.me.party, bob.session.me.party
    chat.world.quiet = Quiet([ConversationState(7, parties, ("alice", "robert"), 1, NOW)])
    alice.send("NICK alicia")
    assert (chat.world.quiet.left, chat.world.conversations) == (1, {})
    found = chat.world.conversation(*parties)
    assert found is not None
    assert found.names == ("alicia", "bob")


def test_a_conversation_that_nobody_can_read_any_more_is_not_there() -> None:
    world = World()
    restore(world, with_conversations(1, between(1, "v1", "v2"), between(2, "v1", "a1"), between(3, "a9", "nbob")))
    assert (world.journal(1), world.journal(3), world.conversations_of(Party("v2"))) == (None, None, [])
    assert [found.log for found in world.conversations_of(Party("v1"))] == [2]
    assert world.quiet.left == 0
    world.forget_party(Party("a1"))
    assert world.conversation(Party("v1"), Party("a1")) is not None


def test_who_is_meant_by_a_name_wakes_and_nobody_else() -> None:
    """ "No command holds the loop longer than 10 ms": 20,000 conversations woke in 290, to find one."""
    world, me = World(), party_of(1)
    restore(world, with_accounts([kept_account(1, "alice")]))
    world.quiet = Quiet(
        ConversationState(n, (me, Party(f"v{n}")), ("Alice", f"Bär{n}"), 1, n)
        if n % 2
        else ConversationState(n, (Party(f"v{n}"), me), (f"Bär{n}", "Alice"), 1, n)
        for n in range(1, 101)
    )
    assert world.conversation_named(me, "nobody") is None
    assert world.quiet.left == 100
    found = world.conversation_named(me, "BÄR8")
    assert found is not None
    assert (found.log, world.quiet.left) == (8, 99)
    assert world.conversation_named(me, "bär8") is found
    assert world.conversation_named(Party("v9"), "alice") is world.journal(9)
    assert world.conversation_named(Party("v9"), "bär8") is None
    assert world.quiet.left == 98


def test_whoever_holds_what_fell_asleep_has_the_same_one_when_it_wakes() -> None:
    """A page is read in the log, and may take its time."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #tea", "PRIVMSG #tea :x", "PART #tea", "PRIVMSG bob :x")
    tea, between = chat.world.room("#tea"), chat.world.conversation(alice.session.me.party, bob.session.me.party)
    assert tea is not None
    assert between is not None
    nap(chat)
    assert (chat.world.asleep.left, chat.world.quiet.left, len(chat.world.journals)) == (1, 1, 0)
    held = [tea, between]
    assert [chat.world.journal(one.log) for one in held] == held
    nap(chat)
    del tea, between, held
    assert len(chat.world._fallen) == 0
    alice.send("PRIVMSG bob :again", "JOIN #tea")
    assert [room.last_seq for room in chat.world.rooms.values()] == [4]


def test_what_says_more_than_is_kept_of_those_that_sleep_stays_awake() -> None:
    chat, world = MemoryChat(), World()
    says: list[Callable[[Room], object]] = [
        lambda room: room.members.update({chat.irc("alice").session.me: Member(NOW)}),
        lambda room: room.change_mode(Change(True, "b", "eve!*@*"), "alice", NOW),
        lambda room: world.invite(room, Party("v1")),
        lambda room: room.pins.update({1: Pin("alice", NOW, "bob")}),
        lambda room: room.metadata.update(x="y"),
        lambda room: world.keep_for(room, "retention", 1),
        lambda room: world.keep_for(room, "expiry", 1),
        lambda room: world.closing.update({room.log: Closing(room.log, NOW, "alice", "")}),
    ]
    for log, say in enumerate(says, 1):
        room = Room(log, f"#r{log}", NOW)
        world.add_room(room)
        say(room)
        world.fall_asleep(log)
    secret = Room(99, "#secret", NOW)
    secret.change_mode(Change(True, "k", "key"), "alice", NOW)
    world.add_room(secret)
    world.fall_asleep(99)
    assert len(world.rooms) == len(says)
    assert [one.name for one in world.asleep] == ["#secret"]


def test_who_takes_another_name_while_a_conversation_sleeps_is_found_by_it_when_they_have_gone() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice")
    bob = chat.irc("bob", "batch", "message-tags", "hubbub.chat/token")
    alice.send("PRIVMSG bob :x")
    nap(chat)
    bob.send("NICK robert")
    assert (chat.world.quiet.left, chat.world.called.names) == (1, {bob.session.me.party: "robert"})
    bob.send("QUIT")
    nap(chat)
    found = chat.world.conversation_named(alice.session.me.party, "ROBERT")
    assert found is not None
    assert found.names == ("alice", "robert")


def test_a_conversation_that_sleeps_goes_with_the_last_who_could_read_it() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("PRIVMSG bob :x")
    nap(chat)
    alice.send("NICK alicia", "QUIT")
    assert (chat.world.quiet.left, len(chat.world.called.names)) == (1, 1)
    bob.send("QUIT")
    assert (list(chat.world.quiet.numbers()), chat.world.called.names) == ([], {})


def test_of_who_has_been_gone_for_a_while_nothing_is_held_that_is_empty() -> None:
    chat = MemoryChat()
    alice = chat.irc("alice", "batch", "message-tags", "hubbub.chat/token")
    bob = chat.irc("bob", secure=True)
    alice.send("JOIN #tea", "@+draft/reply=1 PRIVMSG #tea :x", "PART #tea")
    bob.send("NS REGISTER secret12", "JOIN #tea", "NS ACCOUNT STAY off")
    (visit,), account = chat.world.visits.values(), chat.world.accounts.named("bob")
    assert account is not None
    chat.world.resting[account.number] = account  # as when they had been here before
    alice.send("QUIT")
    chat.world.let_visits_go(chat.now + REST_MS + 1)
    assert made(visit) == ["left_at"]
    assert chat.world.parties[account.party].left_at is account.left_at, "they are here, and share it"
    bob.send("QUIT")
    chat.world.let_visits_go(chat.now + REST_MS + 1)
    assert set(made(account)) == {"first_joined", "left_at"}
    assert (account.metadata, account.sent, account.privacy.letters) == ({}, {}, "")


def test_a_room_without_modes_has_none_when_it_wakes() -> None:
    """A new one has `n`, and what is empty in a room is let go of when it falls asleep."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #a", "MODE #a -n", "PRIVMSG #a :stays", "PART #a")
    nap(chat)
    assert chat.world.rooms.get("#a") is None
    bob.send("PRIVMSG #a :from outside")
    room = chat.world.rooms["#a"]
    assert (room.flags, len(room.recent)) == ({}, 1)
