"""Many words in as few numerics as they fit into."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hubbub.chat.world.session import Session, Slices

from .batches import slowly
from .lines import caused, nick_of, server_name

LINE_BYTES = 510


def packed(session: Session, code: str, params: Sequence[str], words: Iterable[str], *, separator: str = " ") -> None:
    """Answer with numerics whose last parameter holds as many of the words as fit, none when there are no words."""
    slowly(session, packed_lines(session, code, params, separator.join(words), separator))


def packed_lines(session: Session, code: str, params: Sequence[str], text: str, separator: str = " ") -> list[bytes]:
    """The lines of that, of words that stand in one text already."""
    head = _head(session, code, params)
    return [caused(session, head + part) for part in cut(text.encode(), separator.encode(), LINE_BYTES - len(head))]


def packed_slowly(session: Session, code: str, params: Sequence[str], parts: Iterable[Iterable[str]]) -> Slices:
    """The same words of very many, separated by spaces, which come some at a time."""
    head, rest = _head(session, code, params), b""
    for words in parts:
        text = " ".join(words).encode()
        text = rest + b" " + text if rest and text else rest or text
        *lines, rest = [*cut(text, b" ", LINE_BYTES - len(head))] or [b""]
        yield [caused(session, head + line) for line in lines]
    if rest:
        yield [caused(session, head + rest)]


def _head(session: Session, code: str, params: Sequence[str]) -> bytes:
    return " ".join([f":{server_name(session)} {code} {nick_of(session)}", *params, ":"]).encode()


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
