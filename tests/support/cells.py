"""Pictures of a terminal: rows of styled text drawn cell by cell in a browser, as a terminal places them.

`of_strips` takes what Textual would paint.
"""

from __future__ import annotations

import html
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from rich.cells import cell_len, split_graphemes
from rich.color import Color
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from textual.strip import Strip

WIDE, TALL, SIZE = 8, 18, 13.3  # pixels of a cell, and of the letters in it
FONTS = "'JetBrains Mono', 'DejaVu Sans Mono', 'Noto Sans Mono CJK JP', 'Noto Color Emoji', monospace"
MARKS = re.compile("[\u200e\u200f]")
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
THEME = TerminalTheme(
    (16, 18, 22),
    (221, 225, 230),
    [
        (30, 34, 40),
        (224, 108, 117),
        (80, 180, 120),
        (214, 168, 80),
        (90, 140, 240),
        (190, 120, 220),
        (80, 180, 190),
        (200, 204, 210),
    ],
    [
        (110, 116, 126),
        (240, 140, 145),
        (110, 210, 150),
        (240, 195, 110),
        (130, 170, 255),
        (210, 150, 240),
        (110, 205, 215),
        (245, 247, 250),
    ],
)

STYLE = (
    "body {{ margin: 0; background: {ground}; overflow: hidden }}"
    "#bar {{ height: {bar}px; background: #3a3f47; color: #dfe3e8; text-align: center;"
    " font: 600 13px/30px sans-serif }}"
    "#rows {{ position: relative; width: {wide}px; height: {rows}px; font-variant-ligatures: none;"
    f" font: {SIZE}px/{TALL}px {FONTS} }}}}"
    "b {{ position: absolute; white-space: pre; overflow: hidden; font: inherit; height: {tall}px }}"
)

Row = list[Segment]


def picture(rows: Iterable[Row], file: Path, columns: int, title: str = "", ground: str | None = None) -> None:
    """Draw the rows into a PNG file. `title`: of the window's bar, '' for none."""
    rows = list(rows)
    bar = 30 if title else 0
    wide, tall = columns * WIDE, len(rows) * TALL + bar
    body = "".join(_row(row, y) for y, row in enumerate(rows))
    style = STYLE.format(ground=ground or _hex(None, True), bar=bar, wide=wide, rows=len(rows) * TALL, tall=TALL)
    head = f"<div id=bar>{html.escape(title)}</div>" if title else ""
    page = f"<meta charset=utf-8><style>{style}</style>{head}<div id=rows>{body}</div>"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page, encoding="utf-8")
        subprocess.run(
            [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
                *(
                    f"--window-size={wide},{tall}",
                    "--force-device-scale-factor=1",
                    f"--screenshot={file}",
                    source.as_uri(),
                ),
            ],
            check=True,
            timeout=120,
            capture_output=True,
        )


def of_strips(strips: Iterable[Strip]) -> list[Row]:
    return [list(strip) for strip in strips]


def _row(row: Row, y: int) -> str:
    parts, x = [], 0
    for text, style, _ in row:
        for piece in _pieces(MARKS.sub("", text)):
            size = cell_len(piece)
            parts.append(_cell(piece, style or Style(), x, y, size))
            x += size
    return "".join(parts)


def _pieces(text: str) -> Iterator[str]:
    """Runs that a browser places as a terminal does: ASCII, words from right to left, and else each letter alone."""
    for run in re.findall(f"[\x20-\x7e]+|(?:{RIGHT_TO_LEFT.pattern}[\\s]?)+|[^\x20-\x7e]", text):
        if run.isascii() or RIGHT_TO_LEFT.match(run):
            yield run
        else:
            yield from (run[start:end] for start, end, _ in split_graphemes(run)[0])


def _cell(text: str, style: Style, x: int, y: int, size: int) -> str:
    ink, ground = _hex(style.color, False), _hex(style.bgcolor, True) if style.bgcolor else ""
    if style.reverse:
        ink, ground = ground or _hex(None, True), ink
    css = [f"left:{x * WIDE}px;top:{y * TALL}px;width:{size * WIDE}px;color:{ink}"]
    if ground:
        css.append(f"background:{ground}")
    if style.bold:
        css.append("font-weight:700")
    if style.italic:
        css.append("font-style:italic")
    if style.underline:
        css.append("text-decoration:underline")
    if style.dim:
        css.append("opacity:.6")
    turned = ' dir="rtl"' if RIGHT_TO_LEFT.match(text) else ""
    return f'<b style="{";".join(css)}"{turned}>{html.escape(text)}</b>'


def _hex(color: Color | None, ground: bool) -> str:
    triplet = (color or Color.default()).get_truecolor(THEME, foreground=not ground)
    return triplet.hex
