"""The main window: its parts, what each event makes them show again, and what the keys do."""

from __future__ import annotations

import time
import tkinter as tk
import weakref
from collections.abc import Callable, Iterable
from typing import Any

from hubbub.client import changes as c
from hubbub.client.state.items import Happening
from hubbub.client.state.messages import Message
from hubbub.client.state.store import State
from hubbub.irc import casemap
from hubbub.tk.hint import Hint
from hubbub.tk.look import Look
from hubbub.tk.overlay import Overlays
from hubbub.views import slow_mode, strip, titles
from hubbub.views.looking import Missed
from hubbub.views.notices import Deciding, Notice
from hubbub.views.returning import Returning
from hubbub.views.timeline import Passing
from hubbub.views.undoing import opposite

from .acting import Acting
from .answers import Answers
from .choices import Choices
from .connection import ConnectionState
from .files import Files
from .header import Header
from .keyboard import Keyboard
from .layout import Layout
from .listing import Lists
from .members import Members
from .ports import Core, Part
from .searching import Searching
from .sidebar import Sidebar
from .talk.conversation import Conversation
from .talk.strip import Strip
from .talking import Talking

FRAME = 16  # milliseconds: what comes within them is drawn once

ALL = frozenset({"places", "talk", "header", "members", "found"})
# What has to be shown again after which change
SHOWS: dict[type, frozenset[str]] = {
    c.MessageQueued: frozenset({"talk"}),
    c.MessageAdded: frozenset({"talk", "places"}),
    c.MessageChanged: frozenset({"talk", "places"}),
    c.MessageDiscarded: frozenset({"talk"}),
    c.HappeningAdded: frozenset({"talk"}),
    c.Noticed: frozenset({"talk"}),
    c.HistoryLoaded: frozenset({"talk", "places"}),
    c.ItemsDropped: frozenset({"talk"}),
    c.BufferAdded: frozenset({"places"}),
    c.BufferRemoved: frozenset({"places"}),
    c.BufferRenamed: ALL,
    c.BufferChanged: frozenset({"places", "header", "talk"}),
    c.MembersChanged: frozenset({"members", "header"}),
    c.PersonChanged: frozenset({"members", "places", "header"}),
    c.PersonRenamed: ALL,
    c.MeChanged: ALL,
    c.ServerChanged: ALL,
    c.ConnectionChanged: ALL,
    c.CurrentChanged: ALL,
    c.SearchChanged: frozenset({"found"}),
}


class Window:
    """In `master`, which has nothing else in it. `core` is the client; `told` is called for what is worth a notice."""

    def __init__(self, master: tk.Frame, look: Look, core: Core, choices: Choices, server: str) -> None:
        self.master, self.look, self.core, self.choices, self.server = master, look, core, choices, server
        self.root = master.winfo_toplevel()
        self.standing = ConnectionState()
        self.notice: Callable[[Notice], object] = lambda notice: None
        self.settings_wanted: Callable[[], object] = lambda: None
        self.closing: Callable[[], object] = lambda: None
        self.resized_text: Callable[[int], object] = lambda size: None
        self.lately: list[str] = []  # keys of places, the last one first
        self.focused = False
        self._away = 0  # when the window lost the focus
        self.me = ""
        self._deciding = Deciding()
        self._returning = Returning()
        self._missed = Missed()
        self._dirty: set[str] = set()
        self._due = ""
        self._drawn = 0.0
        self._asked_for = ""  # the place that is to be opened as soon as it is there
        self._typing: tuple[str, ...] = ()
        self._passing_due = ""
        self._waits = 0  # seconds until one may write again
        self.successor: Window | None = None  # the same in another look, once that is wanted
        self._lay_out()
        self.keyboard = Keyboard(self)
        self._watch_focus()
        self._connect()
        self.show(ALL)

    @property
    def latest(self) -> Window:
        """The window as it is now, for what was begun before and ends later."""
        window = self
        while window.successor is not None:
            window = window.successor
        return window

    # The parts

    def _lay_out(self) -> None:
        look, master = self.look, self.master
        self.overlays = Overlays(master, self.to_field)
        self.hint = Hint(master, look)
        self.sidebar = Sidebar(master, look)
        self.header = Header(master, look, self.hint)
        self.header.grid(row=0, column=2, columnspan=3, sticky="ew")
        look.line(master).grid(row=1, column=2, columnspan=3, sticky="ew")
        self.middle = middle = tk.Frame(master, background=look.t["canvas"])
        middle.grid(row=2, column=2, sticky="nsew")
        middle.columnconfigure(0, weight=1)
        middle.rowconfigure(1, weight=1)
        self.talk = Conversation(middle, look, self.hint)
        self.talk.grid(row=1, column=0, sticky="nsew")
        self.strip = Strip(middle, look)
        self.strip.grid(row=2, column=0, sticky="ew")
        self.talking = Talking(self)
        self.members = Members(master, look)
        self.layout = Layout(master, look, self.sidebar, middle)
        self.layout.set_panel(self.members)
        self.searching = Searching(self)
        self.lists = Lists(self)
        self.acting = Acting(self)
        self.files = Files(self)
        self.answers = Answers(self)
        middle.bind("<Configure>", lambda event: self._centre(event.width))
        master.bind("<Configure>", lambda event: self._resized(event.width))

    def _centre(self, wide: int) -> None:
        """The field stands under the talk, which is in the middle of a wide window."""
        beside = max(0, (wide - self.look.px(912)) // 2)
        self.talking.field.grid_configure(padx=beside + self.look.px(16))
        self.strip.grid_configure(padx=0 if self.strip.troubled else beside)

    def _resized(self, width: int) -> None:
        had = self.layout.has_panel()
        self.layout.resized(width)
        if self.layout.has_panel() and not had:
            self.show({"members"})
        self.header.narrow(self.layout.narrow() or not self.layout.shown.side)

    def _connect(self) -> None:
        """What each part is told to do."""
        side, head, talk = self.sidebar, self.header, self.talk
        keys = self.keyboard
        side.opened, side.jump, side.settings = self.open, keys.jump, keys.settings
        side.menu, side.me_menu = self.acting.place_menu, self.acting.my_menu
        side.plus = lambda kind: self.acting.jump("#" if kind == "room" else "@")
        head.sides, head.find, head.members = keys.places, keys.find, keys.members
        head.more, head.about = self.acting.more_menu, self.acting.about_topic
        self.members.menu = self.acting.person_menu
        talk.older = lambda: self.do("load_older")
        talk.gap = lambda id, downwards: self.do("load_gap", id=id, downwards=downwards)
        talk.latest = lambda: self.do("load_latest")
        talk.seen = self._seen
        talk.looking = lambda: self.focused and not self.overlays.open_
        talk.again = lambda: self.show({"talk"})
        talk.log.acted = self.acting.acted
        talk.tools.does = self.acting.tool
        talk.come_and_go = self.choices.come_and_go
        talk.log.writer.hours = self.choices.hours
        self.overlays.uncovered = talk.log.uncovered
        self.strip.retry, self.strip.stop = self.core.retry, self.files.uploads.stop
        self.talking.field.attach, self.talking.field.files = self.files.choose, self.files.pasted
        talk.log.writer.photo, talk.in_view = self.files.photos.photo, self.files.in_view
        for rows in (side.rows, self.members.rows):
            rows.letters = self.talking.type_letter

    # Whether one looks

    def _watch_focus(self) -> None:
        """The root outlives this: in another look everything in it is made anew, and what was there hears nothing."""
        me = weakref.ref(self)

        def heard(event: tk.Event[tk.Misc], does: Callable[[Window, tk.Event[tk.Misc]], object]) -> None:
            window = me()
            if window is not None and window.master.winfo_exists():
                does(window, event)

        self.root.bind("<FocusIn>", lambda event: heard(event, Window._focus_in), add=True)
        self.root.bind("<FocusOut>", lambda event: heard(event, Window._focus_out), add=True)

    def _focus_in(self, event: tk.Event[tk.Misc]) -> None:
        if not self.focused:
            self.focused = True
            with self.core.reading() as state:
                self.talk.look_again(state, self._away)
            self._deciding.looked(self.talk.key)

    def _focus_out(self, event: tk.Event[tk.Misc]) -> None:
        if event.widget is self.root:
            self.focused = False
            self._away = int(time.time() * 1000)

    # What has changed

    def changed(self, told: Iterable[object]) -> None:
        """Events of the client; the state is whole, and may be further on."""
        for event in told:
            self.show(SHOWS.get(type(event), ()))
            self._missed.hear(event)
            back = self._returning.hear(event)
            if back:
                self.strip.tell(back)
            match event:
                case c.MessageAdded():
                    self._added(event.buffer, event.message)
                case c.Noticed() if event.buffer != self.talk.key or not event.buffer:
                    self.pass_by(Passing(self.newest_id(), event.note))
                case c.CurrentChanged():
                    self._moved(event.buffer)
                case c.BufferAdded():
                    if event.buffer == self._asked_for:
                        self.open(event.buffer)
                case c.MessageChanged(change="failed") if event.message and event.buffer != self.talk.key:
                    self.answers.not_sent(event.buffer, event.message)
                case c.HappeningAdded() if event.happening.kind in ("modes", "kicked") and not event.happening.late:
                    self._done(event.buffer, event.happening)
                case c.PersonChanged() if event.person == self.talk.key:
                    self.show({"talk"})  # what waited for them does so no longer
                case _:
                    self.answers.tell(event)

    def show(self, parts: Iterable[str]) -> None:
        """Read and draw these again, once, soon."""
        self._dirty |= set(parts)
        if self._dirty and not self._due and self.master.winfo_exists():
            late = self._drawn + FRAME / 1000 - time.monotonic()
            self._due = self.master.after(max(0, int(late * 1000)), self.draw)

    def draw(self) -> None:
        self._due = ""
        dirty, self._dirty = self._dirty, set()
        parts: dict[str, Part] = {"places": self.sidebar, "header": self.header, "members": self.members}
        parts |= {"talk": self.talk, "found": self.searching}
        if not self.layout.has_panel() or self.layout.panel is not self.members:
            dirty.discard("members")
        some = [part for name, part in parts.items() if name in dirty]
        with self.core.reading() as state:
            for part in some:
                part.read(state)
            self._read_own(state)
        for part in some:
            part.draw()
        self._show_own()
        self._drawn = time.monotonic()

    def _read_own(self, state: State) -> None:
        self.me = state.me.name
        words = self.standing.title
        self._title = titles.title(state, self.server, words)
        buffer = state.buffers.get(self.talk.key)
        now = int(time.time() * 1000)
        typing = () if buffer is None else tuple(key for key, until in buffer.typing.items() if until > now)
        names = {key: person.name for key, person in state.people.items() if key in typing}
        self._typing = tuple(names.get(key, key) for key in typing)
        self._waits = slow_mode.waits(buffer, self.me, now) if buffer is not None else 0

    def _show_own(self) -> None:
        self.root.title(self._title)
        self.sidebar.show_server(self.server)
        self.sidebar.show_standing(self.standing)
        self.strip.typing(strip.typing(self._typing))
        self.strip.slow(strip.slow_mode(self._waits) if self._waits else "")
        if (self._typing or self._waits) and not self._passing_due:
            self._passing_due = self.master.after(1000 if self._waits else 3000, self._passed)

    def _passed(self) -> None:
        """Who was typing, or had to wait, may not any more."""
        self._passing_due = ""
        self.show({"header"})

    # Places

    def open(self, key: str) -> None:
        """Look at that place. (The state follows: CurrentChanged.)"""
        self._asked_for = ""
        self.layout.close_over()
        self.core.do("open", buffer=key)
        self._moved(key)
        self.to_field()

    def write_to(self, name: str) -> None:
        """A conversation with that person."""
        self._asked_for = casemap.lower(name)
        self.core.do("open", buffer=self._asked_for)

    def join(self, room: str, key: str = "") -> None:
        name = room if room.startswith("#") else f"#{room}"
        self._asked_for = casemap.lower(name)
        self.core.do("join", room=name, key=key)

    def _moved(self, key: str | None) -> None:
        if key is None:
            self.open_nowhere()
            return
        if key == self.talk.key:
            return
        with self.core.reading() as state:
            if key not in state.buffers:
                self._asked_for = key
                return
            self.talk.open(key, state)
            self.talking.open(key, state)
        self.choose_panel()
        self.lately = [key, *(other for other in self.lately if other != key)]
        self._deciding.looked(key)
        self.show(ALL)

    def choose_panel(self) -> None:
        """At the right side: what was found, or who is in the room; a conversation needs no list of two."""
        if self.searching.is_open:
            self.layout.set_panel(self.searching.results)
            return
        with self.core.reading() as state:
            buffer = state.buffers.get(self.talk.key)
        self.layout.set_panel(self.members if buffer is not None and buffer.kind == "room" else None)

    def open_nowhere(self) -> None:
        """One is in no room and no conversation."""
        with self.core.reading() as state:
            self.talk.open("", state)
        self.talking.open_nowhere()
        self.choose_panel()
        self.to_field()
        self.show(ALL)

    def _added(self, key: str, message: Message) -> None:
        """Something was said: a private message passes by, and some are worth a notice."""
        looking = self.focused and key == self.talk.key
        with self.core.reading() as state:
            buffer = state.buffers.get(key)
            now, wish = int(time.time() * 1000), self.choices.wish
            notice = buffer and self._deciding.of(buffer, message, looking=looking, now=now, wish=wish)
            if buffer is not None and key == self.talk.key and self._missed.begins(buffer, message):
                self.talk.missed(buffer, message)
        if message.private and not message.late and key != self.talk.key:
            self.pass_by(Passing(self.newest_id(), message, key))
        if message.own and message.client_id and key == self.talk.key:
            self.show({"talk"})
        if notice:
            self.notice(notice)

    def _done(self, key: str, happening: Happening) -> None:
        """What one has done to somebody can be undone for a while."""
        undo = opposite(happening) if casemap.lower(happening.by) == casemap.lower(self.me) else None
        if undo is not None:
            self.strip.tell(undo.done, ("Undo", lambda: self.core.typed(undo.command, key)))

    def pass_by(self, item: Passing) -> None:
        """Show something in passing, where one looks."""
        self.talk.pass_by(item)
        self.show({"talk"})

    def newest_id(self) -> str:
        """The id of the newest item where one looks."""
        with self.core.reading() as state:
            buffer = state.buffers.get(self.talk.key)
            return buffer.timeline[-1].id if buffer is not None and len(buffer.timeline) else ""

    def _seen(self, at: int) -> None:
        if self.talk.key:
            self.mark_read(self.talk.key, at)

    def mark_read(self, key: str, at: int = 0) -> None:
        """That place is read until then, or (0) whole; other devices are told where one wants that."""
        if not key:
            return
        self.core.do("mark_read", buffer=key, at=at, tell=self.choices.markers)

    def do(self, action: str, **arguments: Any) -> None:
        """An action in the place one looks at."""
        if self.talk.key:
            self.core.do(action, buffer=self.talk.key, **arguments)

    # The connection

    def stand(self, standing: ConnectionState) -> None:
        came = standing.on and not self.standing.on
        self.standing = standing
        if came:
            self.files.photos.again()
            if self.talk.key:  # what could not be asked for without a connection
                self.core.do("open", buffer=self.talk.key)
        self._tick()
        self.show({"header"})

    def _tick(self) -> None:
        """What is told of the connection, every second while it is lost."""
        standing = self.standing
        words = standing.sentence(time.monotonic())
        was = self.strip.troubled
        self.strip.trouble(words, retry=standing.phase == "waiting")
        if was != self.strip.troubled:
            self._centre(self.middle.winfo_width())
        if standing.phase == "waiting" and self.master.winfo_exists():
            self.master.after(1000, lambda: self._tick() if self.standing is standing else None)

    def to_field(self) -> None:
        self.overlays.focus_below(self.talking.field.text)
