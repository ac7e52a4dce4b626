"""A certificate that nobody vouches for is asked about once; another one is refused, on a page without a way on.
Passwords are asked for one after the other, and a link leads where it promises."""

from pathlib import Path

import pytest
from tests.desktop.conftest import Desks
from tests.support.real_server import running
from tests.support.screens import missing
from tests.support.server_process import ServerProcess


async def test_it_is_asked_about_remembered_and_refused_when_it_changes(process: ServerProcess, desks: Desks) -> None:
    alice = await desks(process, "alice", address=f"ircs://localhost:{process.port}")
    page = await alice.sees("page", "Is this localhost\\?")
    assert "another" not in page
    await alice.sees("focus", "Button")
    await alice.press("Tab", "Return")  # who says no is asked again the next time
    await alice.sees("page", "Join a chat")
    await alice.press("Return")
    await alice.sees("page", "Is this localhost\\?")
    await alice.sees("focus", "Button")
    await alice.press("Return")
    await alice.sees("title", "connected as alice")
    await alice.press("ctrl+q")
    await alice.ends()

    await alice.start()
    await alice.sees("title", "connected as alice")
    await process.kill()
    for name in ("tls.crt", "tls.key"):
        (process.data / name).unlink()
    await process.start()
    await alice.sees("page", "This may not be localhost.*Known until now.*Shown today")
    assert "Join" not in await alice.sees("page", "Back")
    await alice.press("ctrl+f", "ctrl+k")  # keys of the conversation mean nothing there
    await alice.sees("focus", "Button")
    await alice.press("Return")
    await alice.sees("page", "Join a chat")
    await alice.press("Return")
    await alice.sees("page", "This may not be localhost.*Known until now.*Shown today")


async def test_who_has_an_account_is_asked_for_its_password_and_told_when_it_is_wrong(
    process: ServerProcess, desks: Desks
) -> None:
    carol = await process.irc("carol")
    carol.send("NICKSERV REGISTER a-long-password", "PING :kept")
    await carol.until(" :kept")
    at_home = await desks(process, "carol", home="carol")
    await at_home.sees("page", "The name carol belongs to an account here")
    await at_home.sees("focus", "page")
    await at_home.type("another-one")
    await at_home.press("Return")
    await at_home.sees("page", "That is not the password of carol")
    await at_home.press("ctrl+a")
    await at_home.type("a-long-password")
    await at_home.press("Return")
    await at_home.sees("title", "connected as carol")


@pytest.mark.skipif(bool(missing()), reason=missing())
async def test_two_passwords_and_links_into_a_room(desks: Desks, tmp_path: Path) -> None:
    async with running(data=tmp_path / "server", password="sesame") as server:
        owner = await server.connect(say=b"PASS sesame\r\nNICK alice\r\nUSER a 0 * :a\r\n")
        owner.send("NICKSERV REGISTER a-long-password", "QUIT")
        await owner.until("ERROR")
        bob = await server.connect(say=b"PASS sesame\r\nNICK bob\r\nUSER b 0 * :b\r\n")
        bob.send("JOIN #tea", "MODE #tea +i", "NICKSERV INVITE-LINK ROOM #tea USES 5")
        code = next(line for line in await bob.until("To end it") if "/invite#" in line).split("/invite#")[1]
        link = f"hubbub://localhost:{server.port}/invite#{code.split('.')[0]}..tea"

        alice = await desks(server, "alice")
        page = await alice.sees("page", "Password of the server.*This server has a password")
        assert "wrong" not in page
        for given, answer in (("open", "The server's password is wrong"), ("sesame", "belongs to an account")):
            await alice.sees("focus", "page")
            await alice.press("ctrl+a")
            await alice.type(given)
            await alice.press("Return")
            await alice.sees("page", answer)
        await alice.sees("page", "Password\n")
        await alice.type("a-long-password")
        await alice.press("Return")
        await alice.sees("title", "lobby .*connected as alice")

        again = await desks(server, "alice", address=link)
        await again.ends()
        await alice.sees("title", "^tea .*connected as alice")
        carol = await desks(server, "carol", address=link)
        await carol.sees(
            "page", "Invitation to tea on localhost.*besides the invitation"
        )  # whoever invites into a room does not give it away
        await carol.sees("focus", "page")
        await carol.type("sesame")
        await carol.press("Return")
        await carol.sees("title", "^tea .*connected as carol")
        other = await desks(server, "carol", address=f"irc://localhost:{server.port}/cake")
        await other.ends()
        await carol.sees("title", "^cake .*connected as carol")
