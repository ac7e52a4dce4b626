"""Files: who may upload and fetch them, and what becomes of them with the messages that have them
(docs/ext/files.md)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from hubbub.chat.chat import Chat
from hubbub.chat.events import Attachment, FileRemoved, FileUploaded
from hubbub.chat.party import Party
from hubbub.chat.refusals import (
    FilesOff,
    FilesOnlyWithAccount,
    FileTooLarge,
    GuestsSilentNow,
    NoRoomForFile,
    NoSuchFile,
    NotThatType,
)
from hubbub.chat.rights import check_speak, readable_from
from hubbub.chat.world.file_tokens import LASTS_MS
from hubbub.chat.world.files import File, Use
from hubbub.chat.world.moderation.lockdown import Lockdown
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Conversation, Room
from hubbub.chat.world.session import Session
from hubbub.typed.durations import DAY
from hubbub.typed.sentences import size_of

PATH = "/files/"
MOST = 10  # of one message
REMOVED = 100  # in one go
LOOKED_AT = 1000  # in one go, whether they are to be removed
NAME_BYTES = 120
LINKED = re.compile(rf"{PATH}([A-Za-z0-9_-]{{22,64}})(?![A-Za-z0-9_-])")


# what messages have


def linked(chat: Chat, user: User, text: str) -> tuple[Attachment, ...]:
    """The files of this person whose links stand in the text: they become those of the message."""
    found: dict[str, Attachment] = {}
    for id in LINKED.findall(text):
        file = chat.world.files.ids.get(id)
        if file is not None and file.party == user.party and len(found) < MOST:
            found[id] = file.about
    return tuple(found.values())


def id_in(about: str) -> str:
    """The id of the file that a link is of; what has no link in it is taken for an id."""
    found = LINKED.search(about)
    return found[1] if found else about


# uploading


def token(chat: Chat, session: Session) -> tuple[str, int]:
    """A token with which this connection uploads and fetches files, and for how many seconds. Raises FilesOff."""
    if not chat.policy.files.on:
        raise FilesOff
    made = chat.services.secret()
    chat.world.local.file_tokens.of_sessions.offer(made, session, chat.clock)
    return made, LASTS_MS // 1000


def holder(chat: Chat, given: str) -> User | None:
    """Who has the token; None: it is no good (any more)."""
    session = chat.world.local.file_tokens.of_sessions.find(given, chat.clock)
    return None if session is None or session.ended else session.user


def check_upload(chat: Chat, party: Party, user: User | None, size: int) -> None:
    """Whether a file of (at least) this size may be added to somebody's.

    Raises FilesOff, FilesOnlyWithAccount, FileTooLarge, NoRoomForFile, DiskFull, SilentNow, GuestsSilentNow.
    """
    rules, files = chat.policy.files, chat.world.files
    if not rules.on:
        raise FilesOff
    if not rules.guests and party[:1] != "a":
        raise FilesOnlyWithAccount
    if user is not None:
        check_speak(chat.world.lockdown, user, "files")
    elif chat.world.lockdown >= Lockdown.READ_ONLY:
        raise GuestsSilentNow
    if size > rules.largest:
        raise FileTooLarge(limit=size_of(rules.largest))
    if files.bytes_of.get(party, 0) + size > rules.per_person:
        raise NoRoomForFile(whose="your", limit=size_of(rules.per_person))
    if files.bytes + size > rules.total:
        raise NoRoomForFile(whose="all", limit=size_of(rules.total))
    chat.check_space()


def check_type(chat: Chat, kind: str) -> None:
    """Raises NotThatType."""
    types = chat.policy.files.types
    if types and kind not in types and f"{kind.partition('/')[0]}/*" not in types:
        raise NotThatType(kind, types=", ".join(types))


def upload(chat: Chat, party: Party, owner: str, user: User | None, about: Attachment, hash: str) -> None:
    """The content is on the disk: the file is somebody's from now on. Raises as `check_upload` does."""
    check_upload(chat, party, user, about.size)
    chat.emit(FileUploaded(at=chat.now, hash=hash, party=party, owner=owner, file=about))


# fetching


def fetched(chat: Chat, id: str, party: Party, user: User | None, rooms: Collection[str] | None = None) -> File:
    """The file, for somebody who may have it; `party` empty: anybody who comes along. With `rooms`, folded names, only
    as one that was said there. Raises NoSuchFile."""
    file = there(chat, id)
    if file is None or not (is_for_all(chat, file) or _may_have(chat, file, party, user, rooms)):
        raise NoSuchFile(id)
    return file


def there(chat: Chat, id: str) -> File | None:
    """The file of that id, unless it is going with all that its owner has said."""
    file = chat.world.files.ids.get(id)
    return file if file is not None and file.is_there and file.party not in chat.world.recent.silenced else None


def link(chat: Chat, session: Session, id: str) -> tuple[str, str]:
    """A secret under which the file can be fetched for ten minutes by whoever has it, and its name.

    Raises NoSuchFile.
    """
    file = fetched(chat, id, session.me.party, session.me)
    made = chat.services.secret()
    chat.world.local.file_tokens.links.offer(made, id, chat.clock)
    return made, file.about.name


def by_link(chat: Chat, given: str) -> File:
    """The file for which this secret was made. Raises NoSuchFile."""
    file = there(chat, chat.world.local.file_tokens.links.find(given, chat.clock) or "")
    if file is None:
        raise NoSuchFile
    return file


def is_for_all(chat: Chat, file: File) -> bool:
    """Whether it was said where anybody could come in as a guest and read it."""
    if chat.policy.access != "open" or chat.policy.password or chat.world.lockdown:
        return False
    return any(_is_open(chat, use) for use in file.uses.values())


def _is_open(chat: Chat, use: Use) -> bool:
    room = chat.world.journal(use.log)
    return isinstance(room, Room) and not room.is_private


def _may_have(chat: Chat, file: File, party: Party, user: User | None, rooms: Collection[str] | None) -> bool:
    if not party:
        return False
    if rooms is not None:
        here = [use for use in file.uses.values() if getattr(chat.world.journal(use.log), "fold", "") in rooms]
        return any(_may_read(chat, use, party, user) for use in here)
    return file.party == party or any(_may_read(chat, use, party, user) for use in file.uses.values())


def _may_read(chat: Chat, use: Use, party: Party, user: User | None) -> bool:
    journal = chat.world.journal(use.log)
    if isinstance(journal, Room):
        first = None if user is None else readable_from(journal, user)
        return first is not None and use.seq >= first
    return isinstance(journal, Conversation) and party in journal.parties


# going


def remove_loose(chat: Chat) -> bool:
    """Remove some of what no message has any more, and of what was uploaded a day ago and never said, of some that are
    looked at; whether more are to be looked at."""
    if chat.disk_full:
        return False
    files, left, removed = chat.world.files, chat.world.local.to_remove, 0
    if not left:
        left.extend(files.loose)
    for _ in range(min(LOOKED_AT, len(left))):
        id = left.pop()
        if id not in files.loose or not _is_over(chat, files.ids[id]):
            continue
        remove(chat, files.ids[id])
        removed += 1
        if removed == REMOVED:
            break
    return bool(left)


def _is_over(chat: Chat, file: File) -> bool:
    return file.used or chat.aged() - file.at >= DAY


def remove_all(chat: Chat, party: Party) -> Iterator[None]:
    """Remove all files of somebody, some with each step."""
    for count, file in enumerate(chat.world.files.of(party), 1):
        if file.about.id in chat.world.files.ids and not chat.disk_full:
            remove(chat, file)
        if count % REMOVED == 0:
            yield


def remove(chat: Chat, file: File) -> None:
    """The file is gone, whoever had it."""
    chat.emit(FileRemoved(file=file.about.id, hash=file.hash))
