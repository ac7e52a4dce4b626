"""How the connection is, in words: for the title, the own card and the strip above the field."""

from __future__ import annotations

from typing import Literal

import msgspec

from hubbub.views import strip

Phase = Literal["connecting", "entering", "on", "waiting", "asking", "over"]


class ConnectionState(msgspec.Struct, frozen=True):
    """`until`: when the next attempt is made, in seconds of the clock; `why`: what is wrong, a sentence or ''."""

    phase: Phase = "connecting"
    name: str = ""
    been_here: bool = False
    until: float = 0.0
    why: str = ""

    @property
    def on(self) -> bool:
        return self.phase == "on"

    @property
    def short(self) -> str:
        """A word or two, for the own card."""
        if self.phase in ("connecting", "entering", "asking"):
            return "connecting…"
        return "connected" if self.on else "connection lost" if self.phase == "waiting" else "not connected"

    @property
    def title(self) -> str:
        """For the title of the window."""
        return f"connected as {self.name}" if self.on else self.short

    def sentence(self, now: float) -> str:
        """For the strip; '' when there is nothing to say."""
        if self.on:
            return ""
        if self.phase == "waiting":
            return strip.lost(max(0.0, self.until - now))
        if self.phase == "over":
            return self.why or "Not connected."
        return strip.lost(None) if self.been_here else strip.CONNECTING
