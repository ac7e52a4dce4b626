"""A certificate that nobody vouches for: at the first visit a question, not a warning to click away."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import ttk

from hubbub.tk.look import Look

from .column import breadth

WIDE, CHANGED = 400, 460
NEW = (
    "It shows a certificate of its own, and you have not been here before. "
    "Compare this with what its operator tells you:"
)
KEPT = "It is remembered. If it changes one day, you will be told."


def in_lines(fingerprint: str) -> str:
    """AB:CD:... in two lines of sixteen, with a gap in the middle of each."""
    parts = fingerprint.split(":")
    if len(parts) != 32:
        return fingerprint
    lines = [parts[at : at + 16] for at in (0, 16)]
    return "\n".join(f"{':'.join(line[:8])} {':'.join(line[8:])}" for line in lines)


class Trust(ttk.Frame):
    """`answered` is told whether it is the right one."""

    def __init__(self, master: tk.Misc, look: Look, answered: Callable[[bool], object]) -> None:
        super().__init__(master, style="ground.card.TFrame", padding=look.px(16))
        px = look.px
        lines = (
            ("Is this the right server?", "listbold", "ink"),
            (NEW, "small", "ink_2"),
            ("", "print", "ink"),
            (KEPT, "small", "ink_2"),
        )
        labels = []
        for row, (text, font, ink) in enumerate(lines):
            label = look.label(self, text, font, ink, "raised", wraplength=breadth(self, look, WIDE), justify="left")
            label.grid(row=row, column=0, sticky="w", pady=(0, px(8)))
            labels.append(label)
        self.question, self.fingerprint = labels[0], labels[2]
        answers = tk.Frame(self, background=look.t["raised"])
        answers.grid(row=len(lines), column=0, sticky="w", pady=(px(4), 0))
        self.yes = ttk.Button(
            answers, text="It is the right one", style="raised.Accent.TButton", command=lambda: answered(True)
        )
        self.yes.grid(row=0, column=0)
        no = ttk.Button(answers, text="Cancel", style="raised.TButton", command=lambda: answered(False))
        no.grid(row=0, column=1, padx=px(8))
        for button in (self.yes, no):
            button.bind("<Return>", lambda event, button=button: button.invoke())  # type: ignore[misc]

    def show(self, host: str, fingerprint: str) -> None:
        self.question.configure(text=f"Is this {host}?")
        self.fingerprint.configure(text=in_lines(fingerprint))


class Refused(tk.Frame):
    """The certificate has changed: a page with no button to go on."""

    def __init__(self, master: tk.Misc, look: Look, host: str, known: str, shown: str, file: str) -> None:
        super().__init__(master, background=look.t["ground"])
        px = look.px
        self.back: Callable[[], object] = lambda: None
        sign = tk.Label(self, image=look.icon("warn", "bad_ink", 40), background=look.t["ground"])
        sign.grid(row=0, column=0, sticky="w")
        lines = (
            (f"This may not be {host}", "big", "ink", 8),
            (
                "Its certificate is another one than at your last visit. Either the server has a new one, which its "
                "operator can tell you, or somebody is between you and it. So nothing was sent.",
                "list",
                "ink_2",
                8,
            ),
            ("Known until now", "smallbold", "ink_2", 16),
            (in_lines(known), "print", "ink", 4),
            ("Shown today", "smallbold", "bad_ink", 12),
            (in_lines(shown), "print", "ink", 4),
            (f"If its operator confirms the new one, take the old line out of the file {file}.", "small", "ink_2", 16),
        )
        for row, (text, font, ink, above) in enumerate(lines, 1):
            label = look.label(self, text, font, ink, wraplength=breadth(self, look, CHANGED), justify="left")
            label.grid(row=row, column=0, sticky="w", pady=(px(above), 0))
        button = ttk.Button(self, text="Back", command=lambda: self.back())
        button.grid(row=9, column=0, sticky="w", pady=(px(20), 0))
        button.bind("<Return>", lambda event: self.back())
        button.focus_set()
