"""The wheel of the mouse, which each system tells in its own way."""

from __future__ import annotations

import sys
import tkinter as tk
from collections.abc import Callable

NOTCH = 120  # what Windows and Tk 8.7 call one notch


def bind_wheel(widget: tk.Misc, scroll: Callable[[float], object]) -> None:
    """`scroll(turns)`: notches downwards, fractions for smooth wheels."""
    unit = 1 if sys.platform == "darwin" else NOTCH

    def turned(turns: float) -> str:
        scroll(turns)
        return "break"

    widget.bind("<MouseWheel>", lambda event: turned(-event.delta / unit))
    widget.bind("<Button-4>", lambda event: turned(-1))
    widget.bind("<Button-5>", lambda event: turned(1))
