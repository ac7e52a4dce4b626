"""What was said: messages, reactions, and what becomes of them."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from hubbub.chat.events.event import Event, KeptInOneLog
from hubbub.chat.events.files import Attachment
from hubbub.chat.party import NO_PARTY, Party


class Edit(msgspec.Struct, frozen=True, gc=False):
    """The last edit of a message: when it was made, and the id and the place of its own entry."""

    at: int
    id: int
    seq: int


class MessageSent(KeptInOneLog, frozen=True, kw_only=True):
    """Someone said something in a room, or to one person. Kept."""

    target: str  # the room's name, or the recipient's
    source: str  # nick!user@host of the sender
    text: str
    notice: bool = False
    tags: dict[str, str] | None = None  # client-only tags; the keys begin with +
    party: Party = NO_PARTY  # the sender's party, for private conversations and client ids (see people.py)
    client_id: str = ""  # the sender's own id of this message (docs/ext/client-id.md)
    held_for: str = ""  # the folded name this private message waits for; empty when it was delivered at once
    joined: tuple[int, ...] | None = None  # of several lines: where in `text` two lines were joined without a line feed
    edited: Edit | None = None  # `text` is no more what was said at first (docs/ext/edit.md)
    answers: str = ""  # whom it replies to, in words for who cannot read tags; what that one said is never kept here
    relayed_by: str = ""  # the name of the bridge that said it for `source`, who is nobody here
    ends: int = 0  # when it is to be erased by the time of day, which `at` may be ahead of; 0: never
    lasts: int = 0  # the milliseconds until then
    files: tuple[Attachment, ...] = ()  # those whose links stand in `text` (docs/ext/files.md)

    def changes_state(self) -> bool:
        """Most are entries and nothing else."""
        return bool(self.held_for or self.client_id or self.ends or self.files)


class TagsSent(Event, frozen=True, kw_only=True):
    """TAGMSG: tags without text (typing and the like). Not kept."""

    id: int
    at: int
    log: int
    target: str
    source: str
    tags: dict[str, str]


class StatusSent(Event, frozen=True, kw_only=True):
    """Something said to those in a room who have a standing in it, and so never kept. No text: tags alone."""

    id: int
    at: int
    log: int
    target: str  # the prefix and the room's name: @#room
    source: str
    text: str
    notice: bool = False
    tags: dict[str, str] | None = None
    joined: tuple[int, ...] | None = None  # as in MessageSent
    answers: str = ""  # as in MessageSent


class TagsKept(KeptInOneLog, frozen=True, kw_only=True):
    """TAGMSG whose sender wants it to be found in the history (`+draft/persist`). Kept."""

    target: str
    source: str
    tags: dict[str, str]
    party: Party = NO_PARTY


class ReactionSent(KeptInOneLog, frozen=True, kw_only=True):
    """TAGMSG by which somebody reacts to a message, or takes a reaction back. Kept, and counted.

    `reactor`: of a guest, the same in all their reactions to this message, whatever they are called, and in no other.
    """

    state: ClassVar[bool] = True
    target: str
    source: str
    tags: dict[str, str]
    message: int  # the id of what it is about
    party: Party = NO_PARTY
    text: str = ""  # the reaction
    undone: bool = False
    reactor: str = ""


class ReactionNotice(Event, frozen=True, kw_only=True):
    """The same in words, for those who cannot read tags. Not kept."""

    at: int
    log: int
    target: str
    source: str
    reaction: str
    about: str  # the beginning of the message; empty when it is too old to be remembered
    undone: bool = False


class MessageRedacted(KeptInOneLog, frozen=True, kw_only=True):
    """A message was taken back or removed; what it said goes with the EntryErased that follows. Kept."""

    target: str  # the room's name, or the other one's in a private conversation
    source: str
    message: int  # the id of what was redacted
    author: str  # who had said it
    text: str = ""  # why
    own: bool = False  # by its author
    apart: bool = False  # who did it is shown it apart, with the reason, which the other one is not to read


class MessageEdited(KeptInOneLog, frozen=True, kw_only=True):
    """Its author gave a message another text; an EntryEdited follows. Kept until the next edit of that message."""

    target: str  # the room's name, or the other one's in a private conversation
    source: str
    message: int  # the id of what was edited
    text: str  # the new one
    notice: bool = False
    party: Party = NO_PARTY
    files: tuple[Attachment, ...] = ()  # as in MessageSent
    joined: tuple[int, ...] | None = None  # as in MessageSent


class EntryEdited(Event, frozen=True, kw_only=True):
    """The entry holds this message from now on, which has another text; the earlier one is erased (G20)."""

    state: ClassVar[bool] = True
    seq: int
    message: MessageSent


class EntryErased(Event, frozen=True, kw_only=True):
    """An entry is an empty tombstone from now on (G20). `party`, `client_id`, `held_for`: as the message had them.
    `unread`: that cannot be told, for the log cannot read it; the log lets go of all that it is stored with."""

    state: ClassVar[bool] = True
    log: int
    seq: int
    id: int
    party: Party = NO_PARTY
    client_id: str = ""
    held_for: str = ""
    unread: bool = False


class HeldDelivered(Event, frozen=True, kw_only=True):
    """Held private messages reached whoever holds the folded name `name` now."""

    state: ClassVar[bool] = True
    name: str
    ids: tuple[int, ...]
