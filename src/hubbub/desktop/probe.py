"""Whether this system can draw emoji in colour: some versions of libXft end the program that tries.

So a child tries first, and what became of it is remembered for this font and this library.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PATIENCE = 10.0  # seconds
CHILD = """
import tkinter
root = tkinter.Tk()
root.withdraw()
canvas = tkinter.Canvas(root)
canvas.pack()
canvas.create_text(0, 0, anchor="nw", text="\\U0001f389", font=("Noto Color Emoji", 12))
root.deiconify()
root.geometry("1x1+0+0")
root.overrideredirect(True)
root.update()
root.destroy()
"""


def key() -> str:
    """What the answer depends on: the libraries that draw letters."""
    if sys.platform in ("win32", "darwin"):
        return sys.platform
    places = (Path(folder) for folder in ("/usr/lib", "/usr/lib64", "/usr/local/lib"))
    found = sorted(file.name for place in places for file in _libraries(place))
    return f"{sys.executable} {' '.join(found)}"


def _libraries(place: Path) -> list[Path]:
    try:
        return [*place.glob("libXft.so.*"), *place.glob("*-linux-*/libXft.so.*")]
    except OSError:
        return []


def works(program: str = CHILD) -> bool:
    """Let a child draw one."""
    if sys.platform in ("win32", "darwin"):
        return True
    try:
        done = subprocess.run(
            [sys.executable, "-c", program], timeout=PATIENCE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0
