"""A certificate that nobody vouches for is asked about once; another one is refused, on a page without a way on."""

from tests.desktop.conftest import Desks
from tests.support.server_process import ServerProcess


async def test_it_is_asked_about_remembered_and_refused_when_it_changes(server: ServerProcess, desks: Desks) -> None:
    alice = await desks("alice", address=f"ircs://localhost:{server.port}")
    page = await alice.sees("page", "Is this localhost\\?")
    assert "another" not in page
    await alice.sees("focus", "Button")
    await alice.press("Return")
    await alice.sees("title", "connected as alice")
    await alice.press("ctrl+q")
    await alice.ends()

    await alice.start()
    await alice.sees("title", "connected as alice")
    await alice.press("ctrl+q")
    await alice.ends()

    await server.kill()
    for name in ("tls.crt", "tls.key"):
        (server.data / name).unlink()
    await server.start()
    await alice.start()
    await alice.sees("page", "This may not be localhost.*Known until now.*Shown today")
    assert "Join" not in await alice.sees("page", "Back")


async def test_who_says_no_is_asked_again_next_time(server: ServerProcess, desks: Desks) -> None:
    alice = await desks("alice", address=f"ircs://localhost:{server.port}")
    await alice.sees("page", "Is this localhost\\?")
    await alice.press("Tab", "Return")
    await alice.sees("page", "Join a chat")
    await alice.press("Return")
    await alice.sees("page", "Is this localhost\\?")
