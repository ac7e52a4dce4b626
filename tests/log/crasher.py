"""Appends until it is killed, and says which batches were accepted: `python -m tests.log.crasher DIRECTORY [early]`.

With `early` it breaks the law on purpose and says so before the commit: the crash test must notice.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.log.book import NOW, Book, fold

from hubbub.chat.events import RoomCreated
from hubbub.log.sqlite import open_log

ROOMS = 5


def main(directory: Path, early: bool) -> None:
    book = Book(open_log(directory, fold))
    if not book.state.rooms:
        book.keep(*(RoomCreated(log=log, at=NOW, name=f"#r{log}") for log in range(1, ROOMS + 1)))
    while True:
        size = book.id % 37 + 1
        events = [book.message(book.id % ROOMS + 1, "x" * 100, party="v1", client_id=f"{book.id}") for _ in range(size)]
        entries = [entry for event in [*events, book.quit(1, 3)] for entry in book.place(event)]
        if not early:
            book.log.append(entries, events)
        sys.stdout.write(" ".join(f"{entry.log}:{entry.seq}:{entry.id}" for entry in entries) + "\n")
        sys.stdout.flush()
        if early:
            book.log.append(entries, events)


if __name__ == "__main__":
    main(Path(sys.argv[1]), early=sys.argv[2:] == ["early"])
