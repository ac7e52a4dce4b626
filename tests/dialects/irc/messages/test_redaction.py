"""REDACT, by the sentences of https://ircv3.net/specs/extensions/message-redaction."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat, Person

CAPS = ("message-tags", "echo-message", "batch", "standard-replies", "draft/message-redaction", "draft/chathistory")


def room(*names: str, caps: tuple[str, ...] = CAPS) -> tuple[MemoryChat, list[Person]]:
    """#a with these people in it; the first made it."""
    chat = MemoryChat()
    people = [chat.irc(name, *caps) for name in names]
    for person in people:
        person.send("JOIN #a")
    for person in people:
        person.take()
    return chat, people


def say(person: Person, text: str, target: str = "#a") -> str:
    """Say it; its msgid."""
    return person.ask(f"PRIVMSG {target} :{text}")[0].partition(" ")[0].removeprefix("@msgid=")


def failure(lines: list[str]) -> str:
    (line,) = lines
    return line.removeprefix(":hubbub ").partition(" :")[0]


def test_the_redaction_is_forwarded_to_those_who_know_the_command() -> None:
    """ "SHOULD forward this REDACT, with an appropriate prefix, to the target recipients that have negotiated the
    draft/message-redaction capability, in the same way as PRIVMSG messages." """
    _, (alice, bob) = room("alice", "bob")
    id = say(alice, "an example")
    (echo,) = alice.ask(f"REDACT #a {id} :bad example")
    assert echo.partition(" ")[2] == f":alice!alice@guest REDACT #a {id} :bad example"
    assert bob.take()[1] == echo
    assert echo.startswith("@msgid=")


def test_others_get_a_line_they_can_read() -> None:
    """ "MUST not forward this REDACT to target recipients that have not negotiated this capability" """
    chat, (alice,) = room("alice")
    bob = chat.irc("bob")
    bob.send("JOIN #a")
    bob.take()
    bob.send("PRIVMSG #a :spam")
    id = alice.take()[-1].partition(" ")[0].removeprefix("@msgid=")
    alice.send(f"REDACT #a {id} :no ads")
    assert bob.take() == [":alice!alice@guest NOTICE #a :[alice removed a message of bob: no ads]"]


def test_history_excludes_it() -> None:
    """ "chathistory responses SHOULD either: exclude it entirely ..." """
    _, (alice, bob) = room("alice", "bob")
    id = say(alice, "secret")
    say(alice, "open")
    alice.send(f"REDACT #a {id}")
    assert not any("secret" in line for line in bob.ask("CHATHISTORY LATEST #a * 10"))
    assert not any("PRIVMSG" in line for line in bob.ask("SEARCH secret"))


def test_only_authors_and_room_operators_may() -> None:
    """FAIL REDACT REDACT_FORBIDDEN <target> <target-msgid>"""
    _, (alice, bob, carol) = room("alice", "bob", "carol")
    id = say(bob, "hi")
    assert failure(carol.ask(f"REDACT #a {id}")[-1:]) == f"FAIL REDACT REDACT_FORBIDDEN #a {id}"
    alice.send("MODE #a +h carol")
    assert "REDACT" in carol.ask(f"REDACT #a {id}")[-1]
    other = say(alice, "x")
    alice.send("MODE #a -h carol", "MODE #a +v carol")
    assert failure(carol.ask(f"REDACT #a {other}")[-1:]) == f"FAIL REDACT REDACT_FORBIDDEN #a {other}"


def test_what_is_not_there_cannot_be_redacted() -> None:
    """FAIL REDACT UNKNOWN_MSGID <target> <target-msgid>, also for what was redacted already, is in another room, or is
    no message."""
    chat, (alice,) = room("alice")
    id = say(alice, "x")
    alice.send("JOIN #b", f"REDACT #a {id}")
    elsewhere = say(alice, "y", "#b")
    joined = f"{next(iter(chat.world.rooms['#a'].recent)).id:x}"
    for unknown in (id, elsewhere, joined, "fff", "nonsense"):
        assert failure(alice.ask(f"REDACT #a {unknown}")) == f"FAIL REDACT UNKNOWN_MSGID #a {unknown}"
    assert failure(alice.ask("REDACT #a :")) == "FAIL REDACT UNKNOWN_MSGID #a *"


def test_a_stranger_is_not_told_what_exists() -> None:
    """FAIL REDACT INVALID_TARGET <target>; "servers should consider whether errors may leak a message's existence" """
    chat, (alice,) = room("alice")
    eve = chat.irc("eve", *CAPS)
    id = say(alice, "x")
    assert failure(eve.ask(f"REDACT #a {id}")) == "FAIL REDACT INVALID_TARGET #a"
    assert failure(eve.ask(f"REDACT #none {id}")) == "FAIL REDACT INVALID_TARGET #none"
    assert failure(eve.ask(f"REDACT alice {id}")) == "FAIL REDACT INVALID_TARGET alice"


def test_in_a_private_conversation_each_takes_back_their_own() -> None:
    chat, (alice, bob) = room("alice", "bob")
    id = say(alice, "psst", "bob")
    assert failure(bob.ask(f"REDACT alice {id}")[-1:]) == f"FAIL REDACT REDACT_FORBIDDEN alice {id}"
    bob.send("NICK robert")
    bob.take()
    assert alice.ask(f"REDACT robert {id}")[-1].endswith(f":alice!alice@guest REDACT robert {id}")
    assert bob.take()[-1].endswith(f":alice!alice@guest REDACT robert {id}")
    assert chat.world.recent.changed


def test_what_is_older_than_memory_is_redacted_too() -> None:
    chat, (alice, bob) = room("alice", "bob")
    id = say(alice, "long ago")
    chat.world.recent.forget(chat.world.rooms["#a"])
    bob.take()
    alice.send(f"REDACT #a {id}")
    assert bob.take()[-1].endswith(f"REDACT #a {id}")
    assert not any("long ago" in line for line in bob.ask("CHATHISTORY LATEST #a * 10"))
