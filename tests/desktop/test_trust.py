"""A certificate that nobody vouches for is asked about once; another one is refused, on a page without a way on."""

from tests.desktop.conftest import Desks
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
