"""A program with a window, run in a process of its own: Tk holds what it once was, and a crash must be seen."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap


def run(screen: str, program: str, **more: str) -> str:
    """What the program prints; it is given `root`, `look` and `np` (no parameters)."""
    head = """
import tkinter as tk
from hubbub.tk.look import Look, Wishes
root = tk.Tk()
root.geometry("700x500+0+0")
look = Look(root, Wishes(scale=1.0))
"""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", head + textwrap.dedent(program)],
        env=os.environ | {"DISPLAY": screen} | more,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
