"""What a typed text makes the client do: one function for each meaning of the grammar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hubbub.client import history, posting, searching
from hubbub.client.arrivals import is_room
from hubbub.client.events import AskPrivate, Event, HelpAsked, MembersListed, UploadAsked
from hubbub.client.notes import notice, refuse
from hubbub.client.protocol.capabilities import CHATHISTORY, EDIT, FILES, SEARCH
from hubbub.client.protocol.link import clean, is_word
from hubbub.client.protocol.questions import Question
from hubbub.client.state.buffers import Buffer
from hubbub.client.state.items import Note
from hubbub.typed import meanings as m
from hubbub.typed.grammar import read
from hubbub.typed.sentences import USUAL_HISTORY

from . import accounts, messages, people, rooms
from . import history as reading

if TYPE_CHECKING:
    from hubbub.client.session import Client

Where = Buffer | None


def do(client: Client, text: str, now: int, where: Where) -> list[Event]:
    """Do what was typed in a buffer (None: in no room), one line."""
    meaning = read(text, client.place(where))
    if not client.ready and not isinstance(meaning, _ALWAYS):
        return refuse(client, "no_connection", now, buffer=where)
    return _DOING[type(meaning)](client, meaning, now, where)


def _say(client: Client, meaning: m.Say, now: int, where: Where) -> list[Event]:
    if where is None:
        return refuse(client, "in_no_room", now)
    events = posting.post(client, where.name, meaning.text, now) + client.flush(now)
    if meaning.hint:
        events += notice(client, Note("", now, "hint", (meaning.hint,)), where)
    return events


def _act(client: Client, meaning: m.Action, now: int, where: Where) -> list[Event]:
    if where is None:
        return refuse(client, "in_no_room", now)
    return posting.post(client, where.name, meaning.text, now, "did")


def _private(client: Client, meaning: m.Private, now: int, where: Where) -> list[Event]:
    return client.private(meaning.name, meaning.text, now)


def _edit(client: Client, meaning: m.Edit, now: int, where: Where) -> list[Event]:
    """Of what one said last, wherever that was."""
    if client.said is None:
        return refuse(client, "nothing_to_edit", now, buffer=where)
    if EDIT not in client.link.caps:
        return refuse(client, "no_edits", now, buffer=where)
    key, said = client.said
    buffer = client.state.buffers.get(key)
    return messages.edited(client, buffer, said, meaning.text) if buffer else []


def _ask_private(client: Client, meaning: m.AskPrivate, now: int, where: Where) -> list[Event]:
    return [AskPrivate()]


def _list_online(client: Client, meaning: m.ListOnline, now: int, where: Where) -> list[Event]:
    return people.list_people(client, now)


def _list_here(client: Client, meaning: m.ListHere, now: int, where: Where) -> list[Event]:
    room = client.rooms.find(where.key) if where else None
    return [MembersListed(where.key)] if room and where else refuse(client, "in_no_room", now, buffer=where)


def _list_rooms(client: Client, meaning: m.ListRooms, now: int, where: Where) -> list[Event]:
    return rooms.list_rooms(client, now)


def _join(client: Client, meaning: m.Join, now: int, where: Where) -> list[Event]:
    return rooms.join(client, now, room=meaning.room)


def _leave(client: Client, meaning: m.Leave, now: int, where: Where) -> list[Event]:
    name = _room_name(meaning.room) if meaning.room else where.name if where else ""
    if not name:
        return refuse(client, "in_no_room", now)
    if is_room(name) and (not is_word(name) or client.state.buffer(name) is None):
        return refuse(client, "not_in_room", now, name, buffer=where)
    return rooms.leave(client, now, buffer=name)


def _topic(client: Client, meaning: m.Topic, now: int, where: Where) -> list[Event]:
    name = _name(where)
    if name is None:
        return refuse(client, "in_no_room", now, buffer=where)
    client.command(where, "TOPIC", name, *([clean(meaning.text)] if meaning.text else []))
    return []


def _rename_room(client: Client, meaning: m.RenameRoom, now: int, where: Where) -> list[Event]:
    before, name = _room_name(meaning.room), _room_name(meaning.name)
    wrong = next((room for room in (before, name) if not is_word(room)), None)
    if wrong is not None:
        return refuse(client, "bad_room_name", now, wrong, buffer=where)
    client.command(where, "RENAME", before, name, *([clean(meaning.text)] if meaning.text else []))
    return []


def _kick(client: Client, meaning: m.Kick, now: int, where: Where) -> list[Event]:
    text = [clean(meaning.text)] if meaning.text else []
    return _in_room(client, now, where, "KICK", _name(where), meaning.name, *text)


def _invite(client: Client, meaning: m.Invite, now: int, where: Where) -> list[Event]:
    return _in_room(client, now, where, "INVITE", meaning.name, _name(where))


def _modes(client: Client, meaning: m.Modes, now: int, where: Where) -> list[Event]:
    return _in_room(client, now, where, "MODE", _name(where), *clean(meaning.words or "").split())


def _ban(client: Client, meaning: m.Ban, now: int, where: Where) -> list[Event]:
    text = [clean(meaning.text)] if meaning.text else []
    return _in_room(client, now, where, "TBAN", _name(where), meaning.time or "0", clean(meaning.mask), *text)


def _retention(client: Client, meaning: m.Retention, now: int, where: Where) -> list[Event]:
    return _in_room(client, now, where, "RETENTION", _name(where), *([meaning.time] if meaning.time else []))


def _expire(client: Client, meaning: m.Expire, now: int, where: Where) -> list[Event]:
    about = meaning.name or (where.name if where else None)
    return _in_room(client, now, where, "EXPIRE", about, *([meaning.time] if meaning.time else []))


def _pin(client: Client, meaning: m.Pin | m.Unpin, now: int, where: Where) -> list[Event]:
    command = "PIN" if isinstance(meaning, m.Pin) else "UNPIN"
    return _in_room(client, now, where, command, _name(where), *(["*", clean(meaning.words)] if meaning.words else []))


def _list_pins(client: Client, meaning: m.ListPins, now: int, where: Where) -> list[Event]:
    return _in_room(client, now, where, "PINS", _name(where))


def _upload(client: Client, meaning: m.Upload, now: int, where: Where) -> list[Event]:
    if where is None:
        return refuse(client, "in_no_room", now)
    if FILES not in client.link.caps:
        return refuse(client, "no_files", now, buffer=where)
    return [UploadAsked(where.key, meaning.file or "")]


def _name(where: Where) -> str | None:
    """The name of the room that the person is in."""
    return where.name if where and where.kind == "room" else None


def _in_room(client: Client, now: int, where: Where, command: str, *params: str | None) -> list[Event]:
    """Send a command about the current room; all but its last parameter have to be words."""
    words = [word for word in params if word is not None]
    if len(words) < len(params):
        return refuse(client, "in_no_room", now, buffer=where)
    wrong = next((word for word in words[:2] if not is_word(word)), None)
    if wrong is not None:
        return refuse(client, "bad_word", now, wrong, buffer=where)
    client.command(where, command, *words)
    return []


def _rename(client: Client, meaning: m.Rename, now: int, where: Where) -> list[Event]:
    if not is_word(meaning.name):
        return refuse(client, "bad_word", now, meaning.name, buffer=where)
    return people.rename(client, now, name=meaning.name)


def _register(client: Client, meaning: m.Register, now: int, where: Where) -> list[Event]:
    return accounts.register(client, now, password=meaning.password)


def _login(client: Client, meaning: m.Login, now: int, where: Where) -> list[Event]:
    return accounts.log_in(client, now, account=meaning.name, password=meaning.password)


def _serve(client: Client, meaning: m.Serve, now: int, where: Where) -> list[Event]:
    return accounts.serve(client, now, command=meaning.command, words=meaning.words or "")


def _away(client: Client, meaning: m.Away, now: int, where: Where) -> list[Event]:
    return people.away(client, now, text=meaning.text or "")


def _history(client: Client, meaning: m.History, now: int, where: Where) -> list[Event]:
    if where is None:
        return refuse(client, "in_no_room", now)
    if CHATHISTORY not in client.link.caps:
        return refuse(client, "no_history", now, buffer=where)
    return history.ask(client, Question("shown", where.name, wanted=meaning.count or USUAL_HISTORY))


def _search(client: Client, meaning: m.Search, now: int, where: Where) -> list[Event]:
    if SEARCH not in client.link.caps:
        return reading.search(client, now, words=meaning.words)
    return reading.search(client, now, **searching.meant(client.state, meaning.words, where.name if where else ""))


def _help(client: Client, meaning: m.Help, now: int, where: Where) -> list[Event]:
    return [HelpAsked(meaning.command)]


def _quit(client: Client, meaning: m.Quit, now: int, where: Where) -> list[Event]:
    return client.quit(meaning.text or "")


def _unknown(client: Client, meaning: m.Unknown, now: int, where: Where) -> list[Event]:
    return refuse(client, "unknown_command", now, meaning.word, meaning.closest or "", buffer=where)


def _incomplete(client: Client, meaning: m.Incomplete, now: int, where: Where) -> list[Event]:
    code = "slipped_command" if meaning.slip else "incomplete_command"
    return refuse(client, code, now, meaning.usage, buffer=where)


def _no_room(client: Client, meaning: m.NoRoom, now: int, where: Where) -> list[Event]:
    return refuse(client, "in_no_room", now)


def _nothing(client: Client, meaning: m.Nothing, now: int, where: Where) -> list[Event]:
    return []


def _room_name(text: str) -> str:
    return text if text.startswith("#") else "#" + text


_ALWAYS = (m.Say, m.Action, m.Private, m.AskPrivate, m.Help, m.Quit, m.Unknown, m.Incomplete, m.NoRoom, m.Nothing)
_DOING: dict[type, Callable[[Client, Any, int, Where], list[Event]]] = {
    m.Say: _say,
    m.Action: _act,
    m.Private: _private,
    m.Edit: _edit,
    m.AskPrivate: _ask_private,
    m.ListOnline: _list_online,
    m.ListHere: _list_here,
    m.ListRooms: _list_rooms,
    m.Join: _join,
    m.Leave: _leave,
    m.Topic: _topic,
    m.RenameRoom: _rename_room,
    m.Kick: _kick,
    m.Invite: _invite,
    m.Modes: _modes,
    m.Ban: _ban,
    m.Retention: _retention,
    m.Expire: _expire,
    m.Pin: _pin,
    m.Unpin: _pin,
    m.ListPins: _list_pins,
    m.Upload: _upload,
    m.Rename: _rename,
    m.Register: _register,
    m.Login: _login,
    m.Serve: _serve,
    m.Away: _away,
    m.History: _history,
    m.Search: _search,
    m.Help: _help,
    m.Quit: _quit,
    m.Unknown: _unknown,
    m.Incomplete: _incomplete,
    m.NoRoom: _no_room,
    m.Nothing: _nothing,
}
