"""People: who is here, one's own name, being away, and goodbye."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.people import User
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.messages import messages
from hubbub.commands.people import entering, people
from hubbub.typed import wording
from hubbub.typed.meanings import Away, ListHere, ListOnline, Quit, Rename
from hubbub.wire.cutting import cut
from hubbub.wire.visible import strip_formatting

from .screen import note, say, say_all
from .standing import me, must_be_in_room, shown, standing


def list_online(turn: Turn, session: Session, meaning: ListOnline) -> None:
    say_all(session, wording.name_rows("Online now", _names(people.online(turn))))


def list_here(turn: Turn, session: Session, meaning: ListHere) -> None:
    room = must_be_in_room(session)
    say_all(session, wording.name_rows(f"In {shown(room.name, turn.world.lobby)} now", _names(people.members(room))))


def rename(turn: Turn, session: Session, meaning: Rename) -> Awaitable[None] | None:
    """Take another name, and what waits for it."""
    before = me(session).name
    entering.rename(turn, session, meaning.name)
    if me(session).name == before:
        note(session, f"Your name is {before}.")
        return None
    return _collect(turn, session)


async def _collect(turn: Turn, session: Session) -> None:
    if not session.ended:
        await messages.collect(turn, session)


def away(turn: Turn, session: Session, meaning: Away) -> None:
    if not meaning.text and not me(session).away:
        note(session, "You are here. To say that you are away, type /away and a text.")
        return
    people.set_away(turn, session, meaning.text or "")


def say_goodbye(turn: Turn, session: Session, meaning: Quit) -> None:
    goodbye(session, meaning.text or "")


def goodbye(session: Session, text: str = "") -> None:
    """Take leave of who leaves by themselves, with or without a name; others see their text."""
    say(session, f"Goodbye, {session.user.name}!" if session.user else "Goodbye!")
    standing(session).has_said_goodbye = True
    session.close("quit", cut(text))


def _names(users: list[User]) -> list[str]:
    return [_name(user) for user in users]


def _name(user: User) -> str:
    return f"{user.name} (away: {strip_formatting(user.away)})" if user.away else user.name
