"""The log in PostgreSQL (15 or newer), by asyncpg: for servers that are to go on when their machine does not."""

from __future__ import annotations

from .clock import FAR, difference
from .connection import opening
from .engine import PostgresLog, how_it_stands, look_at, open_in_turn, open_log
from .parts import PostgresParts, open_parts

__all__ = [
    "FAR",
    "PostgresLog",
    "PostgresParts",
    "difference",
    "how_it_stands",
    "look_at",
    "open_in_turn",
    "open_log",
    "open_parts",
    "opening",
]
