"""Batches (IRCv3 batch): lines that belong together, produced a slice at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from hubbub.chat.world.session import Session
from hubbub.dialects.irc.state import state_of
from hubbub.irc.caps import Cap
from hubbub.wire.truncate import cut_bytes

from .lines import SLICE, server_name, tagged

BATCH = Cap.BATCH.value
TAGS = Cap.MESSAGE_TAGS.value


def in_batch(session: Session, kind: str, params: Sequence[str], lines: Sequence[bytes], tag: str = "") -> None:
    """Answer with the lines, in a batch for who can read one; `tag`: of the line that opens it, for who can read it."""
    if not state_of(session).caps & BATCH:
        slowly(session, lines)
        return
    reference = state_of(session).next_batch()
    server = server_name(session)
    opening = cut_bytes(" ".join([f":{server} BATCH +{reference} {kind}", *params]).encode())
    session.answer(tagged(opening, tag) if tag and state_of(session).caps & TAGS else opening)
    slowly(session, [line if in_another_batch(line) else tagged(line, "batch", reference) for line in lines])
    session.answer(f":{server} BATCH -{reference}".encode())


def lazily_in_batch(session: Session, kind: str, params: Sequence[str], slices: Iterable[list[bytes]]) -> None:
    """The same with many lines that are made as the connection takes them; only for who can read a batch."""
    reference = state_of(session).next_batch()
    server = server_name(session)
    session.answer(cut_bytes(" ".join([f":{server} BATCH +{reference} {kind}", *params]).encode()))
    session.answer_slowly([tagged(line, "batch", reference) for line in lines] for lines in slices if lines)
    session.answer(f":{server} BATCH -{reference}".encode())


def in_another_batch(line: bytes) -> bool:
    """Whether the line has a batch tag already: it is part of a batch within."""
    return line[:1] == b"@" and (line.startswith(b"@batch=") or b";batch=" in line.partition(b" ")[0])


def slowly(session: Session, lines: Sequence[bytes]) -> None:
    """Answer with many lines, as the connection takes them."""
    if len(lines) <= SLICE:
        session.answer_all(lines)
    else:
        session.answer_slowly(_slices(lines))


def _slices(lines: Sequence[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(lines), SLICE):
        yield list(lines[start : start + SLICE])
