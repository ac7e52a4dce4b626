"""The messages one sees: pointed at, chosen by the keyboard, clicked, marked and copied."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from hubbub.tk.look import Look
from hubbub.tk.textlog import TextLog
from hubbub.views.copying import copied
from hubbub.views.gaps import read_from
from hubbub.views.rows import Row

from .tags import ACTING, GUTTER, Tags
from .texts import Texts
from .writer import Writer

WIDEST = 912  # pixels of the design: longer lines would be hard to read
LIT = 2400  # milliseconds for which a message that was jumped to is lit
CLICK = 4  # pixels: what is dragged farther than that is no click

Acted = Callable[[str, str, Row, "tk.Event[tk.Misc]"], object]


class TalkLog(TextLog[Row]):
    """`acted(what, text, row, event)`: something in a row was clicked: one of `ACTING`, with its text. `pointed`:
    another row is pointed at or chosen (None: none)."""

    def __init__(self, master: tk.Misc, look: Look) -> None:
        super().__init__(master, look, self._write, key=lambda row: row.key, pady=look.px(8))
        self.tags = Tags(self, look)
        self.writer = Writer(look, self.tags, Texts(look, self.room, self._known))
        self.acted: Acted = lambda what, text, row, event: None
        self.pointed: Callable[[Row | None], object] = lambda row: None
        self.link_hint: Callable[[str, tk.Event[tk.Misc]], object] = lambda link, event: None
        self.chosen_key: str | None = None
        self.hover_key: str | None = None
        self.beside = 0
        self._rule: tk.Frame | None = None
        self._pressed = (0, 0)
        self._width = 0
        self.embed = self._new_rule
        self._listen()

    def _listen(self) -> None:
        self.bind("<Motion>", self._pointed_at)
        self.bind("<Leave>", self._left)
        self.bind("<Button-1>", self._press, add=True)
        self.bind("<ButtonRelease-1>", self._release, add=True)
        self.bind("<<Copy>>", lambda event: self._copy())
        self.bind("<<Cut>>", lambda event: "break")
        self.bind("<<PasteSelection>>", lambda event: "break")
        self.bind("<<Selection>>", lambda event: self._own_selection())
        self.bind("<Control-a>", lambda event: "break")

    def _write(self, row: Row, out: Any) -> None:
        self.writer.write(row, out)

    def steady(self, row: Row) -> bool:
        """Lines of days, and of what is new, go to where they belong then."""
        return row.kind == "message"

    def part_above(self, place: int) -> float:
        """The part of the view that is above that row; less than 0 where it begins above the view, 2 below it."""
        info = self.dlineinfo(f"{self.starts[place]}.0")
        if info is None:
            return -1.0 if place <= self.at(0) else 2.0
        return float(info[1] / max(1, self.winfo_height()))

    def around(self, pages: int) -> range:
        """The places of the rows in view, and of about so many pages above and below."""
        first, last = self.visible()
        more = pages * (last - first + 1)
        return range(max(0, first - more), min(len(self.rows), last + more + 1))

    def read_from(self, first: int, last: int) -> int:
        return read_from(self.rows, ((place, self.part_above(place)) for place in range(first, last + 1)))

    def show_rows(self, rows: list[Row]) -> None:
        """These rows; what is pointed at or chosen stays so."""
        self.show(rows)
        self._mark()

    # The width

    def room(self) -> int:
        """How wide a text may be, in pixels."""
        return max(100, self._width - self.tags.left - self.look.px(40))

    def resized(self) -> None:
        wide = self.winfo_width()
        self.beside = max(0, (wide - self.look.px(WIDEST)) // 2)
        self.configure(padx=self.beside)
        width = wide - 2 * self.beside
        if width == self._width:
            return
        self._width = width
        self.tags.widen(width)
        if self._rule is not None and self._rule.winfo_exists():
            self._rule.configure(width=width - 2 * self.look.px(GUTTER))
        self._rewrite(self.writer.depends_on_width)

    def _rewrite(self, which: Callable[[Row], bool]) -> None:
        """Draw these rows anew."""
        if any(map(which, self.rows)):
            self.show(self.rows, again=which)
            self._mark()

    def _known(self) -> None:
        """How emoji of several signs are drawn here is known now."""
        if self.winfo_exists():
            self._rewrite(self.writer.has_joined)

    def _new_rule(self, words: str) -> tk.Widget:
        """A rule as wide as the log, with its words at the end. It goes with the text it stands in."""
        look, t = self.look, self.look.t
        if self._rule is not None and self._rule.winfo_exists():
            self._rule.destroy()
        width = max(1, self._width - 2 * look.px(GUTTER))
        self._rule = rule = tk.Frame(self, background=t["canvas"], height=look.px(18), width=width)
        tk.Frame(rule, background=t["new"], height=max(1, look.px(1))).place(relx=0, rely=0.5, relwidth=1)
        look.label(rule, f"  {words}", "tinybold", "new_ink", "canvas").place(relx=1, rely=0.5, anchor="e")
        return rule

    # What is pointed at, or chosen

    def pointed_row(self) -> Row | None:
        """What acts are about: the chosen message, else the one that is pointed at."""
        place = self.find(self.chosen_key or self.hover_key)
        return self.rows[place] if place >= 0 else None

    def _pointed_at(self, event: tk.Event[tk.Misc]) -> None:
        self._hover(self.at(event.y))
        link = self.tag_prevrange("link", f"@{event.x},{event.y}+1c") if self._is_link(event) else ()
        self.link_hint(self.get(*link).replace("\u200b", "") if link else "", event)

    def _left(self, event: tk.Event[tk.Misc]) -> None:
        self._hover(-1)
        self.link_hint("", event)

    def _is_link(self, event: tk.Event[tk.Misc]) -> bool:
        return "link" in self.tag_names(f"@{event.x},{event.y}")

    def _hover(self, place: int) -> None:
        key = self.rows[place].key if place >= 0 and self.rows[place].kind == "message" else None
        if key != self.hover_key:
            self.hover_key = key
            self._mark()

    def choose(self, key: str | None) -> None:
        """The keyboard is at that message, in view; None: at none."""
        self.chosen_key = key
        place = self.find(key)
        if place >= 0:
            self._into_view(place)
        self._mark()

    def _into_view(self, place: int) -> None:
        first, last = self.span(place)
        self.see(f"{last}-1c")
        self.see(first)

    def step(self, way: int) -> None:
        """Choose the next message, passing line or fold in that direction; without one, the last in view."""
        places = [n for n, row in enumerate(self.rows) if row.is_stop]
        if not places:
            return
        now = self.find(self.chosen_key)
        beyond = [n for n in places if (n - now) * way > 0] if now >= 0 else []
        place = (beyond[0] if way > 0 else beyond[-1]) if beyond else now if now >= 0 else places[-1]
        self.choose(self.rows[place].key)

    def is_last_chosen(self) -> bool:
        """Whether there is none to choose below the chosen one."""
        last = next((row.key for row in reversed(self.rows) if row.is_stop), None)
        return self.chosen_key is not None and self.chosen_key == last

    def _mark(self) -> None:
        """Tint the rows, and show the times that stand in the margin."""
        for tag in ("hover", "chosen", "shown"):
            self.tag_remove(tag, "1.0", "end")
        for tag, key in (("hover", self.hover_key), ("chosen", self.chosen_key)):
            place = self.find(key) if key else -1
            if place < 0:
                continue
            first, last = self.span(place)
            self.tag_add(tag, first, last)
            for margin in ("margin_canvas", "margin_mention_soft"):
                found = self.tag_nextrange(margin, first, last)
                if found:
                    self.tag_add("shown", *found)
        self.pointed(self.pointed_row())

    def light(self, key: str) -> bool:
        """Show that row in the middle and light it for a moment; False: it is not loaded."""
        place = self.find(key)
        if place < 0:
            return False
        self.following = False
        self.put_at(place, self.winfo_height() // 3)
        self.tag_remove("lit", "1.0", "end")
        self.tag_add("lit", *self.span(place))
        self.after(LIT, lambda: self.tag_remove("lit", "1.0", "end"))
        return True

    # Clicks

    def _press(self, event: tk.Event[tk.Misc]) -> None:
        self.focus_set()
        self._pressed = (event.x, event.y)
        self.choose(None)

    def _release(self, event: tk.Event[tk.Misc]) -> None:
        x, y = self._pressed
        if abs(event.x - x) > CLICK or abs(event.y - y) > CLICK or self.tag_ranges("sel"):
            return
        found = self.acting(event.x, event.y)
        if found:
            self.acted(*found, event)

    def acting(self, x: int, y: int) -> tuple[str, str, Row] | None:
        """What would act there: its tag, its text, its row."""
        index = self.index(f"@{x},{y}")
        place = self.at(y)
        tags = self.tag_names(index)
        tag = next((tag for tag in ACTING if tag in tags), None)
        if tag is None or place < 0:
            return None
        found = self.tag_prevrange(tag, f"{index}+1c")
        return (tag, self.get(*found).replace("\u200b", ""), self.rows[place]) if found else None

    # Marking and copying

    def selected(self) -> str:
        """What is marked, as it is copied: letters within one message, else whole messages with time and name."""
        ranges = self.tag_ranges("sel")
        if not ranges:
            return ""
        first, last = str(ranges[0]), str(ranges[-1])
        start, end = self.place_of(first), self.place_of(f"{self.index(f'{last}-1c')}")
        if start == end and self.rows[start].kind != "message":
            return self.get(first, last).replace("\u200b", "").strip()
        if start == end:
            return self._part(start, first, last)
        return copied(self.rows[start : end + 1], self.writer.hours)

    def _part(self, place: int, first: str, last: str) -> str:
        """A part of one message, without the times in the margin; the whole of one whose lines we have turned."""
        row = self.rows[place]
        if self.writer.is_turned(row):
            return row.text
        text = self.get(first, last)
        for margin in ("margin_canvas", "margin_mention_soft"):
            hidden = self.tag_nextrange(margin, first, last)
            if hidden:
                text = self.get(first, hidden[0]) + self.get(hidden[1], last)
        return text.replace("\u200b", "").strip("\t\n")

    def _copy(self) -> str:
        text = self.selected()
        if text:
            self.clipboard_clear()
            self.clipboard_append(text)
        return "break"

    def _own_selection(self) -> None:
        """Give what is marked to those who paste with the middle button (X11)."""
        if self.look.windowing == "x11" and self.tag_ranges("sel"):
            self.selection_handle(lambda offset, size: self.selected()[int(offset) : int(offset) + int(size)])
            self.selection_own()
