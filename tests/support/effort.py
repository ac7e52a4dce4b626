"""Whether something costs too much, by the CPU time of this thread. Other work on the machine only ever adds to it, so
what counts is the least of some rounds: what is really too dear is so in all of them.
"""

from __future__ import annotations

import time
from collections.abc import Callable

ROUNDS = 8


def costs_at_most(factor: float, usual: Callable[[], object], worst: Callable[[], object]) -> bool:
    """Whether `worst` takes at most that many times what `usual` takes."""
    least_usual = least_worst = float("inf")
    for _ in range(ROUNDS):
        least_usual, least_worst = min(least_usual, _cpu(usual)), min(least_worst, _cpu(worst))
        if least_worst < factor * least_usual + 0.01:
            return True
    return False


def _cpu(act: Callable[[], object]) -> float:
    start = time.thread_time()
    act()
    return time.thread_time() - start
