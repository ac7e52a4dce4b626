"""EDIT, by the sentences of docs/ext/edit.md."""

from __future__ import annotations

import pytest
from tests.dialects.irc.messages.test_redaction import failure
from tests.support.each import each
from tests.support.memory_chat import MemoryChat, Person

CAPS = ("message-tags", "echo-message", "batch", "standard-replies", "draft/chathistory", "hubbub.chat/edit")


def room(*names: str, caps: tuple[str, ...] = CAPS) -> tuple[MemoryChat, list[Person]]:
    """#a with these people in it; the first made it."""
    chat = MemoryChat()
    people = [chat.irc(name, *caps) for name in names]
    for person in people:
        person.send("JOIN #a")
    for person in people:
        person.take()
    return chat, people


def say(person: Person, text: str, target: str = "#a", command: str = "PRIVMSG") -> str:
    """Say it; its msgid."""
    return msgid(person.ask(f"{command} {target} :{text}")[0])


def msgid(line: str) -> str:
    return line.partition("msgid=")[2].partition(" ")[0].partition(";")[0]


def history(person: Person, target: str = "#a") -> list[str]:
    return [line for line in person.ask(f"CHATHISTORY LATEST {target} * 20") if " BATCH " not in line]


def test_those_who_have_the_capability_are_sent_the_command() -> None:
    """ "To everybody who hears the room (...) and has the capability, the author included when `echo-message` is
    enabled" """
    _, (alice, bob) = room("alice", "bob")
    id = say(alice, "teh tea")
    (echo,) = alice.ask(f"EDIT #a {id} :the tea")
    assert echo.partition(" ")[2] == f":alice!alice@guest EDIT #a {id} :the tea"
    assert bob.take()[1] == echo
    assert msgid(echo) not in ("", id)


@pytest.mark.parametrize(
    ("command", "text", "shown"),
    [
        ("PRIVMSG", "the tea", "PRIVMSG #a :[edited] the tea"),
        ("NOTICE", "the tea", "NOTICE #a :[edited] the tea"),
        ("PRIVMSG", "\x01ACTION waves\x01", "PRIVMSG #a :\x01ACTION [edited] waves\x01"),
    ],
)
def test_others_get_one_line_that_says_what_happened(command: str, text: str, shown: str) -> None:
    """ "To others, one line that says what happened" """
    chat, (alice,) = room("alice")
    bob = chat.irc("bob")
    bob.send("JOIN #a")
    id = say(alice, "teh tea", command=command)
    bob.take()
    alice.send(f"EDIT #a {id} :{text}")
    assert bob.take() == [f":alice!alice@guest {shown}"]


def test_from_then_on_the_message_has_the_new_text() -> None:
    """ "its id, its time, its tags, its place in the history and whether it is a notice stay" """
    _, (alice, bob) = room("alice", "bob")
    id = msgid(alice.ask("@+x=y NOTICE #a :teh tea")[0])
    say(bob, "yes")
    alice.send(f"EDIT #a {id} :the tea")
    (now, yes) = history(alice)
    assert f";msgid={id};+x=y;hubbub.chat/edited=" in now
    assert now.endswith(":alice!alice@guest NOTICE #a :the tea")
    assert yes.endswith(" :yes")
    assert any(line.endswith(":the tea") for line in bob.ask("SEARCH tea"))
    assert not any("teh" in line for line in bob.ask("SEARCH teh") if "PRIVMSG" in line)


def test_who_has_not_the_capability_sees_the_text_alone() -> None:
    """ "it carries the tag (...) for those who have the capability" """
    chat, (alice,) = room("alice")
    id = say(alice, "teh tea")
    alice.send(f"EDIT #a {id} :the tea")
    bob = chat.irc("bob", "message-tags", "batch", "draft/chathistory", "draft/event-playback")
    bob.send("JOIN #a")
    lines = history(bob)
    assert [line.partition(" :")[2] for line in lines if "PRIVMSG" in line] == ["alice!alice@guest PRIVMSG #a :the tea"]
    assert "edited" not in "".join(lines)


def test_event_playback_has_the_last_edit_only() -> None:
    """ "an edit has its place in the history (...); of several edits of a message only the last has one" """
    _, (alice,) = room("alice", caps=(*CAPS, "draft/event-playback"))
    id = say(alice, "one")
    alice.send(f"EDIT #a {id} :two")
    say(alice, "other")
    alice.send(f"EDIT #a {id} :three")
    lines = [line.partition("!alice@guest ")[2] for line in history(alice)]
    assert lines == ["JOIN #a", "PRIVMSG #a :three", "PRIVMSG #a :other", f"EDIT #a {id} :three"]


def test_only_its_author_may() -> None:
    """ "FAIL EDIT EDIT_FORBIDDEN <target> <msgid>: it is somebody else's", also for those who keep order"""
    _, (alice, bob) = room("alice", "bob")
    id = say(bob, "hi")
    assert failure(alice.ask(f"EDIT #a {id} :ho")[-1:]) == f"FAIL EDIT EDIT_FORBIDDEN #a {id}"
    assert history(bob)[0].endswith(" :hi")


def test_who_may_not_speak_may_not_edit() -> None:
    """ "404 (...): whoever may not speak there (any more) may not edit either" """
    _, (alice, bob) = room("alice", "bob")
    id = say(bob, "hi")
    alice.send("MODE #a +m")
    assert " 404 bob #a :" in bob.ask(f"EDIT #a {id} :ho")[-1]
    alice.send("MODE #a -m", "MODE #a +b m:bob!*@*")
    assert " 404 bob #a :" in bob.ask(f"EDIT #a {id} :ho")[-1]


def test_what_is_not_there_cannot_be_edited() -> None:
    """ "FAIL EDIT UNKNOWN_MSGID (...): there is no such message, or it was removed", "FAIL EDIT INVALID_TARGET" """
    chat, (alice,) = room("alice")
    id = say(alice, "x")
    (edit,) = map(msgid, alice.ask(f"EDIT #a {id} :y"))
    alice.send("JOIN #b", f"REDACT #a {id}")
    elsewhere = say(alice, "y", "#b")
    for unknown in (id, edit, elsewhere, "fff", "nonsense"):
        assert failure(alice.ask(f"EDIT #a {unknown} :z")) == f"FAIL EDIT UNKNOWN_MSGID #a {unknown}"
    eve = chat.irc("eve", *CAPS)
    assert failure(eve.ask(f"EDIT #a {elsewhere} :z")) == "FAIL EDIT INVALID_TARGET #a"


def test_without_a_text_there_is_no_edit() -> None:
    """ "412 without a text, 461 with too few parameters" """
    _, (alice,) = room("alice")
    id = say(alice, "x")
    assert " 412 alice :" in alice.ask(f"EDIT #a {id}")[0]
    assert " 412 alice :" in alice.ask(f"EDIT #a {id} :")[0]
    assert " 461 alice EDIT :" in alice.ask("EDIT #a")[0]


def test_in_a_private_conversation_both_sides_hear_it() -> None:
    """ "or to both sides of the conversation" """
    _, (alice, bob) = room("alice", "bob")
    id = say(alice, "psst", "bob")
    bob.send("NICK robert")
    bob.take()
    assert alice.ask(f"EDIT robert {id} :pst")[-1].endswith(f":alice!alice@guest EDIT robert {id} :pst")
    assert bob.take()[-1].endswith(f":alice!alice@guest EDIT robert {id} :pst")
    assert history(bob, "alice")[0].endswith(" :pst")


def test_what_is_older_than_memory_is_edited_too() -> None:
    chat, (alice, bob) = room("alice", "bob")
    id = say(alice, "long ago")
    chat.world.recent.forget(chat.world.rooms["#a"])
    bob.take()
    alice.send(f"EDIT #a {id} :just now")
    assert bob.take()[-1].endswith(f"EDIT #a {id} :just now")
    assert history(bob)[0].endswith(" :just now")


def test_a_message_of_several_lines_becomes_one_of_one() -> None:
    """ "a message of several lines has one afterwards" """
    _, (alice,) = room("alice", caps=(*CAPS, "draft/multiline"))
    alice.send("BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :one", "@batch=1 PRIVMSG #a :two")
    id = msgid(alice.ask("BATCH -1")[0])
    alice.send(f"EDIT #a {id} :both")
    assert [line.partition("!alice@guest ")[2] for line in history(alice)] == ["PRIVMSG #a :both"]


def test_the_answer_has_the_label() -> None:
    _, (alice,) = room("alice", caps=(*CAPS, "labeled-response"))
    id = say(alice, "x")
    (echo,) = alice.ask(f"@label=q EDIT #a {id} :y")
    assert echo.startswith("@label=q;")
    assert f" EDIT #a {id} :y" in echo


LINES = (*CAPS, "draft/multiline", "labeled-response")


def edited_in_lines(person: Person, id: str, *lines: str, target: str = "#a") -> list[str]:
    """Give it another text of several lines; the answer."""
    person.send(f"@label=e BATCH +e hubbub.chat/edit {target} {id}")
    for line in lines:
        person.send(f"@batch=e EDIT {target} {id} :{line}")
    person.send("BATCH -e")
    return person.take()


def test_a_text_of_several_lines_is_a_batch_for_who_can_read_it() -> None:
    """ "A text of several lines comes as such a batch (...); to who has not, as one line" """
    chat, (alice, bob) = room("alice", "bob", caps=LINES)
    carol, dave = chat.irc("carol", *CAPS), chat.irc("dave")
    for person in (carol, dave):
        person.send("JOIN #a")
    alice.take()
    id = say(alice, "shopping")
    for person in (bob, carol, dave):
        person.take()
    opening, *lines, end = edited_in_lines(alice, id, "milk", "", "bread")
    assert opening.startswith("@label=e;")
    assert f" BATCH +m{msgid(opening)} hubbub.chat/edit #a {id}" in opening
    assert [line.partition(f" EDIT #a {id} ")[2] for line in lines] == [":milk", ":", ":bread"]
    assert end == f":alice!alice@guest BATCH -m{msgid(opening)}"
    assert bob.take()[1:] == [*lines, end]
    (line,) = carol.take()
    assert line.endswith(f" EDIT #a {id} :milk bread")
    assert [line.partition(" ")[2] for line in dave.take()] == ["PRIVMSG #a :[edited] milk", "PRIVMSG #a :bread"]
    batch = bob.ask("CHATHISTORY LATEST #a * 20")
    assert [line.partition(" PRIVMSG #a ")[2] for line in batch if " PRIVMSG " in line] == [":milk", ":", ":bread"]
    assert any("hubbub.chat/edited=" in line and " BATCH +m" in line for line in batch)
    (again,) = alice.ask(f"EDIT #a {id} :nothing")
    assert again.endswith(f" EDIT #a {id} :nothing")
    assert history(bob)[-1].endswith(":nothing")


@each(
    ("opening", "lines", "code"),
    [
        ("hubbub.chat/edit #a", [], "BATCH MULTILINE_INVALID"),
        ("hubbub.chat/edit #a {id}", ["PRIVMSG #a :x"], "BATCH MULTILINE_INVALID"),
        ("hubbub.chat/edit #a {id}", ["EDIT #a other :x"], "BATCH MULTILINE_INVALID"),
        ("hubbub.chat/edit #a {id}", ["EDIT #b {id} :x"], "BATCH MULTILINE_INVALID_TARGET"),
        ("hubbub.chat/edit #a {id}", ["EDIT #a {id} :"], "BATCH MULTILINE_INVALID"),
        ("hubbub.chat/edit #a nonsense", ["EDIT #a nonsense :x"], "EDIT UNKNOWN_MSGID"),
        ("draft/multiline #a", ["EDIT #a {id} :x"], "BATCH MULTILINE_INVALID"),
    ],
)
def test_batches_that_are_no_edits(opening: str, lines: list[str], code: str) -> None:
    _, (alice,) = room("alice", caps=LINES)
    id = say(alice, "tea")
    alice.send(f"BATCH +e {opening.format(id=id)}", *(f"@batch=e {line.format(id=id)}" for line in lines), "BATCH -e")
    (answer,) = alice.take()
    assert f" FAIL {code} " in answer
    assert history(alice)[-1].endswith(":tea")


def test_nobody_edits_the_message_of_another_in_lines_either() -> None:
    _, (alice, bob) = room("alice", "bob", caps=LINES)
    id = say(alice, "tea")
    bob.take()
    assert " FAIL EDIT EDIT_FORBIDDEN #a " in edited_in_lines(bob, id, "no", "tea")[0]
