"""The capabilities this server speaks (IRCv3 capability negotiation): one table.

Message ids are no capability: `msgid` comes with message-tags.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntFlag


class Cap(IntFlag):
    """A set of capabilities. IntFlag's operators are slow, and each set that ever was is kept for good: what clients
    ask for, in whatever order, and what is tested per message is a plain int (`Cap.X.value`)."""

    NONE = 0
    SERVER_TIME = 1 << 0
    MESSAGE_TAGS = 1 << 1
    ECHO_MESSAGE = 1 << 2
    BATCH = 1 << 3
    LABELED_RESPONSE = 1 << 4
    STANDARD_REPLIES = 1 << 5
    MULTI_PREFIX = 1 << 6
    EXTENDED_JOIN = 1 << 7
    AWAY_NOTIFY = 1 << 8
    USERHOST_IN_NAMES = 1 << 9
    SETNAME = 1 << 10
    CHATHISTORY = 1 << 11
    CAP_NOTIFY = 1 << 12
    CLIENT_ID = 1 << 13
    TOKEN = 1 << 14
    MESSAGE_REDACTION = 1 << 15
    MULTILINE = 1 << 16
    EXTENDED_MONITOR = 1 << 17
    EVENT_PLAYBACK = 1 << 18
    SASL = 1 << 20
    ACCOUNT_NOTIFY = 1 << 21
    ACCOUNT_REGISTRATION = 1 << 22
    INVITE_NOTIFY = 1 << 23
    NO_IMPLICIT_NAMES = 1 << 24
    PRE_AWAY = 1 << 25
    ACCOUNT_TAG = 1 << 26
    EDIT = 1 << 27
    READ_MARKER = 1 << 30
    EXTENDED_ISUPPORT = 1 << 40
    SEARCH = 1 << 41
    SOJU_SEARCH = 1 << 42
    PLAYBACK = 1 << 43
    CHGHOST = 1 << 44
    CHANNEL_RENAME = 1 << 50
    METADATA_2 = 1 << 51
    METADATA_3 = 1 << 52
    RELAYMSG = 1 << 53
    REACTIONS = 1 << 54
    SESSION = 1 << 55
    PINS = 1 << 56
    ROWS = 1 << 57
    FILES = 1 << 58
    UNREAD = 1 << 59
    WEBPUSH = 1 << 60
    SOJU_WEBPUSH = 1 << 61


NAMES: dict[str, Cap] = {
    "sasl": Cap.SASL,  # first: some clients read no more than the first line of CAP LS
    "account-notify": Cap.ACCOUNT_NOTIFY,
    "account-tag": Cap.ACCOUNT_TAG,
    "away-notify": Cap.AWAY_NOTIFY,
    "batch": Cap.BATCH,
    "cap-notify": Cap.CAP_NOTIFY,
    "chghost": Cap.CHGHOST,
    "draft/account-registration": Cap.ACCOUNT_REGISTRATION,
    "draft/channel-rename": Cap.CHANNEL_RENAME,
    "draft/chathistory": Cap.CHATHISTORY,
    "draft/event-playback": Cap.EVENT_PLAYBACK,
    "draft/extended-isupport": Cap.EXTENDED_ISUPPORT,
    "draft/message-redaction": Cap.MESSAGE_REDACTION,
    "draft/metadata-2": Cap.METADATA_2,
    "draft/metadata-3": Cap.METADATA_3,
    "draft/multiline": Cap.MULTILINE,
    "draft/pre-away": Cap.PRE_AWAY,
    "draft/read-marker": Cap.READ_MARKER,
    "draft/relaymsg": Cap.RELAYMSG,
    "draft/search": Cap.SEARCH,
    "draft/webpush": Cap.WEBPUSH,
    "echo-message": Cap.ECHO_MESSAGE,
    "extended-join": Cap.EXTENDED_JOIN,
    "extended-monitor": Cap.EXTENDED_MONITOR,
    "hubbub.chat/client-id": Cap.CLIENT_ID,
    "hubbub.chat/edit": Cap.EDIT,
    "hubbub.chat/files": Cap.FILES,
    "hubbub.chat/pins": Cap.PINS,
    "hubbub.chat/reactions": Cap.REACTIONS,
    "hubbub.chat/rows": Cap.ROWS,
    "hubbub.chat/session": Cap.SESSION,
    "hubbub.chat/token": Cap.TOKEN,
    "hubbub.chat/unread": Cap.UNREAD,
    "invite-notify": Cap.INVITE_NOTIFY,
    "labeled-response": Cap.LABELED_RESPONSE,
    "message-tags": Cap.MESSAGE_TAGS,
    "multi-prefix": Cap.MULTI_PREFIX,
    "no-implicit-names": Cap.NO_IMPLICIT_NAMES,
    "server-time": Cap.SERVER_TIME,
    "setname": Cap.SETNAME,
    "soju.im/search": Cap.SOJU_SEARCH,
    "soju.im/webpush": Cap.SOJU_WEBPUSH,
    "standard-replies": Cap.STANDARD_REPLIES,
    "userhost-in-names": Cap.USERHOST_IN_NAMES,
    "znc.in/playback": Cap.PLAYBACK,
}

_BITS: dict[str, int] = {name: cap.value for name, cap in NAMES.items()}

# What CAP LS 302 shows as name=value.
MECHANISMS = ("SCRAM-SHA-256", "PLAIN")
BY_CERTIFICATE = ("EXTERNAL", *MECHANISMS)  # for who has come with one
MULTILINE_BYTES = 4096
MULTILINE_LINES = 100
METADATA_SUBSCRIPTIONS = 50  # keys of which one connection hears
METADATA_KEYS = 20  # of one person or room
METADATA_KEY_BYTES = 48
METADATA_VALUE_BYTES = 280  # with the key and all names it fits into one line
METADATA_LIMITS = (
    f"before-connect,max-subs={METADATA_SUBSCRIPTIONS},max-keys={METADATA_KEYS},"
    f"max-key-bytes={METADATA_KEY_BYTES},max-value-bytes={METADATA_VALUE_BYTES}"
)
RELAY_SEPARATOR = "/"  # in the name of who is relayed, and in no other one
VALUES: dict[Cap, str] = {
    Cap.SASL: ",".join(MECHANISMS),
    Cap.ACCOUNT_REGISTRATION: "before-connect,min-password-length=8,max-password-length=1024",  # as set, usually
    Cap.EDIT: "multiline",
    Cap.METADATA_2: METADATA_LIMITS,
    Cap.METADATA_3: METADATA_LIMITS,
    Cap.RELAYMSG: RELAY_SEPARATOR,
    Cap.MULTILINE: f"max-bytes={MULTILINE_BYTES},max-lines={MULTILINE_LINES}",
}

# "The order of capability negotiation is not significant and MUST not be enforced" (labeled-response): a request for
# one without the other is accepted, and the one sleeps until the other comes.
NEEDS: dict[Cap, Cap] = {
    Cap.LABELED_RESPONSE: Cap.BATCH,
    Cap.CLIENT_ID: Cap.MESSAGE_TAGS,
    Cap.EDIT: Cap.MESSAGE_TAGS,
    Cap.FILES: Cap.MESSAGE_TAGS,
    Cap.MESSAGE_REDACTION: Cap.MESSAGE_TAGS,
    Cap.METADATA_2: Cap.BATCH,
    Cap.METADATA_3: Cap.BATCH,
    Cap.MULTILINE: Cap.BATCH,
    Cap.REACTIONS: Cap.MESSAGE_TAGS,
    Cap.ROWS: Cap.MESSAGE_TAGS,
}
_NEEDS = [(cap.value, needed.value) for cap, needed in NEEDS.items()]

# "Clients MUST NOT request more than one ... Servers MUST NOT accept these requests either" (metadata).
_ONE_OF = Cap.METADATA_2.value | Cap.METADATA_3.value

VALUES_SINCE = 302  # the CAP LS version that brings values, several lines, and cap-notify without asking


def parse_request(text: str, enabled: int, version: int = 0, hidden: int = Cap.NONE) -> int | None:
    """What is enabled after `CAP REQ :text`, or None (NAK): all of the request is accepted, or nothing of it.

    `hidden`: those that this connection cannot have.
    `version`: the highest one the client gave to CAP LS. From 302 on, servers "MUST NOT disable"
    cap-notify.
    """
    enabled, hidden, kept = int(enabled), int(hidden), implied(version)
    for word in text.split(" "):
        if not word:
            continue
        cap = _BITS.get(word.removeprefix("-"))
        if cap is None or cap & hidden:
            return None
        if not word.startswith("-"):
            enabled |= cap
        elif cap & kept:
            return None
        else:
            enabled &= ~cap
    return None if enabled & _ONE_OF == _ONE_OF else enabled


def implied(version: int) -> int:
    """What a client has enabled by naming that version in CAP LS."""
    return Cap.CAP_NOTIFY.value if version >= VALUES_SINCE else 0


def effective(enabled: int) -> int:
    """The enabled capabilities without those that need another one which is not enabled, and with those they imply."""
    enabled = int(enabled)
    for cap, needed in _NEEDS:
        if not needed & enabled:
            enabled &= ~cap
    if Cap.PLAYBACK.value & enabled:  # ZNC puts the times on what is sent to a client that has requested it
        enabled |= Cap.SERVER_TIME.value
    return enabled


def listing(version: int, hidden: Cap = Cap.NONE, values: Mapping[Cap, str] = VALUES) -> list[str]:
    """What `CAP LS version` shows: names, from 302 on with their values. `hidden` ones are left out."""
    with_values = version >= VALUES_SINCE
    shown = {name: cap for name, cap in NAMES.items() if not cap & hidden}
    return [f"{name}={values[cap]}" if with_values and cap in values else name for name, cap in shown.items()]


def names(enabled: int) -> list[str]:
    """What `CAP LIST` shows: the names of the enabled capabilities."""
    enabled = int(enabled)
    return [name for name, cap in _BITS.items() if cap & enabled]
