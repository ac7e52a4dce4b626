"""The fourth seed, sentence by sentence: address and port asked for on both sides, @name: and /exit."""

from __future__ import annotations

import asyncio
import socket

from tests.desktop.conftest import PATIENCE, Desks
from tests.desktop.seeds.conftest import Consoled


async def _until(reader: asyncio.StreamReader, words: str) -> str:
    async with asyncio.timeout(PATIENCE):
        while words not in (line := (await reader.readline()).decode()):
            assert line, f"the connection ended before {words!r}"
    return line


async def test_the_example_interaction(consoled: Consoled, desks: Desks) -> None:
    operator = consoled.desk

    # "Enter the desired IP and port when prompted." A port that is taken is said, with another one to use.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", consoled.port))
        taken.listen()
        await consoled.start()
        await operator.sees("head", f"127.0.0.1.*{consoled.port}.*Start.*! .*{consoled.port}.*Use \\d+")
    await operator.sees("focus", "Button")
    await operator.press("shift+Tab", "shift+Tab")
    await operator.sees("focus", "Entry")
    await operator.press("ctrl+a")
    await operator.type("127.0.0.1")
    await operator.press("Tab", "ctrl+a")
    await operator.type("no port")
    await operator.sees("head", "127.0.0.1.*no port")
    await operator.press("Return")
    await operator.sees("head", "! A port is a number from 1 to 65535, such as 7777")
    await operator.press("ctrl+a")
    await operator.type(str(consoled.port))
    await operator.sees("head", f"Port\n{consoled.port}\n")
    await operator.press("Return")

    # "Server running on 127.0.0.1:5000"
    await operator.sees("head", f"running on this machine only, port {consoled.port}")

    # "The client enters the server's IP and port to establish a connection. Provide a username when prompted"
    alice = await desks(consoled, "", address="", home="alice")
    await alice.sees("focus", "Entry")
    await alice.type(f"127.0.0.1:{consoled.port}")
    await alice.press("Tab", "ctrl+a")
    await alice.type("Alice")
    await alice.press("Return")

    # "Registration successful. Welcome to the chat, Alice!"
    await alice.sees("talk", "Registration successful. Welcome to the chat, Alice!")

    # "display logs for connected/disconnected clients": "Connecting from ('127.0.0.1', 53412)"
    await operator.sees("log", "Alice came from 127.0.0.1")

    # "Bob has joined the chat."
    reader, writer = await asyncio.open_connection("127.0.0.1", consoled.port)
    writer.write(b"Bob\n")
    await _until(reader, "Registration successful. Welcome to the chat, Bob!")
    await alice.sees("talk", "Bob has joined the chat[.]")

    # "@Bob: Hi Bob!", "Private message from Bob: Hi Alice!"
    await alice.say("@Bob: Hi Bob!")
    await _until(reader, "Private message from Alice: Hi Bob!")
    writer.write(b"@Alice: Hi Alice!\n")
    await alice.sees("talk", "Private message from Bob: Hi Alice!")

    # "Alice: Hello, everyone!", "@Alice: Hello, Alice!"
    await alice.say("Hello, everyone!")
    await _until(reader, "[Alice]: Hello, everyone!")
    writer.write(b"@Alice: Hello, Alice!\n")
    await alice.sees("talk", "Private message from Bob: Hello, Alice!")

    # "Automatically removes disconnected clients from the chat": "Other users are notified when someone leaves"
    writer.transport.abort()
    await alice.sees("talk", "Bob.* left")
    await operator.sees("log", "Bob went")
    await operator.sees("table", "^people\\n.Alice [^\\n]*$")

    # "Type /exit to leave the chat."
    await alice.says_goodbye("/exit")
    await alice.ends()
    await operator.sees("log", "Alice went")
