"""The pictures of one window, each drawn once, at the scale of its screen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable, Hashable

from .icons import GRID, ICONS
from .letters import FILE, Letters
from .raster import Rows, beside, bubble, drawn, over, placed, png, rounded
from .shapes import Shape, both, box, cut, disc, ring

Key = tuple[Hashable, ...]
SIGN, VOICES = 64, ((8, 19), (24, 31), (40, 19))  # the square of the sign, and where the voices stand in it
WIDE = 300  # pictures as wide as a list that are kept: each width of a window needs others


class Pictures:
    """Sizes are those of the design (pixels at 96 dpi); `scale` is the screen's. `edge`: the outline of faces, if any.

    All are kept as long as this object is: a picture that nothing in Python refers to goes blank.
    """

    def __init__(self, root: tk.Misc, scale: float, edge: str = "") -> None:
        self.root, self.scale, self.edge = root, scale, edge
        self.letters = Letters(FILE.read_bytes())
        self._made: dict[Key, tk.PhotoImage] = {}
        self._wide: dict[Key, tk.PhotoImage] = {}
        self._faces: dict[Key, Rows] = {}

    def px(self, size: float) -> int:
        return round(size * self.scale)

    def _kept(self, key: Key, width: int, make: Callable[[], Rows]) -> tk.PhotoImage:
        if key not in self._made:
            self._made[key] = tk.PhotoImage(master=self.root, data=png(make(), width), format="png")
        return self._made[key]

    def _kept_wide(self, key: Key, width: int, make: Callable[[], Rows]) -> tk.PhotoImage:
        """The same for pictures of which there is one for each width: the one longest unused goes."""
        picture = self._wide.pop(key, None) or tk.PhotoImage(master=self.root, data=png(make(), width), format="png")
        self._wide[key] = picture
        if len(self._wide) > WIDE:
            del self._wide[next(iter(self._wide))]
        return picture

    def icon(self, name: str, colour: str, size: float = 20) -> tk.PhotoImage:
        side = self.px(size)
        return self._kept(
            ("icon", name, colour, side), side, lambda: drawn(side, side, ICONS[name], colour, side / GRID)
        )

    def dot(self, colour: str, kind: str = "full", size: float = 9) -> tk.PhotoImage:
        """Presence in three shapes, so that colour is not the only sign: full, half (away), ring (not connected)."""
        side, shape = self.px(size + 4), _dot(kind, size)
        return self._kept(("dot", colour, kind, size), side, lambda: drawn(side, side, shape, colour, self.scale))

    def block(self, width: int, height: int, colour: str, radius: float) -> tk.PhotoImage:
        """A rectangle of so many pixels of the screen, with round corners."""
        key, round_ = ("block", width, height, colour, radius), radius * self.scale
        return self._kept_wide(key, width, lambda: rounded(width, height, round_, colour))

    def outline(self, width: int, height: int, colour: str, radius: float, thick: float = 2) -> tk.PhotoImage:
        """The edge of such a rectangle."""
        key, round_ = ("outline", width, height, colour, radius, thick), radius * self.scale
        return self._kept_wide(key, width, lambda: rounded(width, height, round_, None, colour, self.px(thick)))

    def tick(self, ground: str, ink: str, size: float = 18) -> tk.PhotoImage:
        """A box that is ticked."""
        side = self.px(size)

        def make() -> Rows:
            return over(
                rounded(side, side, 4 * self.scale, ground), drawn(side, side, ICONS["check"], ink, side / GRID)
            )

        return self._kept(("tick", ground, ink, side), side, make)

    def cap(self, colour: str, width: float, height: int, side: str) -> tk.PhotoImage:
        """One end of a pill, `left` or `right`, as high as its line in pixels of the screen."""
        wide = self.px(width)

        def make() -> Rows:
            rows = rounded(2 * wide + 2, height, min(wide, height / 2), colour)
            return [row[: 4 * wide] if side == "left" else row[-4 * wide :] for row in rows]

        return self._kept(("cap", colour, wide, height, side), wide, make)

    def patch(
        self, fill: str | None, edge: str | None, width: float = 1, radius: float = 6, side: float = 24
    ) -> tk.PhotoImage:
        """A rounded box that ttk stretches (an image element with a border): field, button, thumb."""
        pixels, thick = self.px(side), max(1, round(width * self.scale))
        key = ("patch", fill, edge, width, radius, side)
        return self._kept(key, pixels, lambda: rounded(pixels, pixels, radius * self.scale, fill, edge, thick))

    def mark(self, colours: tuple[str, str, str], size: float) -> tk.PhotoImage:
        """hubbub's sign: three voices. `size`: the width of one."""
        wide, high, gap = self.px(size), self.px(size * 0.72), self.px(size * 0.2)

        def make() -> Rows:
            return beside([bubble((wide, high), high * 0.5, high * 0.11, colour) for colour in colours], gap)

        return self._kept(("mark", colours, wide), 3 * wide + 2 * gap, make)

    def sign(self, colours: tuple[str, str, str], ground: str, side: int) -> tk.PhotoImage:
        """The same in a square of so many pixels of the screen, for those who manage windows."""
        one = side / SIGN
        wide, high = round(17 * one), round(18 * one)

        def make() -> Rows:
            rows = rounded(side, side, 14 * one, ground)
            for colour, (x, y) in zip(colours, VOICES, strict=True):
                voice = bubble((wide, high), 8 * one, one, colour)
                rows = over(rows, placed(voice, round(x * one), round(y * one), (side, side)))
            return rows

        return self._kept(("sign", colours, ground, side), side, make)

    def face(
        self, name: str, colours: tuple[str, str], size: float, top: int | None = None, bottom: int | None = None
    ) -> tk.PhotoImage:
        """The initial of a name on a bubble. `colours`: of the letter and of its ground.

        `top`, `bottom`: only these pixel rows, so that one face can span two lines of a text.
        """
        side, letter = self.px(size), self.letters.initial(name)
        key = ("face", letter, colours, side, top, bottom)
        return self._kept(key, side, lambda: self._face(letter, colours, side)[top:bottom])

    def _face(self, letter: str, colours: tuple[str, str], side: int) -> Rows:
        """All rows of it, drawn once for both slices."""
        key = (letter, colours, side)
        if key not in self._faces:
            ink, soft = colours
            thick = max(1, self.px(1)) if self.edge else 0
            ground = bubble((side, side), side * 0.34, side * 0.1, soft, self.edge, thick)
            self._faces[key] = self.letters.over(ground, side, letter, ink)
        return self._faces[key]


def _dot(kind: str, size: float) -> Shape:
    middle = (size + 4) / 2
    whole, edge = disc(middle, middle, size / 2), ring(middle, middle, size / 2 - 0.9, 1.8)
    if kind == "full":
        return whole
    return both(edge, cut(whole, box(middle, -9, 99, 99, 0))) if kind == "half" else edge
