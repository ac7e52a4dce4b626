"""Keeping order: roles, modes, bans, reports, and the commands of operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubbub.client.events import Event
from hubbub.client.notes import decline, refuse
from hubbub.client.protocol.link import clean, is_word
from hubbub.client.protocol.questions import Question

from .accounts import serve
from .rooms import about

if TYPE_CHECKING:
    from hubbub.client.session import Client


OF_THE_SERVER = ("EXPIRE", "MODE", "NUMBERS", "PINS", "SAJOIN", "SAMODE", "WEBPUSH")  # NickServ: the others


def kick(client: Client, now: int, *, buffer: str, name: str, reason: str = "") -> list[Event]:
    """Make somebody leave a room."""
    if not is_word(name):
        return refuse(client, "bad_name", now, name)
    return about(client, now, "KICK", buffer, name, *([clean(reason)] if reason else []))


def ban(client: Client, now: int, *, buffer: str, mask: str, time: str = "", reason: str = "") -> list[Event]:
    """Keep those from a room whom a mask means (m:mask: from speaking), for a time as `2h`, or until it is undone."""
    if not is_word(mask) or (time and not is_word(time)):
        return refuse(client, "bad_name", now, mask)
    return about(client, now, "TBAN", buffer, time or "0", clean(mask), *([clean(reason)] if reason else []))


def unban(client: Client, now: int, *, buffer: str, mask: str) -> list[Event]:
    """Undo that."""
    if not is_word(mask):
        return refuse(client, "bad_name", now, mask)
    return about(client, now, "MODE", buffer, "-b", mask)


def role(client: Client, now: int, *, buffer: str, name: str, letter: str, on: bool) -> list[Event]:
    """Give somebody a role in a room, or take it away."""
    if not is_word(name) or len(letter) != 1 or not letter.isalpha():
        return refuse(client, "bad_name", now, name)
    return about(client, now, "MODE", buffer, f"{'+' if on else '-'}{letter}", name)


def modes(client: Client, now: int, *, buffer: str, words: str = "") -> list[Event]:
    """Change the modes of a room, as in `+m`, or ask for them."""
    return about(client, now, "MODE", buffer, *clean(words).split())


def report(client: Client, now: int, *, about: str, reason: str) -> list[Event]:
    """Tell those who keep order what somebody did; `about`: a name, or the id of a message."""
    return serve(client, now, command="report", words=f"{about} {reason}")


def ask(client: Client, now: int, *, command: str, words: str = "") -> list[Event]:
    """Ask the server for something; the notes that answer it are told, and stand in no timeline."""
    if not client.ready:
        return decline(client, "no_connection", now)
    verb, given = clean(command).strip().upper(), clean(words)
    if not is_word(verb):
        return []
    params = [verb, *given.split()] if verb in OF_THE_SERVER else ["NICKSERV", verb, *([given] if given else [])]
    by = client.asker if client.link.labels else ""
    client.asides.begin(by)
    of_a_room = verb == "MODE" and len(params) == 2  # which nobody waits for
    client.questions.ask(Question("asked", by), client.link, *params, later=of_a_room)
    return decline(client, "unmarked_answers", now) if client.asker and not by else []
