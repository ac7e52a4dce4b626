"""A disk that forgets what was not flushed, as in a power cut: a VFS of SQLite (https://sqlite.org/vfs.html).

What is written goes to the real file at once, where this process reads it again. What would be there after a power cut
is kept beside: the content at the last flush, and any of the writes since, in any order, the last one torn.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import apsw

NAME = "forgetful"
SECTOR = 512

Write = tuple[int, bytes | None]  # where, and what; None: the file was cut there


class Kept:
    """One file: its `content` at the last flush, and the writes since."""

    def __init__(self, content: bytes) -> None:
        self.content = bytearray(content)
        self.since: list[Write] = []

    def flush(self) -> None:
        for write in self.since:
            _do(self.content, *write)
        self.since.clear()

    def after_a_cut(self, random: Random) -> bytes:
        """What may be found: of what was not flushed nothing, all, or some."""
        content = bytearray(self.content)
        chance = random.choice([0.0, 0.5, 0.9, 1.0])
        survived = [write for write in self.since if random.random() < chance]
        random.shuffle(survived)
        for number, (offset, data) in enumerate(survived):
            if data is not None and number == len(survived) - 1:
                data = data[: random.randrange(len(data) // SECTOR + 1) * SECTOR]
            _do(content, offset, data)
        return bytes(content)


def _do(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
    else:
        content.extend(bytes(max(0, offset - len(content))))
        content[offset : offset + len(data)] = data


class Disk:
    """`cuts`: the numbers of the steps (writes and flushes) before which a picture is taken of what a cut leaves; with
    it comes what was `accepted` by then."""

    def __init__(self, cuts: set[int]) -> None:
        self.files: dict[str, Kept] = {}
        self.steps = 0
        self.cuts = cuts
        self.accepted = 0
        self.pictures: list[tuple[int, dict[str, Kept]]] = []

    def step(self) -> None:
        self.steps += 1
        if self.steps in self.cuts:
            self.take()

    def take(self) -> None:
        """A picture as of now."""
        self.pictures.append((self.accepted, copy.deepcopy(self.files)))


class _Files(apsw.VFS):
    def __init__(self, disk: Disk) -> None:
        self.disk = disk
        self.base = apsw.vfs_names()[0]  # the default comes first
        super().__init__(NAME, self.base, makedefault=True)

    def xOpen(self, name: str | apsw.URIFilename | None, flags: list[int]) -> apsw.VFSFile:
        return _File(self.disk, self.base, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        self.disk.files.pop(filename, None)
        super().xDelete(filename, syncdir)


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, base: str, name: str | apsw.URIFilename | None, flags: list[int]) -> None:
        self.disk = disk
        path = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        if path and path not in disk.files:
            before = Path(path).read_bytes() if Path(path).exists() else b""
            disk.files[path] = Kept(before)
        self.kept = disk.files[path] if path else Kept(b"")
        super().__init__(base, name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        self.disk.step()
        self.kept.since.append((offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        self.disk.step()
        self.kept.since.append((newsize, None))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        self.disk.step()
        super().xSync(flags)
        self.kept.flush()


@contextmanager
def forgetful(disk: Disk) -> Iterator[None]:
    """All databases that are opened inside are on this disk. A VFS in Python has no shared memory for the WAL, so each
    database is its first connection's alone."""

    def alone(connection: apsw.Connection) -> None:
        if not connection.readonly("main"):
            connection.pragma("locking_mode", "exclusive")

    files = _Files(disk)
    apsw.connection_hooks.append(alone)
    try:
        yield
    finally:
        apsw.connection_hooks.remove(alone)
        apsw.set_default_vfs(files.base)
        files.unregister()
