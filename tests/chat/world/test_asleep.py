"""A big world: "start and memory do not grow with what is asleep" more than they have to."""

from __future__ import annotations

import gc
import tracemalloc
from sys import getsizeof

from hypothesis import given
from hypothesis import strategies as st
from tests.dialects.plain.typist import join
from tests.support.memory_chat import MemoryChat

from hubbub.chat.limits.policy import Policy
from hubbub.chat.names import fold
from hubbub.chat.party import party_of
from hubbub.chat.ports import RoomState, State
from hubbub.chat.restoring import restore
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.state import World
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
    assert world.ended(later) == (world.room("#banned"), Change(False, "b", "eve!*@*"))
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
