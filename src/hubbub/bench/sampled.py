"""`hubbub serve` that looks at itself: every few milliseconds of its CPU, which part of the path it is in.

Run as `python -m hubbub.bench.sampled FILE serve ...`; FILE gets a `Diary` when the server ends. A sample weighs the
CPU time of the main thread since the one before: what other threads use is never put down to a part of the main one.
"""

from __future__ import annotations

import runpy
import signal
import sys
import time
from pathlib import Path
from types import CodeType, FrameType

import msgspec

import hubbub

EVERY = 0.001  # seconds of CPU; the system's clock tick may make it more
SNAPSHOT = 0.1  # seconds

LOOP = "the loop: epoll, reads, callbacks"
OTHER = "not explained"

PARTS: tuple[tuple[str, str, str], ...] = (
    ("wire/lines", "", "bytes to lines"),
    ("server/net/line_protocol", "", "bytes to lines"),
    ("server/net/reading", "", "bytes to lines"),
    ("server/net/outflow", "", "writes"),
    ("server/net/connection", "Connection.flush", "writes"),
    ("server/net/", "", "one line after the other, flood control"),
    ("wire/", "", "parsing"),
    ("dialects/irc/rendering/", "", "rendering"),
    ("dialects/", "", "which command, and what it says"),
    ("commands/", "", "checking"),
    ("chat/rights/", "", "checking"),
    ("chat/limits/", "", "checking"),
    ("chat/world/session", "Profile.", "rendering"),
    ("chat/world/history/", "", "the latest, remembered"),
    ("chat/chat", "Chat._keep", "the latest, remembered"),
    ("chat/chat", "Chat._show", "outboxes"),
    ("chat/chat", "Batch.", "end of the turn"),
    ("chat/world/session", "", "outboxes"),
    ("chat/", "", "the event"),
    ("log/sqlite/rows", "", "the log's rows"),
    ("log/", "", "the commit"),
    ("server/core/commits", "Commits._flush", "writes"),
    ("server/core/outboxes", "joined", "writes"),
    ("server/core/", "", "end of the turn"),
    ("server/process/", "", LOOP),
    ("bench/sampled", "", LOOP),
)
"""Which file (below `hubbub/`) and function belong to which part: the first row that fits the innermost frame."""

ROOT = str(Path(hubbub.__file__).parent) + "/"


class Snapshot(msgspec.Struct, frozen=True):
    """CPU seconds since the start: by part of the main thread, and of all other threads. `at`: the monotonic clock."""

    at: float
    parts: dict[str, float]
    threads: float


class Diary(msgspec.Struct, frozen=True):
    snapshots: list[Snapshot]


class Sampler:
    """Counts the main thread's CPU by part."""

    def __init__(self) -> None:
        self.parts: dict[str, float] = {}
        self.known: dict[CodeType, str | None] = {}
        self.snapshots: list[Snapshot] = []
        self.last = time.thread_time()
        self.snapped = 0.0

    def start(self) -> None:
        signal.signal(signal.SIGPROF, self._sample)
        signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def diary(self) -> Diary:
        signal.setitimer(signal.ITIMER_PROF, 0)
        return Diary(self.snapshots)

    def _sample(self, number: int, frame: FrameType | None) -> None:
        now = time.thread_time()
        part = self._part(frame)
        self.parts[part] = self.parts.get(part, 0.0) + now - self.last
        self.last = now
        at = time.monotonic()
        if at - self.snapped >= SNAPSHOT:
            self.snapped = at
            self.snapshots.append(Snapshot(at, dict(self.parts), time.process_time() - now))

    def _part(self, frame: FrameType | None) -> str:
        """That of the innermost frame that has one: a library's time is that of who called it."""
        while frame is not None:
            code = frame.f_code
            if code not in self.known:
                self.known[code] = part_of(code.co_filename, code.co_qualname)
            part = self.known[code]
            if part is not None:
                return part
            frame = frame.f_back
        return OTHER


def part_of(file: str, function: str) -> str | None:
    """The part that a function belongs to, None outside of hubbub."""
    if not file.startswith(ROOT):
        return None
    inside = file.removeprefix(ROOT)
    return next((part for path, name, part in PARTS if inside.startswith(path) and function.startswith(name)), None)


def main(file: Path, arguments: list[str]) -> None:
    """`hubbub` with these arguments, sampled."""
    sampler = Sampler()
    sampler.start()
    sys.argv[1:] = arguments
    try:
        runpy.run_module("hubbub", run_name="__main__")
    finally:
        file.write_bytes(msgspec.json.encode(sampler.diary()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
