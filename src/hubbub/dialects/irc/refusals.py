"""Refusals as IRC errors: a numeric where the protocol has one, else a standard reply."""

from __future__ import annotations

from hubbub.chat import refusals as why
from hubbub.chat.world.session import Session
from hubbub.irc import numerics as n

from .accounts import owned_names
from .lines import numeric, shortened, standard_reply

NUMERICS: dict[type[why.Refusal], tuple[str, bool]] = {
    why.NoName: (n.ERR_NONICKNAMEGIVEN, False),
    why.BadName: (n.ERR_ERRONEUSNICKNAME, True),
    why.NameReserved: (n.ERR_ERRONEUSNICKNAME, True),
    why.NameTaken: (n.ERR_NICKNAMEINUSE, True),
    why.NameResting: (n.ERR_NICKNAMEINUSE, True),
    why.NameOwned: (n.ERR_NICKNAMEINUSE, True),
    why.NobodyNamed: (n.ERR_NOSUCHNICK, True),
    why.BadRoomName: (n.ERR_BADCHANMASK, True),
    why.NoSuchRoom: (n.ERR_NOSUCHCHANNEL, True),
    why.NotInRoom: (n.ERR_NOTONCHANNEL, True),
    why.TooManyRooms: (n.ERR_TOOMANYCHANNELS, True),
    why.NoRecipient: (n.ERR_NORECIPIENT, False),
    why.NoText: (n.ERR_NOTEXTTOSEND, False),
    why.TooManyTargets: (n.ERR_TOOMANYTARGETS, True),
    why.NotWanted: (n.ERR_CANTSENDTOUSER, True),
    why.CannotSend: (n.ERR_CANNOTSENDTOCHAN, True),
    why.SilentNow: (n.ERR_CANNOTSENDTOCHAN, True),
    why.GuestsSilentNow: (n.ERR_CANNOTSENDTOCHAN, True),
    why.InviteOnly: (n.ERR_INVITEONLYCHAN, True),
    why.BadKey: (n.ERR_BADCHANNELKEY, True),
    why.RoomFull: (n.ERR_CHANNELISFULL, True),
    why.Banned: (n.ERR_BANNEDFROMCHAN, True),
    why.NotOperator: (n.ERR_CHANOPRIVSNEEDED, True),
    why.NoOperators: (n.ERR_NOOPERHOST, False),
    why.WrongOperatorPassword: (n.ERR_PASSWDMISMATCH, False),
    why.NotServerOperator: (n.ERR_NOPRIVILEGES, False),
    why.WrongPassword: (n.ERR_PASSWDMISMATCH, False),
    why.BannedHere: (n.ERR_YOUREBANNEDCREEP, False),
}
"""Numeric, and whether the thing concerned is a parameter before the text."""


def tell(session: Session, command: str, refusal: why.Refusal) -> None:
    """Answer a command that was refused."""
    if isinstance(refusal, why.NotInRoom) and command in ("PRIVMSG", "NOTICE", "TAGMSG", "EDIT"):
        numeric(session, n.ERR_CANNOTSENDTOCHAN, shortened(refusal.about, 64), "You have to join the room first")
        return
    if isinstance(refusal, why.NotThere | why.AlreadyThere):
        code = n.ERR_USERNOTINCHANNEL if isinstance(refusal, why.NotThere) else n.ERR_USERONCHANNEL
        numeric(session, code, shortened(refusal.about), refusal.details["room"], refusal.text)
        return
    if isinstance(refusal, why.ListFull):
        numeric(session, n.ERR_BANLISTFULL, refusal.about, refusal.details["mode"], refusal.text)
        return
    if isinstance(refusal, why.UnknownMessage | why.NotYours | why.NotYourMessage):
        about = [shortened(refusal.about, 64), shortened(refusal.details["message"], 64)]
        standard_reply(session, "FAIL", command, refusal.code, *about, text=refusal.text)
        return
    if isinstance(refusal, why.RoomNameInUse | why.CannotRename):
        about = [shortened(refusal.about, 64), shortened(refusal.details["name"], 64)]
        standard_reply(session, "FAIL", command, refusal.code, *about, text=refusal.text)
        return
    if isinstance(refusal, why.NameOwned) and (owner := session.chat.world.accounts.owner(refusal.about)):
        numeric(session, n.ERR_NICKNAMEINUSE, shortened(refusal.about, 64), owned_names.way_in(session, owner))
        return
    known = NUMERICS.get(type(refusal))
    if known is None:
        about = [shortened(refusal.about, 64)] if refusal.about else []
        standard_reply(session, "FAIL", command, refusal.code, *about, text=refusal.text)
    else:
        code, named = known
        numeric(session, code, *([shortened(refusal.about, 64)] if named else []), refusal.text)
