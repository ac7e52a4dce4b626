"""What rows of a list are painted with: words, grounds, pills, a ring where the keyboard is."""

from __future__ import annotations

import tkinter as tk
from typing import Literal

from .look import Look

Anchor = Literal["w", "e", "center", "nw"]


class RowPaint(tk.Canvas):
    """A canvas of rows of the same height. `surface`: ground, canvas or raised."""

    def __init__(self, master: tk.Misc, look: Look, height: float, surface: str) -> None:
        super().__init__(
            master, background=look.t[surface], highlightthickness=0, borderwidth=0, takefocus=True, width=1, height=1
        )
        self.look, self.surface, self.row_height = look, surface, look.px(height)

    def word(self, x: float, y: float, text: str, font: str = "list", ink: str = "ink", anchor: Anchor = "w") -> None:
        self.create_text(x, y, text=text, font=self.look.fonts[font], fill=self.look.t[ink], anchor=anchor)

    def back(self, y: int, colour: str, margin: int = 8) -> None:
        """A rounded ground under the row, so far from both sides."""
        look = self.look
        wide = max(1, self.winfo_width() - 2 * look.px(margin))
        picture = look.pictures.block(wide, self.row_height - look.px(2), look.t[colour], 6)
        self.create_image(look.px(margin), y + look.px(1), image=picture, anchor="nw")

    def ground(self, y: int, state: set[str], chosen: str, margin: int = 8) -> None:
        """What lies under a row that is chosen, or pointed at; and the ring of the keyboard's focus."""
        if "chosen" in state:
            self.back(y, chosen, margin)
        elif "hover" in state:
            self.back(y, f"hover_{self.surface}", margin)
        if "focus" in state:
            self.ring(y, margin)

    def ring(self, y: int, margin: int = 8) -> None:
        look = self.look
        wide, high = max(1, self.winfo_width() - 2 * look.px(margin)), self.row_height - look.px(2)
        picture = look.pictures.outline(wide, high, look.t["accent_ink"], 6)
        self.create_image(look.px(margin), y + look.px(1), image=picture, anchor="nw")

    def pill(self, right: float, middle: int, text: str, colours: tuple[str, str], font: str = "tinybold") -> float:
        """A rounded number or word, its right end there, in the colours of ground and letters; returns its left end."""
        look = self.look
        wide = max(look.px(20), look.fonts[font].measure(text) + look.px(12))
        picture = look.pictures.block(wide, look.px(20), look.t[colours[0]], 10)
        self.create_image(right, middle, image=picture, anchor="e")
        self.word(right - wide / 2, middle, text, font, colours[1], "center")
        return right - wide
