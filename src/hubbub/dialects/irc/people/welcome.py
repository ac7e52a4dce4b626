"""What a client is told when its registration is complete."""

from __future__ import annotations

from collections.abc import Awaitable
from functools import lru_cache

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.guard import invited
from hubbub.commands.people import metadata, profile
from hubbub.commands.sessions import entering
from hubbub.dialects.irc.history import replay
from hubbub.dialects.irc.lines import NAME, Common, from_server, server_name
from hubbub.dialects.irc.people.metadata_lines import show_own
from hubbub.dialects.irc.rooms.joining import show_rooms
from hubbub.dialects.irc.server.info import count_users, show_motd
from hubbub.dialects.irc.server.isupport import show_isupport
from hubbub.dialects.irc.state import state_of
from hubbub.irc import modes
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.irc.times import format_time

from .away import show_modes

TOKEN = Cap.TOKEN.value
SOFTWARE = "hubbub"


@lru_cache(maxsize=4)
def _of_the_server(server: str, started_at: int) -> Common:
    """What does not change while it runs."""
    letters = modes.user_letters(), modes.letters(), modes.letters(with_argument=True)
    return Common(
        server,
        [
            (n.RPL_WELCOME, f"Welcome to the chat, {NAME}!"),
            (n.RPL_YOURHOST, f"Your host is {server}, running {SOFTWARE}"),
            (n.RPL_CREATED, f"This server was started at {format_time(started_at)}"),
            (n.RPL_MYINFO, server, SOFTWARE, *letters),
        ],
    )


def welcome(chat: Chat, session: Session) -> Awaitable[None] | None:
    """The welcome burst, a token, the rooms that its user is in, and what waited for the name."""
    user = session.me
    _of_the_server(server_name(session), chat.policy.started_at).tell(session)
    show_isupport(chat, session)
    count_users(chat, session)
    metadata.bring(chat, session, state_of(session).metadata)
    show_own(session)
    show_motd(chat, session)
    if chat.world.lockdown:
        from_server(session, "NOTICE", user.name, chat.world.lockdown.sentence)
    away = state_of(session).away
    if away is not None and not (away == "*" and user.away):  # * says less than the text of another connection
        profile.set_away(chat, session, away)
    if state_of(session).caps & TOKEN and state_of(session).visit is None and not user.account:
        from_server(session, "TOKEN", entering.give_token(chat, session))
    show_modes(session)
    show_rooms(session)
    invited.tell(chat, session)
    return replay.arrived(chat, session)
