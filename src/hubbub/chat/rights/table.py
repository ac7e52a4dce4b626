"""The table of (action, role). Nothing else in hubbub decides who may do what; docs/moderation.md shows it."""

from __future__ import annotations

from enum import Enum

from .roles import Role


class Action(Enum):
    """What the table decides about. The values are the words of docs/moderation.md."""

    SPEAK = "speak"
    SPEAK_FROM_OUTSIDE = "speak in a room that is open to outsiders (`-n`)"
    SPEAK_MODERATED = "speak in a moderated room (`+m`)"
    SPEAK_FAST = "speak without waiting in slow mode (`+W`)"
    SPEAK_BANNED = "speak while banned or muted"
    READ_HISTORY = "read what was said"
    SEE_MEMBERS = "see who is in a room that is shown"
    SEE_HIDDEN = "see that a hidden room (`+s`, `+p`) is there, and who is in it"
    SEE_KEY = "see the key of a room"
    SET_TOPIC = "change the topic"
    SET_TOPIC_PROTECTED = "change a protected topic (`+t`)"
    INVITE = "invite somebody"
    INVITE_CLOSED = "invite somebody to an invite-only room (`+i`)"
    INVITE_BY_LINK = "make links that let others into a room, and revoke them (`/invite-link room`)"
    RENAME_ROOM = "rename the room"
    SET_METADATA = "say what the room is shown with (METADATA)"
    RELAY = "speak for people elsewhere, as a bridge (RELAYMSG)"
    KICK = "make somebody leave who has no higher role"
    BAN = "ban and mute, and make exceptions (`b`, `e`, `I`)"
    REDACT_OWN = "take one's own message back"
    REDACT_OTHERS = "remove the message of another one"
    PIN = "pin messages, and take them off (`/pin`)"
    SET_DOOR = "close the door (`i`, `k`, `l`)"
    SET_SPEECH = "say who may speak, and how often (`C`, `m`, `n`, `W`)"
    SET_SIGHT = "hide the room (`p`, `s`)"
    REPORTS_ROOM = "see reports from the room and say what becomes of them (REPORTS)"
    AUDIT_ROOM = "read what was done in the room by those who may (AUDIT)"
    PROTECT_TOPIC = "protect the topic (`t`)"
    SET_EXPIRY = "have new messages disappear after a time (`/expire`)"
    SET_RETENTION = "have old messages erased (`/retention`)"
    APPOINT_VOICE = "give and take voice (`v`)"
    APPOINT_MODERATOR = "appoint moderators (`h`)"
    APPOINT_OPERATOR = "appoint operators of the room (`o`)"
    APPOINT_ADMIN = "appoint admins (`a`)"
    APPOINT_OWNER = "appoint owners (`q`)"
    INVITE_TO_SERVER = "make links that let others into the server, and revoke any (`/invite-link`)"
    KILL = "end somebody's connections, and ban from the server (KILL, UBAN)"
    TELL_ALL = "say something to all who want to hear it (WALLOPS)"
    SEE_ADDRESS = "see others' addresses and modes (WHOIS, WHO)"
    AUDIT = "read what was done anywhere by those who may, and undo it (AUDIT, UNDO)"
    REPORTS = "see all reports and say what becomes of them (REPORTS)"
    LOCK_DOWN = "lock the server down (LOCKDOWN)"
    RUN_SERVER = "manage the server (REHASH, RESTART, DIE, STATS m and o)"
    MANAGE_ACCOUNTS = "look after accounts (`/account`)"
    OVERRIDE = "join any room and change any mode (SAJOIN, SAMODE)"


IN_ROOMS: dict[Action, Role] = {
    Action.SEE_MEMBERS: Role.OUTSIDER,
    Action.SPEAK_FROM_OUTSIDE: Role.OUTSIDER,
    Action.SPEAK: Role.GUEST,
    Action.SEE_HIDDEN: Role.GUEST,
    Action.SEE_KEY: Role.GUEST,
    Action.READ_HISTORY: Role.GUEST,
    Action.SET_TOPIC: Role.GUEST,
    Action.INVITE: Role.GUEST,
    Action.REDACT_OWN: Role.GUEST,
    Action.SPEAK_MODERATED: Role.VOICE,
    Action.SPEAK_FAST: Role.VOICE,
    Action.SPEAK_BANNED: Role.VOICE,
    Action.SET_TOPIC_PROTECTED: Role.MODERATOR,
    Action.INVITE_CLOSED: Role.MODERATOR,
    Action.KICK: Role.MODERATOR,
    Action.BAN: Role.MODERATOR,
    Action.REDACT_OTHERS: Role.MODERATOR,
    Action.PIN: Role.MODERATOR,
    Action.APPOINT_VOICE: Role.MODERATOR,
    Action.INVITE_BY_LINK: Role.OPERATOR,
    Action.SET_DOOR: Role.OPERATOR,
    Action.SET_SPEECH: Role.OPERATOR,
    Action.SET_SIGHT: Role.OPERATOR,
    Action.REPORTS_ROOM: Role.MODERATOR,
    Action.AUDIT_ROOM: Role.OPERATOR,
    Action.PROTECT_TOPIC: Role.OPERATOR,
    Action.RENAME_ROOM: Role.OPERATOR,
    Action.SET_METADATA: Role.OPERATOR,
    Action.RELAY: Role.OPERATOR,
    Action.APPOINT_MODERATOR: Role.OPERATOR,
    Action.APPOINT_OPERATOR: Role.OPERATOR,
    Action.SET_EXPIRY: Role.OPERATOR,
    Action.SET_RETENTION: Role.OWNER,
    Action.APPOINT_ADMIN: Role.OWNER,
    Action.APPOINT_OWNER: Role.OWNER,
}
"""The lowest role in a room whose holders may. Operators of the server have in rooms the role they have there."""

ON_SERVER = frozenset(
    {
        Action.INVITE_TO_SERVER,
        Action.KILL,
        Action.TELL_ALL,
        Action.SEE_ADDRESS,
        Action.AUDIT,
        Action.REPORTS,
        Action.LOCK_DOWN,
        Action.RUN_SERVER,
        Action.MANAGE_ACCOUNTS,
        Action.OVERRIDE,
    }
)
"""What only operators of the server may."""

OF_MODES: dict[str, Action] = {
    **dict.fromkeys("beI", Action.BAN),
    **dict.fromkeys("ikl", Action.SET_DOOR),
    **dict.fromkeys("CmnW", Action.SET_SPEECH),
    **dict.fromkeys("ps", Action.SET_SIGHT),
    "t": Action.PROTECT_TOPIC,
    "v": Action.APPOINT_VOICE,
    "h": Action.APPOINT_MODERATOR,
    "o": Action.APPOINT_OPERATOR,
    "a": Action.APPOINT_ADMIN,
    "q": Action.APPOINT_OWNER,
}
"""Which action it is to change each room mode."""
