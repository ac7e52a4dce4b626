"""Why a command was not done. Raised where found, turned into a line in one place of each dialect."""

from __future__ import annotations

from typing import ClassVar

from hubbub.typed import sentences

QUOTED_BYTES = 64  # the longest name of a room


class Refusal(Exception):
    """An answer that says no. `about` is the name, room or value concerned; `sentence` says why and what to do."""

    code: ClassVar[str] = "REFUSED"  # the code of a standard reply (FAIL command code)
    sentence: ClassVar[str] = "That was refused."

    def __init__(self, about: str = "", sentence: str = "", **details: str) -> None:
        super().__init__(about)
        self.about = about
        self.details = details
        self.text = (sentence or self.sentence).format(about=_quoted(about), **details)


def _quoted(about: str) -> str:
    """What a sentence repeats of the asker's words: names as they are, of longer things the beginning."""
    written = about.encode(errors="replace")
    return about if len(written) <= QUOTED_BYTES else written[:QUOTED_BYTES].decode(errors="ignore") + "..."


class NoName(Refusal):
    code = "NO_NAME"
    sentence = "No name was given."


class BadName(Refusal):
    code = "BAD_NAME"
    sentence = "The name {about} cannot be used: {reason}."


class NameTaken(Refusal):
    code = "NAME_TAKEN"
    sentence = "The name {about} is taken. Please choose another one."


class NameReserved(Refusal):
    code = "NAME_RESERVED"
    sentence = "The name {about} is reserved. Please choose another one."


class NameOwned(NameTaken):
    code = "NAME_OWNED"
    sentence = "The name {about} belongs to an account: log in with /login {about} PASSWORD, or choose another one."


class NameResting(NameTaken):
    code = "NAME_RESTING"
    sentence = "The name {about} belonged to an account that was deleted. It is free again on {until}."


class NotSecure(Refusal):
    code = "NOT_SECURE"
    sentence = (
        "Passwords are only taken over TLS, or on the server's own machine. Nothing was done, but others may have "
        "read that password. Connect with TLS (the same port), as with: ncat --ssl HOST PORT"
    )
    SHOWN = "A password would be shown here, where others may read it. Connect with TLS, or use the console."


class BadPassword(Refusal):
    code = "UNACCEPTABLE_PASSWORD"
    sentence = "That cannot be a password: {reason}."


class WeakPassword(BadPassword):
    code = "WEAK_PASSWORD"


class LoginFailed(Refusal):
    code = "INVALID_CREDENTIALS"
    sentence = "That is not the password of {about}, or there is no such account."


class TooManyTries(Refusal):
    code = "TEMPORARILY_UNAVAILABLE"
    sentence = "Too many tries from your address. Try again in {seconds} seconds."


class TooManyLogins(Refusal):
    code = "TEMPORARILY_UNAVAILABLE"
    sentence = "Too many people are logging in right now. Try again in a moment."


class AccountsClosed(Refusal):
    code = "TEMPORARILY_UNAVAILABLE"
    sentence = "Nobody can make an account here for themselves. Ask the operators of this server for one."


class NotAdmitted(Refusal):
    """They may not enter this server as who they are."""


class InvitedOnly(NotAdmitted):
    code = "INVITATION_REQUIRED"
    sentence = (
        "Only people who were invited may enter this server. If you have a code, give it: /invited CODE in plain text, "
        "as the server's password (PASS) in an IRC client. Who has an account logs in."
    )


class WrongInvite(Refusal):
    code = "WRONG_INVITATION"
    sentence = "That is no invitation, or it is over: revoked, used up, or too old. Ask for another one."


class BadInvite(Refusal):
    code = "INVALID_PARAMS"
    sentence = "That cannot be an invitation: {reason}."


class NoSuchInvite(Refusal):
    code = "NO_SUCH_INVITATION"
    sentence = "There is no invitation number {about} that you may revoke; to see them: /invite-link list"


class AccountsOnly(NotAdmitted):
    code = "ACCOUNT_REQUIRED"
    sentence = "Only people with an account may enter this server; its operators make accounts. {how}"
    LOG_IN = "If you have one, log in: give its name and then its password; in an IRC client, use SASL."
    WITH_TLS = "If you have one, connect with TLS (the same port, as with: ncat --ssl HOST PORT) and log in."


class NoAccountsNow(AccountsClosed):
    sentence = "Nobody can make a new account on this server for now. Try again later."


class AccountsOnlyNow(AccountsOnly):
    sentence = "Only people with an account may enter this server for now. {how}"


class SilentNow(Refusal):
    code = "LOCKED_DOWN"
    sentence = "This server is read only for now. Nothing was sent; try again later."


class GuestsSilentNow(SilentNow):
    code = "ACCOUNT_REQUIRED"
    sentence = "Only people with an account may speak for now. Nothing was sent. To log in: /login NAME PASSWORD"


class NoSuchLevel(Refusal):
    code = "NO_SUCH_LEVEL"
    sentence = "{about} is no level of a lockdown. There are: {levels}"


class AccountExists(Refusal):
    code = "ACCOUNT_EXISTS"
    sentence = "There is an account named {about} already, or one that looks like it."


class AlreadyLoggedIn(Refusal):
    code = "ALREADY_REGISTERED"
    sentence = "You are logged in as {about} already."


class NotLoggedIn(Refusal):
    code = "NOT_LOGGED_IN"
    sentence = "You are not logged in. Make your name your own with /register PASSWORD, or log in: /login NAME PASSWORD"


class NoSuchDevice(Refusal):
    code = "NO_SUCH_DEVICE"
    sentence = "There is no device {about} in your list; to see the list, type /devices"


class NoSuchAccount(Refusal):
    code = "NO_SUCH_ACCOUNT"
    sentence = "There is no account named {about}."


class WrongCode(Refusal):
    code = "WRONG_CODE"
    sentence = "That code is wrong, or it was used before."


class BadFingerprint(Refusal):
    code = "INVALID_FINGERPRINT"
    sentence = "A fingerprint is the SHA-256 of a certificate: 64 hex digits, with or without colons."


class NoCertificate(Refusal):
    code = "NO_CERTIFICATE"
    sentence = "You have come without a certificate. Connect over TLS with one, or give its fingerprint (SHA-256)."


class CertificateTaken(Refusal):
    code = "CERTIFICATE_TAKEN"
    sentence = "That certificate belongs to an account already. Make another one."


class CertificateUnknown(Refusal):
    code = "CERTIFICATE_UNKNOWN"
    sentence = "That is no certificate of your account. /cert list shows them."


class TooManyCertificates(Refusal):
    code = "TOO_MANY_CERTIFICATES"
    sentence = "An account has at most {limit} certificates. Remove one first: /cert del FINGERPRINT"


class NobodysCertificate(Refusal):
    code = "CERTIFICATE_UNKNOWN"
    sentence = "No account has the certificate of this connection. Log in by password and add it: /cert add"


class NobodyNamed(Refusal):
    code = "NOBODY_NAMED"
    sentence = 'Nobody named "{about}" has been here.'


class BadRoomName(Refusal):
    code = "BAD_ROOM_NAME"
    sentence = "There can be no room named {about}: {reason}."


class NoSuchRoom(Refusal):
    code = "NO_SUCH_ROOM"
    sentence = "There is no room named {about}."


class RoomNameInUse(Refusal):
    code = "CHANNEL_NAME_IN_USE"
    sentence = "{about} cannot become {name}: there is a room of that name already."


class CannotRename(Refusal):
    code = "CANNOT_RENAME"
    sentence = "{about} cannot become {name}: {reason}."


class NotInRoom(Refusal):
    code = "NOT_IN_ROOM"
    sentence = "You are not in {about}."


class CannotSend(Refusal):
    code = "CANNOT_SEND"
    sentence = "You cannot speak in {about}: {reason}."


class InviteOnly(Refusal):
    code = "INVITE_ONLY"
    sentence = sentences.INVITE_ONLY


class BadKey(Refusal):
    code = "BAD_KEY"
    sentence = sentences.BAD_KEY


class RoomFull(Refusal):
    code = "ROOM_FULL"
    sentence = sentences.ROOM_FULL


class Banned(Refusal):
    code = "BANNED"
    sentence = sentences.BANNED


class NotOperator(Refusal):
    code = "NOT_OPERATOR"
    sentence = "You may not do that in {about}; ask one of its operators."


class NotThere(Refusal):
    code = "NOT_THERE"
    sentence = "{about} is not in {room}."


class AlreadyThere(Refusal):
    code = "ALREADY_THERE"
    sentence = "{about} is in {room} already."


class ListFull(Refusal):
    code = "LIST_FULL"
    sentence = "The list of {about} is full. Take something off it first."


class BadModeArgument(Refusal):
    code = "INVALID_MODE_PARAM"
    sentence = "That cannot be the argument of mode {mode}: {reason}."


class TooManyRooms(Refusal):
    code = "TOO_MANY_ROOMS"
    sentence = "You are in too many rooms to join {about}. Leave one first."


class NoRecipient(Refusal):
    code = "NO_RECIPIENT"
    sentence = "No recipient was given."


class NoText(Refusal):
    code = "NO_TEXT"
    sentence = "There is no text to send."


class NotWanted(Refusal):
    code = "NOT_WANTED"
    sentence = "{about} {why}. Nothing was sent."


class BadSilence(Refusal):
    code = "INVALID_TARGET"
    sentence = "{about} cannot be blocked: {reason}."


class SilenceFull(Refusal):
    code = "LIST_FULL"
    sentence = "You block {limit} already. Take somebody off the list first: /unblock name"


class NotBlocked(Refusal):
    code = "NOT_BLOCKED"
    sentence = "You do not block {about}; to see whom you block, type /blocked"


class TooManyConnections(Refusal):
    code = "TOO_MANY_CONNECTIONS"
    sentence = "{about} has {limit} connections already. Close one of them first: /devices on another one shows them."


class TooManyTargets(Refusal):
    code = "TOO_MANY_TARGETS"
    sentence = "That is for too many at once: at most {limit}."


class TooMuchHeld(Refusal):
    code = "TOO_MUCH_HELD"
    sentence = "{about} is offline, and {limit} messages already wait there. Nothing was sent."


class TopicTooLong(Refusal):
    code = "TOPIC_TOO_LONG"
    sentence = "A topic has at most {limit} bytes; yours has {length}. It was not changed."


class TextTooLong(Refusal):
    code = "TEXT_TOO_LONG"
    sentence = "That text has {length} bytes; at most {limit} fit here. Nothing was changed."


class ClientIdReused(Refusal):
    code = "CLIENT_ID_REUSED"
    sentence = "Another message was already sent with that id; it was kept as it is."


class DiskFull(Refusal):
    code = "DISK_FULL"
    sentence = "The server's disk is full. Nothing was sent; try again later."


class WrongPassword(Refusal):
    code = "WRONG_PASSWORD"
    sentence = "The server's password is wrong."


class NoOperators(Refusal):
    code = "NO_OPERATORS"
    sentence = "This server has no operators."


class WrongOperatorPassword(Refusal):
    code = "WRONG_PASSWORD"
    sentence = "Name or password is wrong. Wait {seconds} seconds before you try again."


class BannedHere(Refusal):
    code = "BANNED"
    sentence = "You are banned from this server{until}: {why}"


class BadBan(Refusal):
    code = "INVALID_TARGET"
    sentence = "{about} cannot be banned: {reason}."


class MeansMany(Refusal):
    code = "MEANS_MANY"
    sentence = (
        "{about} means {count} people who are here: {names}. Nothing was done. If they are all to be banned, say the "
        "same with add! in place of add."
    )


class NothingToAudit(Refusal):
    code = "NO_PRIVILEGES"
    sentence = "You are operator of no room that you are in; what was done elsewhere is not for you to read."


class NoSuchAct(Refusal):
    code = "NO_SUCH_ACT"
    sentence = "There is no act {about} that you may read. To see them, with their numbers, type /audit"


class CannotUndo(Refusal):
    code = "CANNOT_UNDO"
    sentence = "Act {about} cannot be undone: {reason}."


class ChangedSince(Refusal):
    code = "CANNOT_UNDO"
    sentence = "Act {about} was not undone: {what} is not as it left it any more. Change it by hand."


class NoSuchReport(Refusal):
    code = "NO_SUCH_REPORT"
    sentence = "There is no report {about} that you may handle. To see them, with their numbers, type /reports"


class TooManyReports(Refusal):
    code = "TOO_MANY_REPORTS"
    sentence = "Too many reports wait already. Tell an operator of this server in another way."
    YOURS = "You have made many reports that nobody has looked at yet. Wait until somebody has."


class NoSuchBan(Refusal):
    code = "NO_SUCH_BAN"
    sentence = "{about} is not banned from this server."


class NoGateway(Refusal):
    code = "NO_GATEWAY"
    sentence = "Invalid WEBIRC password, or not from an address of that gateway"


class NotServerOperator(Refusal):
    code = "NO_PRIVILEGES"
    sentence = "Permission denied: you are not an operator of this server."


class BadHistoryQuery(Refusal):
    code = "INVALID_PARAMS"
    sentence = "{about} does not say where to read: give msgid=..., timestamp=... or *."


class BadSearch(Refusal):
    code = "INVALID_PARAMS"
    sentence = "{about} cannot be searched for like that: {reason}."


class NoHistory(Refusal):
    code = "INVALID_TARGET"
    sentence = "There is no history of {about} that you may read."


class BadRetention(Refusal):
    code = "INVALID_PARAMS"
    sentence = "How long messages stay was not changed: {reason}."


class UnknownMessage(Refusal):
    code = "UNKNOWN_MSGID"
    sentence = "There is no such message in {about}."


class NotYours(Refusal):
    code = "REDACT_FORBIDDEN"
    sentence = "Only its author and the operators of {about} may remove that message."


class NotYourMessage(Refusal):
    code = "EDIT_FORBIDDEN"
    sentence = "Only its author may change that message."


class BadTicket(Refusal):
    code = "BAD_TICKET"
    sentence = "That ticket was used before, is older than a minute, or was never good."


class BadToken(Refusal):
    code = "INVALID_TOKEN"
    sentence = "The token is not known here (any more)."


class MetadataRefused(Refusal):
    """About metadata. `words` are the parameters of its standard reply; the codes are those of metadata-3."""

    def __init__(self, *words: str, sentence: str = "", **details: str) -> None:
        super().__init__(words[0], sentence, **details)
        self.words = words


class NoMetadataOf(MetadataRefused):
    code = "INVALID_TARGET"
    sentence = "There is nobody and no room named {about} whose metadata you may see."


class BadMetadataKey(MetadataRefused):
    code = "INVALID_KEY"
    sentence = "There can be no key {about}: use a-z, 0-9 and _./- only, at most {limit} of them."


class BadMetadataValue(MetadataRefused):
    code = "INVALID_VALUE"
    sentence = "The value of {about} is too long: it has {length} bytes, {limit} are allowed."


class NotYourMetadata(MetadataRefused):
    code = "KEY_NO_PERMISSION"
    sentence = "You may not change the metadata of {about}."


class TooMuchMetadata(MetadataRefused):
    code = "LIMIT_REACHED"
    sentence = "{about} has {limit} keys already: remove one first."


class TooManySubscriptions(MetadataRefused):
    code = "LIMIT_REACHED"
    sentence = "You hear of {limit} keys already; {about} and what follows it were not added."


class MetadataTooFast(MetadataRefused):
    code = "RATE_LIMITED"
    sentence = "The metadata of {about} changes too often: try again in {seconds} seconds."


class BadRelayedName(Refusal):
    code = "INVALID_NICK"
    sentence = "{about} cannot be relayed: {reason}."


class MayNotRelay(Refusal):
    code = "PRIVS_NEEDED"
    sentence = "Only operators of {about} may speak for others there; op the bridge."
