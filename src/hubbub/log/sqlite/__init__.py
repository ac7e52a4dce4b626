"""The log in one SQLite file, with its search index in a second one."""

from __future__ import annotations

from .engine import SqliteLog, open_log
from .errors import CannotOpen

__all__ = ["CannotOpen", "SqliteLog", "open_log"]
