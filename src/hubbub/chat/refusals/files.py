"""About files: uploading, and having what others uploaded."""

from __future__ import annotations

from .refusal import Refusal


class FilesOff(Refusal):
    """Nobody uploads files here."""

    code = "FILES_OFF"


class FilesOnlyWithAccount(Refusal):
    """Only the owners of accounts upload files here."""

    code = "ACCOUNT_REQUIRED"


class FileTooLarge(Refusal):
    """A file has at most `limit`."""

    code = "FILE_TOO_LARGE"


class NoRoomForFile(Refusal):
    """It would be more than `whose` files may have together: `limit`."""

    code = "NO_ROOM"


class NotThatType(Refusal):
    """Files of this type are not taken here: `types` are."""

    code = "NOT_THAT_TYPE"


class NoSuchFile(Refusal):
    """There is no such file, or they may not have it."""

    code = "UNKNOWN_FILE"
