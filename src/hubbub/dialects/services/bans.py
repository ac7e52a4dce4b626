"""`/uban`: bans from the whole server, as operators ask for them in every dialect."""

from __future__ import annotations

from collections.abc import Iterable

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import MeansMany
from hubbub.chat.world.moderation.bans import ACCOUNT, Ban
from hubbub.chat.world.session import Session
from hubbub.commands.moderation import bans
from hubbub.typed.durations import is_mistyped, milliseconds, moment

from .record import Row, row
from .service import Service

SHOWN = 50  # names of those whom a target means
MANY = 10  # people at once who are banned only when that is confirmed


def uban(chat: Chat, session: Session, words: list[str]) -> Iterable[str] | None:
    """What was typed after the command, done; None when it fits no usage."""
    match [words[0].lower(), *words[1:]] if words else []:
        case ["add" | "add!" as how, target, *rest] if not rest or not is_mistyped(rest[0]):
            return _add(chat, session, target, rest, sure=how == "add!")
        case ["del", target]:
            return [f"{bans.lift(chat, session, target)} is not banned from this server any more."]
        case ["info", target]:
            return _info(chat, session, target)
        case ["list"]:
            listed = bans.listed(chat, session)
            return map(_row, listed) if listed else ["Nobody is banned from this server."]
    return None


def _add(chat: Chat, session: Session, target: str, rest: list[str], *, sure: bool) -> list[str]:
    length = milliseconds(rest[0]) if rest else 0
    why = " ".join(rest[1:] if length else rest) or "No reason given"
    whom = bans.meant(chat, session, target)
    target, names = whom.target, whom.names
    if len(names) > MANY and not sure:
        raise MeansMany(target, count=str(len(names)), names=_listed(names))
    ban, ended, stayed = bans.add(chat, session, whom, length, why)
    hit = f"{target} means {_listed(names)}."
    told = [hit, _row(ban, "Banned: "), f"{ended} connection{'' if ended == 1 else 's'} ended."]
    if stayed:
        told.append(f"Not connected now, but still in their rooms: {_listed(stayed)}.")
        told.append(f"To end that, ban the accounts, too, such as {ACCOUNT}{stayed[0]}.")
    return told


def _info(chat: Chat, session: Session, target: str) -> list[str]:
    whom = bans.meant(chat, session, target)
    target, names = whom.target, whom.names
    ban = bans.of(chat, target)
    known = [_row(ban, "Banned: ")] if ban is not None else []
    return [*known, f"{target} means {_listed(names)}."]


def _listed(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more if names else "nobody who is here"


def _row(ban: Ban, before: str = "") -> Row:
    until = f"until {moment(ban.until)}" if ban.until else "for ever"
    sentence = f"{before}{ban.target} {until}, by {ban.by} at {moment(ban.at)}: {ban.why}"
    return row("uban", sentence, target=ban.target, until=ban.until, by=ban.by, at=ban.at, why=ban.why)


SERVICES: dict[str, Service] = {"uban": Service(uban)}
