"""What is wrong with the settings, and where."""

from __future__ import annotations

import msgspec


class Problem(msgspec.Struct, frozen=True):
    """One thing that is wrong, printed as `file:line: key: message`.

    `line` 0 means no certain line; `key` is dotted (`listen.port`) and empty when no key is to blame.
    """

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        words = ": ".join(part for part in (place, self.key, self.message) if part)
        return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)


class SettingsError(Exception):
    """The settings cannot be used; `problems` tells all that was found, in the order of the file."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems
