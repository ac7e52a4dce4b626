"""A round of the kill test: people talk, the server is killed at some random moment, and starts again."""

from __future__ import annotations

import asyncio
import random
import time

from tests.faults.crowd import LOBBY, ROOM, Crowd
from tests.faults.ledger import MARK, Ledger, Stored, broken_promises
from tests.faults.stored import history, stored_in
from tests.support.server_process import ServerProcess

MOST = 3000  # messages accepted in a round before the kill


class Killing:
    """Rounds on one data directory; `ledger` is of all of them together."""

    def __init__(self, server: ServerProcess, chance: random.Random) -> None:
        self.server = server
        self.chance = chance
        self.ledger = Ledger()
        self.rounds = 0
        self.back_in = 0.0  # seconds from the last start to the first client's welcome

    async def talk_until_killed(self) -> Crowd:
        """Returns when everybody has read all that the killed server wrote."""
        crowd = Crowd(self.ledger, self.rounds)
        self.rounds += 1
        await crowd.come_in(self.server.port)
        await crowd.until_accepted(self.chance.randint(1, MOST))
        moment = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(self.chance.uniform(0, 0.01), moment.set_result, None)
        await moment
        await self.server.kill()
        await crowd.until_all_gone()
        return crowd

    async def start_again(self) -> None:
        began = time.perf_counter()
        await self.server.start()
        first = await self.server.irc(f"first{self.rounds}")
        self.back_in = time.perf_counter() - began
        first.send("QUIT")
        await first.rest()

    async def look(self, crowd: Crowd) -> list[str]:
        """Which promises are broken, now that the server runs again."""
        stored = stored_in(self.server.data)
        return [
            *broken_promises(self.ledger, stored),
            *[complaint for room in (ROOM, LOBBY) for complaint in await self._compare(room, stored)],
            *[complaint for names in crowd.absent for name in names for complaint in await self._collect(name, stored)],
        ]

    async def _compare(self, room: str, stored: list[Stored]) -> list[str]:
        """G1 and G3 as a client sees them."""
        kept = [(f"{entry.id:x}", entry.mark) for entry in stored if entry.target == room and entry.mark]
        given = await history(self.server, room)
        return [] if given == kept else [f"CHATHISTORY of {room} gives {len(given)} messages of {len(kept)}, or others"]

    async def _collect(self, name: str, stored: list[Stored]) -> list[str]:
        """Who was absent comes back, and gets what waits, once."""
        kept = [entry.mark for entry in stored if entry.target == name]
        given = await self._come_back(name)
        again = await self._come_back(name)
        return [] if given == kept and not again else [f"{name} got {len(given)} and {len(again)} held of {len(kept)}"]

    async def _come_back(self, name: str) -> list[str]:
        person = await self.server.connect()
        person.send(f"NICK {name}", f"USER {name} 0 * :{name}", "PING :all")
        lines = await person.until(" PONG hubbub :all")
        asked = [line.partition(" ")[2] for line in lines if line.startswith("PING ")]
        person.send(*(f"PONG {token}" for token in asked), "PING :taken")
        await person.until(" PONG hubbub :taken")
        person.send("QUIT")
        await person.rest()
        return [found[0] for line in lines if " PRIVMSG " in line and (found := MARK.search(line))]
