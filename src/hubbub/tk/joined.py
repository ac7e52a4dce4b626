"""Emoji that several signs make together (flags, families, skins) as one picture: Tk draws each sign by itself.

Pillow joins them and draws them from the font that Tk has for the others, if that is a file of pictures. It is not
loaded before there is something to join.
"""

from __future__ import annotations

import re
import subprocess
import tkinter as tk
from base64 import b64encode
from io import BytesIO
from typing import Any

STRIKES = (109, 160)  # pixels: the sizes in which such fonts have their pictures
MOST = 40  # signs of one picture; a family of four with skins has eleven
KEPT = 300  # pictures that are remembered though they are shown nowhere any more
ASKED = 5.0  # seconds for the name of a file
MANY = re.compile("[\u200d\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")


class Joined:
    """`family`: the font of emoji."""

    def __init__(self, root: tk.Misc, family: str) -> None:
        self.root, self.family = root, family
        self._font: Any = None
        self._looked = False
        self._made: dict[tuple[str, int], tk.PhotoImage | None] = {}

    def picture(self, text: str, size: int) -> tk.PhotoImage | None:
        """Of an emoji, where the font is so many pixels large; None: it is a single sign, or cannot be joined here."""
        if not MANY.search(text) or not 1 < len(text.replace("\ufe0f", "")) <= MOST:
            return None
        if (text, size) not in self._made:
            self._forget()
            self._made[text, size] = self._drawn(text, size)
        return self._made[text, size]

    def _drawn(self, text: str, size: int) -> tk.PhotoImage | None:
        if not self._looked:
            self._looked, self._font = True, _font(self.family)
        if self._font is None:
            return None
        from PIL import Image, ImageDraw

        font, scale = self._font, size / self._font.size
        left, top, right, bottom = font.getbbox(text)
        if not 0 < right - left <= 1.5 * font.size:
            return None  # this font has several pictures for it
        whole = Image.new("RGBA", (right - left, bottom - top))
        ImageDraw.Draw(whole).text((-left, -top), text, font=font, embedded_color=True)
        small = max(1, round(whole.width * scale)), max(1, round(whole.height * scale))
        file = BytesIO()
        whole.resize(small, Image.Resampling.LANCZOS).save(file, "png")
        return tk.PhotoImage(master=self.root, data=b64encode(file.getvalue()), format="png")

    def _forget(self) -> None:
        call = self.root.tk.call
        if len(self._made) >= KEPT:
            self._made = {
                key: made
                for key, made in self._made.items()
                if made is not None and self.root.tk.getboolean(call("image", "inuse", made))
            }


def _font(family: str) -> Any:
    """The font at a size in which it has pictures; None where there is none, or Pillow cannot join."""
    try:
        from PIL import ImageFont, features

        asked = ("fc-match", "--format", "%{family}\n%{file}", family)
        done = subprocess.run(asked, capture_output=True, timeout=ASKED, check=True)
        found, _, file = done.stdout.decode().partition("\n")
        if family not in found.split(",") or not features.check_feature("raqm"):
            return None
    except (ImportError, OSError, ValueError, subprocess.SubprocessError):
        return None
    for size in STRIKES:
        try:
            return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.RAQM)
        except OSError:
            continue
    return None
