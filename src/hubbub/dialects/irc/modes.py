"""MODE, as far as there are modes: every room has +n (only members speak), and clients ask for it on joining."""

from __future__ import annotations

from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands import rooms
from hubbub.irc import numerics as n
from hubbub.wire.message import Message

from .lines import numeric, shortened
from .verb import Verb


def mode(turn: Turn, session: Session, message: Message) -> None:
    target, *changes = message.params
    if not target.startswith("#"):
        _user_mode(turn, session, target)
        return
    room = rooms.find(turn, target)
    letters = changes[0].lstrip("+-") if changes else ""
    if not letters:
        numeric(session, n.RPL_CHANNELMODEIS, room.name, "+n")
        numeric(session, n.RPL_CREATIONTIME, room.name, str(room.created // 1000))
    elif letters == "b" and len(changes) == 1:
        numeric(session, n.RPL_ENDOFBANLIST, room.name, "End of the ban list")
    else:
        numeric(session, n.ERR_UNKNOWNMODE, shortened(letters[0]), f"There is no such mode to change in {room.name}")


def _user_mode(turn: Turn, session: Session, target: str) -> None:
    user = turn.world.user(target)
    if user is None:
        numeric(session, n.ERR_NOSUCHNICK, shortened(target), "There is nobody of that name here")
    elif user is not session.user:
        numeric(session, n.ERR_USERSDONTMATCH, "You can only ask for your own modes")
    else:
        numeric(session, n.RPL_UMODEIS, "+")


VERBS = {"MODE": Verb(mode, "MODE <room>", "Shows the modes of a room.", params=1)}
