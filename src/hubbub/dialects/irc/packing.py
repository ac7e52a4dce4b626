"""Many words in as few numerics as they fit into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hubbub.chat.world.session import Session

from .batches import slowly
from .lines import caused, nick_of, server_name

LINE_BYTES = 510


def packed(session: Session, code: str, params: Sequence[str], words: Iterable[str], *, separator: str = " ") -> None:
    """Answer with numerics whose last parameter holds as many of the words as fit, none when there are no words."""
    head = " ".join([f":{server_name(session)} {code} {nick_of(session)}", *params, ":"]).encode()
    parts = cut(separator.join(words).encode(), separator.encode(), LINE_BYTES - len(head))
    slowly(session, [caused(session, head + part) for part in parts])


def cut(text: bytes, between: bytes, room: int) -> Iterator[bytes]:
    """The text in parts of at most `room` bytes, cut where `between` stands; a word that is longer stays whole."""
    start = 0
    while len(text) - start > room:
        end = text.rfind(between, start, start + room + len(between))
        if end < 0:
            end = text.find(between, start)
        if end < 0:
            break
        yield text[start:end]
        start = end + len(between)
    if text:
        yield text[start:]
