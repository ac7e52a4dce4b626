"""What the windows remember, and what a person has chosen: read at the start, written by the network's thread."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from typing import Any

from hubbub.tk.look import Look, Wishes
from hubbub.uplink.settings import Settings, SettingsFile
from hubbub.uplink.thread import Network
from hubbub.uplink.trouble import Trouble
from hubbub.uplink.window_state import WindowState
from hubbub.views.notices import Wish

from .choices import Choices

START, LEAST = (1180, 760), (640, 420)  # pixels of the design: the window at first, and at the least


class Memory:
    """`state`: plain data of this face alone: geometry, the system's theme as it was, emoji used, what was probed.
    `face`: another one than the client, which goes by what that has found out of the screen.
    """

    def __init__(self, network: Network, face: str = "desktop") -> None:
        self.network = network
        self.trouble: Trouble | None = None
        self.failed: Callable[[Trouble], None] = lambda trouble: None  # what was chosen holds, but not for good
        self.file: SettingsFile | None = None
        self.settings = Settings()
        self._state_file = WindowState(face)
        self.state: dict[str, Any] = {}
        try:
            self.file = SettingsFile()
            self.settings = self.file.now
            probed = WindowState("desktop").read() if face != "desktop" else {}
            self.state = {
                key: probed[key] for key in ("emoji", "system_dark") if key in probed
            } | self._state_file.read()
        except Trouble as trouble:
            self.trouble = trouble

    def change(self, key: str, value: object) -> Settings:
        """Chosen at once; written in the other thread."""
        import msgspec

        self.settings = msgspec.structs.replace(self.settings, **{key: value})
        file = self.file
        if file is not None:

            async def write() -> None:
                file.change(**{key: value})

            self.network.ask(write, lambda done: None, lambda trouble: self.failed(trouble))
        return self.settings

    def keep(self, **state: object) -> None:
        self.state = self.state | state
        data = dict(self.state)

        async def write() -> None:
            self._state_file.write(data)

        self.network.ask(write, lambda done: None, lambda trouble: None)

    # What follows from it

    def theme(self, wanted: str = "") -> str:
        """The name of a theme. `wanted`: on the command line, instead of the settings."""
        chosen = wanted or self.settings.theme
        if chosen == "system":
            chosen = "dark" if self.state.get("system_dark") else "light"
        return f"{chosen}-contrast" if self.settings.more_contrast and not chosen.endswith("-contrast") else chosen

    def wishes(self, theme: str = "") -> Wishes:
        settings = self.settings
        emoji, compact = bool(self.state.get("emoji", True)), settings.density == "compact"
        return Wishes(self.theme(theme), settings.text_size, settings.scale / 100, emoji, compact)

    def choices(self) -> Choices:
        settings = self.settings
        return Choices(
            hours=int(settings.clock),
            text=settings.text_size,
            come_and_go=settings.come_and_go,
            typing=settings.send_typing,
            markers=settings.send_markers,
            wish=Wish(settings.notices, settings.quiet_from, settings.quiet_until),
            emoji_used=tuple(map(str, self.state.get("emoji_used", ()))),
        )

    # Geometry

    def place(self, root: tk.Tk, look: Look, start: tuple[int, int] = START, least: tuple[int, int] = LEAST) -> None:
        """The window as it was, if it is still on a screen; else in the middle, in that size of the design. It is not
        made smaller than `least`, unless the screen is.
        """
        wide, high = (look.px(size) for size in start)
        screen = root.winfo_screenwidth(), root.winfo_screenheight()
        root.minsize(min(look.px(least[0]), screen[0]), min(look.px(least[1]), screen[1]))
        saved = self.state.get("geometry")
        if isinstance(saved, list) and len(saved) == 4 and all(isinstance(part, int) for part in saved):
            wide, high = saved[0], saved[1]
            if _on_screen(saved, screen):
                root.geometry(f"{wide}x{high}+{saved[2]}+{saved[3]}")
                return
        wide, high = min(wide, screen[0]), min(high, screen[1])
        root.geometry(f"{wide}x{high}+{(screen[0] - wide) // 2}+{max(0, (screen[1] - high) // 3)}")

    def keep_geometry(self, root: tk.Tk) -> list[int]:
        return [root.winfo_width(), root.winfo_height(), root.winfo_x(), root.winfo_y()]


def _on_screen(geometry: list[int], screen: tuple[int, int]) -> bool:
    wide, high, x, y = geometry
    return 0 <= x + wide // 2 < screen[0] and 0 <= y < screen[1] - 40 and wide > 100 and high > 100
