"""Pictures of the desktop client with sample content:
`python -m tests.desktop.pictures FOLDER [THEME [SIZE [SCALE [STATE]]]]`; a state is one of `STATES`.

Without a theme, those of docs/desktop.md. Needs Xvfb, and ImageMagick's import and convert.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tkinter as tk
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from tests.desktop import sample
from tests.desktop.still import StillCore
from tests.support.screens import Screen

from hubbub.client.state.messages import Message
from hubbub.client.state.store import Search
from hubbub.desktop.choices import Choices
from hubbub.desktop.connection import ConnectionState
from hubbub.desktop.login.page import Page
from hubbub.desktop.login.recent import RecentRow
from hubbub.desktop.window import Window
from hubbub.tk.look import Look, Wishes
from hubbub.views.lists import Answer, Do, Entry, tokens
from hubbub.views.timeline import Passing

DOCS = (("light", ""), ("dark", ""), ("dark", "find"), ("light", "list"), ("dark-contrast", "point"))  # themes, states
RECENT = (
    RecentRow("chat.example.org", "alice", "yesterday"),
    RecentRow("localhost", "alice", "6 days ago"),
    RecentRow("school.example.net:7700", "akeller", "2 May"),
)


TOKENS = (
    Entry("backup", "backup", "read · until 28 February 2027, 19:49 · used 30 November 2026, 04:00", (Do("", "", ""),)),
    Entry("weather", "weather", "read say:#garden · for ever · never used", (Do("", "", ""),)),
)


def window(root: tk.Tk, look: Look) -> Window:
    """Alice in #garden, with a private message that passes by."""
    frame = tk.Frame(root, background=look.t["ground"])
    frame.pack(fill="both", expand=True)
    state = sample.state(datetime.now())
    made = Window(frame, look, StillCore(state), Choices(), "chat.example.org")
    made.stand(ConnectionState("on", sample.ME, True))
    made._moved("#garden")
    state.buffers["#garden"].unread = 0
    whisper = Message("w", "bob", sample.WHISPER, int(time.time() * 1000), private=True)
    made.talk.pass_by(Passing("m12", whisper, "bob"))
    made.show({"talk", "places"})
    settle(root)
    made.talk.to_end()
    settle(root)
    return made


def page(root: tk.Tk, look: Look) -> Page:
    made = Page(root, look)
    made.pack(padx=look.px(40), pady=(look.px(32), look.px(28)))
    made.start("chat.example.org", "alice", RECENT)
    settle(root)
    return made


def completing(made: Window) -> None:
    """Somebody writes a name."""
    made.talking.field.text.focus_force()
    made.talking.field.insert("Thanks @k")


def finding(made: Window) -> None:
    """Something was looked for, and found in several places."""
    core = made.core
    assert isinstance(core, StillCore)
    found = [item for item in core.state.buffers["#garden"].timeline if isinstance(item, Message)][-9:]
    core.state.search = Search(
        "ladder", "#garden", messages=tuple(found), targets=("#garden",) * len(found), done=True, more=True
    )
    made.keyboard.find()
    made.searching.bar.entry.put("ladder")
    made.show({"found"})


def jumping(made: Window) -> None:
    """A letter is typed, to go to a room or a person."""
    made.keyboard.jump("b")


def losing(made: Window) -> None:
    """There is no connection."""
    made.stand(ConnectionState("waiting", sample.ME, True, time.monotonic() + 4.4))


def pointing(made: Window) -> None:
    """Farther up, at a message that is pointed at."""
    log = made.talk.log
    log.yview_moveto(0)
    settle(made.root)
    log.hover_key = next(row.key for row in log.rows if row.kind == "message" and "lock is stiff" in row.text)
    log._mark()


def looking_after(made: Window) -> None:
    """A list of the server."""
    made.lists.show(tokens(), ("A new token…", lambda card: None)).take(Answer(TOKENS))


STATES: dict[str, Callable[[Window], None]] = {
    "": lambda made: None,
    "complete": completing,
    "find": finding,
    "jump": jumping,
    "lost": losing,
    "point": pointing,
    "list": looking_after,
}


def settle(root: tk.Misc) -> None:
    """Until everything is drawn that was asked for."""
    for _ in range(6):
        root.update()
        time.sleep(0.03)


def picture(root: tk.Tk, file: Path) -> None:
    """What the window shows, with few colours: small files."""
    shot = ("import", "-window", str(root.winfo_id()), "png:-")
    data = subprocess.run(shot, capture_output=True, check=True).stdout
    few = ("convert", "png:-", "+dither", "-colors", "128", "-strip", f"png8:{file}")
    subprocess.run(few, input=data, check=True)


def draw(folder: Path, theme: str, size: str, scale: float, state: str = "") -> None:
    made: tuple[tuple[str, Callable[[tk.Tk, Look], Window | Page]], ...] = (("desktop", window), ("login", page))
    for name, make in made[:1] if state else made:
        root = tk.Tk(className="hubbub")
        look = Look(root, Wishes(theme, scale=scale))
        if name == "desktop":
            root.geometry(size)
        kept = make(root, look)
        if isinstance(kept, Window):
            STATES[state](kept)
            settle(root)
        end = f"{f'-{state}' if state else ''}{'' if scale == 1 else f'-{scale:g}x'}"
        picture(root, folder / f"{name}-{theme}{end}.png")
        assert kept
        for timer in root.tk.splitlist(root.tk.call("after", "info")):
            root.tk.call("after", "cancel", timer)
        root.destroy()


def main(folder: str, theme: str = "", size: str = "1180x760", scale: str = "1", state: str = "") -> None:
    screen = Screen("2000x1400x24")
    os.environ["DISPLAY"] = screen.name
    try:
        for each, how in ((theme, state),) if theme else DOCS:
            draw(Path(folder), each, size, float(scale), how)
    finally:
        screen.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
