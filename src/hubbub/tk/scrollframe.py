"""A column of widgets that scrolls where it is higher than its window; who has the focus is always in view."""

from __future__ import annotations

import tkinter as tk

from .look import Look
from .overlay import focus_of
from .scrolled import Bar
from .wheel import bind_wheel

ABOVE, BELOW = 28, 44  # pixels of the design: a field's name, and two lines about it


class ScrollFrame(Bar):
    """Widgets go into `inside`; after `fit(most)` it is as high as they are, at most so many pixels."""

    def __init__(self, master: tk.Misc, look: Look, surface: str) -> None:
        super().__init__(master, surface)
        self.look = look
        self._most = 0
        self.canvas = tk.Canvas(
            self, background=look.t[surface], highlightthickness=0, borderwidth=0, width=1, height=1
        )
        self.hold(self.canvas)
        self.inside = tk.Frame(self.canvas, background=look.t[surface])
        self._window = self.canvas.create_window(0, 0, window=self.inside, anchor="nw")
        self.canvas.bind("<Configure>", lambda event: self.canvas.itemconfigure(self._window, width=event.width))
        self.inside.bind("<Configure>", lambda event: self._measure())

    def _measure(self) -> None:
        high, wide = self.inside.winfo_reqheight(), self.inside.winfo_reqwidth()
        self.canvas.configure(scrollregion=(0, 0, 1, high), yscrollincrement=1)
        if self._most:
            self.canvas.configure(height=min(high, self._most), width=min(wide, self.winfo_screenwidth()))
            self._into_view()

    def fit(self, most: int) -> None:
        self._most = most
        self.inside.update_idletasks()
        self._measure()
        self._listen(self.inside)

    def _listen(self, widget: tk.Misc) -> None:
        for child in (widget, *widget.winfo_children()):
            child.bind("<FocusIn>", lambda event: self._into_view(), add=True)
            bind_wheel(child, lambda turns: self.canvas.yview_scroll(round(turns * self.look.px(40)), "units"))
            if child is not widget:
                self._listen(child)

    def _into_view(self) -> None:
        """Who has the focus is seen, and what stands right above and below."""
        widget = focus_of(self)
        if widget is None or not str(widget).startswith(f"{self.inside}."):
            return
        top = widget.winfo_rooty() - self.inside.winfo_rooty()
        whole = max(1, self.inside.winfo_reqheight())
        bottom = min(whole, top + widget.winfo_height() + self.look.px(BELOW))
        first, high = self.canvas.canvasy(0), self.canvas.winfo_height()
        if bottom <= high:  # with what stands above it
            self.canvas.yview_moveto(0)
        elif top < first:
            self.canvas.yview_moveto((top - self.look.px(ABOVE)) / whole)
        elif bottom > first + high:
            self.canvas.yview_moveto((bottom - high) / whole)
