"""The first seed, sentence by sentence, in windows: a client's, and the server's."""

from __future__ import annotations

import asyncio

from tests.desktop.conftest import Desks
from tests.desktop.seeds.conftest import Consoled
from tests.support.real_server import Running


async def test_broadcast_private_join_leave_list_quit_and_errors(server: Running, desks: Desks) -> None:
    alice = await desks(server, "alice", address=f"127.0.0.1:{server.port}")  # client.py 127.0.0.1 7777

    # "Each client will: Enter a username. Start chatting instantly"
    await alice.sees("title", "lobby .*connected as alice")
    await alice.say("first words")
    await alice.sees("tags", r"line own\|first words")

    # "Each user receives join and leave notifications automatically."
    bob = await server.connect(say=b"bob\n")
    await bob.until("Online now: alice")
    await alice.sees("talk", "bob has joined the chat[.]")

    # "(Any other message) Broadcasts to all users": "everyone except sender"
    await alice.say("Hello everyone!")
    await bob.until("[alice]: Hello everyone!")
    bob.send("hello alice")
    talk = await alice.sees("talk", "bob.*hello alice")
    assert talk.count("Hello everyone!") == 1

    # "@username message: Sends a private message to that user"
    carol = await server.connect(say=b"carol\n")
    await carol.until("Online now: alice, bob")
    await alice.say("@bob only for you")
    await bob.until("Private message from alice: only for you")
    await alice.sees("talk", "Private message to bob: only for you")
    bob.send("@alice and for you")
    await alice.sees("talk", "Private message from bob: and for you   Answer")

    # "/list: Shows all currently connected usernames"
    await alice.say("/list")
    await alice.sees("talk", r"Online now \(3\): alice, bob, carol")

    # "the chat remains live and responsive even when several clients send messages together"
    for number in range(50):
        bob.send(f"b-{number}-")
        carol.send(f"c-{number}-")
    talk = await alice.sees("talk", "b-49-.*c-49-|c-49-.*b-49-")
    assert {talk.count(f"{name}-{number}-") for name in "bc" for number in range(50)} == {1}

    # "Error handling for [...] invalid messages"
    await alice.says_in_vain("/lsit")
    await alice.sees("talk", "! There is no command /lsit. Did you mean /list[?]\nOnly you see this")
    await alice.say("@bop hi")
    await alice.sees("talk", "! Not sent to bop: hi.*Did you mean bob[?]")

    # "leave notification: Leave message visible to others", and "when client leaves for any reason"
    bob.send("/quit")
    await bob.until("Goodbye, bob!")
    await alice.sees("talk", "bob.* left")
    carol.writer.transport.abort()
    await alice.sees("talk", "bob and carol left|carol and bob left|carol has left")
    await alice.sees("members", "^Guests\n  alice online$")

    # "/quit: Disconnects cleanly from the chat"
    ear = await server.irc("ear")
    ear.send("JOIN #lobby")
    await alice.sees("talk", "ear")
    await alice.says_goodbye()
    await alice.ends()
    await ear.until("QUIT")


async def test_a_duplicate_name_is_refused_and_another_one_taken(server: Running, desks: Desks) -> None:
    """ "Error handling for duplicate usernames" """
    nc = await server.connect(say=b"alice\n")
    await nc.until("Welcome to the chat, alice!")
    alice = await desks(server, "Alice")
    await alice.sees("page", "Your name.*The name Alice is taken")
    await alice.sees("focus", "Entry")
    await alice.type("alicia")
    await alice.press("Return")
    await alice.sees("title", "connected as alicia")
    await nc.until("alicia has joined the chat")


async def test_the_server_logs_what_people_read(consoled: Consoled) -> None:
    """ "Informative, human-friendly server logs and console outputs": "Server started on 0.0.0.0:7777." """
    await consoled.start()
    desk = consoled.desk
    await desk.sees("head", f"running on this machine only, port {consoled.port}")
    await desk.sees("log", "the server runs")
    reader, writer = await asyncio.open_connection("127.0.0.1", consoled.port)
    writer.write(b"alice\n")
    await desk.sees("log", "alice came from 127.0.0.1")
    writer.transport.abort()
    await desk.sees("log", r"alice went \(connection lost\)")
    await desk.press("F5")
    await desk.sees("card", "Stop the server[?]")
    await desk.press("Tab", "Return")
    await desk.sees("title", "stopped")
    assert reader
