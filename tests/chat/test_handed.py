"""Nobody who is here notices that another process goes on: its world is the one that was handed over."""

from __future__ import annotations

from random import Random

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.chat.test_replay import busy
from tests.support.examples import examples
from tests.support.memory_chat import MemoryChat, Person
from tests.support.picture import picture, slots

from hubbub.chat.party import guest
from hubbub.chat.restoring import restore
from hubbub.chat.restoring.handed import HandedSession, HandedWorld, hand, hand_session, take_session
from hubbub.chat.world.session import Profile, Session
from hubbub.chat.world.state import World
from hubbub.dialects.handed import HandedIrc, hand_state, take_state
from hubbub.dialects.irc.state import IrcState
from hubbub.dialects.plain.state import PlainState

FORGOTTEN = {"sent", "earlier", "resting", "skeletons", "bans", "banned_names", "banned_addresses"}
"""What the log knows as well, look-ups, and what ends by itself while nobody looks."""
ORDERED = {"members", "rooms", "pins", "read_until", "left_at"}
LATER = 1_000  # than all that happened, though times of rooms run ahead of the clock where much happens at once
APART = ("chat", "user", "state", "endpoint", "acknowledged")


def through_bytes(value: object, kind: type) -> object:
    return msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=kind)


def next_process(chat: MemoryChat) -> World:
    handed = through_bytes(hand(chat.world), HandedWorld)
    assert isinstance(handed, HandedWorld)
    world = World(chat.world.lobby)
    restore(world, chat.log.load(chat.now + LATER), handed)
    return world


@given(st.integers(0, 2**32), st.sampled_from(["", "#lobby"]))
@example(1776, "")  # a code for a new password that was used
@example(14964, "")  # a name that was used at a time still to come
@settings(max_examples=examples(60), deadline=None)
def test_the_next_process_has_the_same_world(seed: int, lobby: str) -> None:
    chat = busy(Random(seed), lobby)
    real, again = seen(chat.world), seen(next_process(chat))
    assert {name: (again.get(name), real[name]) for name in real if again.get(name) != real[name]} == {}
    assert again.keys() == real.keys()


def seen(world: World) -> dict[str, object]:
    shown = picture(world)
    for thing in shown.values():
        if isinstance(thing, dict):
            for name in FORGOTTEN:
                thing.pop(name, None)
            thing |= {name: unordered(thing[name]) for name in thing.keys() - ORDERED}
    shown |= {name: unordered(thing) for name, thing in shown.items() if isinstance(thing, list)}
    shown["by_mode"] = sorted((letter, user.party) for letter, users in world.by_mode.items() for user in users)
    return {name: thing for name, thing in shown.items() if name not in FORGOTTEN}


@given(st.integers(0, 2**32))
@settings(max_examples=examples(40), deadline=None)
def test_every_connection_is_what_it_was(seed: int) -> None:
    chat = busy(Random(seed), "#lobby")
    world = next_process(chat)
    people = [session for user in chat.world.users.values() for session in user.sessions]
    for old in people:
        told = through_bytes(hand_session(old), HandedSession)
        state = through_bytes(hand_state(old), PlainState if old.dialect.name == "plain" else HandedIrc)
        assert isinstance(told, HandedSession)
        assert isinstance(state, HandedIrc | PlainState)
        again = MemoryChat()
        again.core.world = world
        profile = Profile.of(old.dialect, old.profile.caps, old.profile.frame)
        new = Session(again.core, profile, old.endpoint, old.address, old.secure)
        new.state = take_state(again.core, state)
        take_session(world, new, told)
        assert held(new, *APART) == held(old, *APART)
        assert (new.user.party if new.user else "") == (old.user.party if old.user else "")
        assert hand_state(new) == hand_state(old)
    assert [len(user.sessions) for user in world.users.values()] == [
        len(user.sessions) for user in chat.world.users.values()
    ]
    assert world.local.connected == chat.world.local.connected


def test_an_upgrade_shortens_no_wait() -> None:
    chat = MemoryChat()
    local, now = chat.world.local, 1000
    for _ in range(4):
        local.guesses.begin("192.0.2.1", "olga", now)
        local.guesses.begin_operator("192.0.2.1", "root", now)
        local.reporting.count("192.0.2.1", now)
    local.slow_mode.spoke(7, guest(1), now, 30_000)
    local.new_rooms.count("olga", now)
    local.waiting.came("olga", "192.0.2.1")
    local.waiting.refused("olga")
    local.exports.offer(3, "secret", now)
    local.file_tokens.links.offer("link", "a picture", now)
    again = next_process(chat).local
    assert again.guesses.wait("192.0.2.1", "olga", now) == local.guesses.wait("192.0.2.1", "olga", now) > 0
    assert again.guesses.wait_for_operator("192.0.2.1", "root", now) > 0
    assert again.slow_mode.wait(7, guest(1), now + 10_000, 30_000) == 20_000
    assert again.new_rooms.used("olga", now) == 1
    assert again.waiting.count_from("olga", "192.0.2.1") == 1
    assert again.waiting.collected("olga") == 1
    assert again.exports.take("secret", now) == 3
    assert again.file_tokens.links.find("link", now) == "a picture"


def unordered(thing: object) -> object:
    """Look-ups as they are, whatever was put into them first."""
    if isinstance(thing, list | tuple):
        return sorted(map(unordered, thing), key=repr)
    return {name: unordered(one) for name, one in thing.items()} if isinstance(thing, dict) else thing


def held(session: Session, *apart: str) -> dict[str, object]:
    return {name: getattr(session, name) for name in slots(Session) if name not in apart}


def test_a_question_that_waits_is_still_asked() -> None:
    chat = MemoryChat(lobby="#lobby")
    nobody = Person(chat, "plain", "192.0.2.1", True, chat.connect().frame)
    kept = hand_state(nobody.session)
    assert through_bytes(kept, PlainState) == nobody.session.state


def test_all_that_irc_remembers_is_handed_over() -> None:
    """But for what the last line meant, which is only remembered to be quick."""
    assert {*HandedIrc.__struct_fields__, "sasl", "saying"} == set(slots(IrcState))
