"""Refusals in sentences, for people who read lines: what was not done, why, and what to type instead."""

from __future__ import annotations

from collections.abc import Callable

from hubbub.chat import refusals as why
from hubbub.chat.refusals import Refusal
from hubbub.typed import sentences

QUOTED_BYTES = 64  # the longest name of a room
LOG_IN = "If you have one, log in: give its name and then its password; in an IRC client, use SASL."
BY_TLS = "Connect with TLS (the same port, as with: ncat --ssl HOST PORT)"
WITH_TLS = "If you have one, connect with TLS (the same port, as with: ncat --ssl HOST PORT) and log in."


class OwnRefusal(Refusal):
    """A refusal of a dialect itself, which brings its sentence along, or that of its class."""

    sentence: str = "That was refused."

    def __init__(self, about: str = "", sentence: str = "", **details: str) -> None:
        super().__init__(about, **details)
        self.sentence = sentence or self.sentence


def sentence(refusal: Refusal, spoken: Callable[[str], str] = str) -> str:
    """What is said to who asked. `spoken`: its form, before names are in it, as a dialect says it."""
    form = refusal.sentence if isinstance(refusal, OwnRefusal) else form_of(refusal)
    return spoken(form).format(about=_quoted(refusal.about), **refusal.details)


def form_of(refusal: Refusal) -> str:
    """The sentence of its class, or of the nearest that has one."""
    if isinstance(refusal, why.NothingToPutBack):
        return NOT_UNDONE.format(reason=WHY_NOT.get(refusal.details["command"], NOTHING_TO_PUT_BACK))
    if isinstance(refusal, why.NobodyNamed) and "closest" in refusal.details:
        return f"{SENTENCES[why.NobodyNamed]} Did you mean {{closest}}?"
    if isinstance(refusal, why.BadRoomName | why.NoSuchRoom) and not refusal.about.lstrip("#"):
        return SENTENCES[refusal.__class__].replace("named {about}", "without a name")
    return next((SENTENCES[kind] for kind in refusal.__class__.__mro__ if kind in SENTENCES), OwnRefusal.sentence)


def _quoted(about: str) -> str:
    """What a sentence repeats of the asker's words: names as they are, of longer things the beginning."""
    written = about.encode(errors="replace")
    return about if len(written) <= QUOTED_BYTES else written[:QUOTED_BYTES].decode(errors="ignore") + "..."


SENTENCES: dict[type[BaseException], str] = {
    why.NoName: "No name was given.",
    why.BadName: "The name {about} cannot be used: {reason}.",
    why.NameTaken: "The name {about} is taken. Please choose another one.",
    why.NameReserved: "The name {about} is reserved. Please choose another one.",
    why.NameOwned: (
        "The name {about} belongs to an account: log in with /login {about} PASSWORD, or choose another one."
    ),
    why.NameResting: "The name {about} belonged to an account that was deleted or renamed. It is free on {until}.",
    why.NameKept: "You cannot take the name {about} now: you may not speak in {where}. Leave that room, or wait.",
    why.RealnameKept: "You cannot change your real name while you may not speak in one of your rooms.",
    why.NobodyHere: 'Nobody named "{about}" is here.',
    why.NobodyNamed: 'Nobody named "{about}" has been here.',
    why.NotWanted: "{about} {why}. Nothing was sent.",
    why.BadSilence: "{about} cannot be blocked: {reason}.",
    why.SilenceFull: "You block {limit} already. Take somebody off the list first: /unblock name",
    why.NotBlocked: "You do not block {about}; to see whom you block, type /blocked",
    why.TextTooLong: "That text has {length} bytes; at most {limit} fit here. Nothing was changed.",
    why.NoGateway: "Invalid WEBIRC password, or not from an address of that gateway",
    why.BadGateway: "{reason}",
    why.BadTicket: "That ticket was used before, is older than a minute, or was never good.",
    why.BadToken: "The token is not known here (any more).",
    why.NoMetadataOf: "There is nobody and no room named {about} whose metadata you may see.",
    why.BadMetadataKey: "There can be no key {about}: use a-z, 0-9 and _./- only, at most {limit} of them.",
    why.BadMetadataValue: "The value of {about} is too long: it has {length} bytes, {limit} are allowed.",
    why.NotYourMetadata: "You may not change the metadata of {about}.",
    why.TooMuchMetadata: "{about} has {limit} keys already: remove one first.",
    why.TooManySubscriptions: "You hear of {limit} keys already; {about} and what follows it were not added.",
    why.MetadataTooFast: "The metadata of {about} changes too often: try again in {seconds} seconds.",
    why.NotSecure: (
        "Passwords are only taken over TLS, or on the server's own machine. Nothing was done, but others may have "
        "read that password. Connect with TLS (the same port), as with: ncat --ssl HOST PORT"
    ),
    why.WouldBeShown: "A password would be shown here, where others may read it. Connect with TLS, or use the console.",
    why.BadEmail: (
        "An e-mail address is wanted with an account here; nothing is sent to it. Give it behind the password: "
        "/register PASSWORD you@example.org"
    ),
    why.PushOff: "This server tells no device of messages while nobody is connected on it.",
    why.PushFull: "{limit} of your devices are told of messages already. Log out on one of them, or everywhere else.",
    why.BadEndpoint: "No device can be told of messages there: {reason}.",
    why.BadPassword: "That cannot be a password: {reason}.",
    why.LoginFailed: "That is not the password of {about}, or there is no such account.",
    why.TooManyTries: "Too many tries from your address. Try again in {seconds} seconds.",
    why.TooManyLogins: "Too many people are logging in right now. Try again in a moment.",
    why.AccountsClosed: "Nobody can make an account here for themselves. Ask the operators of this server for one.",
    why.NoAccountsNow: "Nobody can make a new account on this server for now. Try again later.",
    why.AccountExists: "There is an account named {about} already, or one that looks like it.",
    why.AlreadyLoggedIn: "You are logged in as {about} already.",
    why.NotLoggedIn: (
        "You are not logged in. Make your name your own with /register PASSWORD, or log in: /login NAME PASSWORD"
    ),
    why.NoSuchDevice: "There is no device {about} in your list; to see the list, type /devices",
    why.NoSuchAccount: "There is no account named {about}.",
    why.BadApiToken: "{about} cannot be a token: {reason}.",
    why.TooManyTokens: "An account has at most {limit} tokens. Revoke one first: /token revoke NAME",
    why.NoSuchToken: "There is no token named {about}. To see them, type /token list",
    why.WrongCode: "That code is wrong, or it was used before.",
    why.BadFingerprint: "A fingerprint is the SHA-256 of a certificate: 64 hex digits, with or without colons.",
    why.NoCertificate: (
        "You have come without a certificate. Connect over TLS with one, or give its fingerprint (SHA-256)."
    ),
    why.CertificateTaken: "That certificate belongs to an account already. Make another one.",
    why.CertificateUnknown: "That is no certificate of your account. /cert list shows them.",
    why.TooManyCertificates: "An account has at most {limit} certificates. Remove one first: /cert del FINGERPRINT",
    why.NobodysCertificate: (
        "No account has the certificate of this connection. Log in by password and add it: /cert add"
    ),
    why.TooManyConnections: (
        "{about} has {limit} connections already. Close one of them first: /devices on another one shows them."
    ),
    why.BadRoomName: "There can be no room named {about}: {reason}.",
    why.NoSuchRoom: "There is no room named {about}.",
    why.RoomNameInUse: "{about} cannot become {name}: there is a room of that name already.",
    why.CannotRename: "{about} cannot become {name}: {reason}.",
    why.NotInRoom: "You are not in {about}.",
    why.InviteOnly: sentences.INVITE_ONLY,
    why.BadKey: sentences.BAD_KEY,
    why.RoomFull: sentences.ROOM_FULL,
    why.Banned: sentences.BANNED,
    why.NotOperator: "You may not do that in {about}; ask one of its operators.",
    why.NotThere: "{about} is not in {room}.",
    why.AlreadyThere: "{about} is in {room} already.",
    why.ListFull: "The list of {about} is full. Take something off it first.",
    why.BadModeArgument: "That cannot be the argument of mode {mode}: {reason}.",
    why.TooManyNewRooms: "{about} cannot be made: {limit} new rooms a day {who}. Rooms that are there can be joined.",
    why.TooManyRooms: "You are in too many rooms to join {about}. Leave one first.",
    why.TopicTooLong: "A topic has at most {limit} bytes; yours has {length}. It was not changed.",
    why.CannotSend: "You cannot speak in {about}: {reason}.",
    why.NoRecipient: "No recipient was given.",
    why.NoText: "There is no text to send.",
    why.TooManyTargets: "That is for too many at once: at most {limit}.",
    why.TooMuchHeld: "{about} is offline, and {limit} messages already wait there. Nothing was sent.",
    why.ClientIdReused: "Another message was already sent with that id; it was kept as it is.",
    why.ClientIdRemoved: "The message with that id was removed; it was not sent again.",
    why.DiskFull: "The server's disk is full. Nothing was done; try again later.",
    why.DiskFullWaits: (
        "The server's disk is full. What you sent or asked for last waits until there is space; do not repeat it."
    ),
    why.DatabaseHeld: "Another program holds the server's database. Nothing was done; try again in a moment.",
    why.DatabaseHeldWaits: (
        "Another program holds the server's database. What you sent or asked for last waits until it lets go; do not "
        "repeat it."
    ),
    why.DatabaseAway: "The server cannot reach its database. Nothing was done; try again in a moment.",
    why.DatabaseAwayWaits: (
        "The server cannot reach its database. What you sent or asked for last waits until it can; do not repeat it."
    ),
    why.BadRetention: "How long messages stay was not changed: {reason}.",
    why.UnknownMessage: "There is no such message in {about}.",
    why.NotReadable: "There is no such message that you may read.",
    why.NotYours: "Only its author and the operators of {about} may remove that message.",
    why.NotYourMessage: "Only its author may change that message.",
    why.MayNotPin: "Only moderators of {about} and above may pin messages there.",
    why.AlreadyPinned: "That message is pinned already.",
    why.NotPinned: "No such message is pinned in {about}. To see those that are, type /pins",
    why.TooManyPins: "{limit} messages are pinned in {about}. Take one off first: /unpin",
    why.FilesOff: "Nobody can upload files on this server.",
    why.FilesOnlyWithAccount: "Only people with an account can upload files here. To make one: /register PASSWORD",
    why.FileTooLarge: "A file may have at most {limit} here.",
    why.NoRoomForFile: "There is no room for this file: {whose} files may have {limit} together.",
    why.NotThatType: "Files of the type {about} cannot be uploaded here, only: {types}.",
    why.NoSuchFile: "There is no such file, or it is not for you to read.",
    why.BadRelayedName: "{about} cannot be relayed: {reason}.",
    why.MayNotRelay: "Only operators of {about} may speak for others there; op the bridge.",
    why.UnknownPoint: "There is no message {about} there, or it is not kept any more.",
    why.NoWords: "Search looks for words and numbers, and there are none in: {about}",
    why.HistoryDamaged: "This cannot be read: the server's database is damaged. Its operator finds more in its log.",
    why.HistoryAway: "This cannot be read now: the server cannot reach its database. Try again in a moment.",
    why.BadSearch: "{about} cannot be searched for like that: {reason}.",
    why.NoHistory: "There is no history of {about} that you may read.",
    why.InvitedOnly: (
        "Only people who were invited may enter this server. If you have a code, give it: /invited CODE in plain text, "
        "as the server's password (PASS) in an IRC client. Who has an account logs in."
    ),
    why.AccountsOnly: f"Only people with an account may enter this server; its operators make accounts. {LOG_IN}",
    why.AccountsOnlyInsecurely: (
        f"Only people with an account may enter this server; its operators make accounts. {WITH_TLS}"
    ),
    why.AccountsOnlyNow: f"Only people with an account may enter this server for now. {LOG_IN}",
    why.AccountsOnlyNowInsecurely: f"Only people with an account may enter this server for now. {WITH_TLS}",
    why.WrongInvite: "That is no invitation, or it is over: revoked, used up, or too old. Ask for another one.",
    why.BadInvite: "That cannot be an invitation: {reason}.",
    why.TooManyInvites: "That cannot be an invitation: there are {most}{what} already; revoke some: /invite-link list.",
    why.NoSuchInvite: "There is no invitation number {about} that you may revoke; to see them: /invite-link list",
    why.SilentNow: "This server is read only for now. Nothing was sent; try again later.",
    why.GuestsSilentNow: (
        "Only people with an account may speak for now. Nothing was sent. To log in: /login NAME PASSWORD"
    ),
    why.NoSuchLevel: "{about} is no level of a lockdown. There are: {levels}",
    why.WrongPassword: "The server's password is wrong.",
    why.PasswordMissing: "This server has a password.",
    why.PasswordInsecurely: f"The server's password is not taken without encryption. {BY_TLS}.",
    why.NoOperators: "This server has no operators.",
    why.WrongOperatorPassword: "Name or password is wrong. Wait {seconds} seconds before you try again.",
    why.NotServerOperator: "Permission denied: you are not an operator of this server.",
    why.BannedHere: sentences.BANNED_HERE,
    why.BadBan: "{about} cannot be banned: {reason}.",
    why.MeansMany: (
        "{about} means {count} people who are here: {names}. Nothing was done. If they are all to be banned, say the "
        "same with add! in place of add."
    ),
    why.NoSuchBan: "{about} is not banned from this server.",
    why.NothingToAudit: "You are operator of no room that you are in; what was done elsewhere is not for you to read.",
    why.NoSuchAct: "There is no act {about} that you may read. To see them, with their numbers, type /audit",
    why.CannotUndo: "Act {about} cannot be undone: {reason}.",
    why.ChangedSince: "Act {about} was not undone: {what} is not as it left it any more. Change it by hand.",
    why.NoSuchReport: "There is no report {about} that you may handle. To see them, with their numbers, type /reports",
    why.TooManyReports: "Too many reports wait already. Tell an operator of this server in another way.",
    why.TooManyOfYours: "You have made many reports that nobody has looked at yet. Wait until somebody has.",
}

NOT_UNDONE = "Act {{about}} cannot be undone: {reason}."
NOTHING_TO_PUT_BACK = "there is nothing that could be put back"
WHY_NOT = {
    "kick": "{what} may join again, or be invited",
    "redact": "what a removed message said is erased for good",
    "kill": "{what} may connect again",
    "enrol": "an account stays",
    "reset": "the old password is not known any more",
    "rehash": "what was read from the settings is changed there",
    "invite-link": "a link is revoked: /invite-link revoke NUMBER",
    "token": "a token is revoked: /token revoke NAME",
    "token-revoke": "nobody has the token but whoever used it; make another one",
    "sajoin": "who joined a room can leave it",
    "wallops": "what was said is said",
}
