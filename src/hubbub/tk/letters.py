"""Initials on faces: masks of letters, made by tools/make_letters.py, because Tk cannot draw letters into a picture."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from hubbub.theme.mixing import rgb

from .icons import GRID, ICONS
from .raster import Rows

FILE = Path(__file__).parent / "letters.bin"  # the side, how many, their code points, then one byte a pixel, deflated
Covers = list[list[tuple[int, float]]]  # for each row of pixels: x, and how much of that pixel is covered


class Letters:
    """The masks, each made once for each size."""

    def __init__(self, data: bytes) -> None:
        self.side, count = struct.unpack(">HH", data[:4])
        codes = struct.unpack(f">{count}I", data[4 : 4 + 4 * count])
        masks, size = zlib.decompress(data[4 + 4 * count :]), self.side * self.side
        self._masks = {chr(code): masks[place * size : (place + 1) * size] for place, code in enumerate(codes)}
        self._sized: dict[tuple[str, int], Covers] = {}

    def initial(self, name: str) -> str:
        """The first letter of a name, in capitals; empty when we have no mask of it."""
        letter = next((letter for letter in name if letter.isalnum()), "")[:1].upper()[:1]
        return letter if letter in self._masks else ""

    def over(self, rows: Rows, side: int, letter: str, ink: str) -> Rows:
        """The picture with the letter on it; without one, a person."""
        colour = rgb(ink)
        return [
            _inked(row, covers, colour) if covers else row
            for row, covers in zip(rows, self._covers(letter, side), strict=True)
        ]

    def _covers(self, letter: str, side: int) -> Covers:
        if (letter, side) not in self._sized:
            mask = self._shrunk(self._masks[letter], side) if letter else _person(side)
            self._sized[letter, side] = [[(x, part) for x, part in enumerate(row) if part > 0.02] for row in mask]
        return self._sized[letter, side]

    def _shrunk(self, mask: bytes, side: int) -> list[list[float]]:
        """The mask at another size: each pixel the mean of what falls on it."""
        big = self.side
        spans = [(n * big // side, max(n * big // side + 1, (n + 1) * big // side)) for n in range(side)]
        rows = []
        for top, bottom in spans:
            lines = (mask[y * big : (y + 1) * big] for y in range(top, bottom))
            columns = [sum(column) for column in zip(*lines, strict=True)]
            deep = 255 * (bottom - top)
            rows.append([sum(columns[left:right]) / (deep * (right - left)) for left, right in spans])
        return rows


def _person(side: int) -> list[list[float]]:
    unit, person = side / GRID, ICONS["person"]

    def cover(x: int, y: int) -> float:
        return min(1.0, max(0.0, 0.5 - person((x + 0.5) / unit, (y + 0.5) / unit) * unit))

    return [[cover(x, y) for x in range(side)] for y in range(side)]


def _inked(row: bytes, covers: list[tuple[int, float]], colour: tuple[int, int, int]) -> bytes:
    new = bytearray(row)
    for x, cover in covers:
        for place, part in enumerate(colour, 4 * x):
            new[place] += int((part - new[place]) * cover)
    return bytes(new)
