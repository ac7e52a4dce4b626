"""About what is said, changed and taken back."""

from __future__ import annotations

from typing import ClassVar

from .refusal import Refusal


class CannotSend(Refusal):
    """They may not speak there: `reason`."""

    code = "CANNOT_SEND"


class NoRecipient(Refusal):
    """Nobody to send it to was named."""

    code = "NO_RECIPIENT"


class NoText(Refusal):
    """There is nothing to send."""

    code = "NO_TEXT"


class TooManyTargets(Refusal):
    """It is for more than `limit` at once."""

    code = "TOO_MANY_TARGETS"


class TooMuchHeld(Refusal):
    """`limit` messages wait for that name already."""

    code = "TOO_MUCH_HELD"


class ClientIdReused(Refusal):
    """Another message was sent with that id."""

    code = "CLIENT_ID_REUSED"


class ClientIdRemoved(ClientIdReused):
    """The message with that id was removed meanwhile."""


class DiskFull(Refusal):
    """It could not be kept: there is no space on the disk."""

    code = "DISK_FULL"


class DatabaseHeld(DiskFull):
    """It could not be kept: another program holds the database."""


class DatabaseAway(DiskFull):
    """It could not be kept: the database cannot be reached."""


class DiskFullWaits(DiskFull):
    """What they sent last waits until there is space again. `refused`: of what does not wait, for the same reason."""

    refused: ClassVar[type[DiskFull]] = DiskFull


class DatabaseHeldWaits(DiskFullWaits):
    """The same until that program lets go of it."""

    refused = DatabaseHeld


class DatabaseAwayWaits(DiskFullWaits):
    """The same until it can be reached."""

    refused = DatabaseAway


class BadRetention(Refusal):
    """It cannot be how long messages stay: `reason`."""

    code = "INVALID_PARAMS"


class UnknownMessage(Refusal):
    """There is no `message` of that id."""

    code = "UNKNOWN_MSGID"


class NotReadable(UnknownMessage):
    """There is none that they may read."""


class NotYours(Refusal):
    """They may not remove that `message`."""

    code = "REDACT_FORBIDDEN"


class NotYourMessage(Refusal):
    """They may not change that `message`."""

    code = "EDIT_FORBIDDEN"


class MayNotPin(Refusal):
    """They may not pin that `message`, nor take it off."""

    code = "PIN_FORBIDDEN"


class AlreadyPinned(Refusal):
    """That `message` is pinned."""

    code = "ALREADY_PINNED"


class NotPinned(UnknownMessage):
    """It is not among the pinned ones."""


class TooManyPins(Refusal):
    """`limit` messages are pinned there."""

    code = "TOO_MANY_PINS"


class BadRelayedName(Refusal):
    """It cannot be the name of who is relayed: `reason`."""

    code = "INVALID_NICK"


class MayNotRelay(Refusal):
    """They may speak for nobody else there."""

    code = "PRIVS_NEEDED"
