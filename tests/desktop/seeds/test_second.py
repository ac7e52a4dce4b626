"""The second seed, sentence by sentence, in a window: "Clean Tkinter-based chat interface for clients"."""

from __future__ import annotations

import re
import socket

from tests.desktop.conftest import Desks
from tests.support.real_server import Running


async def test_from_the_servers_address_to_disconnecting(server: Running, desks: Desks) -> None:
    bob = await server.connect(say=b"bob\n")
    await bob.until("first one here")

    # "change the SERVER_IP variable to match the server's IP address": here it is asked for
    alice = await desks(server, "", address="", home="alice")
    await alice.sees("page", "Join a chat.*Server.*Your name")
    await alice.sees("focus", "Entry")

    # "Connection Refused Error: Verify server is running"
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        await alice.type(f"127.0.0.1:{nobody.getsockname()[1]}")
        await alice.press("Tab", "ctrl+a")

        # "Enter a username when prompted (must be unique)": "duplicate usernames are rejected"
        await alice.type("bob")
        await alice.press("Return")
        await alice.sees("page", "Nobody answers at 127.0.0.1, port [0-9]+. Is the server running[?]")
    await alice.press("ctrl+a")
    await alice.type(f"127.0.0.1:{server.port}")
    await alice.press("Return")
    await alice.sees("page", "The name bob is taken")
    await alice.sees("focus", "Entry")
    await alice.press("ctrl+a")
    await alice.type("alice")
    await alice.press("Return")

    # "Check connection status (look at window title)", "Verify username was entered correctly"
    await alice.sees("title", f"lobby · 127.0.0.1:{server.port} · connected as alice")

    # "Server broadcasts when users join"
    await bob.until("* alice has joined the chat.")

    # "Regular message: Broadcast to all users: `Hello everyone!`"
    await alice.say("Hello everyone!")
    await bob.until("[alice]: Hello everyone!")
    bob.send("Hello there")
    await alice.sees("talk", "bob.*Hello there")

    # "Color-coded message display (blue for server, green for own, white for others)"
    tags = await alice.sees("tags", r"line own\|Hello everyone!")
    assert re.search(r"\nline\|\t?Hello there", tags), tags
    await alice.sees("inks", r"own (\S+) green \1, server (\S+) blue \2, others (\S+) plain \3$")

    # "Messages include timestamp, sender username, and content": "[HH:MM:SS] [username]: message"
    await alice.press("shift+Up", "Menu")
    await alice.sees("card", "Copy its time and text")
    await alice.press("End", "Return")
    await alice.sees("clipboard", r"^\[\d\d:\d\d\] bob: Hello there$")
    await alice.press("Escape")

    # "`@alice Hello Alice!`: Send private message": "Only the recipient sees the private message"
    carol = await server.connect(say=b"carol\n")
    await carol.until("Welcome to the chat, carol!")
    await alice.say("@bob Hello Bob!")
    await bob.until("Private message from alice: Hello Bob!")
    bob.send("now to everybody")
    assert not [line for line in await carol.until("now to everybody") if "Hello Bob!" in line]

    # "Sender receives confirmation of delivery"
    await alice.sees("talk", "Private message to bob: Hello Bob!")

    # "If user doesn't exist, you receive an error message"
    await alice.say("@nobody_at_all hi")
    await alice.sees(
        "talk", '! Not sent to nobody_at_all: hi.*Nobody named "nobody_at_all" has been here.*Only you see this'
    )

    # "`/list`: View all online users"
    await alice.say("/list")
    await alice.sees("talk", r"Online now \(3\): alice, bob, carol")

    # "Server broadcasts when users [...] disconnect": "Disconnected clients are automatically removed"
    carol.writer.transport.abort()
    await alice.sees("talk", "carol.* left")
    await alice.sees("members", "^Guests\n  alice online\n  bob online$")

    # "`/quit`: Disconnect from server"
    await alice.says_goodbye()
    await alice.ends()
    heard = await bob.until("alice has left the chat")
    assert not [line for line in heard if "nobody_at_all" in line]
