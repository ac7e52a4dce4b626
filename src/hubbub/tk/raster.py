"""Pixels: rows of RGBA bytes from shapes and rounded boxes, and rows as a PNG file."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from math import hypot

from hubbub.theme.mixing import rgb

from .shapes import Shape

Rows = list[bytes]
CLEAR = b"\0\0\0\0"


def png(rows: Rows, width: int) -> bytes:
    """The rows as a PNG file."""
    return _file(rows, width, 6, b"")


def shaded(rows: Rows, width: int, colours: bytes) -> bytes:
    """Rows of a byte a pixel, which say which of up to 256 `colours` (three bytes each) it has, as a PNG file."""
    return _file(rows, width, 3, _chunk(b"PLTE", colours))


def _file(rows: Rows, width: int, kind: int, before: bytes) -> bytes:
    raw = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    head = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, len(rows), 8, kind, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + before + _chunk(b"IDAT", raw) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def drawn(width: int, height: int, shape: Shape, colour: str, unit: float) -> Rows:
    """A shape in one colour on nothing. `unit`: pixels of one unit of the shape."""
    ink = bytes(rgb(colour))
    levels = [CLEAR, *(ink + bytes((cover,)) for cover in range(1, 256))]
    across = [(px + 0.5) / unit for px in range(width)]
    rows = []
    for py in range(height):
        y = (py + 0.5) / unit
        covers = (0.5 - shape(x, y) * unit for x in across)
        rows.append(b"".join(levels[0 if part <= 0 else 255 if part >= 1 else int(part * 255)] for part in covers))
    return rows


def rounded(
    width: int, height: int, radius: float, fill: str | None, edge: str | None = None, thick: float = 0
) -> Rows:
    """A rounded box. Only the corners are computed; the rest is repeated."""
    corner = _Corner(radius, fill, edge, thick)
    reach = min(int(max(radius, thick)) + 2, (width + 1) // 2)

    def row(y: int) -> bytes:
        left = [corner.pixel(x, y) for x in range(reach)]
        middle = corner.pixel(width // 2, y) if y < thick + 1 else corner.inside
        return b"".join(left) + middle * max(0, width - 2 * reach) + b"".join(reversed(left[: width - reach]))

    deep = min(reach, (height + 1) // 2)
    upper = [row(y) for y in range(deep)]
    flat = row(height // 2) if height > 2 * deep else b""
    return upper + [flat] * (height - 2 * deep) + upper[: height - deep][::-1]


class _Corner:
    """The upper left quarter of a rounded box."""

    def __init__(self, radius: float, fill: str | None, edge: str | None, thick: float) -> None:
        self.radius, self.fill, self.thick = radius, fill, thick if edge else 0.0
        self.ink, self.rim = rgb(fill or edge or "#000000"), rgb(edge or fill or "#000000")
        self.inside = bytes((*self.ink, 255 if fill else 0))

    def pixel(self, x: int, y: int) -> bytes:
        far = self._outside(x + 0.5, y + 0.5)
        cover = min(1.0, max(0.0, 0.5 - far))
        if not self.thick:
            return bytes((*self.ink, round(255 * cover))) if self.fill else CLEAR
        inner = min(1.0, max(0.0, 0.5 - (far + self.thick)))
        if self.fill:
            mixed = (round(o + (i - o) * inner) for i, o in zip(self.ink, self.rim, strict=True))
            return bytes((*mixed, round(255 * cover)))
        return bytes((*self.rim, round(255 * (cover - inner))))

    def _outside(self, x: float, y: float) -> float:
        if x < self.radius and y < self.radius:
            return hypot(self.radius - x, self.radius - y) - self.radius
        return max(-x, -y)


def bubble(side: tuple[int, int], radius: float, point: float, colour: str, edge: str = "", thick: float = 0) -> Rows:
    """A rounded box of that width and height whose lower left corner points at the words."""
    width, height = side
    round_ = rounded(width, height, radius, colour, edge or None, thick)
    sharp = rounded(width, height, point, colour, edge or None, thick)
    half = 4 * (width // 2)
    return [
        wide if y < height // 2 else pointed[:half] + wide[half:]
        for y, (wide, pointed) in enumerate(zip(round_, sharp, strict=True))
    ]


def placed(picture: Rows, x: int, y: int, side: tuple[int, int]) -> Rows:
    """The same at that place of a clear ground of that width and height."""
    width, height = side
    left, right = bytes(4 * x), bytes(4 * (width - x) - len(picture[0]))
    clear = bytes(4 * width)
    return [clear] * y + [left + row + right for row in picture] + [clear] * (height - y - len(picture))


def over(below: Rows, above: Rows) -> Rows:
    """One picture on another of the same size, which keeps its outline."""
    return [
        b"".join(map(_mixed, _pixels(low), _pixels(high))) if any(high) else low
        for low, high in zip(below, above, strict=True)
    ]


def _pixels(row: bytes) -> list[bytes]:
    return [row[at : at + 4] for at in range(0, len(row), 4)]


def _mixed(low: bytes, high: bytes) -> bytes:
    part = high[3] / 255
    return bytes((*(int(a + (b - a) * part) for a, b in zip(low[:3], high[:3], strict=True)), low[3]))


def beside(parts: Sequence[Rows], gap: int) -> Rows:
    """Pictures of the same height in a row, so many clear pixels apart."""
    space = CLEAR * gap
    return [space.join(rows) for rows in zip(*parts, strict=True)]
