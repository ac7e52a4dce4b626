"""Another process holds the database: senders are told, nobody else waits, and it goes on by itself."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from tests.support.server_process import server_process


async def test_a_locked_database_is_named_and_holds_up_nobody_else(tmp_path: Path) -> None:
    """Rule: named to senders like a full disk; reading goes on; it goes on by itself, and nothing is lost."""
    async with server_process(tmp_path) as server:
        alice, bob = [await server.irc(name, "standard-replies") for name in ("alice", "bob")]
        for person in (alice, bob):
            person.send("JOIN #a")
            await person.until(" 366 ")
        other = sqlite3.connect(server.data / "hubbub.db", isolation_level=None)
        other.execute("begin immediate")
        alice.send("PRIVMSG #a :waits")
        said = (await alice.until("Another program holds"))[-1]
        assert "DISK_FULL" in said
        bob.send("LUSERS")
        await bob.until(" 266 ")
        other.execute("rollback")
        other.close()
        await bob.until(" PRIVMSG #a :waits")
        alice.send("PRIVMSG #a :goes", "PING :on")
        await alice.until(" PONG hubbub :on")
        await bob.until(" PRIVMSG #a :goes")
        assert server.running
        assert {"locked", "disk_space"} <= server.events()
