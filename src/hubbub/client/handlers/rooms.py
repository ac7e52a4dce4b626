"""Coming and going in rooms, and what is changed about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client import history, moving
from hubbub.client.arrivals import Around, is_room, name_of, read, time_of
from hubbub.client.changes import BufferChanged, InvitationsChanged, MembersChanged, PersonChanged
from hubbub.client.deliver import deliver
from hubbub.client.events import Event, TopicTold
from hubbub.client.live import arrive
from hubbub.client.people import forget_if_gone, known
from hubbub.client.protocol.capabilities import CHATHISTORY
from hubbub.client.protocol.questions import Question
from hubbub.client.rooms import MOST_MEMBERS
from hubbub.client.state.buffers import Member, Topic
from hubbub.client.state.store import Invitation
from hubbub.irc import casemap
from hubbub.irc import numerics as n
from hubbub.wire.message import Message as Line

from .handler import Handler, tell
from .members import changed

if TYPE_CHECKING:
    from hubbub.client.session import Client

AT_THE_DOOR = 10  # messages that who enters a room wants to see
MOST_INVITATIONS = 100


def _join(client: Client, line: Line, around: Around) -> list[Event]:
    if around.late or not is_room(line.params[0]):
        return []
    if client.state.is_me(name_of(line)):
        return _entered(client, line, around)
    buffer, key = client.state.buffer(line.params[0]), casemap.lower(name_of(line))
    if client.rooms.find(line.params[0]) is None or buffer is None or len(buffer.members) >= MOST_MEMBERS:
        return []
    buffer.members[key] = Member(name_of(line))
    _extended(client, line)
    events: list[Event] = [MembersChanged(buffer.key, (key,)), PersonChanged(key)]
    return events + _happened(client, line, around)


def _extended(client: Client, line: Line) -> None:
    """What a JOIN says of who joins (https://ircv3.net/specs/extensions/extended-join)."""
    person = known(client, name_of(line))
    person.online = True
    person.host = (line.source or "").partition("@")[2]
    if len(line.params) > 2:
        person.account = "" if line.params[1] == "*" else line.params[1]
        person.realname = line.params[2]
        if client.state.is_me(person.name):
            client.state.me.account, client.state.me.realname = person.account, person.realname


def _entered(client: Client, line: Line, around: Around) -> list[Event]:
    """We are in a room; a new one, or one that we were in before the connection was lost."""
    name, at = line.params[0], time_of(line, around.now)
    again = client.rooms.find(name) is not None
    room = client.rooms.add(name)
    if room is None:
        return []
    room.name, room.present, room.joined_at = name, True, at
    events: list[Event] = []
    buffer = client.add_buffer(name, events)
    buffer.name, buffer.joined = name, True
    buffer.members[casemap.lower(client.name)] = Member(client.name)
    _extended(client, line)
    events.append(BufferChanged(buffer.key, ("joined",)))
    arrival = read(client, line, around)
    assert arrival is not None, "it has its parameter"
    client.catchup.joined(name, (line.tags or {}).get("msgid", ""), at)
    if not again:
        buffer.timeline.add_gap(at)  # since we were here before, if ever
    events += arrive(client, arrival) + moving.entered(client, name)
    return events if again else events + _ask_before(client, name, arrival.thing.id)


def _ask_before(client: Client, room: str, id: str) -> list[Event]:
    """Ask for the last messages before our entry into a room."""
    if CHATHISTORY not in client.link.caps:
        return []
    return history.ask(client, Question("entering", room, before=id, wanted=AT_THE_DOOR))


def _happened(client: Client, line: Line, around: Around) -> list[Event]:
    arrival = read(client, line, around)
    return arrive(client, arrival) if arrival else []


def _part(client: Client, line: Line, around: Around) -> list[Event]:
    room = client.rooms.find(line.params[0])
    if around.late or room is None:
        return []
    if not client.state.is_me(name_of(line)):
        return _without(client, line.params[0], name_of(line)) + _happened(client, line, around)
    client.rooms.forget(line.params[0])
    arrival = read(client, line, around)
    assert arrival is not None, "it has its parameter"
    events = deliver(client, arrival) + moving.let_go(client, room.name)
    if casemap.lower(room.name) in client.entering:
        return events + moving.not_joined(client, room.name)
    return events + _gone_with_us(client, room.name)


def _gone_with_us(client: Client, room: str) -> list[Event]:
    """A room that we have left is put away, and who is nowhere else with us."""
    buffer = client.state.buffer(room)
    members = list(buffer.members) if buffer else []
    events = moving.remove(client, casemap.lower(room))
    for key in members:
        forget_if_gone(client, key)
    return events


def _kick(client: Client, line: Line, around: Around) -> list[Event]:
    room = client.rooms.find(line.params[0])
    if around.late or room is None:
        return []
    if not client.state.is_me(line.params[1]):
        return _without(client, line.params[0], line.params[1]) + _happened(client, line, around)
    client.rooms.forget(line.params[0])
    arrival = read(client, line, around)
    assert arrival is not None, "it has its parameters"
    return [
        *deliver(client, arrival),
        *moving.let_go(client, room.name),
        *moving.not_joined(client, room.name),
    ]


def _without(client: Client, room: str, name: str) -> list[Event]:
    """Somebody is no longer in a room."""
    buffer, key = client.state.buffer(room), casemap.lower(name)
    if buffer is None or buffer.members.pop(key, None) is None:
        return []
    buffer.typing.pop(key, None)
    forget_if_gone(client, key)
    return [MembersChanged(buffer.key, (key,))]


def _topic(client: Client, line: Line, around: Around) -> list[Event]:
    buffer = client.state.buffer(line.params[0])
    if around.late or buffer is None or client.rooms.find(line.params[0]) is None:
        return []
    buffer.topic = Topic(line.params[1], name_of(line), time_of(line, around.now))
    return [BufferChanged(buffer.key, ("topic",)), *_happened(client, line, around)]


def _topic_is(client: Client, line: Line, around: Around) -> list[Event]:
    """RPL_TOPIC, RPL_NOTOPIC: on entering it is told after the names."""
    room, buffer = client.rooms.find(line.params[1]), client.state.buffer(line.params[1])
    if room is None or buffer is None:
        return []
    text = line.params[2] if line.command == n.RPL_TOPIC else ""
    room.again = room.entering and room.wanted and buffer.topic.text == text
    if buffer.topic.text != text:
        buffer.topic = Topic(text)
    room.told = room.entering
    events: list[Event] = [BufferChanged(buffer.key, ("topic",))]
    return events if room.entering else [*events, TopicTold(buffer.key)]


def _topic_by(client: Client, line: Line, around: Around) -> list[Event]:
    """RPL_TOPICWHOTIME"""
    buffer = client.state.buffer(line.params[1])
    if buffer is None:
        return []
    seconds = line.params[3]
    at = int(seconds) * 1000 if seconds.isascii() and seconds.isdigit() and len(seconds) < 12 else 0
    buffer.topic = Topic(buffer.topic.text, line.params[2].partition("!")[0], at)
    return [BufferChanged(buffer.key, ("topic",))]


def _modes_are(client: Client, line: Line, around: Around) -> list[Event]:
    """RPL_CHANNELMODEIS"""
    buffer = client.state.buffer(line.params[1])
    events: list[Event] = []
    if buffer is not None:
        buffer.modes.clear()
        events = changed(client, buffer, line.params[2:]) or [BufferChanged(buffer.key, ("modes",))]
    return events + tell(client, line, around)


def _renamed(client: Client, line: Line, around: Around) -> list[Event]:
    """RENAME (https://ircv3.net/specs/extensions/channel-rename)"""
    before, name = line.params[:2]
    if around.late or not is_room(name) or client.rooms.find(before) is None:
        return []
    return moving.rename_room(client, before, name) + _happened(client, line, around)


def _invite(client: Client, line: Line, around: Around) -> list[Event]:
    """INVITE: of us, or of somebody else into a room where we are (https://ircv3.net/specs/extensions/invite-notify)."""
    if around.late:
        return []
    if not client.state.is_me(line.params[0]):
        return _happened(client, line, around) if client.rooms.find(line.params[1]) is not None else []
    invitation = Invitation(line.params[1], name_of(line), time_of(line, around.now))
    others = [one for one in client.state.invitations if casemap.lower(one.room) != casemap.lower(invitation.room)]
    client.state.invitations[:] = [*others, invitation][-MOST_INVITATIONS:]
    return [InvitationsChanged(invitation.room, invitation.by, invitation.at)]


HANDLERS: dict[str, tuple[int, Handler]] = {
    "JOIN": (1, _join),
    "PART": (1, _part),
    "KICK": (2, _kick),
    "TOPIC": (2, _topic),
    "RENAME": (2, _renamed),
    "INVITE": (2, _invite),
    n.RPL_TOPIC: (3, _topic_is),
    n.RPL_NOTOPIC: (2, _topic_is),
    n.RPL_TOPICWHOTIME: (4, _topic_by),
    n.RPL_CHANNELMODEIS: (3, _modes_are),
    n.RPL_INVITING: (3, tell),
    **dict.fromkeys((n.RPL_BANLIST, n.RPL_EXCEPTLIST, n.RPL_INVEXLIST), (3, tell)),
    **dict.fromkeys((n.RPL_ENDOFBANLIST, n.RPL_ENDOFEXCEPTLIST, n.RPL_ENDOFINVEXLIST), (2, tell)),
}
