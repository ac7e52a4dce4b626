"""Who has just connected, and has not said yet in which way they speak."""

from __future__ import annotations

from tests.clients.conftest import Arrive, Make
from tests.clients.plain import Person


async def test_an_irc_client_that_was_greeted_as_a_person_is_still_taken_as_irc(make: Make) -> None:
    slow = make("nc", "slow")
    assert isinstance(slow, Person)
    await slow.connect()
    await slow.shows("", r"What is your name\?\n")
    slow.type("NICK slow")
    slow.type("USER s 0 * :Slow")
    await slow.shows("", ":Welcome to the chat, slow!")


async def test_a_person_may_be_called_nick(arrive: Arrive) -> None:
    nick = await arrive("nc", "Nick")
    ivy = await arrive("weechat", "ivy")
    await ivy.join("lobby")
    await ivy.tell("Nick", "are you a person?")
    await nick.sees("private", "ivy", text="are you a person?")
    await nick.say("lobby", "I am")
    await ivy.sees("message", "Nick", text="I am")
