"""What a server has kept: read from its database file, and asked for as clients do."""

from __future__ import annotations

import json
import re
from pathlib import Path

import apsw
from tests.faults.ledger import MARK, Stored
from tests.support.real_engine import Client
from tests.support.server_process import ServerProcess

from hubbub.log.kinds import encode
from hubbub.log.sqlite.runs import COLUMNS, entries_of

PAGE = 1000  # the most that the server gives at once
HISTORY = ("batch", "message-tags", "server-time", "draft/chathistory", "standard-replies")
_MESSAGE = re.compile(r"@\S*\bmsgid=(\w+)\S* :\S+ PRIVMSG \S+ :(.*)")


def stored_in(data: Path) -> list[Stored]:
    """All entries, by log and number, read from the file without changing it. AssertionError when it is damaged."""
    connection = apsw.Connection(str(data / "hubbub.db"), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        assert connection.pragma("integrity_check") == "ok"
        rows = connection.execute(f"select {COLUMNS} from entry order by log, seq")
        return [stored(one.log, one.seq, one.id, json.loads(encode(one.event))) for one in entries_of(rows)]
    finally:
        connection.close()


def stored(log: int, seq: int, id: int, event: dict[str, str]) -> Stored:
    """An entry whose body says that event."""
    is_message = event["event"] == "MessageSent"
    found = MARK.search(event["text"]) if is_message else None
    return Stored(log, seq, id, found[0] if found else "", event["target"] if is_message else "")


async def history(server: ServerProcess, room: str, name: str = "historian", after: str = "") -> list[tuple[str, str]]:
    """(msgid, mark) of all messages of a room after that msgid, read by somebody who comes for that and goes."""
    reader = await server.irc(name, *HISTORY)
    reader.send(f"JOIN {room}")
    await reader.until(" 366 ")
    found = await read_room(reader, room, after)
    reader.send("QUIT")
    await reader.rest()
    reader.writer.close()
    return found


async def read_room(reader: Client, room: str, after: str = "") -> list[tuple[str, str]]:
    """The same for somebody who is in the room and has the capabilities of HISTORY; page after page."""
    found: list[tuple[str, str]] = []
    while True:
        page = await _page(reader, room, f"msgid={after}" if after else "timestamp=2000-01-01T00:00:00.000Z")
        found += [(msgid, message[0]) for msgid, text in page if (message := MARK.search(text))]
        if len(page) < PAGE:
            return found
        after = page[-1][0]


async def _page(reader: Client, room: str, point: str) -> list[tuple[str, str]]:
    reader.send(f"CHATHISTORY AFTER {room} {point} {PAGE}")
    await reader.until(" BATCH +")
    lines = await reader.until(" BATCH -")
    return [(message[1], message[2]) for line in lines if (message := _MESSAGE.match(line))]
