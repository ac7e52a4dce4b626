"""A screen of our own for tests with windows: Xvfb, or the reason why there is none."""

from __future__ import annotations

import importlib.util
import os
import select
import shutil
import subprocess
from functools import cache

from tests.support.ending import ends

PATIENCE = 60.0  # seconds until a screen that is not there counts as broken
QUIET = ("-nolisten", "tcp", "-noreset")
PROGRAMS = {"Xvfb": "xvfb", "xdotool": "xdotool"}


@cache
def missing() -> str:
    """Why there can be no windows here; '' when there can."""
    for program, package in PROGRAMS.items():
        if not shutil.which(program):
            return f"{program} is not installed (Debian: {package})"
    if importlib.util.find_spec("_tkinter") is None:
        return "this Python was built without Tk (Debian: python3-tk, for the Python of the system)"
    return ""


class Screen:
    """An X server that nobody sees. `name` is what DISPLAY is to be. No key repeats itself (`-r`): on a busy machine it
    takes some time from its press to its release."""

    def __init__(self, size: str = "1700x1200x24", dpi: int = 96) -> None:
        read, write = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", size, "-dpi", str(dpi), "-r", *QUIET],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        with os.fdopen(read) as told:  # its number, as soon as it may be used
            ready, _, _ = select.select([told], [], [], PATIENCE)
            number = told.readline().strip() if ready else ""
        if not number:
            self.process.kill()
            raise AssertionError(
                f"Xvfb has told no number within {PATIENCE:g} s, and ends with {self.process.wait(PATIENCE)}"
            )
        self.name = f":{number}"

    def close(self) -> None:
        self.process.terminate()
        ends(self.process, "Xvfb")
