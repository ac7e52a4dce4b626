"""About reading back."""

from __future__ import annotations

from .refusal import Refusal


class UnknownPoint(Refusal):
    """There is no message where they want to read."""

    code = "INVALID_PARAMS"


class HistoryAway(Refusal):
    """It cannot be read now: the database cannot be reached."""

    code = "MESSAGE_ERROR"


class HistoryDamaged(Refusal):
    """What they want to read is damaged on the server's disk."""

    code = "MESSAGE_ERROR"


class BadSearch(Refusal):
    """It cannot be searched for: `reason`."""

    code = "INVALID_PARAMS"


class NoWords(BadSearch):
    """There is nothing in it to search for: signs are no words."""


class NoHistory(Refusal):
    """There is none that they may read."""

    code = "INVALID_TARGET"
