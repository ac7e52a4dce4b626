"""What a server needs to know to go on where the last one stopped: what the state tables of the log say."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec

from hubbub.chat.events import Credentials
from hubbub.chat.party import Party
from hubbub.chat.world.moderation.closing import Closing
from hubbub.chat.world.moderation.reports import Report


class RoomState(msgspec.Struct, gc=False, array_like=True):
    """`modes`: letter, argument, set by, at, until, why, without prefix modes; None: those of a new room. `roles`: the
    numbers of accounts, and what their owners are there; `readers`: those whose owners have a read marker here, and
    below 0 the visits of guests who have."""

    log: int
    name: str
    created: int
    topic: str
    topic_by: str  # nick!user@host of who set it; empty while there is no topic
    topic_at: int
    last_seq: int
    last_at: int
    has_messages: bool
    modes: list[tuple[str, str, str, int, int, str]] | None = []
    roles: list[tuple[int, str]] = []
    readers: list[int] = []


class ConversationState(msgspec.Struct, gc=False, array_like=True):
    log: int
    parties: tuple[Party, Party]
    names: tuple[str, str]
    last_seq: int
    last_at: int


class VisitState(msgspec.Struct):
    visit: int
    name: str
    token_hash: bytes
    seen_at: int


class LoginState(msgspec.Struct):
    account: int
    token_hash: bytes
    at: int


class TokenState(msgspec.Struct):
    number: int
    account: int
    at: int
    name: str
    token_hash: bytes
    scopes: tuple[str, ...]
    until: int
    used_at: int


class PushState(msgspec.Struct):
    account: int
    endpoint: str
    at: int
    key: bytes
    secret: bytes
    caps: tuple[str, ...]
    quiet: tuple[str, ...]
    shown: bool
    token_hash: bytes


class BanState(msgspec.Struct):
    target: str
    at: int
    until: int
    by: str
    why: str


class InviteState(msgspec.Struct):
    number: int
    code_hash: bytes
    at: int
    until: int
    uses: int
    by: str
    admits: bool
    log: int
    used: list[Party] = []


class MetadataState(msgspec.Struct):
    log: int  # of a room; or 0
    account: int  # or 0
    key: str
    value: str


class RetentionState(msgspec.Struct):
    log: int
    retention: int
    expiry: int


class PinState(msgspec.Struct):
    log: int
    message: int
    at: int
    by: str
    author: str


class FileState(msgspec.Struct):
    id: str
    at: int
    hash: str
    party: Party
    owner: str
    name: str
    type: str
    size: int
    width: int
    height: int
    preview: bool
    used: bool


class PresenceState(msgspec.Struct):
    account: int
    at: int  # when they were here last, as far as it was noted
    username: str
    host: str
    realname: str
    modes: str
    away: str = ""  # the text with which they were away, connected or not


class MembershipState(msgspec.Struct):
    account: int
    log: int
    at: int
    first: int  # the seq at which they first joined
    here: bool = True  # False: they have left


class AccountState(msgspec.Struct, gc=False):
    """`standing`: logs of rooms, and what its owner is there; `read`: logs, and the time of the last message read
    there, in the order in which that was said; `first`: logs of rooms, and the seq at which they first joined."""

    account: int
    name: str
    created: int
    credentials: Credentials
    operator: bool = False
    reset_code: bytes = b""  # hash; empty: there is none
    reset_at: int = 0
    privacy: str = ""
    silenced: list[str] = []
    email: str = ""
    stays: bool = True
    standing: list[tuple[int, str]] = []
    read: list[tuple[int, int]] = []
    first: list[tuple[int, int]] = []


class DeletedState(msgspec.Struct):
    """An account that was deleted lately; `erasing`: what its owner said is still to be erased."""

    account: int
    name: str
    at: int
    erasing: bool


class FormerState(msgspec.Struct):
    """What an account was called before, until then."""

    account: int
    name: str
    at: int


class CertificateState(msgspec.Struct):
    account: int
    fingerprint: str
    at: int


START_DOUBT_MS = 3_600_000
"""A start whose clock is so far ahead of what was kept last, believes it after as long."""


class State(msgspec.Struct):
    """What a server needs to know to go on where the last one stopped."""

    generation: int  # of this start: greater than that of every start before
    last_log: int  # the highest log number ever given
    rooms: Collection[RoomState]  # by their logs
    conversations: Collection[ConversationState]  # by their logs
    held: list[tuple[str, int, int]]  # folded name, log, message id; oldest first
    seen: list[tuple[str, str, int]]  # folded name, name as written, last seen at; oldest first
    visits: list[VisitState]
    accounts: Collection[AccountState] = []  # by their numbers
    deleted: list[DeletedState] = []
    former: list[FormerState] = []
    certificates: list[CertificateState] = []
    logins: list[LoginState] = []
    pushes: list[PushState] = []
    bans: list[BanState] = []
    retentions: list[RetentionState] = []  # of rooms and private conversations
    pins: list[PinState] = []  # in the order they were pinned
    files: list[FileState] = []
    file_uses: list[tuple[int, int, int, tuple[str, ...]]] = []  # message, its log and seq, ids of files
    invites: list[InviteState] = []
    invited: list[tuple[int, Party]] = []  # log of a room, who came by an invitation and has not joined it yet
    last_invite: int = 0  # the number of the last one ever made
    reports: list[Report] = []
    last_report: int = 0  # the number of the last one ever made
    last_act: int = 0  # the number of the last act ever noted in the audit log
    presences: list[PresenceState] = []
    memberships: list[MembershipState] = []  # of each account in the order of its joining
    metadata: list[MetadataState] = []
    tokens: list[TokenState] = []
    last_token: int = 0  # the number of the last one ever made
    lockdown: int = 0
    closing: list[Closing] = []  # rooms that some have to leave still
    kept_at: int = 0  # when the latest entry, or the last start, was; 0: there was none
    salt_key: bytes = b""  # of this server, for ever: from it the salts of accounts are made that do not exist


Fields = dict[str, Any]  # of State, by name
