"""What stands above the field and over the talk, in a real window: slow mode, who types, undo, folds, long messages,
the day and the history that is on its way, quiet hours."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from tests.desktop.conftest import Desks
from tests.desktop.desk import Desk
from tests.support.real_engine import Client
from tests.support.real_server import Running
from tests.support.server_process import ServerProcess

PART = "word " * 80


async def test_each_of_them_in_one_room(process: ServerProcess, desks: Desks) -> None:
    bob = await process.irc("bob", "message-tags", "batch", "draft/multiline", "echo-message")
    bob.send("JOIN #garden", *(f"PRIVMSG #garden :number {number}" for number in range(400)), "PING :said")
    await bob.until("PONG hubbub :said")
    alice = await desks(process, "alice")
    await alice.sees("title", "connected as alice")
    await alice.say("/join garden")
    await alice.sees("talk", "number 399\n")
    await _earlier_messages(process, alice)
    await _slow_mode(alice, bob)
    await _folds(process, alice, bob)
    await _a_long_message(alice, bob)
    await _completion(alice, bob)
    await _undo(process, alice, bob)
    await _quiet_hours(process, alice)
    await _urgency(process, alice)


async def _earlier_messages(process: ServerProcess, alice: Desk) -> None:
    os.kill(process.pid, signal.SIGSTOP)
    try:
        await alice.press("ctrl+Home")
        await alice.sees("above", "^Loading earlier messages…")
    finally:
        os.kill(process.pid, signal.SIGCONT)
    await alice.sees("talk", "number 270\n")
    await alice.press("ctrl+Home")  # what one read has stayed in place
    await alice.sees("talk", "number 200\n")
    await alice.press("Next")
    await alice.sees("above", "^Today")
    await alice.press("ctrl+End")
    await alice.sees("above", "^nothing")


async def _slow_mode(alice: Desk, bob: Client) -> None:
    bob.send("MODE #garden +W 600", "@+typing=active TAGMSG #garden")
    await alice.sees("strip", "^bob is typing$")
    await alice.say("once")
    await alice.sees("strip", "^Slow mode: you can write again in (10 min|9 min [0-9]+ s)[.]$")
    bob.send("MODE #garden -W", "@+typing=done TAGMSG #garden")
    await alice.sees("strip", "^$")


async def _folds(process: ServerProcess, alice: Desk, bob: Client) -> None:
    for name in ("dave", "erin", "dora"):
        guest = await process.irc(name)
        guest.send("JOIN #garden")
        await bob.until(f"{name}!.* JOIN #garden".partition("!")[0])
    await alice.sees("talk", "dave, erin and dora joined")
    bob.send("PRIVMSG #garden :below the fold")
    await alice.sees("talk", "below the fold")
    await alice.press("shift+Up", "Up", "Return")
    await alice.sees("talk", "dave has joined garden[.]\nerin has joined garden[.]\ndora has joined garden[.]\n")
    await alice.press("Return")
    await alice.sees("talk", "joined\nbob|joined\n\t?below|dora joined\n[^\n]*bob")
    await alice.press("Escape")


async def _a_long_message(alice: Desk, bob: Client) -> None:
    bob.send("BATCH +1 draft/multiline #garden", f"@batch=1 PRIVMSG #garden :{PART}")
    bob.send(*(f"@batch=1;draft/multiline-concat PRIVMSG #garden :{PART}" for _ in range(8)))
    bob.send("@batch=1;draft/multiline-concat PRIVMSG #garden :the very end", "BATCH -1")
    shown = await alice.sees("talk", "Show all 3,612 letters")
    assert "the very end" not in shown
    await alice.press("shift+Up", "Menu")
    await alice.sees("card", "Show all 3,612 letters")
    await alice.press("Return")
    await alice.sees("talk", "the very end\nShow less")
    await alice.press("Escape")


async def _completion(alice: Desk, bob: Client) -> None:
    """Tab takes, Tab again the next; whom one has spoken to comes first."""
    await alice.sees("focus", "field")
    await alice.type("d")
    await alice.press("Tab", "Tab")
    await alice.sees("field", "^dave: [|]$")
    await alice.press("Tab")
    await alice.sees("field", "^dora: [|]$")
    await alice.say("hi")
    await bob.until("dora: hi")
    await alice.type("d")
    await alice.press("Tab", "Tab")
    await alice.sees("field", "^dora: [|]$")
    await alice.press("ctrl+BackSpace", "BackSpace", "BackSpace", "BackSpace", "BackSpace", "BackSpace", "BackSpace")
    await alice.sees("field", "^[|]$")


async def _undo(process: ServerProcess, alice: Desk, bob: Client) -> None:
    bob.send("MODE #garden +o alice")
    await alice.sees("members", "Operators.*alice")
    await alice.sees("focus", "field")
    await alice.say("/ban dave")
    await bob.until("MODE #garden +b dave!*@*")
    await alice.sees("strip", r"^dave!\*@\* is banned[.]$")
    offer = await alice.sees("offer", "^Undo  F7 at ")
    x, y = offer.split()[-2:]
    await alice.click(int(x), int(y))
    await bob.until("MODE #garden -b dave!*@*")
    await alice.sees("strip", r"^dave!\*@\* may come back[.]$")
    await alice.press("F7")  # without the mouse
    await bob.until("MODE #garden +b dave!*@*")


async def _quiet_hours(process: ServerProcess, alice: Desk) -> None:
    for name, word in (("gail", "before"), ("hugo", "within"), ("ines", "after")):
        if word != "before":
            await _set_quiet_hours(alice, "0-23:59" if word == "within" else "")
        guest = await process.irc(name)
        guest.send(f"PRIVMSG alice :{word} quiet hours")
        await alice.sees("places", f"{name} 1 badge")
    assert await alice.sees("notices", "ines") == "gail: before quiet hours\nines: after quiet hours"
    await alice.sees("urgent", "False")  # the window has the focus


async def _urgency(process: ServerProcess, alice: Desk) -> None:
    await alice.press("Escape")  # all is read, however little time it was in view
    await alice.looks_away()
    jack = await process.irc("jack")
    jack.send("PRIVMSG alice :look here")
    await alice.sees("urgent", "True")
    jack.send("JOIN #garden", "PRIVMSG #garden :and here")
    await alice.sees("talk", "and here")
    assert "1 new" not in await alice.sees("talk", "and here"), "nothing moves while nobody looks"
    await alice.looks_back()
    await alice.sees("urgent", "False")
    await alice.sees("rows", "new 1 new\nmessage and here")


async def test_files_that_cannot_be_read_or_written_are_named(server: Running, desks: Desks, tmp_path: Path) -> None:
    config = tmp_path / "alice" / ".config" / "hubbub"
    config.mkdir(parents=True)
    (config / "servers.toml").write_text("[[server")
    (config / "settings.toml").write_text('theme = "purple"')
    alice = await desks(server, "alice")
    await alice.sees("title", "connected as alice")
    await alice.sees("talk", "settings.toml has values that cannot be.*theme.*servers.toml was damaged. It is kept as")
    (config / "settings.toml").unlink()
    (config / "settings.toml").mkdir()
    await alice.press("ctrl+plus")  # all of it is made anew; what was there does nothing any more
    await alice.sees("strip", "settings.toml cannot be read or written")
    (config / "settings.toml").rmdir()
    (alice.home / ".config" / "autostart").write_text("in the way")
    await alice.press("ctrl+comma")
    await alice.sees("card", "Settings.*when I log in")
    await alice.press(*["shift+Tab"] * 4, "space")  # round to the last of the card
    await alice.sees("strip", "autostart")
    await alice.sees("switches", "start_at_login off")


async def _set_quiet_hours(alice: Desk, hours: str) -> None:
    await alice.press("ctrl+comma")
    await alice.sees("card", "Settings.*Quiet hours")
    await alice.press(*["shift+Tab"] * 5)  # round to the last of the card but one
    await alice.sees("focus", "Entry")
    await alice.press("ctrl+a", "BackSpace")
    await alice.type(hours)
    await alice.sees("card", f"empty: none\n{hours or 'none'}")
    await alice.press("Escape")
    await alice.sees("card", "^$")
