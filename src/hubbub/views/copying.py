"""Messages as text for a clipboard: `[10:02] bob: hello`, one below the other, with the days between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .days import clock
from .rows import Row


def copied(rows: Iterable[Row], hours: int = 24) -> str:
    """The rows as people paste them: no tools, no reactions, no folds."""
    return "\n".join(_lines(rows, hours))


def count(rows: Iterable[Row]) -> int:
    """How many messages are among them."""
    return sum(row.kind in ("message", "whisper") for row in rows)


def _lines(rows: Iterable[Row], hours: int) -> Iterator[str]:
    for row in rows:
        at = clock(row.at, hours)
        if row.kind == "message":
            said = " ".join([*([row.text] if row.text else []), *(f"[{card.name}]" for card in row.files)])
            yield f"[{at}] * {row.name} {said}" if row.action else f"[{at}] {row.name}: {said}"
        elif row.kind == "whisper":
            yield f"[{at}] private message from {row.name}: {row.text}"
        elif row.kind == "day":
            yield f"--- {row.text}"
        elif row.kind in ("event", "note"):
            yield row.text
