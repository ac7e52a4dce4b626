"""A widget with a thin scrollbar that shows only when there is something to scroll."""

from __future__ import annotations

from tkinter import ttk
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import tkinter as tk

    from .rowlist import RowList


class Bar(ttk.Frame):
    """`hold` puts a text, a canvas or a list into it. `surface`: what it lies on."""

    def __init__(self, master: tk.Misc, surface: str = "canvas") -> None:
        super().__init__(master)
        self.rowconfigure(0, weight=1)
        self.columnconfigure(0, weight=1)
        self.bar = ttk.Scrollbar(self, orient="vertical", style=f"{surface}.Vertical.TScrollbar", takefocus=False)

    def hold(self, widget: tk.Text | tk.Canvas) -> None:
        widget.grid(row=0, column=0, sticky="nsew")
        self.bar.configure(command=widget.yview)
        widget.configure(yscrollcommand=self.set)

    def hold_rows(self, rows: RowList[Any]) -> None:
        rows.grid(row=0, column=0, sticky="nsew")
        self.bar.configure(command=rows.yview)
        rows.bar = self

    def set(self, first: float | str, last: float | str) -> None:
        """What part of the whole is shown, from 0 to 1."""
        if float(first) <= 0 and float(last) >= 1:
            self.bar.grid_remove()
        else:
            self.bar.grid(row=0, column=1, sticky="ns")
        self.bar.set(first, last)
