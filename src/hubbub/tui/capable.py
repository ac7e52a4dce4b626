"""Whether this is a terminal that a full-screen program can work with, and how many colours it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO


def wants_lines(environ: Mapping[str, str], stdin: TextIO | None, stdout: TextIO | None) -> bool:
    """Whether the line client is meant: by a variable, by a dumb terminal, or because this is a pipe."""
    if environ.get("HUBBUB_LINE") == "1" or environ.get("TERM", "") == "dumb":
        return True
    return stdin is None or stdout is None or not (stdin.isatty() and stdout.isatty())


def why_not(environ: Mapping[str, str]) -> str:
    """In a sentence, why the full-screen client cannot be shown here; '' when it can."""
    if not _moves_cursor(environ.get("TERM", "")):
        return (
            f"The terminal {environ.get('TERM') or 'without a name'} cannot move its cursor: this is the line client."
        )
    try:
        import textual  # noqa: F401
    except ImportError:
        return "The full-screen client needs the Python package textual: this is the line client."
    return ""


def _moves_cursor(term: str) -> bool:
    """What terminfo says; a terminal that it does not know may."""
    try:
        import curses
    except ImportError:  # Windows, where consoles can
        return True
    if not term:
        return False
    try:
        curses.setupterm(term)
        return curses.tigetstr("cup") is not None
    except curses.error:
        return True


def _knows_none(term: str) -> bool:
    """Whether terminfo says that it has no colours; a terminal that it does not know may have some."""
    try:
        import curses

        curses.setupterm(term)
        return curses.tigetnum("colors") < 8
    except (ImportError, curses.error):
        return False


def colours(environ: Mapping[str, str]) -> int:
    """2 ** 24, 256 or 16; none where the person (NO_COLOR) or the terminal wants none."""
    if environ.get("NO_COLOR") or _knows_none(environ.get("TERM", "")):
        return 0
    if environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return 1 << 24
    term = environ.get("TERM", "")
    if term.endswith(("-direct", "-truecolor")) or environ.get("WT_SESSION"):
        return 1 << 24
    if "256color" in term or term in ("xterm-kitty", "alacritty", "foot", "xterm-ghostty", "wezterm"):
        return 256
    return 16
