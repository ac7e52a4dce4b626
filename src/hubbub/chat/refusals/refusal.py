"""What all refusals have in common."""

from __future__ import annotations

from typing import ClassVar


class Refusal(Exception):
    """An answer that says no. `about` is the name, room or value concerned; `details` are what else there is to say.

    Each dialect says it in sentences of its own (`dialects.refusals`).
    """

    code: ClassVar[str] = "REFUSED"  # the code of a standard reply (FAIL command code)

    def __init__(self, about: str = "", **details: str) -> None:
        super().__init__(about, details)
        self.about = about
        self.details = details
