"""The server console in a terminal begins: a terminal that can show it, or one sentence that says what is missing."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from hubbub.console.desk import Desk
from hubbub.tui import capable
from hubbub.uplink import faults, sentences
from hubbub.uplink.serving import Serving, Told
from hubbub.uplink.settings import Settings, SettingsFile
from hubbub.uplink.trouble import Trouble

OTHER_WAY = "use hubbub serve alone, and hubbub console for commands"


class NoScreen(Exception):
    """The console cannot be shown here. The text says why and what to do, in one sentence."""


def run(folder: Path, command: Sequence[str], host: str, port: int, *, start: bool) -> int:
    """Until the person leaves; `start`: the server is started, else looked for. Raises NoScreen."""
    if capable.wants_lines(os.environ, sys.stdin, sys.stdout):
        raise NoScreen(f"This is no terminal that can show the console: {OTHER_WAY}")
    reason = capable.why_not(os.environ).partition(":")[0]
    if reason:
        raise NoScreen(f"{reason}: {OTHER_WAY}")
    return asyncio.run(_run(folder, command, host, port, start=start))


async def _run(folder: Path, command: Sequence[str], host: str, port: int, *, start: bool) -> int:
    from hubbub.tui.background import Background, background
    from hubbub.tui.driver import ENDED_BY, driver_class
    from hubbub.tui.inks import inks_for

    from .app import Console

    settings = _settings()
    ground = Background(dark=True)
    if settings.theme == "system":
        ground = background(os.environ, sys.stdout.fileno())
    loop = asyncio.get_running_loop()

    def tell(told: list[Told]) -> None:
        """From whatever thread; Textual's own queue takes it."""
        with suppress(RuntimeError):  # it is over
            app.call_later(app.told, told)

    serving = Serving(folder, command, tell)
    desk = Desk(serving, lambda: time.time_ns() // 1_000_000, str(folder), host, port)
    inks = inks_for(settings, capable.colours(os.environ), dark=ground.dark)
    os.environ.pop("NO_COLOR", None)  # seen to here: Textual would make greys of what has no colour
    app = Console(desk, inks, start=start, driver_class=driver_class())
    for number, code in ENDED_BY.items():
        loop.add_signal_handler(number, app.exit, code)
    try:
        ended = await app.run_async()
    finally:
        serving.leave()
    if words := serving.left_behind():
        print(words, file=sys.stderr)
    if app.fault is not None:
        print(f"! {sentences.of(faults.note(app.fault))}", file=sys.stderr)
        return 1
    return ended or 0


def _settings() -> Settings:
    try:
        return SettingsFile().now
    except Trouble:
        return Settings()
