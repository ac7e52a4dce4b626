"""The figures of a server, counted and measured in one place: for the operator's page (`numbers`), for consoles
(`feed`) and for Prometheus (`metrics`)."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from hubbub.chat.chat import Batch
from hubbub.chat.events import MessageSent
from hubbub.log.space import space
from hubbub.log.sqlite.engine import DATABASE, INDEX
from hubbub.server.core.engine import Engine

KINDS = {"ws": "browser", "wss": "browser", "irc": "IRC", "plain": "plain text"}  # by carrier or dialect
DATABASES = (DATABASE, f"{DATABASE}-wal", INDEX, f"{INDEX}-wal")


class Figures:
    """Of one server. `messages` that were said since it began; `directory`: its data folder, once there is one, and
    `sizes` the bytes of what is in it, as `measure` found them: `messages`, `search`, `files`, and what is `free`."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.directory: Path | None = None
        self.messages = 0
        self.sizes: dict[str, int] = {}
        self._commits = (0.0, 0.0)
        engine.commits.observers.append(self.see)

    def see(self, batch: Batch) -> None:
        """The log has this."""
        self.messages += batch.kinds.count(MessageSent)

    @property
    def commits(self) -> tuple[float, float]:
        """How long commits take, in milliseconds: half of the latest ones at most, and 99 % of them. Without any, the
        ones before."""
        times = sorted(self.engine.commits.times)
        if times:
            worst = times[min(len(times) - 1, len(times) * 99 // 100)]
            self._commits = round(times[len(times) // 2] * 1000, 2), round(worst * 1000, 2)
        return self._commits

    @property
    def kept(self) -> int:
        """Bytes of all that is kept."""
        return sum(size for name, size in self.sizes.items() if name != "free")

    def look(self) -> None:
        """Measure anew, in a thread."""
        self.engine.loop.run_in_executor(None, self.measure)

    def measure(self) -> None:
        """Look how much space everything takes."""
        folder = self.directory
        if folder is None:
            return
        of = sizes_of(folder)
        files = sum(size(Path(at, name)) for at, _, names in os.walk(folder / "files") for name in names)
        sizes = {
            "messages": sum(of.get(name, 0) for name in DATABASES[:2]),
            "search": sum(of.get(name, 0) for name in DATABASES[2:]),
            "files": files,
        }
        with suppress(OSError):
            sizes["free"] = space(folder).free
        self.sizes = sizes

    def by_kind(self) -> dict[str, int]:
        """How many connections there are of each kind, for people."""
        counts: dict[str, int] = {}
        for connection in self.engine.connections:
            kind = KINDS.get(connection.peer.carrier) or KINDS.get(connection.session.dialect.name)
            if kind:
                counts[kind] = counts.get(kind, 0) + 1
        return counts


def sizes_of(folder: Path) -> dict[str, int]:
    """Bytes of the files of the database and its index, of those that are there."""
    return {name: size(folder / name) for name in DATABASES if (folder / name).is_file()}


def resident() -> int:
    """Bytes of memory that this process has; 0 where that cannot be read (Linux alone says it)."""
    with suppress(OSError, ValueError, IndexError):
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return 0


def size(file: Path) -> int:
    """Bytes of a file; 0: it is not there."""
    with suppress(OSError):
        return file.stat().st_size
    return 0
