"""About people: their names, what they say of themselves, and whom they block."""

from __future__ import annotations

from .refusal import Refusal


class NoName(Refusal):
    """No name was given."""

    code = "NO_NAME"


class BadName(Refusal):
    """It cannot be a name: `reason`."""

    code = "BAD_NAME"


class NameTaken(Refusal):
    """Somebody has the name, or one that looks like it."""

    code = "NAME_TAKEN"


class NameReserved(Refusal):
    """Nobody may have the name."""

    code = "NAME_RESERVED"


class NameOwned(NameTaken):
    """It belongs to an account, and they are not logged in to it."""

    code = "NAME_OWNED"


class NameResting(NameTaken):
    """It belonged to an account that was deleted or renamed, and is free again at `until`."""

    code = "NAME_RESTING"


class NameKept(Refusal):
    """Others would read the new name `where` they may not speak."""

    code = "NAME_KEPT"


class RealnameKept(Refusal):
    """The same about a real name."""

    code = "CANNOT_CHANGE_REALNAME"


class NobodyNamed(Refusal):
    """Nobody of that name has been here; `closest` is a name that was, where one is like it."""

    code = "NOBODY_NAMED"


class NobodyHere(NobodyNamed):
    """Nobody has that name now; somebody may have had it."""


class NotWanted(Refusal):
    """The person does not take private messages from them: `why`."""

    code = "NOT_WANTED"


class BadSilence(Refusal):
    """That cannot be blocked: `reason`."""

    code = "INVALID_TARGET"


class SilenceFull(Refusal):
    """They block `limit` masks already."""

    code = "LIST_FULL"


class NotBlocked(Refusal):
    """They do not block that."""

    code = "NOT_BLOCKED"


class TextTooLong(Refusal):
    """A text of theirs has `length` bytes of at most `limit`."""

    code = "TEXT_TOO_LONG"


class NoGateway(Refusal):
    """It is no gateway of the settings."""

    code = "NO_GATEWAY"


class BadGateway(NoGateway):
    """It is one, but what it says cannot be so: `reason`."""


class BadTicket(Refusal):
    """The ticket for a cookie is no good."""

    code = "BAD_TICKET"


class BadToken(Refusal):
    """The token takes up no visit."""

    code = "INVALID_TOKEN"


class MetadataRefused(Refusal):
    """About metadata. `words` are the parameters of its standard reply; the codes are those of metadata-3."""

    def __init__(self, *words: str, **details: str) -> None:
        super().__init__(words[0], **details)
        self.words = words


class NoMetadataOf(MetadataRefused):
    """There is nobody and no room of that name that they may see."""

    code = "INVALID_TARGET"


class BadMetadataKey(MetadataRefused):
    """It cannot be a key, of at most `limit` letters."""

    code = "INVALID_KEY"


class BadMetadataValue(MetadataRefused):
    """The value has `length` bytes of at most `limit`."""

    code = "INVALID_VALUE"


class NotYourMetadata(MetadataRefused):
    """It is not theirs to change."""

    code = "KEY_NO_PERMISSION"


class TooMuchMetadata(MetadataRefused):
    """There are `limit` keys already."""

    code = "LIMIT_REACHED"


class TooManySubscriptions(MetadataRefused):
    """They hear of `limit` keys already."""

    code = "LIMIT_REACHED"


class MetadataTooFast(MetadataRefused):
    """They may change it again in `seconds`."""

    code = "RATE_LIMITED"
