"""The log in plain dicts: for tests, and servers that keep nothing."""

from __future__ import annotations

from .deciding import MemoryDeciderLog
from .engine import MemoryLog

__all__ = ["MemoryDeciderLog", "MemoryLog"]
