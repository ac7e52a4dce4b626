"""A small label that says more about what one points at."""

from __future__ import annotations

import tkinter as tk

from .look import Look

AFTER = 500  # milliseconds
WIDEST = 420


class Hint:
    """One for a window."""

    def __init__(self, window: tk.Misc, look: Look) -> None:
        self.window, self.look = window, look
        self._due = ""
        self._label: tk.Label | None = None
        self._text = ""

    def show(self, text: str, x: int, y: int) -> None:
        """The text near that place of the screen, after a moment; '' takes it away."""
        if text == self._text:
            return
        self.hide()
        self._text = text
        if text:
            self._due = self.window.after(AFTER, lambda: self._put(text, x, y))

    def hide(self) -> None:
        self._text = ""
        if self._due:
            self.window.after_cancel(self._due)
            self._due = ""
        if self._label is not None:
            self._label.destroy()
            self._label = None

    def _put(self, text: str, x: int, y: int) -> None:
        self._due = ""
        look, t, window = self.look, self.look.t, self.window
        self._label = label = tk.Label(
            window,
            text=look.shown(text),
            font=look.fonts["tiny"],
            background=t["raised"],
            foreground=t["ink"],
            highlightbackground=t["line_strong"],
            highlightthickness=max(1, look.px(1)),
            wraplength=look.px(WIDEST),
            justify="left",
            padx=look.px(8),
            pady=look.px(4),
        )
        left, top = x - window.winfo_rootx() + look.px(12), y - window.winfo_rooty() + look.px(18)
        left = max(0, min(left, window.winfo_width() - label.winfo_reqwidth()))
        if top + label.winfo_reqheight() > window.winfo_height():
            top -= label.winfo_reqheight() + look.px(30)
        label.place(x=left, y=max(0, top))

    def about(self, widget: tk.Misc, text: str) -> None:
        """The hint of a button."""
        widget.bind("<Enter>", lambda event: self.show(text, event.x_root, event.y_root), add=True)
        widget.bind("<Leave>", lambda event: self.hide(), add=True)
        widget.bind("<Button-1>", lambda event: self.hide(), add=True)
