"""What one insertion puts into a text: letters with their tags, and the pictures that come among them afterwards."""

from __future__ import annotations

import tkinter as tk
from typing import Literal

ZERO = "\u200b"  # a character without width
Align = Literal["top", "center", "bottom", "baseline"]


def units(text: str) -> int:
    """The length as Tcl 8.6 counts: what lies outside of the first plane is two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


class Chunks:
    """Collected for the beginning of that line; each row ends its last line."""

    def __init__(self, line: int) -> None:
        self.line, self.column = line, 0
        self.parts: list[object] = []
        self.pictures: list[tuple[str, tk.PhotoImage, Align]] = []
        self.windows: list[tuple[str, str]] = []  # where, and what for

    def put(self, text: str, *tags: str) -> None:
        if not text:
            return
        self.parts += (text, tags)
        lines = text.count("\n")
        if lines:
            self.line, self.column = self.line + lines, 0
            text = text.rpartition("\n")[2]
        self.column += units(text)

    def picture(self, picture: tk.PhotoImage, align: Align, *tags: str) -> None:
        """A picture here. It stands behind a character of no width, inside of its tags, and so has them too."""
        self.put(ZERO, *tags)
        self.pictures.append((f"{self.line}.{self.column}", picture, align))

    def window(self, name: str, *tags: str) -> None:
        """Where an embedded window comes, alone in its line."""
        self.windows.append((f"{self.line}.0", name))
        self.put("\n", *tags)
