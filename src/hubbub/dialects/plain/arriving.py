"""What somebody sees when their name was accepted: who is here, what was said, and what waited for them."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.rooms import Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.history import missed
from hubbub.commands.history.missed import Gap
from hubbub.commands.messages import messages
from hubbub.commands.moderation import invites
from hubbub.commands.people import people
from hubbub.commands.rooms import rooms
from hubbub.typed import wording

from . import keeping, reading
from .replies import tell_rooms
from .screen import say
from .standing import me, must_be_in_room, standing


def arrive(turn: Turn, session: Session) -> Awaitable[None]:
    """Into the lobby, where there is one."""
    say(session, f"Registration successful. Welcome to the chat, {me(session).name}!")
    say(session, _others(turn, session))
    if me(session).operator:
        say(session, "You are an operator of this server.")
    for line in turn.policy.motd.splitlines():
        say(session, line)
    elsewhere = missed.gaps_of_device(turn, session)
    if turn.world.lockdown:
        say(session, turn.world.lockdown.sentence)
    if not turn.world.lobby:
        if not me(session).rooms:
            say(session, wording.OUTSIDE)
        tell_rooms(session)
        invites.tell(turn, session)
        return _catch_up(turn, session, None, None, elsewhere)
    joined = rooms.join(turn, session, turn.world.lobby)
    standing(session).room = turn.world.lobby
    tell_rooms(session)
    say(session, wording.WHAT_NOW)
    invites.tell(turn, session)
    lobby = must_be_in_room(session)
    keeping.show_to_newcomer(turn, session, lobby)
    gap = missed.gap(turn, session, lobby) if joined else missed.gap_of_device(turn, session, lobby)
    return _catch_up(turn, session, lobby, gap, [gap for gap in elsewhere if gap.room is not lobby])


async def _catch_up(turn: Turn, session: Session, lobby: Room | None, gap: Gap | None, elsewhere: list[Gap]) -> None:
    """What was missed in other rooms stands above the lobby, where one goes on."""
    if session.ended:
        return
    for other in elsewhere:
        await reading.show_gap(turn, session, other)
    if lobby is not None:
        await reading.show_missed(turn, session, lobby, gap)
    await messages.collect(turn, session)


def _others(turn: Turn, session: Session) -> str:
    others = [user.name for user in people.online(turn) if user is not session.user]
    if not others:
        return "You are the first one here."
    return wording.online_others(others)
