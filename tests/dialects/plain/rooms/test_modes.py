"""Removing, inviting and muting people by typed commands, and the modes of the room."""

from __future__ import annotations

import pytest
from tests.dialects.plain.typist import heard, join, told
from tests.support.memory_chat import MemoryChat, Person

from hubbub.irc.modes import Change


def in_a_room() -> tuple[Person, Person]:
    """alice, who made the room tea, and bob in it."""
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    alice.send("/join tea")
    bob.send("/join tea")
    heard(alice), heard(bob)
    return alice, bob


def test_somebody_is_removed_with_words_and_without() -> None:
    alice, bob = in_a_room()
    assert told(alice, "/kick bob too loud") == ["* bob was removed from tea by alice: too loud"]
    assert heard(bob) == ["* bob was removed from tea by alice: too loud"]
    assert told(alice, "/kick bob") == ["! bob is not in tea."]
    assert told(alice, "/kick carol") == ['! Nobody named "carol" is here.']


def test_who_is_banned_does_not_come_back_until_the_ban_is_lifted() -> None:
    alice, bob = in_a_room()
    assert told(alice, "/ban bob") == ["* alice changed the modes of tea: +b bob!*@*"]
    alice.send("/kick bob")
    heard(bob)
    assert told(bob, "/join tea") == ["! You are banned from tea."]
    assert told(alice, "/mode +b") == ["  bob!*@* (by alice)", "(That was the list b of tea.)"]
    assert told(alice, "/unban bob") == ["* alice changed the modes of tea: -b bob!*@*"]
    assert told(alice, "/unban bob") == ["! That cannot be the argument of mode b: bob!*@* is not on the list."]
    assert told(bob, "/join tea") == ["You are in tea now. In it: alice, bob"]


def test_who_is_muted_stays_and_is_silent() -> None:
    alice, bob = in_a_room()
    assert told(alice, "/mute bob") == ["* alice changed the modes of tea: +b m:bob!*@*"]
    heard(bob)
    assert told(bob, "hello") == ["! You cannot speak in tea: you are banned or muted."]
    alice.send("/unmute bob")
    heard(bob)
    assert told(bob, "hello") == []
    assert heard(alice)[-1] == "[bob] (in tea): hello"


@pytest.mark.parametrize(("give", "take", "letter"), [("/op", "/deop", "o"), ("/voice", "/devoice", "v")])
def test_roles_are_given_and_taken(give: str, take: str, letter: str) -> None:
    alice, bob = in_a_room()
    assert told(alice, f"{give} bob") == [f"* alice changed the modes of tea: +{letter} bob"]
    assert told(alice, f"{take} @bob") == [f"* alice changed the modes of tea: -{letter} bob"]
    heard(bob)
    assert told(bob, f"{give} alice") == ["! You may not do that in tea; ask one of its operators."]


def test_an_invitation_opens_the_room() -> None:
    alice, bob = in_a_room()
    assert told(alice, "/mode +i") == ["* alice changed the modes of tea: +i"]
    bob.send("/leave")
    heard(bob)
    assert told(bob, "/join tea") == ["! tea is only for those who are invited."]
    heard(alice)
    assert told(alice, "/invite bob") == ["bob is invited to tea."]
    assert heard(bob) == ["* alice invites you to tea. To join, type: /join tea"]
    assert told(bob, "/join tea") == ["You are in tea now. In it: alice, bob"]
    assert told(alice, "/invite bob")[-1] == "! bob is in tea already."


def test_a_sentence_that_begins_with_the_lobby_begins_in_capitals() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = join(chat, "alice")
    alice.send("/leave")
    heard(alice)
    chat.world.rooms["#lobby"].change_mode(Change(True, "i"), "console", chat.now)
    assert told(alice, "/join lobby")[0] == "! The lobby is only for those who are invited."


def test_modes_are_shown_and_changed() -> None:
    alice, bob = in_a_room()
    assert told(alice, "/mode") == ["The modes of tea: +n"]
    assert told(alice, "/mode +lk 9 sesame") == ["* alice changed the modes of tea: +lk 9 sesame"]
    heard(bob)
    assert told(bob, "/mode") == ["The modes of tea: +kln sesame 9"]


def test_what_is_no_mode_is_told_and_the_rest_is_done() -> None:
    alice, _ = in_a_room()
    assert told(alice, "/mode +Ym") == [
        "! There is no mode Y.",
        "* alice changed the modes of tea: +m (only those with a voice may speak)",
    ]
    assert told(alice, "/mode +l") == ["! Mode l needs a word behind it: how many may be in the room, 1 to 999999999."]
    assert told(alice, "/mode +l none") == [
        "! That cannot be the argument of mode l: a limit is a number from 1 to 999999999."
    ]
    assert told(alice, "/mode +" + "v" * 21 + " bob" * 21) == [
        "! That is for too many at once: at most 20. Nothing was changed."
    ]


def test_outside_of_rooms_there_is_nothing_to_moderate() -> None:
    alice = join(MemoryChat(), "alice")
    for line in ("/kick bob", "/mode +m", "/op bob", "/invite bob"):
        assert told(alice, line) == ["! You are in no room. To enter one, type: join room"]
