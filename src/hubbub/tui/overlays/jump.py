"""The jump list: any part of a name, Enter goes to the first."""

from __future__ import annotations

from hubbub.tui.lists import Ink, ListRow
from hubbub.tui.painting import presence_sign
from hubbub.views.jump import Target, narrowed

from .narrowing import Narrowing


class Jump(Narrowing[Target, Target]):
    """`found`: everything one can go to. A name that is nowhere can be made a room, or written to."""

    CSS = """
    Jump { align: center top; }
    Jump #panel { margin: 3 0 0 0; width: 56; }
    """
    HINT = "Room or person; # @ + narrow"

    def narrowed(self, text: str) -> list[Target]:
        return narrowed(self.found, text) or _made(text)

    def row(self, key: str, one: Target) -> ListRow:
        room = Ink("+" if one.goes == "join" else "#", "ink_3")
        sign = presence_sign(one.presence) if one.kind == "person" else room
        words = (Ink(f" {one.words} ", "new_ink" if one.badge else "ink_2"),) if one.words else ()
        return ListRow(key, Ink(one.name, bold=one.badge), sign, words)

    def picked(self, one: Target) -> Target:
        return one


def _made(typed: str) -> list[Target]:
    """What one could do with a name that is nowhere."""
    name = typed.strip().lstrip("#@+")
    if not name or " " in name:
        return []
    room = Target(f"#{name}", name, "join", "room", "make this room")
    person = Target(name, name, "person", "person", "write to them")
    return [person] if typed.startswith("@") else [room] if typed[:1] in "#+" else [room, person]
