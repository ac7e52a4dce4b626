"""Refusals as IRC errors: a numeric where the protocol has one, else a standard reply."""

from __future__ import annotations

from hubbub.chat import refusals as why
from hubbub.chat.session import Session
from hubbub.irc import numerics as n

from .lines import numeric, shortened, standard_reply

NUMERICS: dict[type[why.Refusal], tuple[str, bool]] = {
    why.NoName: (n.ERR_NONICKNAMEGIVEN, False),
    why.BadName: (n.ERR_ERRONEUSNICKNAME, True),
    why.NameReserved: (n.ERR_ERRONEUSNICKNAME, True),
    why.NameTaken: (n.ERR_NICKNAMEINUSE, True),
    why.NobodyNamed: (n.ERR_NOSUCHNICK, True),
    why.BadRoomName: (n.ERR_BADCHANMASK, True),
    why.NoSuchRoom: (n.ERR_NOSUCHCHANNEL, True),
    why.NotInRoom: (n.ERR_NOTONCHANNEL, True),
    why.TooManyRooms: (n.ERR_TOOMANYCHANNELS, True),
    why.NoRecipient: (n.ERR_NORECIPIENT, False),
    why.NoText: (n.ERR_NOTEXTTOSEND, False),
    why.TooManyTargets: (n.ERR_TOOMANYTARGETS, True),
    why.WrongPassword: (n.ERR_PASSWDMISMATCH, False),
}
"""Numeric, and whether the thing concerned is a parameter before the text."""


def tell(session: Session, command: str, refusal: why.Refusal) -> None:
    """Answer a command that was refused."""
    if isinstance(refusal, why.NotInRoom) and command in ("PRIVMSG", "NOTICE", "TAGMSG"):
        numeric(session, n.ERR_CANNOTSENDTOCHAN, shortened(refusal.about, 64), "You have to join the room first")
        return
    known = NUMERICS.get(type(refusal))
    if known is None:
        about = [shortened(refusal.about, 64)] if refusal.about else []
        standard_reply(session, "FAIL", command, refusal.code, *about, text=refusal.text)
    else:
        code, named = known
        numeric(session, code, *([shortened(refusal.about, 64)] if named else []), refusal.text)
