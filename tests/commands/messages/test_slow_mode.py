"""Slow mode and rooms for announcements."""

from __future__ import annotations

from tests.dialects.plain.typist import heard, join, told
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

SLOW = "! You cannot speak in tea: it is in slow mode, one message in 30 seconds; wait "


def in_a_room(*names: str) -> tuple[MemoryChat, list[Person]]:
    """Who made the room tea, and the others in it."""
    chat = MemoryChat(lobby="#lobby")
    people = [join(chat, name) for name in names]
    for person in people:
        person.send("/join tea")
    for person in people:
        heard(person)
    return chat, people


def test_in_slow_mode_everybody_waits_between_two_messages() -> None:
    chat, (alice, bob, carol) = in_a_room("alice", "bob", "carol")
    assert told(alice, "/slow 30s") == [
        "* alice changed the modes of tea: +W 30 (slow mode: one message in 30 seconds)"
    ]
    heard(bob)
    assert told(bob, "one") == []
    assert told(bob, "two") == [SLOW + "30 seconds."]
    assert told(carol, "three") == []
    chat.now += 20_000
    assert told(bob, "four") == [SLOW + "10 seconds."]
    chat.now += 9_990
    assert told(bob, "five") == [SLOW + "1 second."]
    chat.now += 10
    assert told(bob, "six") == []
    heard(bob)
    assert told(alice, "/slow off") == ["* alice changed the modes of tea: -W (slow mode is over)"]
    heard(bob)
    assert told(bob, "seven", "eight") == []


def test_leaving_and_coming_back_is_no_way_around() -> None:
    _, (alice, bob) = in_a_room("alice", "bob")
    alice.send("/slow 30s")
    bob.send("one", "/leave", "/join tea")
    heard(bob)
    assert told(bob, "two") == [SLOW + "30 seconds."]


def test_those_with_a_voice_need_not_wait() -> None:
    _, (alice, bob) = in_a_room("alice", "bob")
    alice.send("/slow 30s", "/voice bob")
    heard(bob)
    assert told(bob, "one", "two") == []
    assert told(alice, "one", "two") == []


def test_a_long_line_is_one_message_however_many_lines_it_takes() -> None:
    _, (alice, bob) = in_a_room("alice", "bob")
    alice.send("/slow 30s")
    heard(bob), heard(alice)
    assert told(bob, "word " * 300) == []
    assert len(heard(alice)) > 1
    assert told(bob, "more")[0].startswith(SLOW)


def test_who_was_silent_for_long_enough_is_not_remembered() -> None:
    chat, (alice, *others) = in_a_room("alice", "bob", "carol", "dora")
    alice.send("/slow 30s")
    for person in others:
        person.send("one")
        chat.now += 20_000
    room = chat.world.room("#tea")
    assert room is not None
    assert chat.world.local.slow_mode.waiting(room.log) == 2


def test_slow_mode_outlives_a_restart() -> None:
    chat, (alice, _) = in_a_room("alice", "bob")
    alice.send("hello", "/slow 30s")
    again = MemoryChat(lobby="#lobby", log=chat.log.after_a_crash(), now=chat.now)
    dora = join(again, "dora")
    dora.send("/join tea", "one")
    heard(dora)
    assert told(dora, "two")[0].startswith(SLOW)


@each("seconds", ["0", "-5", "21601", "1.5", "soon", "\u0661"])
def test_what_is_no_pace_is_refused(seconds: str) -> None:
    _, (alice,) = in_a_room("alice")
    reason = "it is a number of seconds from 1 to 21600, which are six hours"
    assert told(alice, f"/mode +W {seconds}") == [f"! That cannot be the argument of mode W: {reason}."]


def test_on_irc_it_is_a_mode_with_a_parameter_and_404() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    alice.take(), bob.take()
    assert alice.ask("MODE #a +W 007") == [":alice!alice@guest MODE #a +W 7"]
    assert bob.ask("MODE #a")[0] == ":hubbub 324 bob #a +Wn 7"
    bob.send("PRIVMSG #a :one")
    reason = "You cannot speak in #a: it is in slow mode, one message in 7 seconds; wait 7 seconds."
    assert bob.ask("PRIVMSG #a :two") == [f":hubbub 404 bob #a :{reason}"]
    assert bob.ask("NOTICE #a :two") == []
    assert alice.ask("MODE #a -W") == [":alice!alice@guest MODE #a -W"]


def slow_on_irc(*names: str) -> tuple[MemoryChat, list[Person]]:
    """The room #a in slow mode, made by the first of these; all but the last read tags."""
    chat = MemoryChat()
    people = [chat.irc(name, "message-tags", "echo-message", "hubbub.chat/edit") for name in names[:-1]]
    people.append(chat.irc(names[-1]))
    for person in people:
        person.session.secure = True
        person.send("JOIN #a")
    people[0].send("MODE #a +W 30")
    for person in people:
        person.take()
    return chat, people


def test_a_correction_is_a_message_too() -> None:
    chat, (alice, bob, _carol) = slow_on_irc("alice", "bob", "carol")
    id = bob.ask("PRIVMSG #a :one")[0].partition("msgid=")[2].partition(" ")[0]
    alice.take()
    assert "it is in slow mode" in bob.ask(f"EDIT #a {id} :two")[0]
    assert alice.take() == []
    chat.now += 30_000
    assert " EDIT #a " in bob.ask(f"EDIT #a {id} :three")[0]
    assert "it is in slow mode" in bob.ask("PRIVMSG #a :four")[0]
    mine = alice.ask("PRIVMSG #a :one")[-1].partition("msgid=")[2].partition(" ")[0]
    assert " EDIT #a " in alice.ask(f"EDIT #a {mine} :two")[0], "who need not wait"


def test_reactions_are_no_way_to_say_something() -> None:
    _chat, (alice, bob, carol) = slow_on_irc("alice", "bob", "carol")
    id = alice.ask("PRIVMSG #a :one")[0].partition("msgid=")[2].partition(" ")[0]
    carol.take()
    react = f"@+draft/reply={id};+draft/react=whatever\\sI\\ssay TAGMSG #a"
    bob.send(react)
    assert carol.take() == []
    assert " TAGMSG #a" in alice.take()[-1]
    alice.send(react)
    assert "whatever I say" in carol.take()[0]
    alice.send("MODE #a -W")
    carol.take()
    bob.send(react)
    assert "whatever I say" in carol.take()[0]


WORDS_IN_TAGS = (
    "@+foo=some\\swords", "@+some-words", "@+typing=words", "@+draft/persist;+foo=words", "@+draft/persist=words",
    "@+draft/channel-context=words", "@+draft/reply=words", "@+draft/reply={id};+draft/react=слова",
    "@+draft/reply={id};+draft/unreact=words", "@+reply={id};+draft/react=1st",
)  # fmt: skip
SIGNS = (
    "@+typing=active", "@+typing=done", "@+draft/reply={id};+draft/react=👍🏽", "@+reply={id};+draft/react=+1",
    "@+draft/reply={id};+draft/react=1️⃣", "@+draft/reply={id};+draft/unreact=🏳️‍🌈",
    "@+draft/persist;+draft/reply={id}", "",
)  # fmt: skip


@each("tags", WORDS_IN_TAGS)
@each("target", ["#a", "@#a"])
def test_words_in_tags_are_a_message(tags: str, target: str) -> None:
    """ "Under slow mode ... still put words before others": "one table of what carries words, and one check"."""
    _chat, (alice, bob, _carol) = slow_on_irc("alice", "bob", "carol")
    id = alice.ask("PRIVMSG #a :one")[0].partition("msgid=")[2].partition(" ")[0]
    line = f"{tags.format(id=id)} TAGMSG {target}"
    bob.send(line)
    assert " TAGMSG " in alice.take()[-1]
    assert "it is in slow mode" in bob.ask("PRIVMSG #a :two")[-1]
    assert "it is in slow mode" in bob.ask(line)[-1]
    assert alice.take() == []


@each("tags", SIGNS)
def test_signs_need_not_wait(tags: str) -> None:
    _chat, (alice, bob, _carol) = slow_on_irc("alice", "bob", "carol")
    id = bob.ask("PRIVMSG #a :one")[0].partition("msgid=")[2].partition(" ")[0]
    alice.take()
    bob.send(f"{tags.format(id=id)} TAGMSG #a".lstrip(), f"{tags.format(id=id)} TAGMSG #a".lstrip())
    assert [" TAGMSG #a" in line for line in alice.take()] == [True, True]


def test_an_account_is_no_way_around() -> None:
    chat, (alice, bob, _carol) = slow_on_irc("alice", "bob", "carol")
    bob.send("PRIVMSG #a :one")
    for line in ("REGISTER password1", "LOGOUT", "IDENTIFY bob password1", "LOGOUT"):
        bob.send(f"NICKSERV {line}")
        assert "it is in slow mode" in bob.ask("PRIVMSG #a :two")[-1], line
    assert [line for line in alice.take() if "two" in line] == []
    chat.now += 30_000
    bob.send("NICKSERV IDENTIFY bob password1")
    assert bob.ask("PRIVMSG #a :three")[-1].endswith(" PRIVMSG #a :three")


def test_in_a_room_for_announcements_only_voices_speak_and_react() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", "message-tags"), chat.irc("bob", "message-tags")
    dora = join(chat, "dora")
    alice.send("JOIN #tea")
    bob.send("JOIN #tea")
    dora.send("/join tea")
    alice.send("MODE #tea +o dora", "PRIVMSG #tea :news")
    heard(dora)
    assert told(dora, "/announce on") == ["* dora changed the modes of tea: +m (only those with a voice may speak)"]
    bob.take()
    assert " 404 " in bob.ask("PRIVMSG #tea :me too")[0]
    assert " 404 " in bob.ask("@+draft/react=x;+draft/reply=1 TAGMSG #tea")[0]
    dora.send("/voice bob")
    bob.take()
    assert bob.ask("PRIVMSG #tea :me too") == []
    heard(dora)
    assert told(dora, "/announce off") == ["* dora changed the modes of tea: -m (those without a voice may speak, too)"]
