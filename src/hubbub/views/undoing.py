"""What undoes an act of one's own in a room, once the server has done it: in words, and as a typed command."""

from __future__ import annotations

from typing import NamedTuple

from hubbub.client.state.items import Happening

from .happenings import ROLES
from .pieces import safe


class Undo(NamedTuple):
    """`done`: what was done; `command`: what to type in that room to undo it."""

    done: str
    command: str


def opposite(happening: Happening) -> Undo | None:
    """None: nothing would undo it, or it is no act on somebody."""
    if happening.kind == "kicked" and not happening.own:
        return Undo(f"{safe(happening.name)} was removed.", f"/invite {happening.name}")
    words = happening.text.split(" ")
    if happening.kind != "modes" or len(words) != 2 or len(words[0]) != 2 or words[0][0] not in "+-":
        return None
    sign, letter, about = words[0][0], words[0][1], words[1]
    command = f"/mode {'-' if sign == '+' else '+'}{letter} {about}"
    if letter == "b":
        return Undo(_ban(safe(about), on=sign == "+"), command)
    if letter in ROLES:
        done = f"is {ROLES[letter]} now" if sign == "+" else f"is {ROLES[letter]} no more"
        return Undo(f"{safe(about)} {done.replace('is voice', 'has a voice')}.", command)
    return None


def _ban(about: str, *, on: bool) -> str:
    if about.startswith("m:"):
        return f"{about[2:]} is muted." if on else f"{about[2:]} may speak again."
    return f"{about} is banned." if on else f"{about} may come back."
