"""The column in which pages before the conversation stand: no wider than the screen; it scrolls where it is higher."""

from __future__ import annotations

import tkinter as tk

from hubbub.tk.look import Look
from hubbub.tk.scrollframe import ScrollFrame

EDGE, ABOVE, BELOW = 40, 32, 28  # pixels of the design around the page
FRAME = 40  # what window managers and panels may take of the screen's height


def breadth(widget: tk.Misc, look: Look, wide: int) -> int:
    """So many pixels of the design, as far as the screen has room for them."""
    return min(look.px(wide), widget.winfo_screenwidth() - look.px(2 * EDGE))


def stand(page: tk.Frame, column: ScrollFrame) -> None:
    """Put a page into its column, and that into the window."""
    px = column.look.px
    page.pack(padx=px(EDGE), pady=(px(ABOVE), px(BELOW)), expand=True, fill="x")
    column.pack(expand=True, fill="both")
    column.fit(column.winfo_screenheight() - px(FRAME))
