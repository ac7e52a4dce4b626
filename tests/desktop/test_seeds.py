"""What the systems that hubbub grew out of promise of their windows, word by word: two real windows, and nc."""

from tests.desktop.conftest import Desks
from tests.support.real_server import Running


async def test_two_windows_and_somebody_on_nc_talk_in_the_lobby_in_a_room_and_privately(
    server: Running, desks: Desks
) -> None:
    alice = await desks(server, "alice")
    await alice.sees("title", f"lobby · localhost:{server.port} · connected as alice")
    await alice.sees("talk", "Registration successful. Welcome to the chat, alice!\nNobody else is here.")

    bob = await desks(server, "bob")
    await bob.sees("talk", "Welcome to the chat, bob!\nOnline now: alice")
    await alice.sees("talk", "bob has joined the chat")
    await alice.sees("members", "alice online.*bob online")

    # Broadcast: everyone hears it, who said it sees it once, in green; others' words are plain, the server's are blue
    await alice.say("Hello, everyone!")
    assert (await bob.sees("talk", "Hello, everyone!")).count("Hello, everyone!") == 1
    own = await alice.sees("tags", r"line own\|Hello, everyone!")
    assert own.count("Hello, everyone!") == 1
    others = await bob.sees("tags", r"\nline\|\t?Hello, everyone!")
    assert "event words|" in others
    assert "event fold words|bob has joined the chat." in own

    # @name: only who is meant sees it, marked, in their conversation and where they look
    nc = await server.connect(say=b"\ncarol\n")
    await nc.until("carol")
    await alice.sees("talk", "carol has joined|bob and carol joined")
    await alice.say("@bob are you coming by car?")
    await bob.sees("talk", "Private message from alice: are you coming by car[?]   Answer")
    await bob.sees("places", "alice 1 badge")
    await bob.sees("title", r"^\(1\) ")
    nc.send("@alice: Hi Alice!")
    await alice.sees("talk", "Private message from carol: Hi Alice!")

    await alice.sees("talk", "Private message to bob: are you coming by car[?]")

    # Someone who is not there: said so
    await alice.say("@nobody_at_all hi")
    await alice.sees("talk", "! Not sent to nobody_at_all: hi\n.*Only you see this")

    # Rooms are made, entered and left
    await alice.say("/join teamchat")
    await alice.sees("title", "teamchat · ")
    await bob.say("/join teamchat")
    await alice.sees("talk", "bob has joined teamchat")
    await alice.say("Hello team!")
    await bob.sees("talk", "alice.*Hello team!")
    await bob.say("/leave")
    await alice.sees("talk", "bob has left teamchat")
    await bob.sees("title", "lobby · ")
    await alice.say("/leave")
    await alice.sees("title", "lobby · ")

    # /list, and leaving
    await alice.say("/list")
    await alice.sees("talk", "Online now.*alice.*bob.*carol")
    nc.send("/quit")
    await alice.sees("talk", "carol.* left")
    await bob.says_goodbye()
    await bob.ends()
    await alice.sees("talk", "bob and carol left|bob has left|carol and bob left")
    await alice.sees("members", "^Guests\n  alice online$")


async def test_a_name_that_is_taken_is_said_under_it_and_another_one_comes_in(server: Running, desks: Desks) -> None:
    nc = await server.connect(say=b"\nalice\n")
    await nc.until("alice")
    alice = await desks(server, "alice")
    page = await alice.sees("page", "alice")
    await alice.sees("page", "(in use|taken|already)")
    assert "Your name" in page
    await alice.sees("focus", "Entry")
    await alice.type("alicia")
    await alice.press("Return")
    await alice.sees("title", "connected as alicia")
