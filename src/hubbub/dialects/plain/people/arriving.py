"""What somebody sees when their name was accepted: who is here, what was said, and what waited for them."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.chat import Chat
from hubbub.chat.world.rooms import Room
from hubbub.chat.world.session import Session
from hubbub.commands.guard import invited
from hubbub.commands.history import missed
from hubbub.commands.history.missed import Gap
from hubbub.commands.messages import held
from hubbub.commands.people import profile
from hubbub.commands.rooms import joining
from hubbub.dialects.plain import history
from hubbub.dialects.plain.messages import pinning, retention
from hubbub.dialects.plain.replies import tell_rooms
from hubbub.dialects.plain.screen import say
from hubbub.dialects.plain.state import state_of
from hubbub.dialects.plain.whereabouts import room_here
from hubbub.typed import sentences


def arrive(chat: Chat, session: Session) -> Awaitable[None]:
    """Into the lobby, where there is one."""
    say(session, sentences.welcome(session.me.name))
    say(session, _others(chat, session))
    if session.me.operator:
        say(session, "You are an operator of this server.")
    for line in chat.policy.motd.splitlines():
        say(session, line)
    elsewhere = missed.gaps_of_device(chat, session)
    if chat.world.lockdown:
        say(session, chat.world.lockdown.sentence)
    if not chat.world.lobby:
        if not session.me.rooms:
            say(session, sentences.OUTSIDE)
        tell_rooms(session)
        invited.tell(chat, session)
        return _catch_up(chat, session, None, None, elsewhere)
    joined = joining.join(chat, session, chat.world.lobby)
    state_of(session).room = chat.world.lobby
    tell_rooms(session)
    say(session, sentences.WHAT_NOW)
    invited.tell(chat, session)
    lobby = room_here(session)
    retention.show_to_newcomer(chat, session, lobby)
    pinning.show_to_newcomer(chat, session, lobby)
    gap = missed.gap(chat, session, lobby) if joined else missed.gap_of_device(chat, session, lobby)
    return _catch_up(chat, session, lobby, gap, [gap for gap in elsewhere if gap.room is not lobby])


async def _catch_up(chat: Chat, session: Session, lobby: Room | None, gap: Gap | None, elsewhere: list[Gap]) -> None:
    """What was missed in other rooms stands above the lobby, where one goes on."""
    if session.ended:
        return
    for other in elsewhere:
        await history.show_gap(chat, session, other)
    if lobby is not None:
        await history.show_missed(chat, session, lobby, gap)
    await held.collect(chat, session)


def _others(chat: Chat, session: Session) -> str:
    others = profile.online(chat, session).that(lambda user: user is not session.user)
    first, count = others.first(sentences.NAMES_AT_ONCE)
    if not first:
        return "You are the first one here."
    return sentences.online_others([user.name for user in first], count - len(first))
