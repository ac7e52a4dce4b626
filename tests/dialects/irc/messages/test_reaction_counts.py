"""hubbub.chat/reactions, as docs/ext/reactions.md has it, and the counts in plain text."""

from __future__ import annotations

import json

import pytest
from tests.dialects.irc.messages.test_reactions import msgid
from tests.dialects.plain.typist import join, told
from tests.support.memory_chat import MemoryChat, Person

from hubbub.wire.message import parse

TAGS = ("message-tags", "echo-message", "draft/message-redaction", "standard-replies")
CAPS = ("hubbub.chat/reactions", "batch", "draft/chathistory", *TAGS)


def room() -> tuple[MemoryChat, Person, Person, str]:
    """#lobby with alice and bob, who ask for counts; the id of "deploy done" that alice said."""
    chat = MemoryChat(lobby="#lobby")
    alice, bob = chat.irc("alice", *CAPS), chat.irc("bob", *CAPS)
    for person in (alice, bob):
        person.send("JOIN #lobby")
    return chat, alice, bob, msgid(alice.ask("PRIVMSG #lobby :deploy done")[-1])


def react(person: Person, id: str, text: str, *, undone: bool = False, place: str = "#lobby") -> str:
    kind = "unreact" if undone else "react"
    return msgid(person.ask(f"@+draft/reply={id};+draft/{kind}={text} TAGMSG {place}")[0])


def counted(person: Person, line: str = "CHATHISTORY LATEST #lobby * 9") -> list[dict[str, int] | None]:
    """What each message of history says of itself."""
    said = [parse(line) for line in person.ask(line) if " PRIVMSG " in line]
    tags = [(message.tags or {}).get("hubbub.chat/reactions") for message in said]
    return [None if tag is None else json.loads(tag) for tag in tags]


def test_one_is_told_which_are_ones_own() -> None:
    _, alice, bob, id = room()
    for person, text in ((alice, "👍"), (alice, "🎉"), (bob, "👍"), (bob, "❤️")):
        react(person, id, text)
    react(alice, id, "🎉", undone=True)

    def own(person: Person) -> str | None:
        (line,) = [line for line in person.ask("CHATHISTORY LATEST #lobby * 9") if " PRIVMSG " in line]
        return (parse(line).tags or {}).get("hubbub.chat/own-reactions")

    assert (own(alice), own(bob)) == ('["👍"]', '["👍","❤️"]')
    react(alice, id, "👍", undone=True)
    assert own(alice) is None


def test_reactions_are_counted_most_first() -> None:
    chat, alice, bob, id = room()
    carol = chat.irc("carol", *CAPS)
    carol.send("JOIN #lobby", "PRIVMSG #lobby :another")
    react(alice, id, "🎉")
    for person in (alice, bob, carol):
        react(person, id, "👍")
    react(bob, id, "a\\sb\\:")
    (first, second) = counted(alice)
    assert list((first or {}).items()) == [("👍", 3), ("🎉", 1), ("a b;", 1)]
    assert second is None
    assert counted(alice, "SEARCH deploy") == [first]


def test_each_person_counts_once_until_they_take_it_back() -> None:
    _, alice, bob, id = room()
    for _ in range(3):
        react(alice, id, "👍")
    react(bob, id, "👍")
    assert counted(alice) == [{"👍": 2}]
    react(bob, id, "👍", undone=True)
    react(bob, id, "🎉", undone=True)
    assert counted(alice) == [{"👍": 1}]


def test_they_are_kept() -> None:
    chat, alice, _, id = room()
    react(alice, id, "👍")
    after = MemoryChat(lobby="#lobby", log=chat.log)
    carol = after.irc("carol", *CAPS)
    carol.send("JOIN #lobby")
    carol.take()
    assert counted(carol) == [{"👍": 1}]


def test_only_who_asks_gets_the_tag() -> None:
    chat, alice, _, id = room()
    react(alice, id, "👍")
    carol = chat.irc("carol", "batch", "draft/chathistory", *TAGS)
    carol.send("JOIN #lobby")
    carol.take()
    assert counted(carol) == [None]


def test_what_is_redacted_does_not_count() -> None:
    _, alice, bob, id = room()
    reaction = react(bob, id, "👍")
    react(alice, id, "🎉")
    bob.send(f"REDACT #lobby {reaction}")
    bob.take()
    assert counted(bob) == [{"🎉": 1}]


def test_a_reaction_from_elsewhere_does_not_count() -> None:
    _, alice, bob, id = room()
    bob.send("JOIN #else")
    bob.take()
    react(bob, id, "👍", place="#else")
    alice.take()
    assert counted(alice) == [None]


def test_it_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubbub.log.changes.messages.sending.REACTIONS", 10)
    _, alice, _, id = room()
    for number in range(12):
        react(alice, id, f"r{number}")
    (counts,) = counted(alice)
    assert counts == {f"r{number}": 1 for number in range(8)}
    for number in range(8):
        react(alice, id, f"r{number}", undone=True)
    assert counted(alice) == [{"r8": 1, "r9": 1}]


def test_plain_text_shows_them_behind_the_message() -> None:
    chat, alice, bob, id = room()
    dora = join(chat, "dora")
    react(alice, id, "👍")
    react(bob, id, "👍")
    react(bob, id, "🎉")
    assert told(dora, "/history")[1:-1] == ["[alice]: deploy done (👍 2, 🎉 1)"]
    react(bob, id, "👍", undone=True)
    assert "[alice]: deploy done (👍 1, 🎉 1)" in told(dora, "/search deploy")
    erin = chat.connect("plain")
    erin.send("erin")
    assert any(line.endswith("[alice]: deploy done (👍 1, 🎉 1)") for line in erin.take())
