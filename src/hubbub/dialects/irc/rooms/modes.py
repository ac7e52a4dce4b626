"""MODE: the modes of rooms and of oneself (modern.ircdocs.horse, channel-modes and user-modes)."""

from __future__ import annotations

from hubbub.chat import rights
from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BadModeArgument, NobodyNamed, NoSuchRoom, Refusal
from hubbub.chat.world.people.users import name_of
from hubbub.chat.world.rooms import Listed, Room
from hubbub.chat.world.session import Session
from hubbub.commands.moderation import overriding
from hubbub.commands.rooms import joining, modes
from hubbub.dialects.irc.lines import from_server, nick_of, numeric, numeric_line, shortened, with_record
from hubbub.dialects.irc.refusals import tell
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.refusals import sentence
from hubbub.dialects.services.record import Row, row
from hubbub.irc import numerics as n
from hubbub.irc.modes import (
    MOST_CHANGES,
    ROOM_MODES,
    Change,
    Kind,
    MissingArgument,
    UnknownMode,
    parse_changes,
    parse_user_changes,
)
from hubbub.typed.durations import milliseconds, moment
from hubbub.wire.message import Message

LISTS = {
    "b": ("ban", n.RPL_BANLIST, n.RPL_ENDOFBANLIST, "End of the ban list"),
    "e": ("exception", n.RPL_EXCEPTLIST, n.RPL_ENDOFEXCEPTLIST, "End of the exception list"),
    "I": ("uninvited", n.RPL_INVEXLIST, n.RPL_ENDOFINVEXLIST, "End of the invitation list"),
}


def mode(chat: Chat, session: Session, message: Message) -> None:
    target, *params = message.params
    if not target.startswith("#"):
        _user_mode(chat, session, target, params)
        return
    room = joining.find(chat, session, target)
    if not params or not params[0].strip("+-"):
        _show(session, room)
        return
    wanted = _read(session, room, params)
    if wanted:
        for refusal in modes.change(chat, session, room.name, wanted):
            _tell(session, room, refusal)


def timed_ban(chat: Chat, session: Session, message: Message) -> None:
    """TBAN, as InspIRCd's (https://docs.inspircd.org/3/modules/timedbans/); of a room alone, the bans that end."""
    room = joining.find(chat, session, message.params[0])
    if len(message.params) == 1:
        _show_ends(chat, session, room)
        return
    time, mask, *why = [*message.params[1:], ""]
    length = milliseconds(f"{time}s" if time.isdecimal() else time)
    if not mask or (not length and time.strip("0")):
        usage = VERBS["TBAN"].usage
        numeric(
            session, n.ERR_NEEDMOREPARAMS, "TBAN", f"A time is a number of seconds, or such as 2h or 1d12h: {usage}"
        )
        return
    try:
        modes.ban(chat, session, room.name, mask, length, why[0])
    except Refusal as refusal:
        _tell(session, room, refusal)


def _show_ends(chat: Chat, session: Session, room: Room) -> None:
    for listed in room.lists.get("b", {}).values():
        if listed.until:
            why = f": {listed.why}" if listed.why else ""
            text = f"{listed.mask} is banned from {room.name} until {moment(listed.until)}{why}"
            from_server(session, "NOTICE", nick_of(session), text)
    from_server(session, "NOTICE", nick_of(session), f"Those are the bans of {room.name} that end by themselves.")


def force_mode(chat: Chat, session: Session, message: Message) -> None:
    rights.check_operator(rights.Action.OVERRIDE, session.user)
    room = chat.world.room(message.params[0])
    if room is None:
        raise NoSuchRoom(message.params[0])
    for refusal in overriding.change_modes(chat, session, room.name, _read(session, room, list(message.params[1:]))):
        _tell(session, room, refusal)


def _read(session: Session, room: Room, params: list[str]) -> list[Change]:
    """The changes asked for; lists that are only to be shown are shown, and what cannot be read is answered."""
    wanted: list[Change] = []
    shown: set[str] = set()  # letters of lists
    with_argument = 0
    for change in parse_changes(params):
        if isinstance(change, UnknownMode):
            numeric(session, n.ERR_UNKNOWNMODE, shortened(change.letter), "There is no such mode")
        elif isinstance(change, MissingArgument):
            text = f"You must say a parameter for mode {change.letter}: {ROOM_MODES[change.letter].help}"
            numeric(session, n.ERR_INVALIDMODEPARAM, room.name, change.letter, "*", text)
        elif ROOM_MODES[change.letter].kind is Kind.LIST and not change.argument:
            if change.letter not in shown:
                shown.add(change.letter)
                _show_list(session, room, change.letter)
        else:
            with_argument += bool(change.argument)
            if with_argument <= MOST_CHANGES:
                wanted.append(change)
    return wanted


def _show(session: Session, room: Room) -> None:
    """RPL_CHANNELMODEIS; a key is shown to members only."""
    knows = rights.has_key(room, session.user)
    letters = "".join(sorted(room.flags))
    shown = [argument if letter != "k" or knows else "*" for letter, argument in sorted(room.flags.items()) if argument]
    numeric(session, n.RPL_CHANNELMODEIS, room.name, f"+{letters}", *shown)
    numeric(session, n.RPL_CREATIONTIME, room.name, str(room.created // 1000))


def _show_list(session: Session, room: Room, letter: str) -> None:
    kind, entry, end, text = LISTS[letter]
    if not rights.may_see(room, session.user):
        numeric(session, n.ERR_NOTONCHANNEL, room.name, "You are not in that room")
        return
    for listed in room.lists.get(letter, {}).values():
        line = numeric_line(session, entry, room.name, listed.mask, listed.by, str(listed.at // 1000))
        session.answer(with_record(session, line, _listed(kind, listed)))
    numeric(session, end, room.name, text)


def _listed(kind: str, one: Listed) -> Row:
    return row(kind, one.mask, mask=one.mask, by=name_of(one.by), at=one.at, until=one.until, why=one.why)


def _tell(session: Session, room: Room, refusal: Refusal) -> None:
    if isinstance(refusal, NobodyNamed):
        numeric(session, n.ERR_NOSUCHNICK, shortened(refusal.about), "There is nobody of that name here")
    elif isinstance(refusal, BadModeArgument):
        numeric(session, n.ERR_INVALIDMODEPARAM, room.name, refusal.details["mode"], "*", sentence(refusal))
    else:
        tell(session, "MODE", refusal)


def _user_mode(chat: Chat, session: Session, target: str, params: list[str]) -> None:
    other = chat.world.user(target)
    if other is None:
        numeric(session, n.ERR_NOSUCHNICK, shortened(target), "There is nobody of that name here")
    elif other is not session.user:
        numeric(session, n.ERR_USERSDONTMATCH, "You can only see and change your own modes")
    elif not params or not params[0].strip("+-"):
        numeric(session, n.RPL_UMODEIS, f"+{other.modes}")
    else:
        wanted = list(parse_user_changes(params[0]))
        modes.change_own(chat, session, [change for change in wanted if isinstance(change, Change)])
        if any(isinstance(change, UnknownMode) for change in wanted):
            numeric(session, n.ERR_UMODEUNKNOWNFLAG, "There is no such user mode")


VERBS: dict[str, Verb] = {
    "MODE": Verb(mode, "MODE <room>|<name> [<modes> {<argument>}]", "See or change modes.", params=1, named=1),
    "TBAN": Verb(
        timed_ban, "TBAN <room> [<time> <mask> [:<why>]]", "Ban for some time, or see such bans.", params=1, named=1
    ),
}
