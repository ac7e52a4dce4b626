"""Which fonts the windows are written in: the best of what the system has, in pixels of its screen."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Iterable
from tkinter import font as tkfont
from typing import Literal

SANS = ("Segoe UI Variable Text", "Segoe UI", "SF Pro Text", "Inter", "Cantarell", "Noto Sans", "Ubuntu", "DejaVu Sans")
MONO = ("Cascadia Mono", "Consolas", "Menlo", "JetBrains Mono", "Noto Sans Mono", "DejaVu Sans Mono")
EMOJI = ("Segoe UI Emoji", "Apple Color Emoji", "Noto Color Emoji")

Weight = Literal["normal", "bold"]
# family, size in pixels of the design (0: that of messages), weight
SIZES: dict[str, tuple[str, int, Weight]] = {
    "text": ("sans", 0, "normal"),
    "bold": ("sans", 0, "bold"),
    "italic": ("sans", 0, "normal"),
    "strong": ("sans", 0, "bold"),
    "mono": ("mono", -2, "normal"),
    "emoji": ("emoji", -2, "normal"),
    "large": ("emoji", 28, "normal"),
    "list": ("sans", 14, "normal"),
    "listbold": ("sans", 14, "bold"),
    "small": ("sans", 13, "normal"),
    "smallbold": ("sans", 13, "bold"),
    "tiny": ("sans", 12, "normal"),
    "tinybold": ("sans", 12, "bold"),
    "head": ("sans", 16, "bold"),
    "dialog": ("sans", 18, "bold"),
    "figure": ("sans", 22, "bold"),
    "big": ("sans", 28, "bold"),
    "print": ("mono", 13, "normal"),
    "log": ("mono", 12, "normal"),
    "reaction": ("emoji", 12, "normal"),
    "picker": ("emoji", 20, "normal"),
}
ITALIC = ("italic",)


def made(root: tk.Misc, scale: float, text: int, emoji: bool) -> dict[str, tkfont.Font]:
    """All of them by use. `text`: the size of messages, 14 to 20; `emoji`: whether a colour font may be used."""
    has = set(tkfont.families(root))
    families = {"sans": _first(SANS, has, "TkDefaultFont"), "mono": _first(MONO, has, "TkFixedFont")}
    families["emoji"] = _first(EMOJI, has, families["sans"]) if emoji else families["sans"]
    fonts = {}
    for use, (family, size, weight) in SIZES.items():
        pixels = round((size if size > 0 else text + size) * scale)
        slant: Literal["italic", "roman"] = "italic" if use in ITALIC else "roman"
        fonts[use] = tkfont.Font(root, family=families[family], size=-pixels, weight=weight, slant=slant)
    return fonts


def _first(names: Iterable[str], has: set[str], other: str) -> str:
    return next((name for name in names if name in has), other)
