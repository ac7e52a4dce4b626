"""How each kind of text in a conversation looks: some sixty tags, however many messages there are."""

from __future__ import annotations

import tkinter as tk
from typing import Any

from hubbub.theme.tokens import HUES
from hubbub.tk.look import Look

GUTTER, FACE, GAP = 16, 36, 12  # left of the text: free, a face, free
RIGHT = 24
FILES = tuple(f"file{place}" for place in range(10))  # of one message
ACTING = (*FILES, "act", "link", "room", "mentioned", "name", "chip", "chipmine", "reply", "fold", "host")
ABOVE = (
    *("strong", "em", "code", "block", "host", "link", "room", "mentioned", "me", "sign", "chip", "chipmine"),
    *("emoji", "large", "reaction", "shown", "act", "found", "lit", "sel"),
)


class Tags:
    """Sets them up for one text. `left`: where texts begin; `upper`: pixel rows of a face beside the name."""

    def __init__(self, text: tk.Text, look: Look) -> None:
        self.text, self.look = text, look
        self.left = look.px(GUTTER + FACE + GAP)
        self.upper = max(look.height("bold"), round(look.px(FACE) * 0.55))
        self.mine = ("accent", "on_accent") if look.plain else ("accent_soft", "accent_ink")
        text.configure(tabs=(self.left,))
        self._lines()
        self._inks()
        self._pieces()
        self._grounds()
        for tag in ABOVE:
            text.tag_raise(tag)
        for tag in ACTING:
            text.tag_bind(tag, "<Enter>", lambda event: text.configure(cursor="hand2"))
            text.tag_bind(tag, "<Leave>", lambda event: text.configure(cursor="arrow"))

    def _lines(self) -> None:
        """Kinds of lines: margins and distances."""
        set_, look, px = self.text.tag_configure, self.look, self.look.px
        plain: dict[str, Any] = {"lmargin1": self.left, "lmargin2": self.left, "rmargin": px(RIGHT)}
        faced: dict[str, Any] = {"lmargin1": px(GUTTER), "lmargin2": self.left, "rmargin": px(RIGHT)}
        above, between, below = (6, 1, 1) if look.wishes.compact else (12, 3, 4)
        set_("head", **faced, spacing1=px(above), font=look.fonts["bold"])
        set_("line", **faced, spacing2=px(between), spacing3=px(below))
        set_("anywhere", wrap="char")
        set_("lone", **faced, spacing1=px(between), spacing3=px(below))
        set_("more", **plain, spacing2=px(between), spacing3=px(below))
        set_("quote", lmargin1=self.left + px(12), lmargin2=self.left + px(12), foreground=look.t["ink_2"])
        set_("event", **plain, font=look.fonts["small"], spacing1=px(9), spacing3=px(4))
        set_("detail", **plain, font=look.fonts["small"], spacing1=px(2), spacing3=px(2))
        set_("card", **plain, font=look.fonts["small"], spacing1=px(2), spacing3=px(4))
        set_("picture", **plain, spacing1=px(2), spacing3=px(6))
        set_("chips", **plain, font=look.fonts["tinybold"])  # spacing would lie under its letters alone
        set_("day", justify="center", spacing1=px(16), spacing3=px(4), font=look.fonts["tinybold"])
        set_("new", spacing1=px(10), lmargin1=px(GUTTER))
        set_("gap", justify="center", spacing1=px(10), spacing3=px(6), font=look.fonts["small"])
        set_("empty", justify="center", spacing1=px(80), font=look.fonts["list"])
        set_("loading", **faced, spacing1=px(16))
        set_("whisper", **faced, spacing1=px(7), spacing3=px(7))

    def _inks(self) -> None:
        set_, fonts, t = self.text.tag_configure, self.look.fonts, self.look.t
        set_("time", font=fonts["tiny"], foreground=t["ink_3"])
        set_("aside", font=fonts["small"], foreground=t["ink_3"])
        set_("quoted", font=fonts["smallbold"])
        for surface in ("canvas", "mention_soft"):  # the time in the margin, hidden until one points at the message
            set_(f"margin_{surface}", font=fonts["tiny"], foreground=t[surface])
        set_("own", foreground=t["good_ink"])
        for n in range(HUES):
            set_(f"hue{n}", foreground=t[f"hue_{n}"])
        set_("words", foreground=t["accent_ink"])
        set_("did", font=fonts["italic"])
        set_("sending", foreground=t["ink_3"])
        set_("bad", foreground=t["bad_ink"])
        set_("grey", foreground=t["ink_3"])
        set_("whispered", foreground=t["new_ink"], font=fonts["bold"])

    def _pieces(self) -> None:
        """Pieces of a text."""
        set_, fonts, t = self.text.tag_configure, self.look.fonts, self.look.t
        set_("strong", font=fonts["strong"])
        set_("em", font=fonts["italic"])
        set_("code", font=fonts["mono"], background=t["well"], foreground=t["ink"], lmargincolor=t["canvas"])
        pad = self.look.px(8)
        set_("block", font=fonts["mono"], foreground=t["ink"], background=t["well"], wrap="char")
        set_("block", lmargin1=self.left + pad, lmargin2=self.left + pad, rmargin=self.look.px(RIGHT))
        set_("block", lmargincolor=t["canvas"], rmargincolor=t["canvas"])
        set_("link", foreground=t["accent_ink"], underline=True)
        set_("host", foreground=t["new_ink"], font=fonts["small"])
        set_("room", foreground=t["accent_ink"])
        set_("mentioned", foreground=t["accent_ink"])
        set_("act", foreground=t["accent_ink"], underline=True)
        set_("me", foreground=t["on_badge"], background=t["badge"])
        set_("sign", font=fonts["tiny"], background=t["active_canvas"], foreground=t["ink_2"])
        set_("emoji", font=fonts["emoji"])
        set_("large", font=fonts["large"])
        set_("gone", elide=True)
        set_("reaction", font=fonts["reaction"])
        set_("chip", background=t["active_canvas"], foreground=t["ink_2"])
        set_("chipmine", background=t[self.mine[0]], foreground=t[self.mine[1]])
        set_("filename", foreground=t["accent_ink"], font=fonts["smallbold"])
        set_("name")
        set_("reply")
        set_("fold")

    def _grounds(self) -> None:
        """What lies under whole rows, the end of the line included."""
        t, set_ = self.look.t, self.text.tag_configure
        for tag, colour in (("mention", "mention_soft"), ("hover", "hover_canvas"), ("chosen", "active_canvas"),
                            ("lit", "accent_soft")):  # fmt: skip
            set_(tag, background=t[colour], lmargincolor=t[colour], rmargincolor=t[colour])
        set_("whisper", background=t["mention_soft"], lmargincolor=t["mention_soft"], rmargincolor=t["mention_soft"])
        set_("shown", foreground=t["ink_3"])
        set_("found", background=t["select"])

    def widen(self, width: int) -> None:
        """A second tab stop at the right end, for lines that run from there. `width`: of a line, in pixels."""
        self.text.tag_configure("rtl", tabs=(self.left, max(self.left + 50, width - self.look.px(RIGHT)), "right"))
