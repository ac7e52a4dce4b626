"""Who is in a room, and with which roles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.arrivals import Around, read
from hubbub.client.changes import BufferChanged, MembersChanged
from hubbub.client.events import Entered, Event, TopicTold
from hubbub.client.live import arrive
from hubbub.client.people import forget_if_gone, known
from hubbub.client.protocol import isupport
from hubbub.client.rooms import MOST_MEMBERS
from hubbub.client.state.buffers import Buffer, Member
from hubbub.client.state.unread import recount
from hubbub.irc import casemap
from hubbub.irc import numerics as n
from hubbub.wire.message import Message as Line

from .handler import Handler
from .people import own_modes

if TYPE_CHECKING:
    from hubbub.client.session import Client


def _names(client: Client, line: Line, around: Around) -> list[Event]:
    """RPL_NAMREPLY: names with the signs of their roles in front, perhaps with their addresses behind."""
    room = client.rooms.find(line.params[2])
    names = line.params[3].split(" ")
    if room is None or len(room.listed) + len(names) > MOST_MEMBERS:
        return []
    roles = isupport.roles(client.link.supports)
    for written in names:
        name = written.lstrip("".join(roles)).partition("!")[0]
        letters = {roles[sign] for sign in written[: len(written) - len(written.lstrip("".join(roles)))]}
        if name:
            room.listed[casemap.lower(name)] = Member(name, isupport.rank(client.link.supports, letters))
    return []


def _names_end(client: Client, line: Line, around: Around) -> list[Event]:
    room, buffer = client.rooms.find(line.params[1]), client.state.buffer(line.params[1])
    if room is None or buffer is None:
        return []
    gone = buffer.members.keys() - room.listed.keys()
    buffer.members, room.listed = room.listed, {}
    for member in buffer.members.values():
        known(client, member.name).online = True
    for key in gone:
        forget_if_gone(client, key)
    entering, again, told = room.entering, room.wanted, room.told
    room.entering = room.wanted = room.told = False
    events: list[Event] = [MembersChanged(buffer.key)]
    if not entering:
        return events
    if not buffer.read_at:
        buffer.read_at = room.joined_at
        recount(buffer)
    arriving = not client.been_here and buffer.key == casemap.lower(client.lobby)
    events.append(Entered(buffer.key, again, arriving))
    return [*events, TopicTold(buffer.key, room.again)] if told else events


def _mode(client: Client, line: Line, around: Around) -> list[Event]:
    """MODE, of a room or of ourselves."""
    if around.late:
        return []
    if client.state.is_me(line.params[0]):
        return own_modes(client, line.params[1])
    room, buffer = client.rooms.find(line.params[0]), client.state.buffer(line.params[0])
    if room is None or buffer is None:
        return []
    events = changed(client, buffer, line.params[1:])
    arrival = read(client, line, around)
    return events + (arrive(client, arrival) if arrival else [])


def changed(client: Client, buffer: Buffer, words: list[str]) -> list[Event]:
    """The modes of a room, and the roles in it, are different by these words of a MODE line."""
    roles = set(isupport.roles(client.link.supports).values())
    names: list[str] = []
    before = dict(buffer.modes)
    for on, letter, argument in isupport.mode_changes(client.link.supports, words):
        member = buffer.members.get(casemap.lower(argument)) if letter in roles else None
        if member is not None:
            letters = {*member.roles, letter} if on else {*member.roles} - {letter}
            member.roles = isupport.rank(client.link.supports, letters)
            names.append(casemap.lower(argument))
        elif letter not in roles and not isupport.is_list(client.link.supports, letter):
            _set(buffer, on, letter, argument)
    events: list[Event] = [MembersChanged(buffer.key, tuple(names))] if names else []
    return [*events, BufferChanged(buffer.key, ("modes",))] if buffer.modes != before else events


def _set(buffer: Buffer, on: bool, letter: str, argument: str) -> None:
    if on:
        buffer.modes[letter] = argument
    else:
        buffer.modes.pop(letter, None)


HANDLERS: dict[str, tuple[int, Handler]] = {
    n.RPL_NAMREPLY: (4, _names),
    n.RPL_ENDOFNAMES: (2, _names_end),
    "MODE": (2, _mode),
}
