"""What the keys of the main window do."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import TYPE_CHECKING

from hubbub.tk.overlay import focus_of
from hubbub.tk.rowlist import RowList
from hubbub.views import places

from .keys import KEYS, TAG, sequence

if TYPE_CHECKING:
    from .talk.log import TalkLog
    from .window import Window

LEAST, USUAL, MOST = 14, 15, 20  # the size of messages
OTHERS = 0x4C  # Control, Alt and Super: what is typed with them is no letter
PAGES = frozenset({"page_up", "page_down"})


class Keyboard:
    """A method for each `does` of the table of keys."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self.log: TalkLog = window.talk.log
        root = window.root
        for key in KEYS:
            does = self._doing(key.does)
            for each in map(sequence, key.keys):
                root.bind_class(TAG, each, does)
        first(root)
        for widget in within(window.master):
            first(widget)
            if isinstance(widget, ttk.Button) or widget is window.sidebar.jump_button.card:
                widget.bind("<Key>", self._typed_elsewhere, add=True)
        self._bind_log()

    def _doing(self, name: str) -> Callable[[tk.Event[tk.Misc]], str | None]:
        method = getattr(self, name)

        def run(event: tk.Event[tk.Misc]) -> str | None:
            if name in PAGES and isinstance(event.widget, RowList) and event.widget.is_longer():
                return None  # a list that can be scrolled itself
            method()
            return "break"

        return run

    def _bind_log(self) -> None:
        """On a message that is chosen: walk, or a letter that does something with it."""
        log = self.log
        log.configure(takefocus=True)
        for keys, way in (("<Up>", -1), ("<Down>", 1)):
            log.bind(keys, lambda event, way=way: self._walk(way))  # type: ignore[misc]
        log.bind("<Home>", lambda event: self._do(self.to_start))
        log.bind("<End>", lambda event: self._do(self.to_end))
        log.bind("<Return>", lambda event: self._do(self.window.acting.chosen_menu))
        for keys in ("<Menu>", "<Shift-F10>"):
            log.bind(keys, lambda event: self._do(self.window.acting.chosen_menu))
        log.bind(
            "<Button-3>", lambda event: self.window.acting.pointed_menu(event.x, event.y, event.x_root, event.y_root)
        )
        log.bind("<Key>", self._letter)
        log.bind("<<TraverseIn>>", lambda event: self._came_by_tab())
        log.bind("<<TraverseOut>>", lambda event: log.choose(None))

    def _came_by_tab(self) -> None:
        """It is seen where the focus is."""
        if self.log.chosen_key is None:
            self.log.step(-1)

    def _do(self, does: Callable[[], object]) -> str:
        does()
        return "break"

    def _walk(self, way: int) -> str:
        if way > 0 and self.log.is_last_chosen():
            self.log.choose(None)
            self.window.to_field()
        else:
            self.log.step(way)
        return "break"

    def _letter(self, event: tk.Event[tk.Misc]) -> str | None:
        if event.keysym in ("Tab", "ISO_Left_Tab") or int(event.state) & OTHERS:
            return None  # to the next widget; Control, Alt and Super are others' keys
        if self.log.chosen_key is not None and self.window.acting.letter(event.keysym):
            return "break"
        if not event.char.isprintable() or not event.char:
            return None
        self.window.talking.type_letter(event.char)
        return "break"

    def _typed_elsewhere(self, event: tk.Event[tk.Misc]) -> str | None:
        """A letter that was typed where nobody can write."""
        if not event.char.isprintable() or event.char in ("", " ") or int(event.state) & OTHERS:
            return None
        self.window.talking.type_letter(event.char)
        return "break"

    def jump(self, text: str = "") -> None:
        self.window.acting.jump(text)

    def find(self) -> None:
        self.window.searching.open()

    def settings(self) -> None:
        self.window.settings_wanted()

    def help(self) -> None:
        self.window.acting.help()

    def members(self) -> None:
        self.window.layout.toggle_panel()
        self.window.show({"members"})

    def places(self) -> None:
        self.window.layout.toggle_side()
        self.window.header.narrow(self.window.layout.narrow() or not self.window.layout.shown.side)

    def previous_place(self) -> None:
        self._step(-1)

    def next_place(self) -> None:
        self._step(1)

    def previous_news(self) -> None:
        self._step(-1, news=True)

    def next_news(self) -> None:
        self._step(1, news=True)

    def _step(self, way: int, *, news: bool = False) -> None:
        rows = self.window.sidebar.places
        if news:
            found = places.next_place(rows, way, lambda row: row.badge) or places.next_place(
                rows, way, lambda row: row.loud
            )
        else:
            found = places.next_place(rows, way)
        if found is not None:
            self.window.open(found.key)

    def escape(self) -> None:
        if self.window.overlays.close_top() or self.window.layout.close_over() or self.window.searching.close():
            self.window.to_field()
        elif self.log.chosen_key is not None:
            self.log.choose(None)
            self.window.to_field()
        elif self.window.talking.field.reply or self.window.talking.field.edit:
            self.window.talking.field.leave_about()
        else:
            self.window.mark_read(self.window.talk.key)
            self.window.talk.read_all()
            self.window.to_field()

    def page_up(self) -> None:
        self.log.scroll(-self._page())

    def page_down(self) -> None:
        self.log.scroll(self._page())

    def _page(self) -> int:
        return max(50, self.log.winfo_height() - self.window.look.px(40))

    def to_new(self) -> None:
        self.window.talk.to_new()

    def to_start(self) -> None:
        self.log.following = False
        self.log.yview_moveto(0)

    def to_end(self) -> None:
        self.window.talk.to_end()

    def larger(self) -> None:
        self.window.resized_text(min(MOST, self.window.choices.text + 1))

    def smaller(self) -> None:
        self.window.resized_text(max(LEAST, self.window.choices.text - 1))

    def usual(self) -> None:
        self.window.resized_text(USUAL)

    def strip(self) -> None:
        self.window.strip.press()

    def next_part(self) -> None:
        self._to_part(1)

    def previous_part(self) -> None:
        self._to_part(-1)

    def _to_part(self, way: int) -> None:
        """Round through the field, the list, the talk, the members."""
        stops: list[tk.Misc] = [
            self.window.talking.field.text,
            self.window.sidebar.rows,
            self.log,
            self.window.members.rows,
        ]
        stops = [stop for stop in stops if stop.winfo_viewable()]
        now = next((n for n, stop in enumerate(stops) if stop is focus_of(self.window.root)), -1)
        stop = stops[(now + way) % len(stops)]
        stop.focus_set()
        if stop is self.log and self.log.chosen_key is None:
            self.log.step(-1)
        elif isinstance(stop, RowList) and stop.cursor < 0:
            stop.walk(1)

    def leave(self) -> None:
        self.window.closing()


def within(widget: tk.Misc) -> list[tk.Misc]:
    """All widgets in that one, and in those."""
    children = widget.winfo_children()
    return [*children, *(one for child in children for one in within(child))]


def first(widget: tk.Misc) -> None:
    """Our keys come before those of the widget and of its class: what is bound to ↑ would take Alt ↑ as well."""
    widget.bindtags((TAG, *(tag for tag in widget.bindtags() if tag != TAG)))
