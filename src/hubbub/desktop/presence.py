"""Whether somebody is here, as a dot: full, half (away), ring (not connected, or not known)."""

from __future__ import annotations

from hubbub.tk.look import Look
from hubbub.tk.rowpaint import RowPaint
from hubbub.views.places import Presence

DOTS = {"online": ("good", "full"), "away": ("good", "half")}


def draw_presence(rows: RowPaint, look: Look, x: int, middle: int, presence: Presence) -> None:
    colour, kind = DOTS.get(presence, ("ink_3", "ring"))
    rows.create_image(x, middle, image=look.pictures.dot(look.t[colour], kind))
