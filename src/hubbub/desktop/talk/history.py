"""What was typed in each place, to be brought back by ↑ and ↓. Nothing of a password is kept."""

from __future__ import annotations

from hubbub.typed.secrets import is_secret

MOST = 100


class History:
    """By place; `back` and `forth` walk from what is being written."""

    def __init__(self) -> None:
        self._lines: dict[str, list[str]] = {}
        self._place = 0
        self._unsent = ""

    def add(self, place: str, text: str) -> None:
        lines = self._lines.setdefault(place, [])
        if not is_secret(text) and lines[-1:] != [text]:
            lines.append(text)
            del lines[:-MOST]
        self.rest()

    def rest(self) -> None:
        """Something else is written: walking starts at the end again."""
        self._place = 0

    def back(self, place: str, text: str) -> str | None:
        """The line before; None: there is none."""
        lines = self._lines.get(place, [])
        if self._place >= len(lines):
            return None
        if not self._place:
            self._unsent = text
        self._place += 1
        return lines[-self._place]

    def forth(self, place: str) -> str | None:
        """The line after, at last what was being written; None: one is there already."""
        if not self._place:
            return None
        self._place -= 1
        return self._lines.get(place, [])[-self._place] if self._place else self._unsent
