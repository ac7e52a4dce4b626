"""Emoji that several signs make together (flags, families, skins) as one picture: Tk draws each sign by itself.

Pillow joins them and draws them from the font that Tk has for the others, if that is a file of pictures. It is not
loaded before there is something to join, and then aside: the font has to be asked for, too, which takes a while.
"""

from __future__ import annotations

import re
import subprocess
import tkinter as tk
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import BytesIO
from typing import Any

STRIKES = (109, 160)  # pixels: the sizes in which such fonts have their pictures
NO_STRIKE = 107  # a size in which none of them has any
MOST = 40  # signs of one picture; a family of four with skins has eleven
KEPT = 300  # pictures that are remembered though they are shown nowhere any more
ASKED = 5.0  # seconds for the name of a file
LOOK = 20  # milliseconds between two looks whether the font is there
MANY = re.compile("[\u200d\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


Aside = Callable[[Callable[[], object]], object]
Draw = Callable[[str, int], bytes | None]  # an emoji in a font of so many pixels, as a PNG; None: not in this font

_DRAWS: dict[str, Draw] = {}  # by family of the font, as soon as it is known how


class Joined:
    """`family`: the font of emoji. `aside` does what takes a while, as of `Look`."""

    def __init__(self, root: tk.Misc, family: str, aside: Aside) -> None:
        self.root, self.family, self.aside = root, family, aside
        self._waiting: list[Callable[[], object]] = []
        self._made: dict[tuple[str, int], tk.PhotoImage | None] = {}

    def picture(self, text: str, size: int, known: Callable[[], object]) -> tk.PhotoImage | None:
        """Of an emoji, where the font is so many pixels large; None: it is a single sign, or cannot be joined here.
        While nobody knows that yet it is None, too, and `known` is called as soon as it is.
        """
        if not MANY.search(text) or not 1 < len(text.replace("\ufe0f", "")) <= MOST:
            return None
        if self.family not in _DRAWS and not self._waiting:
            self.aside(partial(_find, self.family))
        draw = _DRAWS.get(self.family)
        if draw is None:
            self._wait(known)
            return None
        if (text, size) not in self._made:
            self._forget()
            png = draw(text, size)
            photo = tk.PhotoImage(master=self.root, data=b64encode(png), format="png") if png else None
            self._made[text, size] = photo
        return self._made[text, size]

    @property
    def is_looking(self) -> bool:
        """Whether somebody waits for the font."""
        return bool(self._waiting)

    def _wait(self, known: Callable[[], object]) -> None:
        if not self._waiting:
            self.root.after(LOOK, self._look)
        if known not in self._waiting:
            self._waiting.append(known)

    def _look(self) -> None:
        """No thread may touch Tk, so it is Tk that looks whether it is done."""
        if self.family not in _DRAWS:
            self.root.after(LOOK, self._look)
            return
        waiting, self._waiting = self._waiting, []
        for known in waiting:
            known()

    def _forget(self) -> None:
        call = self.root.tk.call
        if len(self._made) >= KEPT:
            self._made = {
                key: made
                for key, made in self._made.items()
                if made is not None and self.root.tk.getboolean(call("image", "inuse", made))
            }


def _find(family: str) -> None:
    """Perhaps in a thread."""
    draw: Draw = _nothing
    try:
        draw = _drawing(family)
        draw("\U0001f1e9\U0001f1ea", STRIKES[0])  # what is loaded with the first one, too
    finally:
        _DRAWS[family] = draw


def _nothing(text: str, size: int) -> None:
    return None


def _drawing(family: str) -> Draw:
    """How emoji are drawn from that font, if it has pictures and Pillow can join."""
    try:
        from PIL import Image, ImageDraw, ImageFont, features

        asked = ("fc-match", "--format", "%{family}\n%{file}", family)
        done = subprocess.run(asked, capture_output=True, timeout=ASKED, check=True)
        found, _, file = done.stdout.decode().partition("\n")
        if family not in found.split(",") or not features.check_feature("raqm"):
            return _nothing
    except (ImportError, OSError, ValueError, subprocess.SubprocessError):
        return _nothing
    font = _opened(lambda strike: ImageFont.truetype(file, strike, layout_engine=ImageFont.Layout.RAQM))
    if font is None:
        return _nothing

    def draw(text: str, size: int) -> bytes | None:
        scale = size / font.size
        left, top, right, bottom = font.getbbox(text)
        if not 0 < right - left <= 1.5 * font.size:
            return None  # this font has several pictures for it
        whole = Image.new("RGBA", (right - left, bottom - top))
        ImageDraw.Draw(whole).text((-left, -top), text, font=font, embedded_color=True)
        small = max(1, round(whole.width * scale)), max(1, round(whole.height * scale))
        png = BytesIO()
        whole.resize(small, Image.Resampling.LANCZOS).save(png, "png")
        return png.getvalue()

    return draw


def _opened(at: Callable[[int], Any]) -> Any:
    """The font at a size in which it has pictures; None where there is none. One of outlines, which would draw boxes,
    has every size."""
    opened: dict[int, Any] = {}
    for size in (NO_STRIKE, *STRIKES):
        with suppress(OSError):
            opened[size] = at(size)
    return None if NO_STRIKE in opened else next(iter(opened.values()), None)
