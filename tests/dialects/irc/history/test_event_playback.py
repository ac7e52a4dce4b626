"""draft/event-playback (IRCv3 chathistory): joins, topics and the like among the messages, for those who ask."""

from __future__ import annotations

from tests.support.memory_chat import MemoryChat, Person, run

CAPS = ("batch", "message-tags", "server-time", "draft/chathistory")


def talk() -> tuple[MemoryChat, Person]:
    """What happens in #a, as bob has heard it."""
    chat = MemoryChat()
    alice, bob = chat.irc("alice", *CAPS), chat.irc("bob", *CAPS, "draft/event-playback")
    alice.send("JOIN #a")
    bob.send("JOIN #a")
    alice.send("PRIVMSG #a :one", "TOPIC #a :new", "MODE #a +m", "NICK al", "PRIVMSG #a :two")
    carol = chat.irc("carol")
    carol.send("JOIN #a", "PART #a :bye", "JOIN #a")
    alice.send("KICK #a carol :out")
    carol.send("JOIN #a", "QUIT :gone")
    return chat, bob


def commands(lines: list[str]) -> list[str]:
    """The commands within the batch."""
    return [line.split(" ")[2] for line in lines[1:-1]]


HAPPENED = [
    "JOIN",
    "JOIN",
    "PRIVMSG",
    "TOPIC",
    "MODE",
    "NICK",
    "PRIVMSG",
    "JOIN",
    "PART",
    "JOIN",
    "KICK",
    "JOIN",
    "QUIT",
]


def test_events_are_in_the_history_of_those_who_asked() -> None:
    chat, bob = talk()
    assert commands(bob.ask("CHATHISTORY LATEST #a * 50")) == HAPPENED
    chat.world.recent.forget(chat.world.rooms["#a"])
    assert commands(bob.ask("CHATHISTORY LATEST #a * 3")) == HAPPENED[-3:]
    chat.world.recent.forget(chat.world.rooms["#a"])
    assert commands(bob.ask("CHATHISTORY AFTER #a timestamp=2001-01-01T00:00:00.000Z 4")) == HAPPENED[:4]


def test_they_look_as_they_did_with_their_times() -> None:
    _, bob = talk()
    topic = next(line for line in bob.ask("CHATHISTORY LATEST #a * 50") if " TOPIC " in line)
    assert topic.startswith("@batch=")
    assert ";time=" in topic
    assert topic.endswith(":alice!alice@guest TOPIC #a :new")


def test_nobody_else_gets_them() -> None:
    chat, _ = talk()
    dora = chat.irc("dora", *CAPS)
    dora.send("JOIN #a")
    assert commands(dora.ask("CHATHISTORY LATEST #a * 50")) == ["PRIVMSG", "PRIVMSG"]


def test_what_was_redacted_is_not_among_them() -> None:
    chat, bob = talk()
    lines = bob.ask("CHATHISTORY LATEST #a * 50")
    alice = chat.world.users["al"].sessions[0]
    id = next(line.partition("msgid=")[2].partition(" ")[0] for line in lines if line.endswith(":one"))
    run(alice.dialect.handle(chat.core, alice, f"REDACT #a {id.partition(';')[0]}"))
    chat.commit()
    assert not any(line.endswith(":one") for line in bob.ask("CHATHISTORY LATEST #a * 50"))


def test_an_event_has_the_same_id_live_and_in_history() -> None:
    """message-ids: "Servers MAY attach" msgid to other messages than PRIVMSG and NOTICE, and history names the same."""
    chat = MemoryChat()
    alice = chat.irc("alice", *CAPS, "draft/event-playback")
    bob = chat.irc("bob", *CAPS)
    bob.send("JOIN #a")
    bob.take()
    alice.send("JOIN #a", "TOPIC #a :plans", "NICK anna")
    bob.send("MODE #a +m", "KICK #a anna", "RENAME #a #b")
    live = [line for line in bob.take() if "msgid=" in line]
    assert [line.split(" ")[2] for line in live][:5] == ["JOIN", "TOPIC", "NICK", "MODE", "KICK"]
    ids = [line.partition("msgid=")[2].partition(" ")[0] for line in live]
    assert len(set(ids)) == len(ids)
    alice.send("JOIN #b")
    alice.take()
    told = " ".join(alice.ask("CHATHISTORY LATEST #b * 20"))
    assert [id for id in ids if f"msgid={id} " not in told] == []
