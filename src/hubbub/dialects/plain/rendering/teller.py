"""What writes a line about an event."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Teller = Callable[[Any, str], str | None]
"""From an event and the lobby's name: the line without its time; None: it is not shown."""
