"""How a window looks: the colours of a theme, fonts and pictures at the screen's scale, texts cut to a width."""

from __future__ import annotations

import re
import tkinter as tk
from collections.abc import Callable
from tkinter import font as tkfont
from tkinter import ttk
from typing import Any

import msgspec
import sv_ttk

from hubbub.theme.tokens import THEMES, hue
from hubbub.wire.sanitize import visible

from . import elements, fonts
from .bidi import visual
from .joined import Aside, Joined
from .pictures import Pictures

REMEMBERED = 5000  # texts whose cut is known
UNJOINED = re.compile(  # what is joined to an emoji
    "(?<=[\u2600-\u27bf\U0001f1e6-\U0001faff])[\ufe0f\u200d\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]+"
)
SUNVALLEY_BODY = 14
ICONS = (48, 16)  # pixels of the screen: those of window managers are not scaled
TIGHT = 0.82  # of the height of rows, where they stand close together


class Shown(str):
    """As Tk has to be given it, and not to be turned again."""

    __slots__ = ()


class Wishes(msgspec.Struct, frozen=True):
    """What a person may choose. `text`: the size of messages, 14 to 20; `scale`: 0 is that of the screen; `compact`:
    lines stand closer together.
    """

    theme: str = "light"
    text: int = 15
    scale: float = 0.0
    emoji: bool = True
    compact: bool = False


class Look:
    """One of these for a whole program; made anew when a wish changes, and the windows with it.

    `spell`: writes emoji as words, where none can be drawn (`wishes.emoji`). `aside`: does what takes a while and
    touches no window, in a thread; or at once.
    """

    def __init__(
        self,
        root: tk.Tk,
        wishes: Wishes,
        spell: Callable[[str], str] = lambda text: text,
        aside: Aside = lambda work: work(),
    ) -> None:
        self.root, self.wishes = root, wishes
        self.spell = (lambda text: text) if wishes.emoji else spell
        self.windowing = str(root.tk.call("tk", "windowingsystem"))  # x11, win32, aqua
        self.scale = wishes.scale or screen_scale(root)
        root.tk.call("tk", "scaling", self.scale * 96 / 72)
        self.t = THEMES[wishes.theme]
        self.plain = wishes.theme.endswith("-contrast")  # no tints: outlines, and full colours
        _sun_valley(root, "light" if wishes.theme.startswith("light") else "dark")
        root.configure(background=self.t["ground"])
        self.pictures = Pictures(root, self.scale, self.t["line_strong"] if self.plain else "")
        self.fonts = fonts.made(root, self.scale, wishes.text, wishes.emoji)
        self.joined = Joined(root, str(self.fonts["emoji"].actual("family")), aside)
        self._cut: dict[tuple[str, str, int, bool | None], str] = {}
        self._sun_valley_fonts()
        elements.build(self, ttk.Style(root))
        elements.press_by_enter(root)

    def px(self, size: float) -> int:
        """So many pixels of the screen for one of the design."""
        return round(size * self.scale)

    def row(self, size: float) -> float:
        """How high a row of a list is, in pixels of the design."""
        return size * TIGHT if self.wishes.compact else size

    def height(self, *uses: str) -> int:
        """The height of a line with these fonts in it, in pixels of the screen."""
        return max(self.fonts[use].metrics("linespace") for use in uses)

    def inks(self, name: str, own: bool = False) -> tuple[str, str]:
        """The ink and the ground of somebody's name; one's own is green."""
        if own:
            return self.t["good_ink"], self.t["good_soft"]
        n = hue(name)
        return self.t[f"hue_{n}"], self.t[f"hue_{n}_soft"]

    def face(self, name: str, size: float, own: bool = False) -> tk.PhotoImage:
        return self.pictures.face(name, self.inks(name, own), size)

    def icon(self, name: str, ink: str = "ink_2", size: float = 20) -> tk.PhotoImage:
        return self.pictures.icon(name, self.t[ink], size)

    def icons(self) -> list[tk.PhotoImage]:
        """hubbub's sign for the frame of a window and for lists of windows."""
        t = self.t
        return [self.pictures.sign((t["accent"], t["good"], t["new"]), t["raised"], side) for side in ICONS]

    def shown(self, text: str, left: bool | None = None) -> str:
        """One line as this system's Tk must be given it: nothing of others reaches Tk in another way. `left`: whether
        it runs to the left (False: a sentence of ours, whoever's name it begins with); None: as its first letter does.
        """
        if isinstance(text, Shown):
            return text
        return Shown(visual(self.spell(text if text.isprintable() else visible(text)), self.windowing, left))

    def lines(self, text: str, left: bool | None = None) -> str:
        return "\n".join(self.shown(line, left) for line in text.split("\n"))

    def fit(self, text: str, font: str, width: int, left: bool | None = None) -> str:
        """The text cut to so many pixels, with an ellipsis, only to be seen: emoji have lost what is joined
        to them, for Tk would draw it beside them. Measuring costs a call of Tcl, so it is remembered."""
        key = (text, font, width, left)
        if key not in self._cut:
            if len(self._cut) > REMEMBERED:
                self._cut.clear()
            shown = UNJOINED.sub("", self.shown(text[:2000], left))
            self._cut[key] = Shown(self._fitted(shown, font, width))
        return self._cut[key]

    def _fitted(self, text: str, font: str, width: int) -> str:
        measure = self.fonts[font].measure
        if measure(text) <= width:
            return text
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if measure(text[:middle] + "…") <= width else (low, middle - 1)
        return text[:low].rstrip() + "…"

    def label(
        self,
        master: tk.Misc,
        text: str,
        font: str = "list",
        ink: str = "ink",
        ground: str = "ground",
        left: bool | None = None,
        **more: Any,
    ) -> tk.Label:
        """Lines of words on one of the surfaces. `left`: as of `shown`."""
        return tk.Label(
            master,
            text=self.shown(text, left) if "\n" not in text else self.lines(text, left),
            font=self.fonts[font],
            background=self.t[ground],
            foreground=self.t[ink],
            borderwidth=0,
            **more,
        )

    def line(self, master: tk.Misc, upright: bool = False) -> tk.Frame:
        """A hairline."""
        thick = max(1, int(self.scale))
        colour = self.t["line"]
        return (
            tk.Frame(master, background=colour, width=thick)
            if upright
            else tk.Frame(master, background=colour, height=thick)
        )

    def _sun_valley_fonts(self) -> None:
        family = self.fonts["text"].cget("family")
        for name in tkfont.names(self.root):
            if name.startswith("SunValley"):
                tkfont.nametofont(name, self.root).configure(family=family)
        tkfont.nametofont("SunValleyBodyFont", self.root).configure(size=-self.px(SUNVALLEY_BODY))


def screen_scale(root: tk.Misc) -> float:
    """Pixels of the screen for one of the design, in quarters, at least 1."""
    return max(1.0, round(root.winfo_fpixels("1i") / 96 * 4) / 4)


def _sun_valley(root: tk.Tk, kind: str) -> None:
    """sv-ttk's theme. At every <<ThemeChanged>>, which each change of a style sends, it would paint all anew."""
    sv_ttk.set_theme(kind, root)
    root.tk.eval("configure_colors")
    root.tk.call("bind", root.winfo_class(), "<<ThemeChanged>>", "")
