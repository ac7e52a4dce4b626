"""The conversation one looks at: which of its rows are shown, where one was, what has been seen."""

from __future__ import annotations

import time
import tkinter as tk
from collections.abc import Callable
from datetime import date
from tkinter import ttk

import msgspec

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.messages import Message
from hubbub.client.state.store import State
from hubbub.irc import casemap
from hubbub.tk.hint import Hint
from hubbub.tk.look import Look
from hubbub.tk.scrolled import Bar
from hubbub.views import strip
from hubbub.views.days import day, day_label
from hubbub.views.gaps import ends_in_gap, nearest, reads_down
from hubbub.views.links import destination
from hubbub.views.looking import new_at_entering, new_at_missed, new_at_return
from hubbub.views.pieces import real_host
from hubbub.views.rows import Row
from hubbub.views.spans import Around
from hubbub.views.timeline import LOADING, NOWHERE, ComeAndGo, Passing, Showing, TimelineRows

from .log import TalkLog
from .slices import Slice
from .tools import Tools

SEEN = 1000  # milliseconds for which a message has to be in view to be read
OPEN_AT_UNREAD = 500  # messages: farther back one begins at the end
GREY = 300  # milliseconds until grey rows stand for what is on its way
SLOW = 1100  # milliseconds after which "sending…" shows
EARLY = 2  # pages from the view to what is missing, when that is asked for
KNOWN = 5  # places whose rows are remembered


class Stand(msgspec.Struct):
    """How one looks at a place: where, what was new when one came, what passed by, which folds are open."""

    slice: Slice = msgspec.field(default_factory=Slice)
    key: str = ""  # the row that stood first, and how far below the top; '' for the end
    y: int = 0
    new_at: int = 0
    passing: list[Passing] = msgspec.field(default_factory=list)
    opened: set[str] = msgspec.field(default_factory=set)


class Conversation(tk.Frame):
    """`older`, `latest`, `gap` (True: from above): history is wanted; `seen`: all until then was seen; `looking`:
    whether one looks at all; `in_view`: a row with files can be seen."""

    def __init__(self, master: tk.Misc, look: Look, hint: Hint) -> None:
        super().__init__(master, background=look.t["canvas"])
        self.look = look
        self.older: Callable[[], object] = lambda: None
        self.gap: Callable[[str, bool], object] = lambda id, downwards: None
        self.latest: Callable[[], object] = lambda: None
        self.seen: Callable[[int], object] = lambda at: None
        self.in_view: Callable[[Row], object] = lambda row: None
        self.looking: Callable[[], bool] = lambda: True
        self.come_and_go: ComeAndGo = "folded"
        self.key = ""  # of the place
        self.rows: list[Row] = []
        self._makers: dict[str, TimelineRows] = {}
        self._stands: dict[str, Stand] = {}
        self._stand = Stand()
        self._fetching = self._beginning = False
        self._arrived = self._seen_due = self._slow_due = self._grey_due = ""
        self._grey_in = ""  # the place that is loading and stands in grey
        self._below = self._below_mentions = 0
        self._wanted = ""  # the id of a message to be shown as soon as it is there
        self._ending = False  # one goes to the newest, which is being loaded
        self._lay_out(hint)

    def _lay_out(self, hint: Hint) -> None:
        self.columnconfigure(0, weight=1)
        self.rowconfigure(0, weight=1)
        held = Bar(self, "canvas")
        held.grid(row=0, column=0, sticky="nsew")
        self.log = log = TalkLog(held, self.look)
        held.hold(log)
        log.scrolled = self._scrolled
        log.pointed = lambda row: self._place_tools()
        log.link_hint = lambda link, event: hint.show(leads_to(link), event.x_root, event.y_root)
        self.tools = Tools(log, self.look, hint)  # type: ignore[arg-type]
        px = self.look.px
        self.above = self.look.label(log, "", "tinybold", "ink_2", "raised", padx=px(12), pady=px(4))
        self.above.configure(highlightthickness=max(1, px(1)), highlightbackground=self.look.t["line"])
        self.above.bind("<Button-1>", lambda event: self.to_new())
        self.to_end_button = ttk.Button(
            log,
            compound="left",
            image=self.look.icon("down", "on_accent", 16),
            style="canvas.Accent.TButton",
            takefocus=False,
            command=self.to_end,
        )

    # The rows

    def open(self, key: str, state: State) -> None:
        """Look at that place from now on, where one was when one left it."""
        self._leave()
        self.key = key
        buffer = state.buffers.get(key)
        self._stand = stand = self._stands.setdefault(key, Stand())
        stand.new_at = new_at_entering(buffer) if buffer is not None else 0
        self.log.choose(None)
        self.log.clear()
        self._wanted, self._ending = "", False
        self._arrived = "unread" if stand.new_at and buffer is not None and buffer.unread < OPEN_AT_UNREAD else "stand"

    def _leave(self) -> None:
        """Remember where one is."""
        stand = self._stand
        stand.passing.clear()
        stand.opened.clear()
        stand.key = ""
        if not self.log.following and self.log.rows:
            first = max(0, self.log.at(0))
            info = self.log.dlineinfo(f"{self.log.starts[first]}.0")
            stand.key, stand.y = self.log.rows[first].key, info[1] if info else 0
        else:
            stand.slice.to_end()

    def missed(self, buffer: Buffer, first: Message) -> None:
        """What was missed here without a connection comes, `first` first: who was at the end goes on there."""
        self._stand.new_at = new_at_missed(buffer, first)
        if self.log.following and buffer.unread < OPEN_AT_UNREAD:
            self._arrived = "unread"
        self.again()

    def pass_by(self, item: Passing) -> None:
        """Show this once, here, below what is there."""
        self._stand.passing.append(item)

    def read(self, state: State) -> None:
        buffer = state.buffers.get(self.key) if self.key else NOWHERE
        if buffer is None:
            self.rows = []
            return
        self._fetching, self._beginning = buffer.fetching, buffer.beginning
        me = {casemap.lower(name) for name in (state.me.name, state.me.account) if name}
        names = buffer.members.keys() if buffer.kind == "room" else {buffer.key}
        self.log.writer.around = Around(me, names)
        self.rows = self._maker().build(state, buffer, self._showing())
        self._watch_slow(buffer)
        self._watch_loading()

    def _maker(self) -> TimelineRows:
        maker = self._makers.pop(self.key, None) or TimelineRows()
        self._makers[self.key] = maker
        if len(self._makers) > KNOWN:
            del self._makers[next(iter(self._makers))]
        return maker

    def _showing(self) -> Showing:
        stand, now = self._stand, time.time()
        return Showing(
            int(now * 1000),
            date.fromtimestamp(now),
            stand.new_at,
            frozenset(stand.opened),
            tuple(stand.passing),
            self.come_and_go,
        )

    def _watch_slow(self, buffer: Buffer) -> None:
        """A message that is still on its way is looked at again in a moment."""
        if any(message.status == "sending" for message in buffer.unsent.values()) and not self._slow_due:
            self._slow_due = self.after(SLOW, self._slow)

    def _slow(self) -> None:
        self._slow_due = ""
        self.again()

    def _watch_loading(self) -> None:
        """What comes soon comes without grey rows before it."""
        if self.rows != [LOADING]:
            self._grey_in = ""
        elif self._grey_in != self.key:
            self.rows = []
            self._grey_due = self._grey_due or self.after(GREY, self._grey, self.key)

    def _grey(self, place: str) -> None:
        self._grey_due, self._grey_in = "", place
        self.again()

    again: Callable[[], object] = lambda: None  # read and draw again, soon

    def draw(self) -> None:
        log, stand = self.log, self._stand
        log.following &= self._ending or not ends_in_gap(log.rows)  # one reads on there
        if not log.following and stand.slice.first is None and log.rows:
            stand.slice.first = log.rows[0].key  # what one reads does not go away above
        elif log.following and not self._arrived:
            stand.slice.to_end()
        start, end = stand.slice.cut(self.rows)
        log.show_rows(self.rows[start:end])
        self._ending = self._ending and ends_in_gap(self.rows)
        self._arrive()
        self._find_wanted()
        self._count_below()
        self._place_above()

    def _arrive(self) -> None:
        """Where one begins: at what is new, else where one was, else at the end."""
        log, stand = self.log, self._stand
        if log.winfo_height() <= 1:
            return  # it has no place yet: it is drawn again then
        how, self._arrived = self._arrived, ""
        if how == "unread":
            place = next((n for n, row in enumerate(self.rows) if row.kind == "new"), -1)
            if place >= 0:
                self._show_at(place, log.winfo_height() // 3)
                return
        if how and stand.key:
            place = next((n for n, row in enumerate(self.rows) if row.key == stand.key), -1)
            if place >= 0:
                self._show_at(place, stand.y)

    def _show_at(self, place: int, y: int) -> None:
        """Show that row so far below the top. (`place`: among all rows.)"""
        stand, log = self._stand, self.log
        stand.slice.around(self.rows, place)
        start, end = stand.slice.cut(self.rows)
        log.show_rows(self.rows[start:end])
        log.update_idletasks()
        log.put_at(place - start, y)
        log.following = log.at_end()

    # Jumping

    def jump(self, id: str) -> bool:
        """Show the message with that id; False: it is not loaded, but shown as soon as it is."""
        self._wanted = id
        return self._find_wanted()

    def _find_wanted(self) -> bool:
        place = next((n for n, row in enumerate(self.rows) if self._wanted and row.id == self._wanted), -1)
        if place < 0:
            return False
        self._wanted = ""
        self._stand.slice.around(self.rows, place)
        start, end = self._stand.slice.cut(self.rows)
        self.log.show_rows(self.rows[start:end])
        return self.log.light(self.rows[place].key)

    def to_end(self) -> None:
        """To the newest, which may have to be loaded first."""
        self._ending = ends_in_gap(self.rows)
        if self._ending:
            self.latest()
        self._stand.slice.to_end()
        self.log.following = True
        self.draw()
        self.log.to_end()

    def to_new(self) -> None:
        """To the "new" line, if there is one."""
        place = next((n for n, row in enumerate(self.rows) if row.kind == "new"), -1)
        if place >= 0:
            self._show_at(place, self.log.winfo_height() // 3)

    def read_all(self) -> None:
        """No "new" line any more, and to the end."""
        self._stand.new_at = 0
        self.again()
        self.to_end()

    def unread_from(self, at: int) -> None:
        """The "new" line before what was said then, until one leaves."""
        self._stand.new_at = at - 1
        self.again()

    def toggle_fold(self, key: str) -> None:
        self._stand.opened ^= {key}
        self.again()

    # Scrolling

    def _scrolled(self) -> None:
        log, first = self.log, self.log.visible()[0]
        self._ending = self._ending and log.following
        self._place_tools()
        self._place_above()
        self._count_below()
        if self._arrived:
            self.again()
        if not log.rows or self._arrived:
            return
        near = EARLY * log.winfo_height()
        if self._above() < near and not log.following:
            self._more_above(first)
        if self._stand.slice.last is not None and log.visible()[1] >= len(log.rows) - 3:
            self._stand.slice.down(self.rows)
            self.after_idle(self.draw)
        self._look_for_gap()
        self._look_for_files()
        self._watch_seen()

    def _above(self) -> int:
        """About how many pixels are above what one sees."""
        first, last = self.log.yview()
        part = max(1e-6, last - first)
        return int(first / part * self.log.winfo_height())

    def _more_above(self, first: int) -> None:
        if self._stand.slice.up(self.rows):
            self.after_idle(self.draw)
        elif not self._beginning and not self._fetching and any(row.kind == "message" for row in self.rows):
            self._fetching = True
            self.older()

    def _look_for_gap(self) -> None:
        log = self.log
        gap = None if self._fetching else nearest(log.rows, log.around(EARLY), log.part_above)
        if gap is not None:
            self._fetching = True
            self.fill(gap)

    def fill(self, key: str) -> None:
        """Load what is missing in that gap, on the side on which one reads."""
        log, place = self.log, self.log.find(key)
        if place >= 0:
            self.gap(key, reads_down(log.rows, place, log.part_above(place), at_end=log.following))

    def _look_for_files(self) -> None:
        first, last = self.log.visible()
        for row in self.log.rows[first : last + 1]:
            if row.files:
                self.in_view(row)

    def _count_below(self) -> None:
        """How many messages wait below of what one sees."""
        log = self.log
        if log.following:
            self._below = self._below_mentions = 0
        else:
            last = log.rows[log.visible()[1]].key if log.rows else ""
            place = next((n for n, row in enumerate(self.rows) if row.key == last), len(self.rows))
            below = [row for row in self.rows[place + 1 :] if row.kind == "message"]
            self._below, self._below_mentions = len(below), sum(row.mention for row in below)
        self._place_below()

    def _place_below(self) -> None:
        if self.log.following or not self.log.rows:
            self._take_away(self.to_end_button)
            return
        words = strip.below(self._below, self._below_mentions).removeprefix("↓ ")
        self.to_end_button.configure(text=f" {words}")
        self.to_end_button.place(relx=0.5, rely=1, y=-self.look.px(10), anchor="s")

    def _place_above(self) -> None:
        """What floats over the upper edge: that history is on its way, that what is new begins above (a click goes
        there), or the day of what one reads far above.
        """
        log, t = self.log, self.look.t
        words, new = "", ""
        if log.rows:
            place = log.visible()[0]
            row = log.rows[place]
            new = self._new_above(row)
            if self._fetching and place == 0 and not log.following:
                words, new = "Loading earlier messages…", ""
            elif not new and row.kind != "day" and row.at and not log.following:
                words = day_label(day(row.at), date.today())
        if words or new:
            ink, cursor = (t["new_ink"], "hand2") if new else (t["ink_2"], "")
            self.above.configure(text=words or f"↑ {new}", foreground=ink, cursor=cursor)
            if new:  # as the words of that line, at the right, where less is covered
                self.above.place(relx=1, x=-log.beside - self.look.px(24), y=self.look.px(6), anchor="ne")
            else:
                self.above.place(relx=0.5, x=0, y=self.look.px(6), anchor="n")
            self.above.lift()
        else:
            self._take_away(self.above)

    def _new_above(self, first: Row) -> str:
        """The words of the "new" line, if it stands above that row, the first in view."""
        if not self._stand.new_at:
            return ""
        for row in self.rows:
            if row.key == first.key:
                return ""
            if row.kind == "new":
                return row.text
        return ""

    def _take_away(self, widget: tk.Widget) -> None:
        """What lies over the talk."""
        if widget.place_info():
            widget.place_forget()
            self.log.uncovered()

    def _place_tools(self) -> None:
        had = self.tools.row is not None
        row = self.log.pointed_row()
        place = self.log.find(row.key) if row is not None else -1
        box = self.log.box(place) if place >= 0 else None
        usable = row is not None and row.kind == "message" and bool(row.id) and not row.removed
        self.tools.show(row if usable and box else None, box[0] if box else 0)
        if had and self.tools.row is not row:
            self.log.uncovered()

    # What has been seen

    def _watch_seen(self) -> None:
        """The newest message counts as read when it was in view for a second, while one looked."""
        if not self._seen_due and self.log.following:
            self._seen_due = self.after(SEEN, self._was_seen)

    def _was_seen(self) -> None:
        self._seen_due = ""
        if not (self.log.following and self.looking()):
            return
        times = [row.at for row in self.log.rows if row.kind == "message" and row.state in ("sent", "held")]
        if times:
            self.seen(max(times))

    def look_again(self, state: State, away: int) -> None:
        """The window has the focus again, which it lost at `away` (milliseconds since 1970)."""
        buffer = state.buffers.get(self.key)
        if buffer is not None:
            self._stand.new_at = new_at_return(buffer, self._stand.new_at, away)
            self.again()
        self._watch_seen()


def leads_to(link: str) -> str:
    """Where a link goes, in words: the host that is really asked, and what the browser is given."""
    to = destination(link) if link else None
    if to is None:
        return ""
    host = real_host(to.href)
    return f"{host}   {to.href[:200]}" if host and not to.href.startswith("mailto:") else to.href[:200]


def newest_own(buffer: Buffer) -> Message | None:
    """What this person said last there, where it can still be changed."""
    for item in reversed(buffer.timeline):
        if isinstance(item, Message) and item.own and not item.redacted and item.kind != "notice":
            return item
    return None
