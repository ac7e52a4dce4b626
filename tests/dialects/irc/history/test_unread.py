"""UNREAD, by the sentences of docs/ext/unread.md."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat, Person

CAPS = ("batch", "message-tags", "server-time", "draft/read-marker", "hubbub.chat/unread")


def unread(person: Person) -> list[str]:
    """The lines of the answer, without their batch."""
    opening, *lines, closing = person.ask("UNREAD")
    assert opening.endswith(" hubbub.chat/unread")
    assert " BATCH -" in closing
    return [line.partition(" UNREAD ")[2] for line in lines]


def test_counts_of_all_places_at_once() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice", *CAPS), chat.irc("bob", *CAPS)
    for room in ("#a", "#b", "#quiet"):
        alice.send(f"JOIN {room}")
        bob.send(f"JOIN {room}")
    assert unread(alice) == []
    bob.send("PRIVMSG #a :one", "PRIVMSG #a :alice: two", "PRIVMSG #a :malice is no `alice`", "PRIVMSG #b :three")
    bob.send("PRIVMSG alice :just you", "TOPIC #quiet :no message", "PRIVMSG #quiet :\x01ACTION looks at alice\x01")
    alice.take()
    assert sorted(unread(alice)) == ["#a 3 1", "#b 1 0", "#quiet 1 1", "bob 1 1"]
    assert unread(bob) == []
    alice.send("PRIVMSG #b :mine is later")
    bob.send("PRIVMSG #b :four")
    alice.send(f"MARKREAD #a timestamp={time_of(alice, '#a')}")
    alice.take()
    assert sorted(unread(alice)) == ["#b 1 0", "#quiet 1 1", "bob 1 1"]
    bob.send(*["PRIVMSG #a :more"] * 120)
    alice.take()
    assert "#a 100 0" in unread(alice)


def time_of(person: Person, room: str) -> str:
    """When the last message there was said."""
    person.send("CAP REQ :draft/chathistory")
    lines = person.ask(f"CHATHISTORY LATEST {room} * 1")
    return next(line for line in lines if "PRIVMSG" in line).partition("time=")[2].partition(" ")[0].partition(";")[0]
