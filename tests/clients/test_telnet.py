"""The real `telnet`, on a terminal, and half a line of it that stays so."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.real_server import Running, running
from tests.support.terminal import Terminal


@pytest.mark.parametrize("port", ["{}", "-{}"], ids=["as typed", "negotiating"])
async def test_a_conversation_by_telnet(tmp_path: Path, port: str) -> None:
    """ "Telnet, which our own page recommends": letters, keys, Ctrl-C, and a window that lists fit into."""
    async with running() as served:
        ear = await served.connect()
        ear.send("NICK ear", "USER ear 0 * :ear", "JOIN #lobby")
        names = [await guest(served, f"somebody-with-a-name-{number}") for number in range(3)]
        terminal = Terminal(tmp_path, size=(70, 24))
        await terminal.run(f"env LANG=C.UTF-8 telnet -- 127.0.0.1 {port.format(served.port)}; exec cat")
        try:
            await terminal.until("What is your name?")
            await terminal.type("alice")
            await terminal.until("Welcome to the chat, alice!")
            await terminal.type("hällo 👍")
            await ear.until("PRIVMSG #lobby :hällo 👍")
            await terminal.type("thexx", "BSpace", "BSpace", "r", "e", "Enter")
            await ear.until("PRIVMSG #lobby :there")
            await terminal.type("half a line", "C-c")
            await terminal.until("To leave, type /quit")
            await terminal.type("after")
            assert (await ear.until("PRIVMSG #lobby :"))[-1].endswith(":after")
            await terminal.type("/who")
            shown = "\n".join(await terminal.until(r"Online now \(", *(f"somebody-with-a-name-{n}" for n in range(3))))
            listed = shown[shown.index("Online now (") :].splitlines()
            assert len(listed) > 1
            assert all(len(line) < 70 for line in listed)
            await terminal.type("/quit")
            await terminal.until("Goodbye, alice!")
        finally:
            await terminal.tmux("kill-server")
        assert names


async def guest(served: Running, name: str) -> object:
    client = await served.connect()
    client.send(name)
    await client.until("Welcome to the chat")
    return client


async def test_who_reads_behind_half_a_line_is_not_cut_off() -> None:
    """ "Half a line while reading for minutes does not cut off who reads"."""
    async with running() as served:
        reader, ear = await served.connect(), await served.connect()
        reader.send("alice")
        await reader.until("What you type goes to everyone")
        reader.writer.write(b"half a ")
        ear.send("NICK ear", "USER ear 0 * :ear", "JOIN #lobby", "PRIVMSG #lobby :read this")
        await reader.until("read this")
        engine = served.server.engine
        for connection in list(engine.connections):
            if connection.session.dialect.name == "plain":
                connection.look_at_clock(engine.loop.time() + 3600)
        reader.send("line")
        await ear.until("PRIVMSG #lobby :half a line")


async def test_nobody_else_sees_anything_of_telnet() -> None:
    """Byte for byte, from the greeting on; and a telnet client that begins with its options is greeted at once."""
    async with running() as served:
        plain, putty = await served.connect(), await served.connect()
        plain.send("alice")
        await plain.until("What you type goes to everyone")
        plain.send("hello", "/who")
        assert b"\xff" not in "".join(await plain.until("Online now")).encode("latin-1", "replace")
        putty.writer.write(b"\xff\xfb\x1f\xff\xfb\x18\xff\xfd\x01\xff\xfb\x03\xff\xfd\x03")
        assert (await putty.reader.readuntil(b"name?")).endswith(b"What is your name?")
        putty.writer.write(b"bob\r\0hi\r\0")
        await plain.until("[bob]: hi")
