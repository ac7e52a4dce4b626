"""The same meeting with every real IRC client, connected plainly, over TLS, and logged in by SASL."""

from __future__ import annotations

import pytest
from tests.clients.client import IrcClient
from tests.clients.conftest import Arrive, ArriveBy
from tests.clients.kinds import MEETINGS, PASSWORD, WAYS
from tests.support.real_server import Running


@pytest.mark.parametrize(("kind", "way"), MEETINGS)
async def test_arrives_reads_what_was_said_talks_and_leaves(
    kind: str, way: str, server: Running, arrive: Arrive, arrive_by: ArriveBy
) -> None:
    await _make_account(server)
    alice = await arrive("nc", "alice")
    await alice.join("tea")
    await alice.say("tea", "who comes late missed this 🫖")

    name = "ivy" if WAYS[way].password else "guest"
    ivy = await arrive_by(kind, name, WAYS[way])
    assert isinstance(ivy, IrcClient)
    whois = await _whois(server, name)
    assert any(f" 671 watcher {name} " in line for line in whois)  # TLS, or this very machine
    assert any(f" 330 watcher {name} ivy " in line for line in whois) == bool(WAYS[way].password)

    await ivy.join("tea")
    await alice.sees("joined", name, room="tea")
    await ivy.ask_history("tea")
    await ivy.sees("message", "alice", room="tea", text="who comes late missed this 🫖")
    await ivy.say("tea", "better late than never")
    await alice.sees("message", name, room="tea", text="better late than never")
    await alice.say("tea", "naturally 茶")
    await ivy.sees("message", "alice", room="tea", text="naturally 茶")
    await alice.tell(name, "psst, 秘密 🤫")
    await ivy.sees("private", "alice", text="psst, 秘密 🤫")
    await ivy.tell("alice", "ça reste entre nous")
    await alice.sees("private", name, text="ça reste entre nous")

    await ivy.rename("ivette")
    await alice.sees("renamed", name, new="ivette")
    await ivy.leave("tea")
    await alice.sees("left", "ivette", room="tea")


async def _make_account(server: Running) -> None:
    """The account ivy; who made it goes again."""
    owner = await server.irc("ivy")
    owner.send(f"REGISTER * * :{PASSWORD}")
    await owner.until(" REGISTER SUCCESS ivy ")
    owner.send("QUIT")
    await owner.rest()


async def _whois(server: Running, name: str) -> list[str]:
    watcher = await server.irc("watcher")
    watcher.send(f"WHOIS {name}")
    return await watcher.until(" 318 ")
