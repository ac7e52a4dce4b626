"""People: their names, their going, what they say of themselves; and our own modes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client import moving, reactions
from hubbub.client.arrivals import Around, Arrival, name_of, read, time_of
from hubbub.client.changes import MeChanged, MembersChanged, PersonChanged, PersonRenamed
from hubbub.client.events import Event, NameChanged, NameRefused, PersonGone
from hubbub.client.live import arrive
from hubbub.client.people import forget_if_gone, shared
from hubbub.client.protocol.link import is_word
from hubbub.client.protocol.registration import NAME_REFUSALS, Step
from hubbub.client.state.items import Happening
from hubbub.irc import casemap
from hubbub.irc import numerics as n
from hubbub.wire.message import Message as Line

from . import refusals
from .handler import Handler

if TYPE_CHECKING:
    from hubbub.client.session import Client


def _quit(client: Client, line: Line, around: Around) -> list[Event]:
    name, key = name_of(line), casemap.lower(name_of(line))
    if around.late or client.state.is_me(name):
        return []
    rooms = shared(client, key)
    arrival = read(client, line, around)
    assert arrival is not None, "QUIT needs nothing"
    person = client.state.people.get(key)
    if not rooms:
        return []
    events: list[Event] = []
    for room in rooms:
        buffer = client.state.buffers[room]
        del buffer.members[key]
        buffer.typing.pop(key, None)
        events += [MembersChanged(room, (key,)), *_happens(client, buffer.name, arrival)]
    forget_if_gone(client, key)
    if person is not None:
        person.online = False
        events.append(PersonChanged(key))
    thing = arrival.thing
    assert isinstance(thing, Happening), "QUIT is one"
    return [*events, PersonGone(name, tuple(rooms), thing.at, thing.text)]


def _happens(client: Client, room: str, arrival: Arrival) -> list[Event]:
    """The same thing in one of several rooms."""
    return arrive(client, Arrival(room, arrival.thing, seq=arrival.seq))


def _nick(client: Client, line: Line, around: Around) -> list[Event]:
    if around.late or not is_word(line.params[0]):
        return []
    before, name, at = name_of(line), line.params[0], time_of(line, around.now)
    own = client.state.is_me(before)
    old, new = casemap.lower(before), casemap.lower(name)
    arrival = read(client, line, around)
    assert arrival is not None, "NICK has its parameter"
    if own:
        client.identity.renamed(name, at)
    rooms = shared(client, old)
    events: list[Event] = [MeChanged(("name",))] if own else []
    for room in rooms:
        buffer = client.state.buffers[room]
        buffer.members = {new if key == old else key: one for key, one in buffer.members.items()}
        buffer.members[new].name = name
        reactions.rename(buffer.timeline, before, name)
        buffer.typing.pop(old, None)
        events += [MembersChanged(room, (old, new)), *_happens(client, buffer.name, arrival)]
    events += _person_renamed(client, before, name)
    if not rooms and not own:
        return events
    return [*events, NameChanged(before, name, at, own)]


def _person_renamed(client: Client, before: str, name: str) -> list[Event]:
    """What we know of somebody, and the conversation with them, goes on under the other name."""
    old, new = casemap.lower(before), casemap.lower(name)
    events = moving.rename(client, before, name)
    whois = client.state.whois
    if whois is not None and casemap.lower(whois.name) == old and "whois" in client.collected:
        whois.name = name
    person = client.state.people.pop(old, None)
    if person is None:
        return events
    person.name = name
    client.state.people[new] = person
    return [*events, PersonRenamed(old, new)]


def _setname(client: Client, line: Line, around: Around) -> list[Event]:
    return _changed(client, line, around, realname=line.params[0])


def _chghost(client: Client, line: Line, around: Around) -> list[Event]:
    return _changed(client, line, around, host=line.params[1])


def _changed(client: Client, line: Line, around: Around, **fields: str) -> list[Event]:
    """Somebody whom we know says something else of themselves."""
    name = name_of(line)
    person = client.state.person(name)
    events: list[Event] = []
    if client.state.is_me(name) and "realname" in fields:
        client.state.me.realname = fields["realname"]
        events.append(MeChanged(("realname",)))
    if person is None or around.late:
        return events
    for field, value in fields.items():
        setattr(person, field, value)
    return [*events, PersonChanged(casemap.lower(name))]


def _mode_is(client: Client, line: Line, around: Around) -> list[Event]:
    """RPL_UMODEIS: our modes."""
    return own_modes(client, "+" + line.params[1].removeprefix("+"), fresh=True)


def own_modes(client: Client, changes: str, *, fresh: bool = False) -> list[Event]:
    """Changes of our own modes, as in a MODE line."""
    letters = set() if fresh else set(client.state.me.modes)
    on = True
    for letter in changes:
        if letter in "+-":
            on = letter == "+"
        elif on:
            letters.add(letter)
        else:
            letters.discard(letter)
    client.state.me.modes = "".join(sorted(letters))
    client.state.me.operator = "o" in letters
    return [MeChanged(("modes",))]


def _name_refused(client: Client, line: Line, around: Around) -> list[Event]:
    if client.registration.step in (Step.WELCOME, Step.DONE):
        return refusals.refused(client, line, around)
    return [NameRefused(client.name, client.registration.name_refused(line), line.command)]


HANDLERS: dict[str, tuple[int, Handler]] = {
    "QUIT": (0, _quit),
    "NICK": (1, _nick),
    "SETNAME": (1, _setname),
    "CHGHOST": (2, _chghost),
    n.RPL_UMODEIS: (2, _mode_is),
    **dict.fromkeys(NAME_REFUSALS, (1, _name_refused)),
}
