"""The fifth seed, sentence by sentence, in a window before a server without a lobby: words outside rooms, rooms, and
messages for who is offline."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.desktop.conftest import Desks
from tests.support.real_server import Running, running
from tests.support.screens import missing


@pytest.fixture
async def outside(tmp_path: Path) -> AsyncIterator[Running]:
    """Nobody is in a room before they join one."""
    if missing():
        pytest.skip(missing())
    async with running(data=tmp_path / "server", lobby="") as served:
        yield served


async def test_outside_rooms_in_one_and_with_somebody_who_is_away(outside: Running, desks: Desks) -> None:
    bob = await outside.connect(say=b"bob\n")
    await bob.until("You are in no room")

    # "You'll be prompted to enter a unique username. If it's taken, you'll need to choose a new one."
    alice = await desks(outside, "bob", home="alice")
    await alice.sees("page", "The name bob is taken")
    await alice.sees("focus", "Entry")
    await alice.press("ctrl+a")
    await alice.type("alice")
    await alice.press("Return")
    await alice.sees("title", "connected as alice")

    # "General Commands (outside chat rooms)", "Dynamic prompt updates based on whether you're in a chat room"
    await alice.sees("talk", "You are in no room. Type message, who, rooms, join room, help or exit.")
    await alice.sees("hint", "Type join room, who, message or help")

    # "`who`: Lists all active users"
    await alice.sees("talk", r"Online now \(2\): alice, bob")
    await alice.say("who")
    await alice.sees("talk", r"Online now \(2\): alice, bob\nOnline now \(2\): alice, bob")

    # "`leave`: Does nothing unless you're already in a room"
    await alice.say("leave")
    await alice.sees("talk", "! You are in no room. To enter one, type: join room")

    # "`message`: Prompted to enter recipient and message"
    await alice.say("message")
    await alice.sees("card", "A private message.*To.*Message")
    await alice.sees("focus", "Entry")
    await alice.type("bob")
    await alice.press("Tab")
    await alice.type("hello from outside")
    await alice.press("Return")
    await bob.until("Private message from alice: hello from outside")

    # "`join <roomname>`: Joins (or creates) a chat room": "Alice joins room `teamchat`, Bob joins the same."
    await alice.say("join teamchat")
    await alice.sees("title", "^teamchat · ")
    await alice.sees("hint", "Message #teamchat")
    bob.send("join teamchat")

    # "Room entry/exit is announced automatically to others in the room"
    await alice.sees("talk", "bob has joined teamchat")

    # "Alice types: `Hello team!`": "Bob sees: `Alice (in teamchat): Hello team!`"
    await alice.say("Hello team!")
    await bob.until("[alice] (in teamchat): Hello team!")

    # "All other inputs are treated as chat (even `exit` and `who`)"
    for word in ("exit", "who"):
        await alice.say(word)
        await bob.until(f"[alice] (in teamchat): {word}")

    # "Bob types `leave`: he exits the room"
    bob.send("leave")
    await alice.sees("talk", "bob has left teamchat")

    # "If a user sends a message to someone who is offline, the server stores it."
    bob.send("exit")
    await bob.until("Goodbye, bob!")
    await alice.say("/msg bob for later")
    await alice.sees("talk", "Private message to bob: for later")

    # "Alice sends Bob a private message: Bob will see it when he reconnects"
    again = await outside.connect(say=b"bob\n")
    await again.until("Private message from alice: for later")

    # "`leave`: Leave the current chat room", "Use `leave` to exit a room"
    await alice.say("leave")
    await alice.sees("talk", "^You are in no room. Type message, who")
    await alice.sees("hint", "Type join")

    # "`exit`: Gracefully disconnects"
    await alice.says_goodbye("exit")
    await alice.ends()
    again.send("who")
    await again.until("Online now (1): bob")
