"""Bans and mutes of rooms that end by themselves: when, how that is told, and over a restart."""

from __future__ import annotations

from tests.dialects.plain.typist import heard, join, told
from tests.support.memory_chat import MemoryChat, Person

from hubbub.commands.rooms.modes import LIFTED, lift_ended

HOUR = 3_600_000
UNTIL = "2025-10-09 10:53 UTC"  # two hours after the beginning of a chat in memory


def in_a_room(*names: str) -> tuple[MemoryChat, list[Person]]:
    """Who made the room tea, and the others in it."""
    chat = MemoryChat(lobby="#lobby")
    people = [join(chat, name) for name in names]
    for person in people:
        person.send("/join tea")
    for person in people:
        heard(person)
    return chat, people


def pass_time(chat: MemoryChat, milliseconds: int) -> None:
    chat.now += milliseconds
    chat.tell_time()
    lift_ended(chat.core)
    chat.commit()


def test_a_ban_ends_when_its_time_is_over_and_the_room_sees_it() -> None:
    chat, (alice, bob, _) = in_a_room("alice", "bob", "carol")
    banned = f"* alice changed the modes of tea: +b bob!*@* until {UNTIL}: too loud"
    assert told(alice, "/ban bob 2h too loud") == [banned]
    assert heard(bob) == [banned]
    bob.send("/leave")
    assert told(bob, "/join tea") == [f"! You are banned from tea until {UNTIL}: too loud."]
    assert told(alice, "/mode +b")[0] == f"  bob!*@* (by alice) until {UNTIL}: too loud"
    pass_time(chat, 2 * HOUR - 100)
    assert told(bob, "/join tea") == [f"! You are banned from tea until {UNTIL}: too loud."]
    heard(alice)
    pass_time(chat, 100)
    assert heard(alice) == ["* hubbub changed the modes of tea: -b bob!*@*"]
    assert told(alice, "/mode +b") == ["(That was the list b of tea.)"]
    assert told(bob, "/join tea")[0] == "You are in tea now. In it: alice, bob, carol"


def test_a_great_many_that_end_at_once_are_lifted_a_few_at_a_time() -> None:
    chat, (alice,) = in_a_room("alice")
    for n in range(LIFTED + 1):
        alice.send(f"/ban a{n}!*@* 1h")
    chat.now += HOUR
    chat.tell_time()
    heard(alice)
    assert lift_ended(chat.core)
    chat.commit()
    assert len(heard(alice)) == LIFTED
    assert not lift_ended(chat.core)
    chat.commit()
    assert len(heard(alice)) == 1


def test_a_mute_says_until_when() -> None:
    chat, (alice, bob) = in_a_room("alice", "bob")
    alice.send("/mute bob 2h")
    heard(bob)
    assert told(bob, "hello") == [f"! You cannot speak in tea: you are banned or muted until {UNTIL}."]
    pass_time(chat, 2 * HOUR)
    assert heard(bob) == ["* hubbub changed the modes of tea: -b m:bob!*@*"]
    assert told(bob, "hello") == []


def test_a_reason_needs_no_time() -> None:
    chat, (alice, bob) = in_a_room("alice", "bob")
    assert told(alice, "/mute bob too loud") == ["* alice changed the modes of tea: +b m:bob!*@*: too loud"]
    pass_time(chat, 1000 * HOUR)
    heard(bob)
    assert told(bob, "hello") == ["! You cannot speak in tea: you are banned or muted: too loud."]


def test_the_last_word_about_a_mask_counts() -> None:
    chat, (alice, bob) = in_a_room("alice", "bob")
    alice.send("/mute bob 1h", "/mute bob 2h")
    pass_time(chat, HOUR)
    heard(alice)
    assert told(alice, "/mode +b")[0].startswith("  m:bob!*@* (by alice) until ")
    assert told(alice, "/mute bob") == ["* alice changed the modes of tea: +b m:bob!*@*"]
    assert told(alice, "/mute bob") == ["Nothing was changed: that is so already."]
    pass_time(chat, HOUR)
    assert told(alice, "/mode +b")[0] == "  m:bob!*@* (by alice)"
    assert told(alice, "/mute bob 1h", "/unmute bob", "/mute bob")[-1].endswith(": +b m:bob!*@*")
    heard(bob)
    pass_time(chat, 2 * HOUR)
    assert heard(bob) == []


def test_the_end_is_kept_over_a_restart() -> None:
    chat, (alice, _) = in_a_room("alice", "bob")
    alice.send("hello", "/mute bob 2h too loud")
    again = MemoryChat(lobby="#lobby", log=chat.log.after_a_crash(), now=chat.now + HOUR)
    dora = join(again, "dora")
    dora.send("/join tea")
    assert told(dora, "/mode +b")[0] == f"  m:bob!*@* (by alice) until {UNTIL}: too loud"
    pass_time(again, HOUR)
    assert heard(dora) == ["* hubbub changed the modes of tea: -b m:bob!*@*"]


def test_nothing_is_lifted_while_the_disk_is_full_but_afterwards() -> None:
    chat, (alice, _) = in_a_room("alice", "bob")
    alice.send("/mute bob 1h")
    chat.core.disk_full = True
    pass_time(chat, HOUR)
    heard(alice)
    chat.core.disk_full = False
    pass_time(chat, 1)
    assert heard(alice) == ["* hubbub changed the modes of tea: -b m:bob!*@*"]


def test_a_room_that_has_ended_or_been_made_anew_is_left_alone() -> None:
    chat, (alice, bob) = in_a_room("alice", "bob")
    alice.send("/mute bob 1h", "/leave")
    bob.send("/leave", "/join tea", "/mute alice")
    heard(bob)
    pass_time(chat, HOUR)
    assert heard(bob) == []


def test_what_cannot_be_is_told() -> None:
    _, (alice, bob) = in_a_room("alice", "bob")
    assert told(bob, "/ban alice 2h") == ["! You may not do that in tea; ask one of its operators."]
    assert told(alice, "/ban bob 2h " + "x" * 201)[0].startswith("! That text has 201 bytes; at most 200 fit here.")
    assert told(alice, "/ban m: 2h") == ["! That cannot be the argument of mode b: behind m: stands a mask."]
