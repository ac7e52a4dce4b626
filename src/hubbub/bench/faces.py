"""What the windows and the terminal client cost, as CPU seconds of their processes: each face in a process of its own.

The window needs a display: DISPLAY, or Xvfb, which is started for it. Without either it is left out, and said so.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from .results import Figure
from .run import BenchFailed, Run

PATIENCE = 300.0  # seconds for one face


def faces(run: Run) -> None:
    """First paint, 10,000 messages at once, a change of place, 5,000 members, a new width; a long timeline."""
    with _display(run) as display:
        for face in ("desktop", "terminal"):
            if face == "terminal" or display:
                run.tell(face)
                for name, what, value, unit, asked in _measured(run, face, display):
                    run.figure(Figure(f"{face}-{name}", f"{face}: {what}", value, unit, asked))


def _measured(run: Run, face: str, display: str) -> list[tuple[str, str, float, str, float | None]]:
    folder = run.new_folder()
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "DBUS_"))}
    done = subprocess.run(
        [sys.executable, "-m", "hubbub.bench.shown", face],
        env=kept | {"DISPLAY": display, "HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    if done.returncode:
        raise BenchFailed(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"{face} ended")
    found: list[tuple[str, str, float, str, float | None]] = json.loads(done.stdout)
    return found


@contextmanager
def _display(run: Run) -> Iterator[str]:
    """The name of a display; '' where there is none."""
    if os.environ.get("DISPLAY") or not shutil.which("Xvfb"):
        if not os.environ.get("DISPLAY"):
            run.tell("there is no display, and Xvfb is not installed: the window is left out")
        yield os.environ.get("DISPLAY", "")
        return
    read, write = os.pipe()
    words = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1700x1200x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            yield f":{told.readline().strip()}"
    finally:
        server.terminate()
        server.wait(10)
