"""QR codes for terminals, as lines of half blocks."""

from __future__ import annotations

from itertools import zip_longest

from . import links

BORDER = 2  # light modules around it; readers that want four find the rest of a terminal's background
BLOCKS = {(False, False): "█", (False, True): "▀", (True, False): "▄", (True, True): " "}
"""What shows two modules, one above the other; dark ones are those where nothing is drawn."""


def after(line: str) -> list[str]:
    """The code of the link that this line is; none for any other line."""
    if not links.is_link(line):
        return []
    try:
        links.read(line)
    except links.NoLink:
        return []
    return lines(line)


def lines(text: str) -> list[str]:
    """The code of a text of at most 2,000 bytes, for light letters on a dark background (most readers take both)."""
    import segno  # 30 ms that few processes need

    rows = [
        [bool(module) for module in row] for row in segno.make(text, error="l", micro=False).matrix_iter(border=BORDER)
    ]
    light = [False] * len(rows[0])
    return [
        "".join(BLOCKS[pair] for pair in zip(above, below, strict=True))
        for above, below in zip_longest(rows[::2], rows[1::2], fillvalue=light)
    ]
