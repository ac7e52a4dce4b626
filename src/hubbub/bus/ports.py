"""What is asked of a bus."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

Heard = Callable[[bytes], object]


class CannotReach(Exception):
    """There is no bus at that address; the text says why."""


class Bus(Protocol):
    """Messages by subject, to all who listen at that moment. To be used on one loop."""

    @property
    def is_up(self) -> bool:
        """Whether it carries what is said, as far as is known."""

    def publish(self, subject: str, data: bytes) -> None:
        """Say that. It is lost without contact, and when it is larger than the bus takes."""

    async def subscribe(self, subject: str, heard: Heard) -> None:
        """Call `heard` with all that is said there from now on, also after contact was lost and came back."""

    async def close(self) -> None:
        """Say what was to be said, and listen no more."""
