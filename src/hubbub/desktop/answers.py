"""What is told to this person alone, where they look: a welcome with who is online, answers to what they asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any

from hubbub.client import changes as c
from hubbub.client import events as e
from hubbub.client.state.items import Note
from hubbub.client.state.messages import Message
from hubbub.irc import casemap
from hubbub.tk.ask import Ask, Asked
from hubbub.typed import help, sentences
from hubbub.uplink.happenings import UploadChanged
from hubbub.views import whois
from hubbub.views.leading import Leading
from hubbub.views.pieces import safe
from hubbub.views.timeline import Passing, why_not_sent

from . import locked

if TYPE_CHECKING:
    from .window import Window


class Answers:
    """A method for each kind of event."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._numbers = count(1)
        self.leading = Leading(window.lists, window.join, self.show)
        self._does: dict[type, Callable[[Any], object]] = {
            c.PeopleListed: self._people,
            c.RoomsListed: lambda event: self._rooms(),
            c.InvitationsChanged: self._invited,
            c.WhoisAnswered: lambda event: self._whois(),
            e.Entered: self._entered,
            e.Ready: self._ready,
            e.Disconnected: lambda event: self.leading.lost(),
            e.KeyWanted: lambda event: locked.ask(window, event),
            e.MembersListed: self._members,
            e.HelpAsked: self._help,
            e.AskPrivate: lambda event: self._ask_private(),
            e.UploadAsked: window.files.asked,
            e.Answered: window.lists.answered,
            UploadChanged: window.files.changed,
        }

    def tell(self, event: object) -> None:
        does = self._does.get(type(event))
        if does is not None:
            does(event)

    def say(self, *lines: str, error: bool = False) -> None:
        """These lines, below what is there, until one leaves the place."""
        id = f"~here-{next(self._numbers)}"
        self.show(Note(id, int(time.time() * 1000), "words", (), "\n".join(lines), error))

    def show(self, note: Note) -> None:
        """The same of a note."""
        self.window.pass_by(Passing(self.window.newest_id(), note))

    def not_sent(self, key: str, message: Message) -> None:
        """What was written from here to somewhere else did not get there. It waits there, to be sent again."""
        why = why_not_sent(message)
        self.say(f"Not sent to {self._place(key)}: {safe(message.text[:100])}", *([why] if why else []), error=True)

    def _welcome(self, name: str, others: list[str]) -> None:
        """To who has come in for the first time."""
        told = sentences.online_others(others) if others else "Nobody else is here."
        self.say(sentences.welcome(safe(name)), told, sentences.WHAT_NOW)

    def _entered(self, event: e.Entered) -> None:
        if not event.arriving:
            return
        names = self._names(event.buffer)
        with self.window.core.reading() as state:
            me = state.me.name
        self._welcome(me, [name for name in names if casemap.lower(name) != casemap.lower(me)])

    def _ready(self, event: e.Ready) -> None:
        """Where there is no lobby nobody enters one: who comes is greeted outside, and told who is online."""
        with self.window.core.reading() as state:
            outside, me = not state.server.lobby and state.current is None, state.me.name
        self.leading.ready()
        if outside and not event.again:
            self.say(sentences.welcome(safe(me)))
            self.window.core.do("list_people")

    def _names(self, key: str) -> list[str]:
        with self.window.core.reading() as state:
            buffer = state.buffers.get(key)
            return [safe(buffer.members[each].name) for each in sorted(buffer.members)] if buffer is not None else []

    def _people(self, event: c.PeopleListed) -> None:
        names = [safe(f"{name} (away)" if name in event.away else name) for name in event.names]
        self.say(*sentences.name_rows("Online now", names))

    def _members(self, event: e.MembersListed) -> None:
        if not event.turned:
            self.say(*sentences.name_rows(f"In {self._place(event.buffer)} now", self._names(event.buffer)))

    def _place(self, key: str) -> str:
        with self.window.core.reading() as state:
            buffer = state.buffers.get(key)
            return safe(buffer.name.removeprefix("#")) if buffer is not None else safe(key)

    def _rooms(self) -> None:
        """The list to jump from has them already, when it is open."""
        if self.window.acting.rooms_listed():
            return
        with self.window.core.reading() as state:
            rooms = sorted(state.rooms or (), key=lambda row: casemap.lower(row.name))
            rows = [
                sentences.room_row(
                    safe(row.name.removeprefix("#")),
                    row.members,
                    safe(row.topic),
                    mine=state.buffer(row.name) is not None,
                )
                for row in rooms
            ]
        self.say(*((sentences.ROOMS, *rows) if rows else (sentences.NO_ROOMS,)))

    def _invited(self, event: c.InvitationsChanged) -> None:
        if event.room:
            room = safe(event.room.removeprefix("#"))
            self.say(f"{safe(event.by)} invites you to the room #{room}: click on its name, or type /join {room}")

    def _whois(self) -> None:
        with self.window.core.reading() as state:
            found = state.whois
            lines = whois.told(found, int(time.time() * 1000), self.window.choices.hours) if found is not None else []
        if lines:
            self.say(*lines)

    def _help(self, event: e.HelpAsked) -> None:
        if event.command is None:
            self.window.acting.help()
        else:
            self.say(*help.help_text(event.command))

    def _ask_private(self) -> None:
        def send(values: list[str]) -> str | None:
            name, text = values[0].strip(), values[1].strip()
            if not name or not text:
                return "A private message needs a recipient and a text."
            self.window.core.do("say", buffer=casemap.lower(name), text=text)
            return None

        fields = (Asked("To"), Asked("Message"))
        Ask(
            self.window.overlays,
            self.window.look,
            "A private message",
            "Who is not online gets it when they come.",
            "Send it",
            send,
            fields,
        )
