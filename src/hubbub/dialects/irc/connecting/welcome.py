"""What a client is told when its registration is complete."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.moderation import invites
from hubbub.commands.people import entering, metadata, people
from hubbub.dialects.irc.connecting.support import show_isupport
from hubbub.dialects.irc.history import replay
from hubbub.dialects.irc.lines import from_server, numeric, server_name
from hubbub.dialects.irc.people.metadata_lines import show_own
from hubbub.dialects.irc.people.people import show_modes
from hubbub.dialects.irc.rooms.rooms import show_rooms
from hubbub.dialects.irc.serving.server import count_users, show_motd
from hubbub.irc import modes
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.irc.times import format_time

TOKEN = Cap.TOKEN.value
SOFTWARE = "hubbub"


def welcome(turn: Turn, session: Session) -> Awaitable[None] | None:
    """The welcome burst, a token, the rooms that its user is in, and what waited for the name."""
    user = session.user
    assert user is not None
    server = server_name(session)
    numeric(session, n.RPL_WELCOME, f"Welcome to the chat, {user.name}!")
    numeric(session, n.RPL_YOURHOST, f"Your host is {server}, running {SOFTWARE}")
    numeric(session, n.RPL_CREATED, f"This server was started at {format_time(turn.policy.started_at)}")
    numeric(
        session,
        n.RPL_MYINFO,
        server,
        SOFTWARE,
        modes.user_letters(),
        modes.letters(),
        modes.letters(with_argument=True),
    )
    show_isupport(turn, session)
    count_users(turn, session)
    metadata.bring(turn, session, session.state.metadata)
    show_own(session)
    show_motd(turn, session)
    if turn.world.lockdown:
        from_server(session, "NOTICE", user.name, turn.world.lockdown.sentence)
    away = session.state.away
    if away is not None and not (away == "*" and user.away):  # * says less than the text of another connection
        people.set_away(turn, session, away)
    if session.state.caps & TOKEN and session.state.visit is None and not user.account:
        from_server(session, "TOKEN", entering.give_token(turn, session))
    show_modes(session)
    show_rooms(session)
    invites.tell(turn, session)
    return replay.arrived(turn, session)
