"""About accounts: passwords, certificates, connections."""

from __future__ import annotations

from .refusal import Refusal


class NotSecure(Refusal):
    """A password came over a connection that others may read."""

    code = "NOT_SECURE"


class WouldBeShown(NotSecure):
    """A password would be shown over such a connection."""


class BadPassword(Refusal):
    """It cannot be a password: `reason`."""

    code = "UNACCEPTABLE_PASSWORD"


class BadEmail(Refusal):
    """An e-mail address is wanted, and that is none."""

    code = "INVALID_EMAIL"


class WeakPassword(BadPassword):
    """It is too easy to guess: `reason`."""

    code = "WEAK_PASSWORD"


class LoginFailed(Refusal):
    """It is not the password, or there is no such account."""

    code = "INVALID_CREDENTIALS"


class TooManyTries(Refusal):
    """They may try again in `seconds`."""

    code = "TEMPORARILY_UNAVAILABLE"


class TooManyLogins(Refusal):
    """Too many passwords wait to be hashed."""

    code = "TEMPORARILY_UNAVAILABLE"


class AccountsClosed(Refusal):
    """Nobody can make an account for themselves here."""

    code = "TEMPORARILY_UNAVAILABLE"


class NoAccountsNow(AccountsClosed):
    """Nobody can for now: the server is locked down."""


class AccountExists(Refusal):
    """There is one of that name, or of one that looks like it."""

    code = "ACCOUNT_EXISTS"


class AlreadyLoggedIn(Refusal):
    """They are, as the account of that name."""

    code = "ALREADY_REGISTERED"


class NotLoggedIn(Refusal):
    """It is for those who are logged in."""

    code = "NOT_LOGGED_IN"


class NoSuchDevice(Refusal):
    """They have no connection of that number."""

    code = "NO_SUCH_DEVICE"


class NoSuchAccount(Refusal):
    """There is no account of that name."""

    code = "NO_SUCH_ACCOUNT"


class WrongCode(Refusal):
    """It is none, or was used before."""

    code = "WRONG_CODE"


class BadFingerprint(Refusal):
    """It is no SHA-256 in hex digits."""

    code = "INVALID_FINGERPRINT"


class NoCertificate(Refusal):
    """They have come without one."""

    code = "NO_CERTIFICATE"


class CertificateTaken(Refusal):
    """It belongs to an account already."""

    code = "CERTIFICATE_TAKEN"


class CertificateUnknown(Refusal):
    """Their account has no such certificate."""

    code = "CERTIFICATE_UNKNOWN"


class TooManyCertificates(Refusal):
    """Their account has `limit`."""

    code = "TOO_MANY_CERTIFICATES"


class NobodysCertificate(Refusal):
    """No account has the certificate of this connection."""

    code = "CERTIFICATE_UNKNOWN"


class PushOff(Refusal):
    """This server tells no device of anything."""

    code = "PUSH_OFF"


class PushFull(Refusal):
    """`limit` devices of theirs are told of messages already."""

    code = "TOO_MANY_SUBSCRIPTIONS"


class BadEndpoint(Refusal):
    """No device can be told of anything over that address, or by that key: `reason`."""

    code = "INVALID_PARAMS"


class NoWay(BadEndpoint):
    """Nothing can be done about that address now: `reason`."""

    code = "INTERNAL_ERROR"


class TooManyConnections(Refusal):
    """The account has `limit` connections already."""

    code = "TOO_MANY_CONNECTIONS"


class BadApiToken(Refusal):
    """It cannot be a token: `reason`."""

    code = "BAD_TOKEN"


class TooManyTokens(Refusal):
    """The account has `limit` tokens."""

    code = "TOO_MANY_TOKENS"


class NoSuchToken(Refusal):
    """The account has no token of that name."""

    code = "NO_SUCH_TOKEN"
