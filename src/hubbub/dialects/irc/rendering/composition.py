"""A text of several lines as the lines that carry it."""

from __future__ import annotations

from hubbub.typed.splitting import cut_behind_words
from hubbub.wire.message import BODY_LIMIT

SHORTEST = 64  # bytes of text that are in a line, however long all names are


def composition(text: str, joined: tuple[int, ...], longest: int = BODY_LIMIT) -> list[tuple[str, bool]]:
    """The lines as they were sent: (text, whether it is joined to the line before without a line feed); cut where one
    has more than `longest` bytes."""
    parts = []
    place = 0
    for line in text.split("\n"):
        end = place + len(line)
        cuts = [place, *(cut for cut in joined if place < cut < end), end]
        for n in range(len(cuts) - 1):
            pieces = cut_behind_words(text[cuts[n] : cuts[n + 1]], longest)
            parts += [(piece, n > 0 or number > 0) for number, piece in enumerate(pieces)]
        place = end + 1
    return parts
