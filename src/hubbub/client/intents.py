"""What a typed text makes the client do: one function for each meaning of the grammar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hubbub.irc import casemap
from hubbub.typed import meanings as m
from hubbub.typed import table
from hubbub.typed.grammar import read
from hubbub.typed.sentences import IN_NO_ROOM, NOTHING_TO_EDIT, USUAL_HISTORY, unfinished, unknown_command

from . import moving
from .events import AskPrivate, Event, HelpShown, MembersAre, Told
from .link import CHATHISTORY, EDIT, clean, is_word
from .login import Login
from .questions import Question
from .rooms import names_of

if TYPE_CHECKING:
    from .session import Client


def do(client: Client, text: str, now: int) -> list[Event]:
    """Do what was typed, one line."""
    meaning = read(text, client.place)
    if not client.ready and not isinstance(meaning, _ALWAYS):
        return [Told("There is no connection. Try again when there is one.", error=True)]
    return _DOING[type(meaning)](client, meaning, now)


def _say(client: Client, meaning: m.Say, now: int) -> list[Event]:
    events = client.say(meaning.text, now)
    if meaning.hint:
        events.append(Told(f"That was sent to everyone. If you wanted {table.hint_text(meaning.hint)}"))
    return events


def _act(client: Client, meaning: m.Action, now: int) -> list[Event]:
    return client.say(meaning.text, now, action=True)


def _private(client: Client, meaning: m.Private, now: int) -> list[Event]:
    return client.private(meaning.name, meaning.text, now)


def _edit(client: Client, meaning: m.Edit, now: int) -> list[Event]:
    if client.said is None:
        return [Told(NOTHING_TO_EDIT, error=True)]
    if EDIT not in client.link.caps:
        return [Told("This server keeps what was said as it was said.", error=True)]
    text = f"\1ACTION {clean(meaning.text)}\1" if client.said.kind == "did" else clean(meaning.text)
    client.link.send("EDIT", client.said.target, client.said.id, text)
    return []


def _ask_private(client: Client, meaning: m.AskPrivate, now: int) -> list[Event]:
    return [AskPrivate()]


def _list_online(client: Client, meaning: m.ListOnline, now: int) -> list[Event]:
    client.link.send("WHO", "*")
    client.collected["who"] = []
    return []


def _list_here(client: Client, meaning: m.ListHere, now: int) -> list[Event]:
    room = client.rooms.find(client.current) if client.current else None
    return [MembersAre(room.name, names_of(room))] if room else [Told(IN_NO_ROOM, error=True)]


def _list_rooms(client: Client, meaning: m.ListRooms, now: int) -> list[Event]:
    client.link.send("LIST")
    client.collected["rooms"] = []
    return []


def _join(client: Client, meaning: m.Join, now: int) -> list[Event]:
    name = _room_name(meaning.room)
    if not is_word(name):
        return [Told(f"There can be no room named {name[1:]}.", error=True)]
    room = client.rooms.find(name)
    if room is not None and not room.leaving:
        return [*moving.go(client, room.name), MembersAre(room.name, names_of(room), entering=True)]
    label = client.link.label()
    client.link.send("JOIN", name, tags={"label": label} if client.link.labels else None)
    return moving.enter(client, name, label)


def _leave(client: Client, meaning: m.Leave, now: int) -> list[Event]:
    name = _room_name(meaning.room) if meaning.room else client.current
    if not name:
        return [Told(IN_NO_ROOM, error=True)]
    room = client.rooms.find(name)
    if not is_word(name) or (room is None and casemap.lower(name) != casemap.lower(client.current or "")):
        return [Told(f"You are not in {name[1:]}.", error=True)]
    if room is not None:
        room.leaving = True
    client.link.send("PART", room.name if room else name)
    return moving.step_out(client, name)


def _topic(client: Client, meaning: m.Topic, now: int) -> list[Event]:
    if client.current is None:
        return [Told(IN_NO_ROOM, error=True)]
    client.link.send("TOPIC", client.current, *([clean(meaning.text)] if meaning.text else []))
    return []


def _rename_room(client: Client, meaning: m.RenameRoom, now: int) -> list[Event]:
    before, name = _room_name(meaning.room), _room_name(meaning.name)
    wrong = next((room for room in (before, name) if not is_word(room)), None)
    if wrong is not None:
        return [Told(f"There can be no room named {wrong[1:]}.", error=True)]
    client.link.send("RENAME", before, name, *([clean(meaning.text)] if meaning.text else []))
    return []


def _kick(client: Client, meaning: m.Kick, now: int) -> list[Event]:
    return _in_room(client, "KICK", client.current, meaning.name, *([clean(meaning.text)] if meaning.text else []))


def _invite(client: Client, meaning: m.Invite, now: int) -> list[Event]:
    return _in_room(client, "INVITE", meaning.name, client.current)


def _modes(client: Client, meaning: m.Modes, now: int) -> list[Event]:
    return _in_room(client, "MODE", client.current, *clean(meaning.words or "").split())


def _ban(client: Client, meaning: m.Ban, now: int) -> list[Event]:
    text = [clean(meaning.text)] if meaning.text else []
    return _in_room(client, "TBAN", client.current, meaning.time or "0", clean(meaning.mask), *text)


def _retention(client: Client, meaning: m.Retention, now: int) -> list[Event]:
    return _in_room(client, "RETENTION", client.current, *([meaning.time] if meaning.time else []))


def _expire(client: Client, meaning: m.Expire, now: int) -> list[Event]:
    return _in_room(client, "EXPIRE", meaning.name or client.current, *([meaning.time] if meaning.time else []))


def _in_room(client: Client, command: str, *params: str | None) -> list[Event]:
    """Send a command about the current room; all but its last parameter have to be words."""
    words = [word for word in params if word is not None]
    if len(words) < len(params):
        return [Told(IN_NO_ROOM, error=True)]
    wrong = next((word for word in words[:2] if not is_word(word)), None)
    if wrong is not None:
        return [Told(f"The name {wrong} cannot be used.", error=True)]
    client.link.send(command, *words)
    return []


def _rename(client: Client, meaning: m.Rename, now: int) -> list[Event]:
    if not is_word(meaning.name):
        return [Told(f"The name {meaning.name} cannot be used.", error=True)]
    client.link.send("NICK", meaning.name)
    return []


def _register(client: Client, meaning: m.Register, now: int) -> list[Event]:
    client.trying = Login(client.name, clean(meaning.password))
    client.link.send("NICKSERV", "REGISTER", clean(meaning.password))
    return []


def _login(client: Client, meaning: m.Login, now: int) -> list[Event]:
    client.trying = Login(clean(meaning.name), clean(meaning.password))
    client.link.send("NICKSERV", "IDENTIFY", clean(meaning.name), clean(meaning.password))
    return []


def _serve(client: Client, meaning: m.Serve, now: int) -> list[Event]:
    client.link.send("NICKSERV", meaning.command.upper(), *([clean(meaning.words)] if meaning.words else []))
    return []


def _away(client: Client, meaning: m.Away, now: int) -> list[Event]:
    client.link.send("AWAY", *([clean(meaning.text)] if meaning.text else []))
    return []


def _history(client: Client, meaning: m.History, now: int) -> list[Event]:
    if client.current is None:
        return [Told(IN_NO_ROOM, error=True)]
    if CHATHISTORY not in client.link.caps:
        return [Told("This server keeps no history.", error=True)]
    question = Question("history", client.current)
    count = str(meaning.count or USUAL_HISTORY)
    client.questions.ask(question, client.link, "CHATHISTORY", "LATEST", client.current, "*", count)
    return []


def _search(client: Client, meaning: m.Search, now: int) -> list[Event]:
    words = clean(meaning.words)
    client.questions.ask(Question("search", "", words), client.link, "SEARCH", words)
    return []


def _help(client: Client, meaning: m.Help, now: int) -> list[Event]:
    return [HelpShown(tuple(table.help_text(meaning.command)))]


def _quit(client: Client, meaning: m.Quit, now: int) -> list[Event]:
    return client.quit(meaning.text or "")


def _unknown(client: Client, meaning: m.Unknown, now: int) -> list[Event]:
    return [Told(unknown_command(meaning.word, meaning.closest), error=True)]


def _incomplete(client: Client, meaning: m.Incomplete, now: int) -> list[Event]:
    return [Told(unfinished(meaning.usage), error=True)]


def _no_room(client: Client, meaning: m.NoRoom, now: int) -> list[Event]:
    return [Told(IN_NO_ROOM, error=True)]


def _nothing(client: Client, meaning: m.Nothing, now: int) -> list[Event]:
    return []


def _room_name(text: str) -> str:
    return text if text.startswith("#") else "#" + text


_ALWAYS = (m.Say, m.Action, m.Private, m.AskPrivate, m.Help, m.Quit, m.Unknown, m.Incomplete, m.NoRoom, m.Nothing)
_DOING: dict[type, Callable[[Client, Any, int], list[Event]]] = {
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
