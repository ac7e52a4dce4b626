"""A column of widgets that scrolls where it is higher than its window; who has the focus is always in view."""

from __future__ import annotations

import tkinter as tk

from .look import Look
from .scrolled import Bar
from .wheel import bind_wheel


class ScrollFrame(Bar):
    """Widgets go into `inside`; `fit(most)` makes it as high as they are, at most so many pixels."""

    def __init__(self, master: tk.Misc, look: Look, surface: str) -> None:
        super().__init__(master, surface)
        self.look = look
        self.canvas = tk.Canvas(
            self, background=look.t[surface], highlightthickness=0, borderwidth=0, width=1, height=1
        )
        self.hold(self.canvas)
        self.inside = tk.Frame(self.canvas, background=look.t[surface])
        self._window = self.canvas.create_window(0, 0, window=self.inside, anchor="nw")
        self.canvas.bind("<Configure>", lambda event: self.canvas.itemconfigure(self._window, width=event.width))
        self.inside.bind("<Configure>", lambda event: self._measure())

    def _measure(self) -> None:
        self.canvas.configure(scrollregion=(0, 0, 1, self.inside.winfo_reqheight()), yscrollincrement=1)

    def fit(self, most: int) -> None:
        self.inside.update_idletasks()
        self._measure()
        high = self.inside.winfo_reqheight()
        self.canvas.configure(height=min(high, most), width=self.inside.winfo_reqwidth())
        self._listen(self.inside)

    def _listen(self, widget: tk.Misc) -> None:
        for child in (widget, *widget.winfo_children()):
            child.bind("<FocusIn>", self._into_view, add=True)
            bind_wheel(child, lambda turns: self.canvas.yview_scroll(round(turns * self.look.px(40)), "units"))
            if child is not widget:
                self._listen(child)

    def _into_view(self, event: tk.Event[tk.Misc]) -> None:
        widget = event.widget
        top = widget.winfo_rooty() - self.inside.winfo_rooty()
        bottom, whole = top + widget.winfo_height(), max(1, self.inside.winfo_reqheight())
        first, high = self.canvas.canvasy(0), self.canvas.winfo_height()
        if bottom <= high:  # with what stands above it
            self.canvas.yview_moveto(0)
        elif top < first:
            self.canvas.yview_moveto(top / whole)
        elif bottom > first + high:
            self.canvas.yview_moveto((bottom - high) / whole)
