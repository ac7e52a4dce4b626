"""What the desktop around us is told and asked: light or dark, the title bar, notices. Nothing breaks without."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import threading
import tkinter as tk
from collections.abc import Callable, Sequence

from hubbub.views.notices import escaped

PORTAL = ("gdbus", "call", "--session", "--timeout", "2", "--dest", "org.freedesktop.portal.Desktop",
          "--object-path", "/org/freedesktop/portal/desktop", "--method", "org.freedesktop.portal.Settings.Read",
          "org.freedesktop.appearance", "color-scheme")  # fmt: skip
REGISTRY = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Themes\Personalize"
GTK_VARIANT = "_GTK_THEME_VARIANT"
PATIENCE = 5.0  # seconds


def system_is_dark() -> bool | None:
    """Whether the desktop is dark; None when nobody says. It may take a moment: not for the window's thread."""
    if sys.platform == "win32":
        return _registry_says_dark()
    if sys.platform == "darwin":
        said = output(("defaults", "read", "-g", "AppleInterfaceStyle"))
        return said is not None and "Dark" in said
    said = output(PORTAL)
    return None if said is None else "uint32 1" in said


def _registry_says_dark() -> bool | None:
    said = output(("reg", "query", REGISTRY, "/v", "AppsUseLightTheme"))
    return None if said is None else said.strip().endswith("0x0")


def output(command: Sequence[str]) -> str | None:
    """What a program says; None when it is not there, fails, or takes too long."""
    if not shutil.which(command[0]):
        return None
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=True)
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return None
    return done.stdout


def darken_title(root: tk.Tk, dark: bool) -> None:
    """Ask for a title bar that fits."""
    if sys.platform == "win32":
        import ctypes

        value = ctypes.c_int(dark)
        parent = ctypes.windll.user32.GetParent(root.winfo_id())
        ctypes.windll.dwmapi.DwmSetWindowAttribute(parent, 20, ctypes.byref(value), ctypes.sizeof(value))
    elif sys.platform != "darwin":
        _darken_on_x11(root, "dark" if dark else "light")


def _darken_on_x11(root: tk.Tk, variant: str) -> None:
    """By a property of the window that Tk puts around ours as soon as it is shown, and that nothing in Tk names."""
    window = root.winfo_id()  # asked here: no other thread may touch Tk

    def tell() -> None:
        around = re.search(r"Parent window id: (0x[0-9a-f]+)", output(("xwininfo", "-id", str(window), "-tree")) or "")
        if around is not None:
            output(("xprop", "-id", around[1], "-f", GTK_VARIANT, "8u", "-set", GTK_VARIANT, variant))

    def shown(event: object = None) -> None:
        root.unbind("<Map>")
        in_thread(tell)

    if root.winfo_ismapped():
        shown()
    else:
        root.bind("<Map>", shown)


def in_thread(work: Callable[[], object]) -> None:
    threading.Thread(target=work, daemon=True).start()


def shows_notices() -> bool:
    """Whether there is something that shows notices."""
    return sys.platform not in ("win32", "darwin") and shutil.which("notify-send") is not None


def notify(title: str, text: str, clicked: Callable[[], object]) -> None:
    """Show a notice. `clicked` is called in another thread, and may do no more than pass it on."""
    if not shows_notices():
        return
    in_thread(lambda: _notify(title, text, clicked))


def _notify(title: str, text: str, clicked: Callable[[], object]) -> None:
    plain = escaped(text)
    command = ("notify-send", "--app-name=hubbub", "--action=default=Open", "--", title, plain)
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
        if done.returncode:  # an older one, without actions
            subprocess.run(("notify-send", "--app-name=hubbub", "--", title, plain), timeout=PATIENCE, check=False)
    except (OSError, subprocess.SubprocessError, UnicodeDecodeError):
        return
    if done.stdout.strip() == "default":
        clicked()
