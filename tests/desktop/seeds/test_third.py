"""The third seed, sentence by sentence: "GUI for Clients and Server"."""

from __future__ import annotations

from tests.desktop.conftest import Desks
from tests.desktop.desk import Desk
from tests.desktop.seeds.conftest import Consoled


async def test_a_server_in_a_window_and_two_clients_in_theirs(consoled: Consoled, desks: Desks) -> None:
    operator = consoled.desk

    # "Run the server"
    await consoled.start()
    await operator.sees("title", f"running on port {consoled.port}")

    # "Run the client": "Each client will be prompted to enter a unique username upon connecting."
    alice = await desks(consoled, "", address="", home="alice")
    await alice.sees("page", "Server.*Your name")
    await alice.sees("focus", "Entry")
    await alice.type(f"127.0.0.1:{consoled.port}")
    await alice.press("Tab", "ctrl+a")
    await alice.type("alice")
    await alice.press("Return")

    # "Each client enters a username, receives a welcome message, and sees the list of online users."
    await alice.sees("talk", "Registration successful. Welcome to the chat, alice!\nNobody else is here.")

    # The server's window shows who came: "a simple graphical interface [...] for displaying messages"
    await operator.sees("log", "alice came from 127.0.0.1")
    await operator.sees("table", r"people\n.alice \| lobby \| 127.0.0.1 \| hubbub")

    # "Open multiple instances of `client.py` to simulate different users joining the chat."
    bob = await desks(consoled, "bob", address=f"127.0.0.1:{consoled.port}")
    await bob.sees("talk", "Registration successful. Welcome to the chat, bob!\nOnline now: alice")
    await operator.sees("table", "alice .*bob ")

    # "view who is online, and receive notifications when other users join or leave"
    await alice.sees("members", "alice online\n  bob online")
    await alice.sees("talk", "bob has joined the chat[.]")

    # "Users can send messages, which will be broadcasted to all connected clients."
    await alice.say("Hello both of you!")
    await bob.sees("talk", "alice.*Hello both of you!")

    # "the server's `broadcast()` function excludes the sender to prevent [...] receiving their own messages back"
    talk = await alice.sees("tags", r"line own\|Hello both of you!")
    assert talk.count("Hello both of you!") == 1

    # "sending inputs" in the server's window: what the server says, everybody hears
    await operator.press("ctrl+e")
    await operator.sees("focus", "Command")
    await operator.type("say all The server says hello")
    await operator.press("Return")
    await operator.sees("log", "> say all The server says hello.*Said to everybody")
    await alice.sees("talk", "The server says hello")
    await bob.sees("talk", "The server says hello")

    # "remove clients from the list upon disconnection", however they go
    await bob.kill()
    await operator.sees("log", r"bob went \(connection lost\)")
    await operator.sees("table", "^people\n.alice [^\n]*$")
    await alice.sees("talk", "bob.* left")
    await alice.sees("members", "^Guests\n  alice online$")
    await _stop(operator)
    await alice.sees("title", "connection lost")


async def _stop(operator: Desk) -> None:
    await operator.press("F5")
    await operator.sees("card", "Stop the server[?]\nOne person is online")
    await operator.press("Tab", "Return")
    await operator.sees("title", "stopped")
