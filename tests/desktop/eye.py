"""`hubbub desktop` with an eye in it: a test asks what the window shows, and is answered as soon as it does.

Run as `python -m tests.desktop.eye SOCKET ADDRESS NAME THEME`. Keys and clicks come from outside, as those of a person.
Each question is a line of JSON, {"what": ..., "for": pattern}; the answer comes when the pattern is found.
"""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import tkinter as tk
from collections.abc import Callable
from typing import Any, Protocol

from hubbub.desktop import app as apps
from hubbub.desktop import systems, urgency
from hubbub.desktop.app import App, Start
from hubbub.desktop.memory import Memory
from hubbub.uplink.thread import Network

LOOK = 15  # milliseconds
NOTICES: list[str] = []  # what the system was asked to show


class Rooted(Protocol):
    """Whatever has a window."""

    root: tk.Tk


class Eye:
    """Answers from the window's own thread. `what`: what can be asked for."""

    def __init__(self, app: Rooted, place: str, what: dict[str, Callable[[Any], str]]) -> None:
        self.app, self.what = app, what
        self.door = socket.socket(socket.AF_UNIX)
        self.door.bind(f"{place}.new")
        self.door.listen(8)
        os.rename(f"{place}.new", place)  # whoever finds it may knock
        self.open: list[tuple[Any, dict[str, str]]] = []
        app.root.tk.createfilehandler(self.door, tk.READABLE, self._came)
        self._look()

    def _came(self, file: Any, mask: int) -> None:
        line, _ = self.door.accept()
        question = json.loads(line.makefile().readline())
        if question["what"] in self.what:
            self.open.append((line, question))
        else:
            line.sendall(b"nobody can look at that")
            line.close()

    def _look(self) -> None:
        for line, question in list(self.open):
            if self._shows(question):
                self._draw()  # and is it still so?
                if self._shows(question):
                    line.sendall(self.seen(question["what"]).encode(errors="surrogatepass"))
                    line.close()
                    self.open.remove((line, question))
        self.app.root.after(LOOK, self._look)

    def _shows(self, question: dict[str, str]) -> bool:
        return re.search(question["for"], self.seen(question["what"]), re.DOTALL) is not None

    def _draw(self) -> None:
        """What was closed is off the screen, too: a click that comes before meets it."""
        self.app.root.winfo_pointerxy()  # the screen has answered, so it has done what it was told before

    def seen(self, what: str) -> str:
        try:
            return self.what[what](self.app)
        except (tk.TclError, AttributeError, AssertionError, KeyError):  # KeyError: Tk has the focus
            return ""


def _window(app: App) -> Any:
    assert app.window is not None
    return app.window


def _talk(app: App) -> str:
    """What the log shows, each line with the tags of its last letter before it."""
    log = _window(app).talk.log
    return str(log.get("1.0", "end-1c")).replace("\u200b", "")


def _view(app: App) -> str:
    """The rows of which something is in view."""
    log = _window(app).talk.log
    first, last = log.visible()
    return "\n".join(f"{row.kind} {row.text}" for row in log.rows[first : last + 1])


def _tags(app: App) -> str:
    """Each stretch of the log with its tags: `own|hi bob`."""
    log = _window(app).talk.log
    parts: list[str] = []
    tags: list[str] = []
    for kind, value, _ in log.dump("1.0", "end-1c", tag=True, text=True):
        if kind == "tagon":
            tags.append(value)
        elif kind == "tagoff" and value in tags:
            tags.remove(value)
        elif kind == "text":
            parts.append(f"{' '.join(sorted(tags))}|{value}")
    return "\n".join(parts)


def _places(app: App) -> str:
    rows = _window(app).sidebar.places
    return "\n".join(f"{'>' if row.here else ' '}{row.name} {row.count}{' badge' if row.badge else ''}" for row in rows)


def _members(app: App) -> str:
    rows = _window(app).members.rows.rows
    return "\n".join(getattr(row, "title", "") or f"  {row.name} {row.presence}" for row in rows)


def _cards(app: App) -> str:
    """The words of the topmost card."""
    card = _window(app).overlays.top()
    return "" if card is None else f"{type(card).__name__}\n{words_of(card)}"


def words_of(widget: tk.Misc) -> str:
    found = []
    for child in (widget, *widget.winfo_children()):
        if child is not widget:
            found.append(words_of(child))
        elif isinstance(child, tk.Canvas):
            found += [_text(child, item) for item in child.find_withtag("all")]
        elif isinstance(child, tk.Text):
            found.append(child.get("1.0", "end-1c"))
        elif "text" in child.keys() and child.winfo_ismapped():  # noqa: SIM118 (a widget is no mapping)
            found.append(str(child.cget("text")))
        elif hasattr(child, "get") and child.winfo_ismapped():
            found.append(str(child.get()))
    return "\n".join(part for part in found if part)


def _text(canvas: tk.Canvas, item: int) -> str:
    return str((canvas.itemconfigure(item) or {}).get("text", ("",))[-1])


def _words_where(widget: tk.Label) -> str:
    """Its words and its place on the screen, while it is shown."""
    middle = widget.winfo_rootx() + widget.winfo_width() // 2, widget.winfo_rooty() + widget.winfo_height() // 2
    return f"{widget.cget('text')} at {middle[0]} {middle[1]}" if widget.winfo_ismapped() else "nothing"


def _where(app: App) -> str:
    """What one could click, with its place on the screen."""
    window = _window(app)
    members, me, more = window.members.rows, window.sidebar.name, window.header.more_button
    found = []
    for place, row in enumerate(members.rows):
        y = place * members.row_height - members.top + members.row_height // 2
        found.append(f"member {getattr(row, 'name', '')} at {members.winfo_rootx() + 60} {members.winfo_rooty() + y}")
    for name, widget in (("me", me), ("more", more)):
        if widget.winfo_ismapped():
            found.append(f"{name} at {widget.winfo_rootx() + 10} {widget.winfo_rooty() + 8}")
    return "\n".join(found)


def _inks(app: App) -> str:
    """In which colours one's own words, the server's and others' are, beside what these colours mean."""
    log, t = _window(app).talk.log, app.look.t
    others = log.tag_cget("line", "foreground") or log.cget("foreground")
    own, words = (log.tag_cget(tag, "foreground") for tag in ("own", "words"))
    return f"own {own} green {t['good_ink']}, server {words} blue {t['accent_ink']}, others {others} plain {t['ink']}"


def _page(app: App) -> str:
    assert app.page is not None
    return words_of(app.page)


def focus_of(root: tk.Tk) -> str:
    widget = root.focus_get()
    return "" if widget is None else f"{type(widget).__name__} {widget}"


def _focus_seen(app: App) -> str:
    """Who has the focus, if all of it is on the screen."""
    widget = app.root.focus_get()
    if widget is None:
        return "nobody"
    left, top = widget.winfo_rootx(), widget.winfo_rooty()
    right, bottom = left + widget.winfo_width() - 1, top + widget.winfo_height() - 1
    there = right < widget.winfo_screenwidth() and bottom < widget.winfo_screenheight()
    there = there and all(app.root.winfo_containing(*corner) is widget for corner in ((left, top), (right, bottom)))
    return f"{focus_of(app.root)} {'seen' if there else 'hidden'}"


WHAT: dict[str, Callable[[App], str]] = {
    "title": lambda app: app.root.title(),
    "talk": _talk,
    "rows": lambda app: "\n".join(f"{row.kind} {row.text}" for row in _window(app).talk.rows),
    "view": _view,
    "tags": _tags,
    "places": _places,
    "where": _where,
    "standing": lambda app: str(_window(app).sidebar.standing.cget("text")),
    "members": _members,
    "card": _cards,
    "page": _page,
    "above": lambda app: _words_where(_window(app).talk.above),
    "offer": lambda app: _words_where(_window(app).strip._again),
    "notices": lambda app: "\n".join(NOTICES),
    "inks": _inks,
    "clipboard": lambda app: app.root.clipboard_get(),
    "focus": lambda app: focus_of(app.root),
    "focus seen": _focus_seen,
    "urgent": lambda app: str(urgency.is_urgent(app.root)),
    "switches": lambda app: "\n".join(
        f"{key} {'on' if on.get() else 'off'}" for key, on in _window(app).overlays.top()._switches.items()
    ),
    "field": lambda app: _window(app).talking.field.content() + "|",
    "hint": lambda app: str(_window(app).talking.field.hint.cget("text")),
    "strip": lambda app: str(_window(app).strip._words.cget("text")),
    "photos": lambda app: " ".join(sorted(_window(app).files.photos._stands.values())),
    "theme": lambda app: app.look.wishes.theme,
    "chosen": lambda app: str(_window(app).talk.log.chosen_key),
    "top": lambda app: f"{_window(app).talk.log.get('@0,40', '@0,40 lineend')}",
    "geometry": lambda app: str(app.root.geometry()),
}


def give_focus(root: tk.Tk) -> None:
    """There is no window manager to do it."""
    last = root.focus_lastfor()
    if root.winfo_viewable() and last is not None and last is not root:
        last.focus_force()
    if root.focus_get() in (None, root):
        root.after(LOOK, lambda: give_focus(root))


def main(place: str, address: str, name: str, theme: str) -> None:
    root = tk.Tk(className="hubbub")
    root.withdraw()
    network = Network()
    network.start()
    memory = Memory(network)
    apps.probed(memory)
    systems.notify = lambda title, text, clicked: NOTICES.append(f"{title}: {text}")
    app = App(root, network, memory, Start(address, name, theme))
    root.deiconify()
    Eye(app, place, WHAT)
    root.after(LOOK, lambda: give_focus(root))
    sys.exit(130 if app.run() else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
