"""About coming in, and those who keep order."""

from __future__ import annotations

from .refusal import Refusal


class NotAdmitted(Refusal):
    """They may not enter this server as who they are."""


class InvitedOnly(NotAdmitted):
    """It is only for the invited."""

    code = "INVITATION_REQUIRED"


class AccountsOnly(NotAdmitted):
    """It is only for those with an account."""

    code = "ACCOUNT_REQUIRED"


class AccountsOnlyInsecurely(AccountsOnly):
    """The same, and they could not log in over this connection."""


class AccountsOnlyNow(AccountsOnly):
    """It is for now: the server is locked down."""


class AccountsOnlyNowInsecurely(AccountsOnlyInsecurely):
    """The same, and they could not log in over this connection."""


class WrongInvite(Refusal):
    """It is no invitation, or over."""

    code = "WRONG_INVITATION"


class BadInvite(Refusal):
    """It cannot be an invitation: `reason`."""

    code = "INVALID_PARAMS"


class TooManyInvites(BadInvite):
    """There are `most` already, of those that `what` says."""


class NoSuchInvite(Refusal):
    """There is none of that number that they may revoke."""

    code = "NO_SUCH_INVITATION"


class SilentNow(Refusal):
    """Nobody may speak: the server is locked down."""

    code = "LOCKED_DOWN"


class GuestsSilentNow(SilentNow):
    """Only who has an account may speak: the server is locked down."""

    code = "ACCOUNT_REQUIRED"


class NoSuchLevel(Refusal):
    """It is none of the `levels` of a lockdown."""

    code = "NO_SUCH_LEVEL"


class WrongPassword(Refusal):
    """It is not the server's password."""

    code = "WRONG_PASSWORD"


class PasswordMissing(WrongPassword):
    """The server has one, and none was given."""


class PasswordInsecurely(WrongPassword):
    """It may be, or not: over this connection nobody may say it."""


class NoOperators(Refusal):
    """The settings have none."""

    code = "NO_OPERATORS"


class WrongOperatorPassword(Refusal):
    """They may try again in `seconds`."""

    code = "WRONG_PASSWORD"


class NotServerOperator(Refusal):
    """It is for operators of the server."""

    code = "NO_PRIVILEGES"


class BannedHere(Refusal):
    """They are banned from the server: `until` when, and `why`."""

    code = "BANNED"


class BadBan(Refusal):
    """It cannot be banned: `reason`."""

    code = "INVALID_TARGET"


class MeansMany(Refusal):
    """The ban would mean `count` people who are here: `names`."""

    code = "MEANS_MANY"


class NoSuchBan(Refusal):
    """There is none of that."""

    code = "NO_SUCH_BAN"


class NothingToAudit(Refusal):
    """They keep order nowhere."""

    code = "NO_PRIVILEGES"


class NoSuchAct(Refusal):
    """There is none of that number that they may read."""

    code = "NO_SUCH_ACT"


class CannotUndo(Refusal):
    """The act cannot be undone: `reason`."""

    code = "CANNOT_UNDO"


class NothingToPutBack(CannotUndo):
    """Such a `command` about `what` cannot be undone at all."""


class ChangedSince(Refusal):
    """It cannot, for `what` it was about has changed."""

    code = "CANNOT_UNDO"


class NoSuchReport(Refusal):
    """There is none of that number that they may handle."""

    code = "NO_SUCH_REPORT"


class TooManyReports(Refusal):
    """Too many wait already."""

    code = "TOO_MANY_REPORTS"


class TooManyOfYours(TooManyReports):
    """Too many of theirs wait already."""
