"""What the desktop around a window is told."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from tests.support.screens import Screen, missing

PROGRAM = """
import re, subprocess, tkinter
from hubbub.desktop import systems

def variant():
    tree = subprocess.run(["xwininfo", "-id", str(root.winfo_id()), "-tree"], capture_output=True, text=True).stdout
    around = re.search("Parent window id: (0x[0-9a-f]+)", tree)
    return "" if around is None else subprocess.run(
        ["xprop", "-id", around[1], systems.GTK_VARIANT], capture_output=True, text=True
    ).stdout

def wait(word):
    while f'"{word}"' not in variant():
        root.update()

root = tkinter.Tk()
root.withdraw()
systems.darken_title(root, True)
root.deiconify()
wait("dark")
systems.darken_title(root, False)
wait("light")
"""


def test_the_title_bar_is_told_whether_it_is_dark_before_the_window_shows_and_later() -> None:
    absent = missing() or next((f"no {name}" for name in ("xprop", "xwininfo") if not shutil.which(name)), "")
    if absent:
        pytest.skip(absent)
    screen = Screen()
    try:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            env=os.environ | {"DISPLAY": screen.name},
            capture_output=True,
            text=True,
            timeout=60,
        )
    finally:
        screen.close()
    assert done.returncode == 0, done.stderr
