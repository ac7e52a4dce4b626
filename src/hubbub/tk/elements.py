"""The parts of ttk that are pictures for 96 dpi in sv-ttk, drawn anew in our colours at the scale of the screen."""

from __future__ import annotations

import itertools
import tkinter as tk
from tkinter import ttk
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .look import Look

# ttk fills the middle of an element with copies of the middle of its picture: a large one needs few of them.
LARGE, WIDE, SMALL = 256, 96, 24
SURFACES = ("ground", "canvas", "raised")
# An element cannot be made twice: each look has names of its own.
_numbers = itertools.count()

State = tuple[Any, ...]  # states, then the picture for them
Layout = list[Any]  # what ttk takes: names with options, nested; typeshed wants a TypedDict for each


def build(look: Look, style: ttk.Style) -> None:
    """All styles: buttons, entries, ticks, scrollbars, cards, for each surface where it matters."""
    parts = _Parts(look, style, f"Hub{next(_numbers)}")
    style.configure(".", background=look.t["ground"], foreground=look.t["ink"])
    _fields(parts)
    _buttons(parts)
    _ticks(parts)
    for surface in SURFACES:
        _on(parts, surface)


def press_by_enter(root: tk.Tk) -> None:
    """Enter presses a button as the space bar does, where nothing else is bound to it."""

    def pressed(event: tk.Event[tk.Misc]) -> None:
        button = event.widget
        if isinstance(button, ttk.Button) and not button.bind("<Return>"):
            button.invoke()

    for keys in ("<Return>", "<KP_Enter>"):
        root.bind_class("TButton", keys, pressed)


def _filled(element: str, children: Layout | None = None) -> Layout:
    """A layout of one element that fills all there is, with others in it."""
    return [(element, {"sticky": "nswe", "children": children} if children else {"sticky": "nswe"})]


class _Parts:
    def __init__(self, look: Look, style: ttk.Style, name: str) -> None:
        self.look, self.style, self.name = look, style, name
        self.t, self.px, self.patch = look.t, look.px, look.pictures.patch

    def made(self, name: str, rest: tk.PhotoImage, *states: State, border: float = 8, least: float = 0) -> str:
        """An element; without `padding=0` everything in it would grow by twice the border. `least`: its smallest side,
        else that of its picture."""
        whole, size = f"{self.name}.{name}", self.px(least)
        sides: dict[str, Any] = {"width": size, "height": size} if least else {}
        self.style.element_create(
            whole, "image", rest, *states, border=self.px(border), padding=0, sticky="nswe", **sides
        )
        return whole

    def button(self, name: str, element: str, padding: tuple[int, int], ground: str, ink: str) -> None:
        self.style.layout(name, _filled(element, _filled("Button.padding", _filled("Button.label"))))
        self.style.configure(
            name, padding=padding, anchor="center", background=ground, foreground=ink, font=self.look.fonts["list"]
        )
        self.style.map(name, foreground=[("disabled", self.t["ink_3"])], background=[])


def _fields(parts: _Parts) -> None:
    t, px, patch = parts.t, parts.px, parts.patch
    field = parts.made(
        "field",
        patch(t["raised"], t["line_strong"], side=WIDE),
        ("disabled", patch(t["ground"], t["line"], side=WIDE)),
        ("invalid", patch(t["raised"], t["bad_ink"], 2, side=WIDE)),
        ("focus", patch(t["raised"], t["accent_ink"], 2, side=WIDE)),
        least=SMALL,
    )
    parts.style.layout("TEntry", _filled(field, _filled("Entry.padding", _filled("Entry.textarea"))))
    parts.style.configure(
        "TEntry",
        padding=(px(8), px(6)),
        foreground=t["ink"],
        insertcolor=t["ink"],
        selectbackground=t["select"],
        selectforeground=t["ink"],
    )
    parts.style.map("TEntry", foreground=[("disabled", t["ink_3"])], selectbackground=[], selectforeground=[])
    for surface in SURFACES:
        parts.style.layout(f"{surface}.field.TFrame", _filled(field))
        parts.style.configure(f"{surface}.field.TFrame", background=t[surface])


def _buttons(parts: _Parts) -> None:
    t, patch = parts.t, parts.patch
    raised, edge, padding = t["raised"], t["line_strong"], (parts.px(14), parts.px(5))
    rest = parts.made(
        "button",
        patch(raised, edge),
        ("disabled", patch(t["ground"], t["line"])),
        ("pressed", patch(t["active_raised"], edge)),
        ("focus", patch(raised, t["accent_ink"], 2)),
        ("active", patch(t["hover_raised"], edge)),
    )
    accent = parts.made(
        "accent",
        patch(t["accent"], None),
        ("disabled", patch(t["active_ground"], None)),
        ("pressed", patch(t["accent_ink"], None)),
        ("focus", patch(t["accent"], t["ink"], 2)),
        ("active", patch(t["accent_ink"], None)),
    )
    danger = parts.made(
        "danger",
        patch(raised, t["bad_ink"]),
        ("disabled", patch(t["ground"], t["line"])),
        ("pressed", patch(t["bad_soft"], t["bad_ink"])),
        ("focus", patch(raised, t["bad_ink"], 2)),
        ("active", patch(t["bad_soft"], t["bad_ink"])),
    )
    parts.button("TButton", rest, padding, t["ground"], t["ink"])
    parts.button("Accent.TButton", accent, padding, t["ground"], t["on_accent"])
    parts.style.configure("Accent.TButton", font=parts.look.fonts["listbold"])
    parts.button("Danger.TButton", danger, padding, t["ground"], t["bad_ink"])
    for surface in SURFACES:  # their corners are clear: they show the background of the style
        for kind, element, ink in (("", rest, "ink"), ("Accent.", accent, "on_accent"), ("Danger.", danger, "bad_ink")):
            parts.button(f"{surface}.{kind}TButton", element, padding, t[surface], t[ink])
        parts.style.configure(f"{surface}.Accent.TButton", font=parts.look.fonts["listbold"])


def _ticks(parts: _Parts) -> None:
    """Boxes to tick and rounds to choose, with the focus as an outline of the whole row."""
    t, patch, look = parts.t, parts.patch, parts.look
    empty, full = patch(t["raised"], t["line_strong"], 1, 4, 18), look.pictures.tick(t["accent"], t["on_accent"])
    tick = parts.made("tick", empty, ("selected", full), border=0)
    round_, filled = patch(t["raised"], t["line_strong"], 1, 9, 18), patch(t["raised"], t["accent"], 6, 9, 18)
    choice = parts.made("choice", round_, ("selected", filled), border=0)
    for surface in SURFACES:
        ring = parts.made(f"{surface}.ring", patch(None, None), ("focus", patch(None, t["accent_ink"], 2)))
        for kind, mark, name in (("check", tick, "TCheckbutton"), ("radio", choice, "TRadiobutton")):
            style = f"{surface}.{name}"
            label = (f"{kind.capitalize()}button.label", {"side": "left", "sticky": ""})
            inner: Layout = [(mark, {"side": "left", "sticky": ""}), label]
            parts.style.layout(style, _filled(ring, _filled("Button.padding", inner)))
            parts.style.configure(
                style,
                background=t[surface],
                foreground=t["ink"],
                font=look.fonts["list"],
                padding=(parts.px(4), parts.px(3)),
            )
            parts.style.map(style, foreground=[("disabled", t["ink_3"])], background=[])


def _on(parts: _Parts, surface: str) -> None:
    """What knows which surface it lies on, for its corners are clear: tools, scrollbars, cards, what floats."""
    t, px, patch, style = parts.t, parts.px, parts.patch, parts.style
    tool = parts.made(
        f"{surface}.tool",
        patch(None, None),
        ("pressed", patch(t[f"active_{surface}"], None)),
        ("focus", patch(None, t["accent_ink"], 2)),
        ("active", patch(t[f"hover_{surface}"], None)),
    )
    parts.button(f"{surface}.Tool.TButton", tool, (px(5), px(5)), t[surface], t["ink_2"])
    parts.button(f"{surface}.Chosen.Tool.TButton", tool, (px(5), px(5)), t[surface], t["ink"])
    style.configure(f"{surface}.Chosen.Tool.TButton", font=parts.look.fonts["listbold"])
    thumb = parts.made(
        f"{surface}.thumb",
        patch(t[f"active_{surface}"], None, 0, 4, 9),
        ("active", patch(t["line_strong"], None, 0, 4, 9)),
        border=4,
    )
    trough = parts.made(f"{surface}.trough", patch(t[surface], None, 0, 0, 9), border=0)
    bar = f"{surface}.Vertical.TScrollbar"
    upright: Layout = [(trough, {"sticky": "ns", "children": _filled(thumb)})]
    style.layout(bar, upright)
    style.configure(bar, background=t[surface], arrowsize=px(9))
    for kind, edge in (("card", t["line"]), ("float", t["line_strong"])):
        focus = ("focus", patch(t["raised"], t["accent_ink"], 2, 8, LARGE))
        element = parts.made(f"{surface}.{kind}", patch(t["raised"], edge, 1, 8, LARGE), focus, border=10, least=SMALL)
        style.layout(f"{surface}.{kind}.TFrame", _filled(element))
        style.configure(f"{surface}.{kind}.TFrame", background=t[surface])
