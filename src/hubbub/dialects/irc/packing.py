"""Many words in as few numerics as they fit into."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hubbub.chat.world.session import Session

from .batches import slowly
from .lines import caused, nick_of, server_name

LINE_BYTES = 510


def packed(session: Session, code: str, params: Sequence[str], words: Iterable[str], *, separator: str = " ") -> None:
    """Answer with numerics whose last parameter holds as many of the words as fit, none when there are no words."""
    head = " ".join([f":{server_name(session)} {code} {nick_of(session)}", *params, ":"]).encode()
    between = separator.encode()
    room = LINE_BYTES - len(head)
    lines: list[bytes] = []
    line: list[bytes] = []
    size = 0
    for word in words:
        written = word.encode()
        if line and size + len(written) > room:
            lines.append(head + between.join(line))
            line, size = [], 0
        line.append(written)
        size += len(written) + len(between)
    if line:
        lines.append(head + between.join(line))
    slowly(session, [caused(session, line) for line in lines])
