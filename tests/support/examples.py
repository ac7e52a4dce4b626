"""With how many examples a property is tried: with some of them in each run, with all in `make test-long`."""

from __future__ import annotations

import os

ALL = os.environ.get("HUBBUB_EXAMPLES") == "all"
LEAST = 15  # of those that are asked for


def examples(most: int) -> int:
    """A third of `most`, others in each run; in the long one that many."""
    return most if ALL else min(most, max(LEAST, most // 3))
