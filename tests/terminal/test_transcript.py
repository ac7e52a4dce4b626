"""What somebody hears who lets the line client be read aloud: each event once, the name first, nothing drawn again."""

from __future__ import annotations

import re

from tests.client.people import Town

from hubbub.terminal.lines import Line, Lines
from hubbub.terminal.reading import Reading

# Who comes, what is typed (behind ">"), and between them what alice hears.
TRANSCRIPT = """\
alice comes
Registration successful. Welcome to the chat, alice!
Nobody else is here.
What you type goes to everyone. For private messages, rooms and more, type /help
bob comes
[time] * bob has joined the chat.
bob> hello everyone
[time] [bob]: hello everyone
alice> hi bob
[time] [alice]: hi bob
bob> @alice psst
[time] Private message from bob: psst
alice> @bob: what is it?
[time] Private message to bob delivered: what is it?
alice> /join tea
[time] You are in tea now. In it: alice
bob> /join tea
[time] * bob has joined tea.
bob> /me pours
[time] * bob (in tea) pours
bob> /edit pours tea
[time] * bob (in tea, edited) pours tea
alice> /topic Darjeeling
[time] The topic of tea is now: Darjeeling
alice> /verbosity mine
What is meant for you is shown when it comes; for the rest, type /read
bob> nobody asked
bob> alice: but you did
[time] [bob] (in tea): alice: but you did
bob> /nick robert
alice> /who here
In tea now (2): alice, robert
alice> /rooms
Rooms:
  lobby (2 members) (you are in it)
  tea (2 members): Darjeeling (you are in it)
alice> /verbosity
What is meant for you is shown when it comes; for the rest, type /read
2 lines wait for /read
alice> /read
[time] [bob] (in tea): nobody asked
[time] * bob is now known as robert.
alice> /verbosity all
Everything is shown when it comes.
alice> /list
Online now (2): alice, robert
alice> /nobody
[time] ! There is no command /nobody. To see all commands, type /help
alice> @zed are you there
[time] ! Nobody named "zed" has been here.
alice> leave
[time] You have left tea. You are in the lobby now.
alice> exit
[time] That was sent to everyone. If you wanted to say goodbye and disconnect, type /exit
[time] [alice]: exit
"""


def test_a_visit_as_it_is_heard() -> None:
    town = Town()
    alice, bob = town.person("alice"), town.person("bob")
    bob.online = False
    lines, reading = Lines(alice.client, lambda: town.chat.now), Reading(alice.client)
    told, heard = 0, []
    for row in TRANSCRIPT.splitlines():
        asked = re.fullmatch(r"(alice|bob)( comes|> (.*))", row)
        if asked is None:
            continue
        heard.append(row)
        own = reading.typed(asked[3]) if asked[1] == "alice" and asked[3] else None
        if asked[3] is None:
            bob.online = asked[1] == "bob"
        elif own is None:
            (alice if asked[1] == "alice" else bob).typed(asked[3])
        town.rest()
        came: list[Line] = [*(own or ())]
        for event in alice.events[told:]:
            came += reading.now(event, lines.of(event))
        told = len(alice.events)
        heard += [re.sub(r"^\[[0-9: -]+\]", "[time]", line.text) for line in came]
    assert "\n".join(heard) + "\n" == TRANSCRIPT
