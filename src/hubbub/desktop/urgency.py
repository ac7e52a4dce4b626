"""The hint that a window wants to be looked at, for the window manager to show as it likes: it raises nothing.

ICCCM, 4.1.2.4: the flag UrgencyHint of the property WM_HINTS. Tk has no call for it, so it is set beside Tk, by the
library that Tk itself has under X11.
"""

from __future__ import annotations

import ctypes
import tkinter as tk
from collections.abc import Callable
from functools import cache
from typing import Any

URGENT = 1 << 8


class Hints(ctypes.Structure):
    """XWMHints of Xutil.h."""

    _fields_ = (
        ("flags", ctypes.c_long),
        ("input", ctypes.c_int),
        ("initial_state", ctypes.c_int),
        ("icon_pixmap", ctypes.c_ulong),
        ("icon_window", ctypes.c_ulong),
        ("icon_x", ctypes.c_int),
        ("icon_y", ctypes.c_int),
        ("icon_mask", ctypes.c_ulong),
        ("window_group", ctypes.c_ulong),
    )


def urge(root: tk.Tk, *, urgent: bool) -> None:
    """Set the hint, or take it back. Where windows are not those of X11 nothing happens."""

    def change(xlib: Any, display: int, window: int, hints: Hints) -> None:
        flags = hints.flags | URGENT if urgent else hints.flags & ~URGENT
        if flags != hints.flags:
            hints.flags = flags
            xlib.XSetWMHints(display, window, ctypes.byref(hints))

    _with_hints(root, change)


def is_urgent(root: tk.Tk) -> bool:
    """Whether the hint is set."""
    found: list[bool] = []
    _with_hints(root, lambda xlib, display, window, hints: found.append(bool(hints.flags & URGENT)))
    return any(found)


def _with_hints(root: tk.Tk, does: Callable[[Any, int, int, Hints], object]) -> None:
    """`does` gets the hints of the window that Tk has put around ours, by a connection of our own."""
    xlib = _xlib() if root.tk.call("tk", "windowingsystem") == "x11" else None
    display = xlib.XOpenDisplay(root.winfo_screen().encode()) if xlib is not None else None
    if xlib is None or not display:
        return
    try:
        window = _around(xlib, display, root.winfo_id())
        hints = xlib.XGetWMHints(display, window) if window else None
        if hints:
            does(xlib, display, window, hints.contents)
            xlib.XFree(hints)
    finally:
        xlib.XCloseDisplay(display)


def _around(xlib: Any, display: int, window: int) -> int:
    """The window that has this one in it; 0 when there is none."""
    top, parent, children, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_void_p(), ctypes.c_uint()
    told = map(ctypes.byref, (top, parent, children, count))
    if not xlib.XQueryTree(display, window, *told):
        return 0
    if children:
        xlib.XFree(children)
    return 0 if parent.value == top.value else parent.value


@cache
def _xlib() -> Any:
    """The library, with what its functions take; None where it is not."""
    try:
        xlib = ctypes.CDLL("libX11.so.6")
    except OSError:
        return None
    display, window, pointer = ctypes.c_void_p, ctypes.c_ulong, ctypes.c_void_p
    xlib.XOpenDisplay.argtypes, xlib.XOpenDisplay.restype = (ctypes.c_char_p,), display
    xlib.XCloseDisplay.argtypes = (display,)
    xlib.XFree.argtypes = (pointer,)
    xlib.XQueryTree.argtypes = (display, window, pointer, pointer, pointer, pointer)
    xlib.XGetWMHints.argtypes, xlib.XGetWMHints.restype = (display, window), ctypes.POINTER(Hints)
    xlib.XSetWMHints.argtypes = (display, window, pointer)
    return xlib
