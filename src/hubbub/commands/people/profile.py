"""People: who is online, who is away, under which real name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import chain, islice

from hubbub.chat import rights
from hubbub.chat.chat import Chat
from hubbub.chat.events import AwayChanged, RealnameChanged
from hubbub.chat.names import fold
from hubbub.chat.refusals import RealnameKept, TextTooLong
from hubbub.chat.world.people.users import User
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.people import presence
from hubbub.wire.truncate import cut

ORDERED = 1_000  # people who are put in order in one go


class ByName:
    """People in the order of their names. They are put in order as they are taken: for ten thousand in one go others
    would wait."""

    def __init__(self, users: Iterable[User]) -> None:
        self._users = list(users)

    def __len__(self) -> int:
        return len(self._users)

    def __iter__(self) -> Iterator[User]:
        return chain.from_iterable(self.in_parts(1))

    def in_parts(self, size: int) -> Iterator[list[User]]:
        """The same, so many at a time; before the first of them come parts with nobody, while they are put in order."""
        users, runs = self._users, list[list[tuple[str, int]]]()
        for start in range(0, len(users), ORDERED):
            runs.append(sorted((user.fold, place) for place, user in enumerate(users[start : start + ORDERED], start)))
            if len(users) > ORDERED:
                yield []
        ordered = merge(*runs)
        while some := [users[place] for _, place in islice(ordered, size)]:
            yield some

    def that(self, are: Callable[[User], bool]) -> ByName:
        """Those of them."""
        return ByName(filter(are, self._users))


def online(chat: Chat, asker: Session) -> ByName:
    """Everybody who has a connection and whom the asker may find, by name; the console finds all."""
    invisible = () if asker.console else chat.world.with_mode("i")  # there may be very many others
    hidden = {user for user in invisible if not rights.may_find(user, asker.user)}
    return ByName(user for user in chat.world.users.values() if user.sessions and user not in hidden)


def known(chat: Chat) -> ByName:
    """Everybody who is in the chat, connected or not, by name."""
    return ByName(chat.world.users.values())


def members(room: Room) -> ByName:
    """The room's members, by name."""
    return ByName(room.members)


def set_away(chat: Chat, session: Session, text: str) -> None:
    """Be away with this text; an empty one means being back."""
    user = session.me
    check_away(chat, text)
    if text:
        text = rights.heard(chat.world, user, user.rooms, text) or rights.AWAY
    if text != user.away:
        chat.emit(AwayChanged(at=chat.now, source=user.source, text=text), session)
        if not chat.disk_full:
            presence.note(chat, user)


def check_away(chat: Chat, text: str) -> None:
    """Whether one may be away with this text. Raises TextTooLong."""
    _check_length(text, chat.policy.away_bytes)


def set_realname(chat: Chat, session: Session, realname: str) -> None:
    """Change the real name that others can ask for. Raises TextTooLong, or RealnameKept where they may not speak."""
    user = session.me
    _check_length(realname, chat.policy.realname_bytes)
    if rights.silenced(chat.world, user, user.rooms):
        raise RealnameKept
    chat.emit(RealnameChanged(at=chat.now, source=user.source, realname=realname), session)


def follow_realname(chat: Chat, user: User, realname: str) -> None:
    """Who has come back has the real name that they gave last, unless they may not speak.

    Clients that ask for none give the name in its place: that is no other one.
    """
    realname = realname.strip() and cut(realname, chat.policy.realname_bytes)
    if fold(realname) in (user.fold, fold(user.account)):
        return
    silenced = rights.silenced(chat.world, user, user.rooms)
    if realname and realname != user.realname and not silenced:
        chat.emit(
            RealnameChanged(at=chat.now, source=user.source, realname=realname, bot=user.is_bot, login=user.account)
        )


def _check_length(text: str, limit: int) -> None:
    length = len(text.encode())
    if length > limit:
        raise TextTooLong(limit=str(limit), length=str(length))
