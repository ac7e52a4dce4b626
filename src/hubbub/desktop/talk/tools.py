"""What can be done with the message that is pointed at: a few buttons at its upper right corner."""

from __future__ import annotations

from collections.abc import Callable
from tkinter import ttk

from hubbub.tk.hint import Hint
from hubbub.tk.look import Look
from hubbub.views.rows import Row

BUTTONS = (("smile", "react", "React"), ("reply", "reply", "Reply"), ("edit", "edit", "Edit"), ("more", "more", "More"))


class Tools(ttk.Frame):
    """`does(what, row)` is told of a button: react, reply, edit or more."""

    def __init__(self, master: ttk.Frame, look: Look, hint: Hint) -> None:
        super().__init__(master, style="canvas.float.TFrame", padding=look.px(3))
        self.look = look
        self.does: Callable[[str, Row], object] = lambda what, row: None
        self.row: Row | None = None
        self._buttons: dict[str, ttk.Button] = {}
        for column, (icon, what, words) in enumerate(BUTTONS):
            button = ttk.Button(
                self,
                image=look.icon(icon, size=18),
                style="raised.Tool.TButton",
                takefocus=False,
                command=lambda what=what: self._do(what),  # type: ignore[misc]
            )
            button.grid(row=0, column=column)
            hint.about(button, words)
            self._buttons[what] = button

    def _do(self, what: str) -> None:
        if self.row is not None:
            self.does(what, self.row)

    def show(self, row: Row | None, top: int) -> None:
        """At that message, whose upper edge is so many pixels below that of the talk; None: at none."""
        self.row = row
        if row is None:
            self.place_forget()
            return
        if row.own:
            self._buttons["edit"].grid()
        else:
            self._buttons["edit"].grid_remove()
        px = self.look.px
        self.place(relx=1, x=-px(28), y=max(px(2), top - px(22)), anchor="ne")
        self.lift()
