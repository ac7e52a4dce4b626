"""What floats above a window: cards placed over its own widgets, so that no window manager has a say."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from .look import Look


class Overlays:
    """The cards that are open in one window, the topmost last. `home`: who gets the focus when none is left."""

    def __init__(self, window: tk.Misc, home: Callable[[], object]) -> None:
        self.window, self.home = window, home
        self.open_: list[Overlay] = []
        self.uncovered: Callable[[], object] = lambda: None
        window.winfo_toplevel().bind("<Button-1>", self._clicked, add=True)

    def top(self) -> Overlay | None:
        return self.open_[-1] if self.open_ else None

    def close_top(self) -> bool:
        """Whether there was one."""
        card = self.top()
        if card is not None:
            card.close()
        return card is not None

    def close_all(self) -> None:
        while self.close_top():
            pass

    def focus_below(self, widget: tk.Misc) -> None:
        """That widget of the window gets the focus: at once, or when the cards are closed of which one has it."""
        held = str(focus_of(self.window) or "")
        if any(held.startswith(str(card)) for card in self.open_):
            self.open_[0].gives_back_to(widget)
        else:
            widget.focus_set()

    def _clicked(self, event: tk.Event[tk.Misc]) -> None:
        """A click outside closes what is only passing, unless it has just opened that."""
        card = self.top() if self.window.winfo_exists() else None
        if card is not None and card.passing and card.settled and not str(event.widget).startswith(str(card)):
            card.close()


class Overlay(ttk.Frame):
    """A card on the surface `under`; `passing`: a click elsewhere closes it. `closed` is told once, at the end.
    `settled`: what opened it is over; a click is told to its widget first, and to the window after that.
    """

    def __init__(
        self, overlays: Overlays, look: Look, *, under: str = "canvas", padding: float = 10, passing: bool = False
    ) -> None:
        super().__init__(overlays.window, style=f"{under}.float.TFrame", padding=look.px(padding))
        self.overlays, self.look, self.passing = overlays, look, passing
        self.closed: Callable[[], object] = lambda: None
        self.settled = False
        self._before: tk.Misc | None = None

    def open(self, first: tk.Misc | None = None) -> None:
        """To be called when it is placed. `first`: what gets the focus; None leaves the focus where it is."""
        self._before = focus_of(self)
        self.overlays.open_.append(self)
        self.overlays.window.after(1, self._settle)  # no idle task: those are done while it is opened
        self.lift()
        self.bind("<Escape>", lambda event: self._escape())
        if first is not None:
            assert self.winfo_manager(), "it is placed before it is opened, else its first letters go elsewhere"
            self.update_idletasks()  # what is not mapped yet gets the focus only later, and typed letters before that
            first.focus_set()
            self._keep_focus_inside()

    def _settle(self) -> None:
        self.settled = True

    def _keep_focus_inside(self) -> None:
        for widget in _all(self):
            widget.bind("<Tab>", lambda event: self._walk(event, 1))
            widget.bind("<Shift-Tab>", lambda event: self._walk(event, -1))
            if self.look.windowing == "x11":
                widget.bind("<ISO_Left_Tab>", lambda event: self._walk(event, -1))
            widget.bind("<Escape>", lambda event: self._escape(), add=True)

    def _walk(self, event: tk.Event[tk.Misc], way: int) -> str:
        """The next widget in it, round and round."""
        stops = [widget for widget in _all(self) if _takes_focus(widget)]
        if stops:
            place = stops.index(event.widget) if event.widget in stops else 0
            stops[(place + way) % len(stops)].focus_set()
        return "break"

    def _escape(self) -> str:
        self.close()
        return "break"

    def close(self) -> None:
        if self not in self.overlays.open_:
            return
        self.overlays.open_.remove(self)
        inside = str(focus_of(self) or "").startswith(str(self))
        self.place_forget()
        if inside:
            self._give_back()
        self.overlays.uncovered()
        self.closed()
        self.after_idle(self.destroy)

    def gives_back_to(self, widget: tk.Misc) -> None:
        """Who gets the focus when it is closed, if it has it then."""
        self._before = widget

    def _give_back(self) -> None:
        if self._before is not None and self._before.winfo_exists():
            self._before.focus_set()
        else:
            self.overlays.home()


def focus_of(widget: tk.Misc) -> tk.Misc | None:
    """Who has the focus in its window."""
    try:
        return widget.focus_get()
    except KeyError:  # in a window that tkinter does not know
        return None


def _all(widget: tk.Misc) -> list[tk.Misc]:
    found: list[tk.Misc] = []
    for child in widget.winfo_children():
        found += [child, *_all(child)]
    return found


def _takes_focus(widget: tk.Misc) -> bool:
    if not widget.winfo_viewable():
        return False
    try:
        return bool(widget.tk.getboolean(widget.tk.call("tk::FocusOK", str(widget))))
    except tk.TclError:
        return False
