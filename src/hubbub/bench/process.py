"""What the operating system knows about a process: its CPU time and its memory (Linux, from /proc)."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Collection
from pathlib import Path

KNOWN = sys.platform == "linux"
_TICKS = os.sysconf("SC_CLK_TCK") if KNOWN else 100
_PAGE = os.sysconf("SC_PAGE_SIZE") if KNOWN else 4096


def cpu_seconds(pid: int) -> float:
    """User and system time of the process with all its threads, in seconds, in steps of a clock tick (10 ms)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident_bytes(pid: int) -> int:
    """The memory of the process that is in RAM."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


def keep_to(cores: Collection[int], pid: int = 0) -> None:
    """Have all threads of the process, and those that it starts from now on, run on these cores only; 0 is ourselves.

    Raises OSError."""
    for thread in os.listdir(f"/proc/{pid or os.getpid()}/task"):
        with contextlib.suppress(ProcessLookupError):  # it has just ended
            os.sched_setaffinity(int(thread), cores)


def processor() -> str:
    """The name of the CPU, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def raise_file_limit() -> None:
    """As many open files as the system lets us have."""
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != hard:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
