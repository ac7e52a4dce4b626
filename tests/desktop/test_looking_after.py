"""By mouse and by keys: menus where one clicks, keys wherever the focus is, one's account, a room one looks after."""

from tests.desktop.conftest import Desks
from tests.desktop.desk import Desk
from tests.support.real_engine import Client
from tests.support.real_server import Running


async def test_with_the_mouse_and_from_every_part_of_the_window(server: Running, desks: Desks) -> None:
    bob = await server.irc("bob", "message-tags")
    bob.send("JOIN #lobby", "PING :in")
    await bob.until(" :in")
    alice = await desks(server, "alice")
    await alice.sees("members", "bob online")
    await _menus_open_where_one_clicks(alice)
    await _keys_work_from_a_list(alice)
    await _the_room(server, alice, bob)
    await _the_account(alice)


async def _menus_open_where_one_clicks(alice: Desk) -> None:
    await alice.click(*await _place_of(alice, "member bob"))
    await alice.sees("card", "^Menu.*Write privately.*Report")
    await alice.press("Down", "Return")
    await alice.sees("talk", "bob is here, as a guest")
    await alice.click(*await _place_of(alice, "me"))
    await alice.sees("card", "^Menu.*Away.*Keep this name.*Log in")
    await alice.press("Escape")
    await alice.sees("card", "^$")


async def _place_of(desk: Desk, what: str) -> tuple[int, int]:
    shown = await desk.sees("where", f"(^|\n){what} at ")
    line = next(line for line in shown.split("\n") if line.startswith(f"{what} at "))
    x, y = line.split()[-2:]
    return int(x), int(y)


async def _keys_work_from_a_list(alice: Desk) -> None:
    await alice.press("Escape")
    await alice.sees("focus", "field")
    await alice.press("F6", "F6", "F6")
    await alice.sees("focus", "members")
    await alice.press("ctrl+f")
    await alice.sees("focus", "findbar")
    await alice.press("Escape")
    await alice.sees("focus", "field")
    await alice.press("F6")
    await alice.sees("focus", "sidebar")
    await alice.press("ctrl+k")
    await alice.sees("card", "^Jump")
    await alice.press("Escape")
    await alice.click(*await _place_of(alice, "more"))
    await alice.sees("card", "^Menu.*Settings")
    await alice.press("Escape")
    await alice.sees("card", "^$")
    await alice.type("x")  # wherever the focus is now
    await alice.sees("field", "^x[|]$")
    await alice.press("BackSpace")
    await alice.sees("field", "^[|]$")


async def _a_report(server: Running, alice: Desk, bob: Client) -> None:
    carol = await server.irc("carol", "message-tags")
    bob.send("JOIN #[/]", "PRIVMSG #[/] :buy this")
    carol.send("JOIN #[/]", "PING :in")
    await carol.until(" :in")
    await alice.sees("talk", "buy this")
    carol.send("NICKSERV REPORT bob :he sells things", "PING :told")
    await carol.until(" :told")
    await _looks_after(alice, "Reports")
    await alice.sees("card", r"^ListCard\nReports of \[/\].*bob.*carol: he sells things")
    await alice.press("Return")
    menu = await alice.sees("card", "^Menu.*Take it\nClose it")
    await alice.press(*["Down"] * (menu.split("\n").index("Close it") - 1), "Return")
    await alice.sees("card", "^Ask\nClose it[?]")
    await alice.type("told him")
    await alice.press("Return")
    await alice.sees("card", "No report waits")
    await alice.press("Escape")


async def _the_room(server: Running, alice: Desk, bob: Client) -> None:
    await alice.say("/join [/]")
    await alice.sees("title", r"^\[/\] ")
    await alice.say("/ban eve 2h spam")
    await alice.sees("talk", r"changed the modes of \[/\]: \+b eve!\*@\*")
    await _looks_after(alice, "Bans")
    await alice.sees("card", r"^ListCard\nBans of \[/\].*eve!\*@\*.*by alice")
    await alice.press("Return")
    await alice.sees("card", "^Menu\nLift the ban")
    await alice.press("Return")
    await alice.sees("card", "Nobody is banned or muted here")
    await alice.press("Escape")
    await _a_report(server, alice, bob)
    await _looks_after(alice, "What was done")
    await alice.sees("card", r"^ListCard\nWhat was done in \[/\].*alice: unban eve")
    await alice.press("Escape")
    await _looks_after(alice, "What holds here")
    await alice.sees("card", "^ModesCard")
    await alice.press("space")  # only who is invited
    await alice.press("Escape")
    await alice.sees("talk", r"modes of \[/\]: \+i|made")
    await _looks_after(alice, "An invitation")
    await alice.sees("card", "^InvitationCard.*Good for 10 people until .*Copy the link")
    await alice.press("Return")
    link = await alice.sees("clipboard", "^https?://")
    assert "#" in link
    await alice.press("Escape")


async def _looks_after(alice: Desk, what: str) -> None:
    """Open that by the menus of the room."""
    await alice.sees("card", "^$")
    await alice.click(*await _place_of(alice, "more"))
    menu = await alice.sees("card", "^Menu.*Look after this room")
    await alice.press(*["Down"] * (menu.split("\n").index("Look after this room…") - 1), "Return")
    menu = await alice.sees("card", "^Menu\nWhat holds here")
    line = next(n for n, line in enumerate(menu.split("\n")) if line.startswith(what))
    await alice.press(*["Down"] * (line - 1), "Return")


async def _the_account(alice: Desk) -> None:
    await alice.press("Escape")  # from the button back to the field
    await alice.say("/register a-long-password")
    await alice.sees("talk", "The account is made")
    await _own(alice, "Devices")
    await alice.sees("card", "^ListCard\nDevices.*This one\n127.0.0.1")
    await alice.press("Escape")
    await _own(alice, "Tokens")
    await alice.sees("card", "No program has a token of yours")
    await alice.press("Tab", "Return")
    await alice.sees("card", "^Ask\nA new token")
    await alice.type("backup")
    await alice.press("Return")
    shown = await alice.sees("card", "^CopyCard\nThe new token.*\nhubbub_")
    await alice.press("Return")
    assert (await alice.sees("clipboard", "^hubbub_")) in shown
    await alice.press("Escape")
    await alice.sees("card", "^ListCard\nTokens.*backup.*read say")
    await alice.press("shift+Tab", "Return")
    await alice.sees("card", "^Menu\nRevoke it")
    await alice.press("Return")
    await alice.sees("card", "^Ask\nRevoke it[?]")
    await alice.press("Return")
    await alice.sees("card", "No program has a token of yours")
    await alice.press("Escape")
    assert "token" not in await alice.sees("talk", "The account is made"), "what a card asks stands in no room"
    await alice.press("Escape")
    await alice.say("/away lunch")
    await alice.sees("standing", "connected, away$")
    await alice.say("/away")
    await alice.sees("standing", "connected$")


async def _own(alice: Desk, what: str) -> None:
    await alice.sees("card", "^$")
    await alice.click(*await _place_of(alice, "me"))
    menu = await alice.sees("card", f"^Menu.*{what}")
    line = next(n for n, line in enumerate(menu.split("\n")) if line.startswith(what))
    await alice.press(*["Down"] * (line - 1), "Return")
