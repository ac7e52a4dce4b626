"""Being in the chat: the owners of accounts stay in their rooms while none of their connections is there."""

from __future__ import annotations

from hubbub.chat.accounts import Account
from hubbub.chat.events import (
    HostChanged,
    LeaveReason,
    PresenceEnded,
    PresenceNoted,
    StayingChosen,
    UserDisconnected,
    UserModesChanged,
    UserQuit,
    UserRenamed,
    UserReturned,
    VisitSeen,
)
from hubbub.chat.people import NOT_CONNECTED, User
from hubbub.chat.refusals import DiskFull
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.moderation import roles
from hubbub.commands.people import hosts, monitor
from hubbub.commands.rooms.rooms import end_if_forgotten
from hubbub.irc.modes import Change

UNSAID = "*"  # AWAY with this text before registration: a client comes by itself, and nobody is there (draft/pre-away)
DAY = 86_400_000  # milliseconds


def note(turn: Turn, user: User) -> None:
    """Keep that the owner of an account is here, for after a restart. Of a guest nothing is kept."""
    if user.number:
        modes = user.modes.replace("o", "")  # operators are recognised when they come
        turn.emit(PresenceNoted(turn.now, user.number, user.username, user.host, user.realname, modes, user.away))


def forget(turn: Turn, user: User) -> None:
    """The account that was theirs is in the chat no more, for it has no part in what they do next."""
    if user.number:
        turn.emit(PresenceEnded(user.number))


def end(turn: Turn, user: User, reason: LeaveReason, text: str = "") -> None:
    """Their last connection has ended: who owns an account stays, everybody else goes."""
    account = turn.world.accounts.of_party(user.party)
    if account is not None and account.stays and turn.policy.stay_days:
        _stay(turn, user, account)
    else:
        go(turn, user, reason, text)


def go(turn: Turn, user: User, reason: LeaveReason, text: str) -> None:
    """This user is here no more; connections that they still have hear it too, and are nobody's then."""
    rooms = tuple(user.rooms)
    at = turn.stamp(*rooms)
    logs = tuple(room.log for room in rooms)
    turn.emit(UserQuit(turn.ids(), at, logs, user.source, reason, text, bot=user.is_bot, login=user.account))
    if user.visit in turn.world.visits:
        turn.emit(VisitSeen(user.visit, turn.now, user.name))
    forget(turn, user)
    monitor.went(turn, user.name)
    for room in rooms:
        end_if_forgotten(turn, room)


def come_back(turn: Turn, user: User, name: str, away: str | None) -> None:
    """Who stayed has a connection again, and takes this name, which is free. `away`: what its AWAY said, if anything.

    To be called before the connection is theirs.
    """
    if name != user.name:
        take_name(turn, user, name)
    host = hosts.of_account(turn, user.account)
    if host != user.host:
        turn.emit(HostChanged(turn.now, user.source, host))
    text = user.away if away == UNSAID else away or ""
    turn.emit(UserReturned(turn.now, user.source, text, bot=user.is_bot, login=user.account))
    roles.recognise(turn, user)
    note(turn, user)
    monitor.came(turn, user.source)


def let_go(turn: Turn) -> None:
    """Who has not been here for too long leaves their rooms, and who does not want to stay, after a crash."""
    days = turn.policy.stay_days
    for user in tuple(turn.world.users.values()):
        account = turn.world.accounts.of_party(user.party)
        if user.sessions or account is None:
            continue
        if not account.stays:
            go(turn, user, "left", "")
        elif user.here_at + days * DAY <= turn.now:
            go(turn, user, "left", f"Not here for {days} days" if days else "")


def choose(turn: Turn, session: Session, *, stay: bool) -> None:
    """Whether the account stays in its rooms when its last connection has ended. Raises NotLoggedIn or DiskFull."""
    account = roles.logged_in(turn, session)
    if turn.disk_full:
        raise DiskFull
    if account.stays is not stay:
        turn.emit(StayingChosen(turn.now, account.number, stay))


def take_name(turn: Turn, user: User, name: str, asker: Session | None = None) -> None:
    """From now on they are called that; it was checked before."""
    at = turn.stamp(*user.rooms)
    turn.emit(UserRenamed(turn.ids(), at, tuple(room.log for room in user.rooms), user.source, name), asker)


def _stay(turn: Turn, user: User, account: Account) -> None:
    """They are away until they come back; another name than the account's, and an operator's rights, end at once."""
    before = user.name
    if user.operator:
        turn.emit(UserModesChanged(turn.now, user.source, (Change(False, "o"),)))
    if user.fold != account.fold:
        take_name(turn, user, account.name)
    text = user.away or NOT_CONNECTED
    turn.emit(UserDisconnected(turn.now, user.source, text, bot=user.is_bot, login=user.account))
    monitor.went(turn, before)
    note(turn, user)
