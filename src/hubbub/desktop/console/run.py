"""The server console in a window begins: Tk and a display, or one sentence that says what is missing."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from hubbub.console.desk import Desk
from hubbub.desktop.run import opened
from hubbub.uplink.serving import Serving
from hubbub.uplink.thread import Network

STARTED, ATTACHED = "or use: hubbub serve --tui", "or use: hubbub console --tui"


def run(folder: Path, command: Sequence[str], host: str, port: int, *, start: bool, theme: str = "") -> int:
    """Until the window is closed; `start`: the server is started, else looked for. Raises NoWindows, and
    KeyboardInterrupt when it ended by Ctrl-C.
    """
    root = opened(STARTED if start else ATTACHED)
    from hubbub.desktop.memory import Memory

    from .app import Console

    network = Network()
    network.start()
    memory = Memory(network, "console")
    serving = Serving(folder, command, lambda told: network.put(console.told, told, events=True))
    desk = Desk(serving, lambda: time.time_ns() // 1_000_000, str(folder), host, port)
    console = Console(root, network, memory, desk, start=start, theme=theme)
    root.deiconify()
    interrupted = console.run()
    if words := serving.left_behind():
        print(words, file=sys.stderr)
    if interrupted:
        raise KeyboardInterrupt
    return 0
