"""People: who is here, one's own name, being away, and goodbye."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator

from hubbub.chat.chat import Chat
from hubbub.chat.world.people.users import User
from hubbub.chat.world.session import Session
from hubbub.commands.messages import held
from hubbub.commands.people import profile
from hubbub.commands.people.in_order import InOrder
from hubbub.commands.sessions import entering
from hubbub.dialects.plain.screen import note, say, say_all
from hubbub.dialects.plain.state import state_of
from hubbub.dialects.plain.whereabouts import room_here, shown
from hubbub.typed import sentences
from hubbub.typed.meanings import Away, ListHere, ListOnline, Quit, Rename
from hubbub.wire.sanitize import strip_formatting
from hubbub.wire.truncate import cut


def list_online(chat: Chat, session: Session, meaning: ListOnline) -> None:
    _list(session, "Online now", profile.online(chat, session))


def list_here(chat: Chat, session: Session, meaning: ListHere) -> None:
    room = room_here(session)
    _list(session, f"In {shown(room.name, chat.world.lobby)} now", profile.members(room))


def rename(chat: Chat, session: Session, meaning: Rename) -> Awaitable[None] | None:
    """Take another name, and what waits for it."""
    before = session.me.name
    entering.choose_name(chat, session, meaning.name)
    if session.me.name == before:
        note(session, f"Your name is {before}.")
        return None
    return _collect(chat, session)


async def _collect(chat: Chat, session: Session) -> None:
    if not session.ended:
        await held.collect(chat, session)


def away(chat: Chat, session: Session, meaning: Away) -> None:
    if not meaning.text and not session.me.away:
        note(session, "You are here. To say that you are away, type /away and a text.")
        return
    profile.set_away(chat, session, meaning.text or "")


def say_goodbye(chat: Chat, session: Session, meaning: Quit) -> None:
    goodbye(session, meaning.text or "")


def goodbye(session: Session, text: str = "") -> None:
    """Take leave of who leaves by themselves, with or without a name; others see their text."""
    say(session, f"Goodbye, {session.user.name}!" if session.user else "Goodbye!")
    state_of(session).has_said_goodbye = True
    session.close("quit", cut(text))


def _list(session: Session, heading: str, users: InOrder[User]) -> None:
    say_all(session, _rows(heading, users, state_of(session).width), users.steps())


def _rows(heading: str, users: InOrder[User], width: int) -> Iterator[str]:
    yield from sentences.rows_of_names(heading, map(_name, users), len(users), width)


def _name(user: User) -> str:
    return f"{user.name} (away: {strip_formatting(user.away)})" if user.away else user.name
