"""Every kind of client talks with people on nc: in the lobby, in a room and privately."""

from __future__ import annotations

import pytest
from tests.clients.client import Client
from tests.clients.conftest import Arrive
from tests.clients.kinds import KINDS

HELLO = "hello everyone, 你好 👍🏽"
ANSWER = "grüß dich — いいね 🐈‍⬛"


@pytest.mark.parametrize("kind", KINDS)
async def test_talks_in_the_lobby_in_a_room_and_privately(kind: str, arrive: Arrive) -> None:
    alice = await arrive("nc", "alice")
    ivy = await arrive(kind, "ivy")
    await ivy.join("lobby")
    await alice.sees("joined", "ivy")
    await _conversation_of("lobby", alice, ivy)
    await alice.tell("ivy", "psst, 秘密 🤫")
    await ivy.sees("private", "alice", text="psst, 秘密 🤫")
    await alice.sees("delivered", "ivy", text="psst, 秘密 🤫")
    await ivy.tell("alice", "ça reste entre nous")
    await alice.sees("private", "ivy", text="ça reste entre nous")

    await alice.join("tea")
    await ivy.join("tea")
    await alice.sees("joined", "ivy", room="tea")
    await _conversation_of("tea", alice, ivy)
    await alice.say("tea", "/me nods")
    await ivy.sees("action", "alice", room="tea", text="nods")


async def _conversation_of(room: str, one: Client, other: Client) -> None:
    await one.say(room, HELLO)
    await other.sees("message", one.name, room=room, text=HELLO)
    await other.say(room, ANSWER)
    await one.sees("message", other.name, room=room, text=ANSWER)


@pytest.mark.parametrize("kind", KINDS)
async def test_sees_people_come_change_and_go(kind: str, arrive: Arrive) -> None:
    ivy = await arrive(kind, "ivy")
    await ivy.join("lobby")
    await ivy.join("tea")
    bob = await arrive("nc", "bob")
    await ivy.sees("joined", "bob")
    await bob.join("tea")
    await ivy.sees("joined", "bob", room="tea")
    await bob.set_topic("tea", "Oolong 茶")
    await ivy.sees("topic", "bob", room="tea", text="Oolong 茶")
    await bob.rename("bobby")
    await ivy.sees("renamed", "bob", room="tea", new="bobby")
    await bob.leave("tea")
    await ivy.sees("left", "bobby", room="tea")
    await bob.quit()
    await ivy.sees("quit", "bobby")


@pytest.mark.parametrize("kind", KINDS)
async def test_is_seen_to_change_and_to_go(kind: str, arrive: Arrive) -> None:
    alice = await arrive("nc", "alice")
    ivy = await arrive(kind, "ivy")
    await ivy.join("lobby")
    await alice.join("tea")
    await ivy.join("tea")
    await ivy.set_topic("tea", "Oolong 茶")
    await alice.sees("topic", "ivy", room="tea", text="Oolong 茶")
    await ivy.rename("ivette")
    await alice.sees("renamed", "ivy", new="ivette")
    await ivy.leave("tea")
    await alice.sees("left", "ivette", room="tea")
    await ivy.quit()
    await alice.sees("quit", "ivette")
