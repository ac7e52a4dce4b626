"""The parts of the main window keep their widths, whatever comes and goes beside them."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from tests.support.screens import Screen, missing

PROGRAM = """
import tkinter as tk
from tests.desktop import pictures
from hubbub.tk.look import Look, Wishes

root = tk.Tk()
look = Look(root, Wishes(scale=1.0))
root.geometry("1180x700")
window = pictures.window(root, look)
parts = {"side": window.sidebar, "members": window.members, "found": window.searching.results}

def widths():
    pictures.settle(root)
    return {name: part.winfo_width() for name, part in parts.items() if part.winfo_viewable()}

assert widths() == {"side": 248, "members": 216}, widths()
for turn in range(2):
    window.keyboard.find()
    assert widths() == {"side": 248, "found": 300}, widths()
    window.searching.close()
    assert widths() == {"side": 248, "members": 216}, widths()
    root.geometry("680x700")
    assert widths() == {}, widths()
    window.keyboard.members(); window.keyboard.places()
    assert widths() == {"side": 248, "members": 216}, widths()
    root.geometry("1180x700")
    assert widths() == {"side": 248, "members": 216}, widths()
window._moved("bob")
assert widths() == {"side": 248}, widths()
window.keyboard.find()
assert widths() == {"side": 248, "found": 300}, widths()
window._moved("#garden")
assert widths() == {"side": 248, "found": 300}, widths()
window.searching.close()
assert widths() == {"side": 248, "members": 216}, widths()
window.layout.side_width = 300
kept = window.layout.kept()
assert kept == {"side_width": 300, "side": True, "panel": True}, kept
window.keyboard.members()
window.layout.go_on(window.layout.kept() | {"side_width": 9999})
window.layout.arrange()
assert widths() == {"side": 400}, widths()
"""


def test_parts_come_and_go_and_have_their_widths() -> None:
    if missing():
        pytest.skip(missing())
    screen = Screen()
    try:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", PROGRAM],
            env=os.environ | {"DISPLAY": screen.name},
            capture_output=True,
            text=True,
            timeout=90,
        )
    finally:
        screen.close()
    assert done.returncode == 0, done.stderr
