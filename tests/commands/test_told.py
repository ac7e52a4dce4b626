"""What the chat does by itself a little at a time is less at a time where very many hear of each.

"No command holds the loop longer than 10 ms": twenty who left a room of ten thousand in one go took 127.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.support.memory_chat import MemoryChat, Person, run

from hubbub.chat.limits.policy import Policy
from hubbub.chat.world.session import Session, Slices
from hubbub.commands.messages import erasing
from hubbub.commands.rooms import modes
from hubbub.commands.sessions import staying
from hubbub.typed.durations import DAY


def in_a_room(*names: str) -> tuple[MemoryChat, list[Person]]:
    chat = MemoryChat(Policy(stay_days=30))
    people = [chat.connect(secure=True) for _ in names]
    for person, name in zip(people, names, strict=True):
        person.send("CAP REQ :message-tags draft/message-redaction", f"NICK {name}", f"USER {name} 0 * :x", "CAP END")
        person.send("NS REGISTER password1", "JOIN #a")
    for person in people:
        person.take()
    return chat, people


def later(chat: MemoryChat, days: int) -> None:
    chat.now += days * DAY
    chat.tell_time()


def test_masks_that_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modes, "TOLD", 1)
    chat, (alice, bob) = in_a_room("alice", "bob")
    alice.send(*(f"TBAN #a 1h x{number}!*@*" for number in range(3)))
    later(chat, 1)
    bob.take()
    for left in (True, True, True, False):
        assert modes.lift_ended(chat.core) is left
        chat.commit()
        assert len(bob.take()) == left


def test_people_who_were_away_for_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staying, "TOLD", 0)
    chat, (alice, *others) = in_a_room("alice", "bob", "carol", "dan")
    for one in others:
        one.vanish()
    later(chat, 31)
    alice.take()
    gone = []
    while staying.let_go(chat.core):
        chat.commit()
        gone.append(sum(" QUIT " in line for line in alice.take()))
    chat.commit()
    assert [*gone, sum(" QUIT " in line for line in alice.take())] == [1, 1, 1]


def test_messages_that_disappear(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(erasing, "TOLD", 0)
    chat, (alice, _) = in_a_room("alice", "bob")
    alice.send("EXPIRE #a 5s", *(f"PRIVMSG #a :{number}" for number in range(3)))
    later(chat, 1)
    eraser, expired = erasing.Eraser(chat.core), []
    for _ in range(4):
        before = len(chat.happened)
        run(eraser.step())  # type: ignore[arg-type]
        chat.commit()
        expired.append(sum(type(event).__name__ == "MessageExpired" for event in chat.happened[before:]))
    assert expired == [1, 1, 1, 0]


def test_who_hears_of_metadata_or_watches_a_name_is_told_when_they_take_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten thousand who asked for a key were each told a line in one go, which took 30 ms: what all of them have in
    their outboxes is one thing, of which each one's lines are made as they go out, in their order."""
    chat, made = MemoryChat(), list[str]()
    alice = chat.irc("alice", "draft/metadata-2", "batch")
    others = [chat.irc(name, "draft/metadata-2", "batch") for name in ("bob", "carol")]
    for one in others:
        one.send("METADATA * SUB avatar", "MONITOR + alice,rob", "JOIN #a")
    alice.send("JOIN #a")
    for one in others:
        one.take()
    answered = Session.answered

    def counted(session: Session, answer: Callable[[], None]) -> Slices:
        made.append(session.me.name)
        return answered(session, answer)

    monkeypatch.setattr(Session, "answered", counted)
    for line in ("METADATA * SET avatar :x", "METADATA * SET avatar :y", "NICK rob", "METADATA * SET avatar :z"):
        run(alice.session.dialect.handle(chat.core, alice.session, line))
    bob, carol = (one.session.outbox for one in others)
    assert made == []
    assert len(bob) == len(carol)
    assert all(one is other for one, other in zip(bob, carol, strict=True))  # not one for each of them
    chat.commit()
    assert sorted(set(made)) == ["bob", "carol"]
    for one in others:
        heard = [line for line in one.take() if " BATCH " not in line]
        assert [line for line in heard if " METADATA alice " in line or " NICK " in line][:3] == [
            ":hubbub METADATA alice avatar * x",
            ":hubbub METADATA alice avatar * y",
            ":alice!alice@guest NICK :rob",
        ]
        assert heard[-1] == ":hubbub METADATA rob avatar * z"
