"""The mouse, ours or the terminal's: F4 lets it go, so that the terminal selects as it always does."""

from __future__ import annotations

from collections.abc import Callable

# X11 buttons, every movement, urxvt's and SGR's way to tell where: what Textual asks for, too.
ON = "".join(f"\x1b[?{mode}h" for mode in (1000, 1003, 1015, 1006))
OFF = "".join(f"\x1b[?{mode}l" for mode in (1000, 1003, 1015, 1006))


class Mouse:
    """`write` sends a sequence to the terminal."""

    def __init__(self, write: Callable[[str], None], tell: Callable[[str], None]) -> None:
        self.write, self.tell = write, tell
        self.ours = True

    def use(self, ours: bool) -> None:
        """Take it, or let it go, without a word."""
        if ours != self.ours:
            self.ours = ours
            self.write(ON if ours else OFF)

    def toggle(self) -> None:
        self.use(not self.ours)
        self.tell("The mouse is back." if self.ours else "The mouse is the terminal's now. F4 takes it back.")
