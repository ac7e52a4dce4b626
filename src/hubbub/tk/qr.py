"""QR codes as pictures."""

from __future__ import annotations

import tkinter as tk

from .raster import png

MARGIN = 4  # light modules around it


def code(master: tk.Misc, link: str, side: int) -> tk.PhotoImage:
    """The QR code: dark on white in every theme, four light modules around it, each module whole pixels."""
    import segno  # 30 ms that few windows need

    rows = [list(row) for row in segno.make(link, error="m", micro=False).matrix_iter(border=MARGIN)]
    each = max(2, side // len(rows))
    lines: list[bytes] = []
    for row in rows:
        pixels = b"".join((b"\x00\x00\x00\xff" if module else b"\xff\xff\xff\xff") * each for module in row)
        lines += [pixels] * each
    return tk.PhotoImage(master=master, data=png(lines, len(rows) * each), format="png")
