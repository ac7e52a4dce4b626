"""The world: nobody twice, and nothing left of those who are gone for good."""

from __future__ import annotations

from collections.abc import Sized

import pytest
from tests.support.memory_chat import MemoryChat, Person

from hubbub.chat.party import Party
from hubbub.chat.world import state
from hubbub.chat.world.people.users import VISIT_MS, Visit
from hubbub.chat.world.rooms import Conversation
from hubbub.chat.world.state import REST_MS, World

TOKEN = ("hubbub.chat/token", "hubbub.chat/client-id", "message-tags", "echo-message", "standard-replies")


def leftovers(chat: MemoryChat) -> dict[str, int]:
    """How much of each kind is remembered; names that were seen are meant to be."""
    world = chat.world
    kinds: dict[str, Sized] = {
        "users": world.users, "skeletons": world.skeletons, "parties": world.parties, "rooms": world.rooms,
        "journals": world.journals, "conversations": world.conversations, "held": world.held,
        "visits": world.visits, "tokens": world.tokens, "resting": world.resting, "everybody": world.local.everybody,
    }  # fmt: skip
    return {kind: len(found) for kind, found in kinds.items() if found} | (
        {"recent": world.recent.bytes} if world.recent.bytes else {}
    )


def arrive(chat: MemoryChat, name: str, token: str = "") -> tuple[Person, str]:
    """Somebody with a token, who may take up the visit of another one."""
    person = chat.connect()
    person.send(f"CAP REQ :{' '.join(TOKEN)}")
    if token:
        person.send(f"TOKEN {token}")
    person.send(f"NICK {name}", f"USER {name} 0 * :{name}", "CAP END")
    given = [line.split(" ")[2] for line in person.take() if line.split(" ")[1] == "TOKEN"]
    return person, (given or [token])[0]


def test_a_thousand_rooms_opened_and_left_leave_nothing() -> None:
    chat = MemoryChat()
    for number in range(10):
        person = chat.irc(f"somebody{number}")
        for room in range(100):
            person.send(f"JOIN #room{number}x{room}")
        assert len(chat.world.rooms) == 100
        if number % 2:
            person.vanish()
        else:
            person.send("JOIN 0", "QUIT")
        assert leftovers(chat) == {}


def test_guests_who_came_talked_and_went_leave_nothing() -> None:
    chat = MemoryChat()
    for number in range(30):
        one, other = chat.irc(f"one{number}"), chat.irc(f"other{number}")
        one.send("JOIN #a", f"PRIVMSG other{number} :hi", f"PRIVMSG one{number} :note")
        other.send("JOIN #a", f"PRIVMSG one{number} :hello", "NICK somebody")
        one.vanish()
        other.vanish()
    assert leftovers(chat) == {}


def test_a_conversation_stays_as_long_as_one_of_the_two_does() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("PRIVMSG bob :hi")
    alice.vanish()
    assert len(chat.world.journals) == 1
    assert bob.ask("CHATHISTORY LATEST alice * 9") == [":alice!alice@guest PRIVMSG bob :hi"]
    bob.vanish()
    assert leftovers(chat) == {}


def test_what_was_held_and_delivered_leaves_nothing() -> None:
    chat = MemoryChat()
    chat.irc("zed").vanish()
    alice = chat.irc("alice")
    alice.send("PRIVMSG zed :hi")
    alice.vanish()
    zed = chat.connect()
    zed.send("NICK zed", "USER z 0 * :z")
    zed.send(zed.take()[-1].replace("PING", "PONG"))
    assert not chat.world.held
    zed.vanish()
    assert leftovers(chat) == {}


def test_what_is_held_is_kept_however_long_its_sender_is_gone() -> None:
    chat = MemoryChat()
    chat.irc("zed").vanish()
    alice = chat.irc("alice")
    alice.send("PRIVMSG zed :hi")
    alice.vanish()
    assert leftovers(chat).keys() == {"journals", "conversations", "held", "recent"}


def test_delivered_beside_an_older_conversation_leaves_nothing() -> None:
    chat = MemoryChat()
    chat.irc("zed").vanish()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    alice.send("PRIVMSG bob :hi", "PRIVMSG zed :held")
    seen = bob.ask("NICK zed")
    assert ":alice!alice@guest PRIVMSG zed :held" in seen
    bob.send(seen[-1].replace("PING", "PONG"))
    bob.vanish()
    nosy = chat.irc("zed")
    assert "held" not in "".join(nosy.ask("CHATHISTORY LATEST alice * 9"))
    nosy.vanish()
    alice.vanish()
    assert leftovers(chat) == {}


def test_visits_end_a_week_after_they_were_last_seen() -> None:
    chat = MemoryChat()
    alice, token = arrive(chat, "alice")
    bob, _ = arrive(chat, "bob")
    bob.send("PRIVMSG alice :hi")
    stayer, kept = arrive(chat, "stayer")
    number = stayer.session.user.visit  # type: ignore[union-attr]
    alice.vanish()
    bob.vanish()
    chat.now += VISIT_MS - 1000
    visitor, _ = arrive(chat, "visitor")
    assert len(chat.world.visits) == 4
    visitor.vanish()
    chat.now += 2000
    arrive(chat, "another")
    assert {visit.name for visit in chat.world.visits.values()} == {"stayer", "visitor", "another"}
    assert len(chat.world.tokens) == 3
    assert not chat.world.conversations
    late = chat.connect()
    late.send(f"CAP REQ :{TOKEN[0]}")
    assert "not known here" in late.ask(f"TOKEN {token}")[0]
    stayer.vanish()
    back, _ = arrive(chat, "stayer", kept)
    assert back.session.user is not None
    assert back.session.user.visit == number


def test_the_messages_of_who_left_are_forgotten_after_some_minutes_and_still_known() -> None:
    chat = MemoryChat()
    alice, token = arrive(chat, "alice")
    chat.irc("bob")
    first = alice.ask("@hubbub.chat/client-id=1 PRIVMSG bob :hi")
    visit = next(iter(chat.world.visits.values()))
    alice.vanish()
    assert visit.sent
    chat.now += REST_MS + 1000
    arrive(chat, "carol")
    assert not visit.sent
    again, _ = arrive(chat, "alice", token)
    assert again.ask("@hubbub.chat/client-id=1 PRIVMSG bob :hi") == first


def test_who_comes_back_in_time_keeps_them_in_memory() -> None:
    chat = MemoryChat()
    alice, token = arrive(chat, "alice")
    chat.irc("bob")
    alice.send("@hubbub.chat/client-id=1 PRIVMSG bob :hi")
    alice.vanish()
    again, _ = arrive(chat, "alice", token)
    chat.now += REST_MS + 1000
    arrive(chat, "carol")
    visit = chat.world.visits[again.session.user.visit]  # type: ignore[union-attr]
    assert visit.sent


def test_capabilities_changed_in_a_room_change_what_is_heard_there() -> None:
    chat = MemoryChat()
    alice, bob = chat.irc("alice"), chat.irc("bob")
    for person in (alice, bob):
        person.send("JOIN #a")
    bob.send("CAP REQ :message-tags")
    bob.take()
    alice.send("PRIVMSG #a :one")
    assert bob.take()[0].startswith("@msgid=")
    bob.send("CAP REQ :-message-tags")
    bob.take()
    alice.send("PRIVMSG #a :two")
    assert bob.take() == [":alice!alice@guest PRIVMSG #a :two"]
    assert sum(map(len, chat.world.local.everybody.values())) == 2


def test_very_many_conversations_of_who_has_gone_are_forgotten_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """No command "holds the loop longer than 10 ms": to leave with 20,000 of them took 38."""
    monkeypatch.setattr(state, "FORGOTTEN", 2)
    world, me = World(), Party("v1")
    for number in range(5):
        world.add_conversation(Conversation(number + 1, (me, Party(f"v{number + 2}")), ("me", "other"), 1, 1))
    world.forget_party(me)
    left = [len(world.journals)]
    while world.forget_unread():
        left.append(len(world.journals))
    assert (left, world.journals, world.conversations) == ([3, 1], {}, {})


def test_very_many_visits_that_are_over_are_let_go_of_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "LET_GO", 2)
    world = World()
    for number in range(1, 6):
        world.add_visit(Visit(number, "guest", b"%d" % number, 0))
    left = []
    while world.visits:
        world.let_visits_go(VISIT_MS + 1)
        left.append(len(world.tokens))
    assert left == [3, 1, 0]
