"""The console's window with sample content and no server, looked at: `python -m tests.desktop.console_still`.

Prints what its parts show; with a folder, leaves the pictures of docs/running.md there (ImageMagick's import and
convert).
"""

from __future__ import annotations

import math
import sys
import tkinter as tk
from pathlib import Path

from msgspec.structs import replace
from tests.console import fake
from tests.desktop.pictures import picture, settle

from hubbub.console import tables
from hubbub.console.records import Facts, Line, People, Person, Rates, Rooms
from hubbub.console.state import ServerStatus
from hubbub.desktop.console.app import Console
from hubbub.desktop.memory import Memory
from hubbub.uplink.thread import Network

LINK = "http://192.168.1.20:7777/invite#7Q4W-K2MX-9R3D-ABCD.29xgzVjm3V-5_xYZ-t00oxJxnKahg0tsUBpGAw8GEEA"
MINUTE, HOUR = 60_000, 3_600_000
PEOPLE = (
    ("Mirela", "operator", ("#lobby", "#garden", "#board-2027"), "192.168.1.31", "IRC · TLS", 3 * HOUR, 2 * MINUTE),
    ("alice", "", ("#lobby", "#garden", "#kitchen"), "192.168.1.22", "hubbub", 3 * HOUR, 0),
    ("bob", "", ("#lobby", "#garden"), "192.168.1.40", "browser", 2 * HOUR, 0),
    ("dave", "", ("#lobby",), "192.168.1.57", "plain text", 41 * MINUTE, 11 * MINUTE),
    ("erin", "", ("#lobby", "#garden"), "10.0.8.3", "browser", 38 * MINUTE, MINUTE),
    ("健二", "", ("#garden",), "203.0.113.80", "IRC · TLS", 25 * MINUTE, 4 * MINUTE),
    ("ليلى", "", ("#lobby", "#garden"), "198.51.100.7", "browser", 20 * MINUTE, 6 * MINUTE),
    ("weather", "bot", ("#lobby",), "127.0.0.1", "program", 3 * HOUR, 14 * MINUTE),
    ("Václav", "operator", ("#garden", "#board-2027"), "192.0.2.44", "hubbub · TLS", 3 * HOUR, 0),
)
LOG = (
    ("info", "erin came from 10.0.8.3 (browser); 23 online"),
    ("info", "zed went (connection lost); 22 online"),
    ("info", "room #book-club was made"),
    ("warning", "a wrong password for the account bob, from 192.0.2.99 (3 of 3 this minute)"),
    ("info", "17. Mirela (account Mirela, moderator) in #garden: mode +b *!*@192.0.2.99: flooding"),
    ("error", "the disk is full: messages wait, reading goes on"),
    ("warning", "messages are written again"),
    ("info", "ximena came from 192.168.1.63 (browser); 24 online"),
)


def window(root: tk.Tk, theme: str, network: Network) -> Console:
    """A server of a small community, or (theme ends with `-odd`) one whose people do their worst."""
    odd = theme.endswith("-odd")
    made, _ = fake.running() if odd else fake.desk()
    console = Console(root, network, Memory(network), made, start=True, theme=theme.removesuffix("-odd"))
    if odd:
        made.told(list(fake.ODD))
    else:
        _community(console)
    console.show({"facts", "phase", "rates", "people", "rooms", "reports", "bans", "log"})
    settle(root)
    return console


def _community(console: Console) -> None:
    desk, now = console.desk, fake.NOW
    facts = Facts(
        server="myhost", version="1", started_at=now - 3 * HOUR - 12 * MINUTE, places=fake.FACTS.places,
        hosts=fake.FACTS.hosts, fingerprint="4F:1B:9C:22:7E:A0:53:D8:66:0B:F1:93:3C:E2:17:AA:" * 2, anew=True,
    )  # fmt: skip
    people = tuple(
        Person(key=name, name=name, account="" if name == "dave" else name, role=role, rooms=rooms, address=address,
               client=client, since=now - since, active=now - idle)
        for name, role, rooms, address, client, since, idle in PEOPLE
    )  # fmt: skip
    desk.told([ServerStatus("running"), facts, People(now=people), Rooms(now=fake.ROOMS)])
    for n in range(60):
        wave = 1 + 0.4 * math.sin(n / 7)
        kinds = {"browser": round(20 * wave), "IRC": 14, "plain text": 7}
        said = 1300 + n * 3 + round(20 * math.sin(n / 3))
        desk.told([
            Rates(at=now + n * 1000, online=round(24 * wave), most=31, messages=said, connections=kinds,
                  p99=round(1.2 * wave + 0.3 * (n % 5 == 0), 2), kept=212_000_000)
        ])  # fmt: skip
    desk.state.lines.clear()
    desk.told([Line(at=now + n * 1000, level=level, event="log", text=text) for n, (level, text) in enumerate(LOG)])  # type: ignore[arg-type]
    desk.link, desk.invited = LINK, "Invitation for 10 people, 7 days"
    desk.chosen["people"] = "dave"


def _cards(console: Console) -> None:
    """One thing that can be done about each row, asked about: each in its turn."""
    for n, cells in enumerate(console.desk.rows()):
        console.desk.chosen[console.desk.tab] = cells.key
        some = console.desk.acts()
        if some:
            console.ask(some[n % len(some)])
            console.root.update_idletasks()
            print("\n".join(texts(console.overlays.open_[-1])))
            console.overlays.close_all()


def _stopping(console: Console) -> None:
    """Who is online while one is asked whether the server is to stop."""
    console.ask_to_stop()
    for online in (1, 0):
        console.told([replace(fake.RATES, online=online)])
        settle(console.root)
        print("\n".join(texts(console.overlays.open_[-1])))
    console.overlays.close_all()


def texts(widget: tk.Misc) -> list[str]:
    """All that is written in a widget and in those inside."""
    found = []
    if isinstance(widget, tk.Canvas):
        items = [str(item) for item in widget.find_all()]
        words = [item for item in items if widget.tk.call(str(widget), "type", item) == "text"]
        found = [str(widget.tk.call(str(widget), "itemcget", item, "-text")) for item in words]
    elif isinstance(widget, tk.Text):
        found = [widget.get("1.0", "end")]
    elif "text" in (widget.keys() or ()):
        found = [str(widget.cget("text"))]
    return found + [text for child in widget.winfo_children() for text in texts(child)]


def main(folder: str = "") -> None:
    network = Network()
    network.start()
    for theme in ("light", "dark") if folder else ("dark-contrast-odd",):
        root = tk.Tk(className="hubbub")
        console = window(root, theme, network)
        if folder:
            picture(root, Path(folder) / f"console-{theme}.png")
        else:
            for tab in tables.TABS:
                console._to_tab(tab)
                console.table.rows.refresh()  # as a mouse that moves has it, before the rows of that tab are there
                root.update_idletasks()
                settle(root)
                print("\n".join(texts(console.table)))
                _cards(console)
            print("\n".join(texts(console.log)), root.title())
            _stopping(console)
            console._to_tab("reports")
            console.desk.chosen["reports"] = 1
            console.show({"people"})
            for size in ("820x560", "1600x1000"):
                root.geometry(size)
                settle(root)
                words = next(child for child in console.table.acts.winfo_children() if isinstance(child, tk.Label))
                print("report", size, "above" if int(str(words.cget("wraplength"))) else "beside", words.cget("text"))
            print("side", console.side.winfo_ismapped(), "odd" in str(console.desk.title))
        root.destroy()
    network.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
