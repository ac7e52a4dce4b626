"""Nothing is lost and nothing is double, whatever is killed: the server, the window."""

import asyncio
import signal

from tests.desktop.conftest import PATIENCE, Desks
from tests.support.real_server import Running
from tests.support.server_process import ServerProcess


async def test_the_server_is_killed_and_comes_back(process: ServerProcess, desks: Desks) -> None:
    alice = await desks(process, "alice")
    await alice.sees("title", "connected as alice")
    await alice.say("before alice")
    await alice.sees("tags", r"line own\|before alice")
    process.let_go()
    await process.kill()
    await alice.sees("title", "connection lost")
    await alice.sees("strip", "Not connected. Trying again")
    await alice.say("meanwhile one")
    await alice.say("meanwhile two")
    talk = await alice.sees("talk", "meanwhile two.*(waits|sending)")
    assert "It will be sent" not in talk, "which the strip says, and would still stand there when it is sent"

    await process.start()
    bob = await process.irc("bob", "draft/chathistory", "batch")
    bob.send("JOIN #lobby")
    await alice.sees("title", "connected as alice")
    await alice.sees("tags", r"line own\|meanwhile two")
    talk = await alice.sees("talk", "meanwhile two\n")
    assert [talk.count(text) for text in ("before", "meanwhile one", "meanwhile two")] == [1, 1, 1]
    bob.send("CHATHISTORY LATEST #lobby * 20", "PING :end")
    said = "\n".join(line for line in await bob.until(":end") if line.startswith("@batch="))
    assert [said.count(f":{text}") for text in ("before", "meanwhile one", "meanwhile two")] == [1, 1, 1]


async def test_the_window_is_killed_and_comes_back_with_draft_place_and_what_was_not_sent(
    process: ServerProcess, desks: Desks
) -> None:
    alice = await desks(process, "alice")
    await alice.sees("title", "connected as alice")
    await alice.say("/join garden")
    await alice.sees("title", "^garden")
    process.let_go()
    await process.kill()
    await alice.sees("title", "connection lost")
    await alice.say("written without a connection")
    await alice.sees("talk", "without a connection.*(waits|sending)")
    await alice.type("a draft")
    await alice.sees("field", "a draft")
    await alice.press("alt+Up")  # the draft is kept when one goes elsewhere
    await alice.sees("title", "^lobby")
    await alice.press("alt+Down")
    await alice.sees("field", "a draft")
    await alice.keeps("a draft", '"current": ?"#garden"')
    await alice.kill()

    await process.start()
    bob = await process.irc("bob")
    bob.send("JOIN #garden", *(f"PRIVMSG #garden :missed {number}" for number in range(120)), "PING :said")
    await bob.until("PONG hubbub :said")
    await alice.start()
    await alice.sees("title", "^garden .*connected as alice")
    talk = await alice.sees("talk", "missed 119\n.*written without a connection\n")
    assert talk.count("written without a connection") == 1
    assert "missed 119" not in await alice.sees("view", "new 120 new\nmessage missed 0\nmessage missed 1\n")
    await alice.sees("field", r"^a draft\|$")


async def test_ctrl_c_in_its_terminal_ends_it(server: Running, desks: Desks) -> None:
    alice = await desks(server, "alice")
    await alice.sees("title", "connected as alice")
    assert alice.process is not None
    alice.process.send_signal(signal.SIGINT)
    async with asyncio.timeout(PATIENCE):
        assert await alice.process.wait() == 130


async def test_a_second_start_raises_the_first(server: Running, desks: Desks) -> None:
    alice = await desks(server, "alice")
    await alice.sees("title", "connected as alice")
    again = await desks(server, "alice")
    await again.ends()
    await alice.sees("title", "connected as alice")


async def test_it_begins_without_a_connection_where_one_was_before(process: ServerProcess, desks: Desks) -> None:
    alice = await desks(process, "alice")
    await alice.sees("title", "connected as alice")
    await alice.say("/join garden")
    await alice.sees("title", "^garden")
    await alice.say("said before")
    await alice.sees("tags", r"line own\|said before")
    await alice.press("ctrl+q")
    await alice.ends()
    process.let_go()
    await process.kill()

    await alice.start()
    await alice.sees("title", "^garden .*connection lost")
    await alice.sees("strip", "Not connected. Trying again")
    await alice.sees("talk", "comes with the connection")
    await alice.sees("places", ">garden.*lobby")
    await alice.say("said without")
    await process.start()
    await alice.press("F7")  # try now
    await alice.sees("title", "^garden .*connected as alice")
    await alice.sees("talk", "said before.*said without\n")
    assert (await alice.sees("talk", "said without\n")).count("said without") == 1
