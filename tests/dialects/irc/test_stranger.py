"""What a stranger's conformance suite asks besides: small things, each by the sentence that asks for it."""

from __future__ import annotations

import pytest
from tests.support.memory_chat import MemoryChat, Person

from hubbub.wire.lines import LineReader

LABELS = ("labeled-response", "batch", "message-tags", "echo-message")


def sent(person: Person, data: bytes) -> list[str]:
    """What comes back to these bytes."""
    person.take()
    person.send(*LineReader().feed(data))
    return person.take()


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (b"@label=xyz PRIVMSG #a :hi\xaa", "FAIL PRIVMSG INVALID_UTF8 :"),
        (b"@label=xyz PRIVMSG #a :a\0b", "FAIL * INVALID_CHARACTER :"),
        (b"@+a=b;label=xyz;+c PRIVMSG #a :" + b"x" * 600, "417 alice :"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_label(line: bytes, answer: str) -> None:
    """ "the server MUST include the label tag in any response to it" (labeled-response)"""
    alice = MemoryChat().irc("alice", *LABELS)
    (said,) = sent(alice, line + b"\r\n")
    assert said.startswith(f"@label=xyz :hubbub {answer}")
    assert sent(MemoryChat().irc("bob"), line + b"\r\n")[0].startswith(":hubbub ")


def test_a_label_that_cannot_be_read_is_none() -> None:
    alice = MemoryChat().irc("alice", *LABELS)
    assert sent(alice, b"@label=\xff PRIVMSG #a :hi\r\n")[0].startswith(":hubbub FAIL PRIVMSG INVALID_UTF8")
    assert sent(alice, b"@+x=label=1 PRIVMSG #a :hi\xff\r\n")[0].startswith(":hubbub FAIL PRIVMSG INVALID_UTF8")


@pytest.mark.parametrize("verb", ["REDACT #none somemsgid", "EDIT #none somemsgid :text"])
def test_a_place_that_is_not_there_is_an_invalid_target(verb: str) -> None:
    """message-redaction: "INVALID_TARGET: the client cannot delete messages from the specified target" """
    alice = MemoryChat().irc("alice", "standard-replies", "message-tags", "draft/message-redaction", "hubbub.chat/edit")
    (answer,) = alice.ask(verb)
    assert answer.startswith(f":hubbub FAIL {verb.split()[0]} INVALID_TARGET #none :")


def test_the_tags_of_several_lines_are_on_each_of_them() -> None:
    """multiline: "Any tags that would have been added to the batch ... MUST be included on the first message line. Tags
    MAY also be included on subsequent lines where it makes sense to do so." """
    chat = MemoryChat()
    alice = chat.irc("alice", "batch", "message-tags", "draft/multiline")
    bob = chat.irc("bob", "message-tags", "server-time")
    for person in (alice, bob):
        person.send("JOIN #a")
    bob.take()
    alice.send("@+x=y BATCH +1 draft/multiline #a", "@batch=1 PRIVMSG #a :one", "@batch=1 PRIVMSG #a :two", "BATCH -1")
    first, second = bob.take()
    assert ";+x=y " in first
    assert ";+x=y " in second
    assert ";msgid=" in first
    assert "msgid" not in second


def test_one_may_have_read_up_to_here_before_anything_was_said() -> None:
    """read-marker: "MARKREAD <target> [timestamp]" sets the marker of a person, too."""
    chat = MemoryChat()
    alice = chat.irc("alice", "draft/read-marker", "batch", "draft/chathistory", "standard-replies")
    chat.irc("bob")
    time = "2023-07-04T00:00:00.000Z"
    assert alice.ask(f"MARKREAD bob timestamp={time}") == [f":hubbub MARKREAD bob timestamp={time}"]
    assert alice.ask("MARKREAD bob") == [f":hubbub MARKREAD bob timestamp={time}"]
    assert alice.ask(f"MARKREAD nobody timestamp={time}")[0].startswith(":hubbub FAIL MARKREAD INVALID_PARAMS nobody :")
    targets = alice.ask(f"CHATHISTORY TARGETS timestamp={time} timestamp=2099-01-01T00:00:00.000Z 10")
    assert not any(" CHATHISTORY TARGETS bob" in line for line in targets), "nothing was said there"
