"""`/uban`: bans from the whole server, as operators ask for them in every dialect."""

from __future__ import annotations

from collections.abc import Iterable

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import MeansMany
from hubbub.chat.world.moderation.bans import ACCOUNT, Ban
from hubbub.chat.world.session import Session
from hubbub.commands.moderation import bans
from hubbub.commands.moderation.bans import SHOWN
from hubbub.typed.durations import is_mistyped, milliseconds, moment

from .record import Row, row
from .service import Service

MANY = 10  # people at once who are banned only when that is confirmed


async def uban(chat: Chat, session: Session, words: list[str]) -> Iterable[str] | None:
    """What was typed after the command, done; None when it fits no usage."""
    match [words[0].lower(), *words[1:]] if words else []:
        case ["add" | "add!" as how, target, *rest] if not is_mistyped(" ".join(rest)):
            return await _add(chat, session, target, rest, sure=how == "add!")
        case ["del", target]:
            return [f"{bans.lift(chat, session, target)} is not banned from this server any more."]
        case ["info", target]:
            return await _info(chat, session, target)
        case ["list"]:
            listed = await bans.listed(chat, session)
            return map(_row, listed) if listed else ["Nobody is banned from this server."]
    return None


async def _add(chat: Chat, session: Session, target: str, rest: list[str], *, sure: bool) -> list[str]:
    length = milliseconds(rest[0]) if rest else 0
    why = " ".join(rest[1:] if length else rest) or "No reason given"
    whom = await bans.meant(chat, session, target)
    target = whom.target
    if whom.count > MANY and not sure:
        names = await bans.names(chat, session, whom)
        raise MeansMany(target, count=str(whom.count), names=_listed(names, whom.count))
    made = bans.add(chat, session, whom, length, why)
    hit = f"{target} means {_listed(await bans.names(chat, session, whom), whom.count)}."
    told = [hit, _row(made.ban, "Banned: "), f"{made.ended} connection{'' if made.ended == 1 else 's'} ended."]
    stayed = await bans.stayed(chat, session, whom)
    if stayed:
        told.append(f"Not connected now, but still in their rooms: {_listed(stayed[:SHOWN], len(stayed))}.")
        told.append(f"To end that, ban the accounts, too, such as {ACCOUNT}{stayed[0]}.")
    return told


async def _info(chat: Chat, session: Session, target: str) -> list[str]:
    whom = await bans.meant(chat, session, target)
    names = await bans.names(chat, session, whom)
    ban = bans.of(chat, whom.target)
    known = [_row(ban, "Banned: ")] if ban is not None else []
    return [*known, f"{whom.target} means {_listed(names, whom.count)}."]


def _listed(names: list[str], count: int) -> str:
    """The first names of so many."""
    more = f" and {count - len(names)} more" if count > len(names) else ""
    return ", ".join(names) + more if names else "nobody who is here"


def _row(ban: Ban, before: str = "") -> Row:
    until = f"until {moment(ban.until)}" if ban.until else "for ever"
    sentence = f"{before}{ban.target} {until}, by {ban.by} at {moment(ban.at)}: {ban.why}"
    return row("uban", sentence, target=ban.target, until=ban.until, by=ban.by, at=ban.at, why=ban.why)


SERVICES: dict[str, Service] = {"uban": Service(uban)}
