"""History and search on a screen, and what somebody sees who comes later."""

from __future__ import annotations

from tests.dialects.plain.typist import heard, join, screen, told, typed
from tests.support.memory_chat import MemoryChat


def test_history_has_dates_and_leaves_programs_out() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, zoe = join(chat, "alice"), chat.irc("zoe")
    zoe.send("JOIN #lobby", "PRIVMSG #lobby :\x01VERSION\x01", "PRIVMSG #lobby :\x0304hi\x03")
    alice.send("hello", "/me waves")
    assert told(alice, "/history") == [
        "Earlier in the lobby:",
        "[zoe]: hi",
        "[alice]: hello",
        "* alice waves",
        "(That was earlier in the lobby.)",
    ]
    assert "[2025-10-09 " in typed(alice, "/history 1")


def test_nothing_said_yet() -> None:
    assert told(join(MemoryChat(lobby="#lobby"), "alice"), "/history") == ["Nothing has been said in the lobby yet."]


def test_history_outside_rooms_is_refused() -> None:
    alice = join(MemoryChat(), "alice")
    assert typed(alice, "/history").endswith("! You are in no room. To enter one, type: join room\r\n> ")


def test_a_thousand_messages_come_in_order() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = join(chat, "alice")
    for number in range(300):
        alice.send(f"message {number}")
    assert told(alice, "/history 250")[1:-1] == [f"[alice]: message {number}" for number in range(50, 300)]


def test_search_shows_private_messages_from_ones_own_side() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    alice.send("roses are red")
    alice.send("@bob roses for you")
    heard(bob)
    assert told(alice, "/search roses") == [
        "Found (2):",
        "[alice]: roses are red",
        "Private message to bob: roses for you",
    ]
    assert told(bob, "/search roses for") == ["Found (1):", "Private message from alice: roses for you"]
    assert told(bob, "/search tulips") == ["Nothing was found for: tulips"]


def test_a_search_is_narrowed_by_who_where_and_when() -> None:
    """As in the other clients. Days are those of UTC, as all times that are shown here."""
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    alice.send("roses one")
    bob.send("roses two")
    told(alice, "/join tea")
    told(bob, "/join tea")
    alice.send("roses in the tea")
    alice.send("@bob roses for you")
    heard(bob)
    chat.now += 86_400_000
    bob.send("roses of the day after")
    heard(alice)
    day, after = "2025-10-09", "2025-10-10"

    def found(words: str) -> list[str]:
        return [line.partition(": roses ")[2] for line in told(alice, f"/search {words}")[1:]]

    assert found(f"after:{after} roses") == found(f"roses after:{after}") == ["of the day after"]
    assert found(f"roses before:{after}") == ["one", "two", "in the tea", "for you"]
    assert found(f"after:{day} roses in:lobby") == ["one", "two"]
    assert found("from:@bob roses") == found("roses from:BOB:") == ["two", "of the day after"]
    assert found("in:here roses") == found("in:#tea roses") == ["in the tea", "of the day after"]
    assert found("in:@bob") == ["for you"]
    assert found(f"from:alice before:{after}") == ["one", "in the tea", "for you"]
    assert told(alice, "/search in:nowhere x") == ["! There is no history of nowhere that you may read."]
    assert told(alice, "/search after:tomorrow x") == ["Nothing was found for: after:tomorrow x"]


def test_a_newcomer_sees_the_last_ten_messages() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = join(chat, "alice")
    for number in range(12):
        alice.send(f"message {number}")
    bob = chat.connect("plain")
    bob.send("bob")
    lines = screen(bob).splitlines()
    assert "Earlier in the lobby (more with /history):" in lines
    assert len([line for line in lines if "[alice]: message" in line]) == 10
    assert lines[-1].endswith("[alice]: message 11")


def test_who_comes_back_sees_all_that_they_missed() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice, bob = join(chat, "alice"), join(chat, "bob")
    alice.send("/join tea", "before")
    bob.send("/join tea", "/leave")
    alice.send(*(f"message {number}" for number in range(12)))
    lines = typed(bob, "/join tea").splitlines()
    place = lines.index("What you missed in tea (more with /history):")
    assert [line.rpartition(": ")[2] for line in lines[place + 1 :]] == [f"message {number}" for number in range(12)]
    assert all(line.startswith("[20") for line in lines[place + 1 :]), "each has its date and time"


def test_an_account_is_known_again_in_the_lobby() -> None:
    chat = MemoryChat(lobby="#lobby")
    alice = chat.connect("plain", secure=True)
    alice.send("alice", "hello", "/register correct-horse")
    alice.vanish()
    join(chat, "bob").send("are you there?")
    alice = chat.connect("plain", secure=True)
    alice.send("alice", "correct-horse")
    lines = screen(alice).splitlines()
    assert "What you missed in the lobby (more with /history):" in lines
    assert lines[-1].endswith("[bob]: are you there?")
    assert not any(line.endswith("hello") for line in lines)
