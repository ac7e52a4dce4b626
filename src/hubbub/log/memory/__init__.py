"""The log in plain dicts: for tests, and servers that keep nothing."""

from __future__ import annotations

from .carrying import MemoryCarrying
from .engine import MemoryLog

__all__ = ["MemoryCarrying", "MemoryLog"]
