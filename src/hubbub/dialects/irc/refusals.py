"""Refusals as IRC errors: a numeric where the protocol has one, else a standard reply."""

from __future__ import annotations

from functools import partial

import msgspec

from hubbub.chat import refusals as why
from hubbub.chat.world.session import Session
from hubbub.dialects.refusals import sentence
from hubbub.irc import numerics as n

from .accounts import owned_names
from .lines import numeric, shortened, standard_reply
from .spoken import said_to

SHORT = 64  # letters of what a refusal is about


class Row(msgspec.Struct, frozen=True):
    """How a refusal is written: with this numeric, or as FAIL with its code.

    `about` names the parameters before the text: "about" is what the refusal is about, all others are its details.
    """

    numeric: str = ""
    about: tuple[str, ...] = ("about",)


ABOUT_MESSAGE, ABOUT_NAME = Row(about=("about", "message")), Row(about=("about", "name"))
OF_WEBPUSH = Row(about=("command", "about"))

ROWS: dict[type[why.Refusal], Row] = {
    why.NoName: Row(n.ERR_NONICKNAMEGIVEN, ()),
    why.BadName: Row(n.ERR_ERRONEUSNICKNAME),
    why.NameReserved: Row(n.ERR_ERRONEUSNICKNAME),
    why.NameTaken: Row(n.ERR_NICKNAMEINUSE),
    why.NameResting: Row(n.ERR_NICKNAMEINUSE),
    why.NameOwned: Row(n.ERR_NICKNAMEINUSE),
    why.NameKept: Row(n.ERR_NONICKCHANGE),
    why.RealnameKept: Row(about=()),
    why.NobodyHere: Row(n.ERR_NOSUCHNICK),
    why.NobodyNamed: Row(n.ERR_NOSUCHNICK),
    why.BadRoomName: Row(n.ERR_BADCHANMASK),
    why.NoSuchRoom: Row(n.ERR_NOSUCHCHANNEL),
    why.NotInRoom: Row(n.ERR_NOTONCHANNEL),
    why.TooManyRooms: Row(n.ERR_TOOMANYCHANNELS),
    why.TooManyNewRooms: Row(n.ERR_TOOMANYCHANNELS),
    why.NoRecipient: Row(n.ERR_NORECIPIENT, ()),
    why.NoText: Row(n.ERR_NOTEXTTOSEND, ()),
    why.TooManyTargets: Row(n.ERR_TOOMANYTARGETS),
    why.NotWanted: Row(n.ERR_CANTSENDTOUSER),
    why.CannotSend: Row(n.ERR_CANNOTSENDTOCHAN),
    why.SilentNow: Row(n.ERR_CANNOTSENDTOCHAN),
    why.GuestsSilentNow: Row(n.ERR_CANNOTSENDTOCHAN),
    why.InviteOnly: Row(n.ERR_INVITEONLYCHAN),
    why.BadKey: Row(n.ERR_BADCHANNELKEY),
    why.RoomFull: Row(n.ERR_CHANNELISFULL),
    why.Banned: Row(n.ERR_BANNEDFROMCHAN),
    why.NotOperator: Row(n.ERR_CHANOPRIVSNEEDED),
    why.NoOperators: Row(n.ERR_NOOPERHOST, ()),
    why.WrongOperatorPassword: Row(n.ERR_PASSWDMISMATCH, ()),
    why.NotServerOperator: Row(n.ERR_NOPRIVILEGES, ()),
    why.WrongPassword: Row(n.ERR_PASSWDMISMATCH, ()),
    why.PasswordMissing: Row(n.ERR_PASSWDMISMATCH, ()),
    why.PasswordInsecurely: Row(n.ERR_PASSWDMISMATCH, ()),
    why.BannedHere: Row(n.ERR_YOUREBANNEDCREEP, ()),
    why.NotThere: Row(n.ERR_USERNOTINCHANNEL, ("about", "room")),
    why.AlreadyThere: Row(n.ERR_USERONCHANNEL, ("about", "room")),
    why.ListFull: Row(n.ERR_BANLISTFULL, ("about", "mode")),
    why.UnknownMessage: ABOUT_MESSAGE,
    why.NotYours: ABOUT_MESSAGE,
    why.MayNotPin: ABOUT_MESSAGE,
    why.AlreadyPinned: ABOUT_MESSAGE,
    why.NotPinned: ABOUT_MESSAGE,
    why.NotReadable: ABOUT_MESSAGE,
    why.NotYourMessage: ABOUT_MESSAGE,
    why.PushFull: OF_WEBPUSH,
    why.BadEndpoint: OF_WEBPUSH,
    why.NoWay: OF_WEBPUSH,
    why.RoomNameInUse: ABOUT_NAME,
    why.CannotRename: ABOUT_NAME,
}
"""Those that are not written as FAIL with what they are about."""

IN_ROOMS = frozenset({"PRIVMSG", "NOTICE", "TAGMSG", "EDIT"})  # commands to which a room is a target


def tell(session: Session, command: str, refusal: why.Refusal) -> None:
    """Answer a command that was refused."""
    if isinstance(refusal, why.NotInRoom) and command in IN_ROOMS:
        numeric(session, n.ERR_CANNOTSENDTOCHAN, shortened(refusal.about, SHORT), "You have to join the room first")
        return
    row = ROWS.get(refusal.__class__, Row())
    about = [shortened(text, SHORT) for text in _about(refusal, row)]
    if row.numeric:
        numeric(session, row.numeric, *about, _text(session, refusal))
    else:
        standard_reply(session, "FAIL", command, refusal.code, *about, text=sentence_to(session, refusal))


def _about(refusal: why.Refusal, row: Row) -> list[str]:
    named = [(name, refusal.about if name == "about" else refusal.details[name]) for name in row.about]
    return [word for name, word in named if row.numeric or word or name != "about"]


def _text(session: Session, refusal: why.Refusal) -> str:
    """To who asks for an owned name: how to get it, when it is one's own."""
    owner = session.chat.world.accounts.owner(refusal.about) if isinstance(refusal, why.NameOwned) else None
    return owned_names.way_in(session, owner) if owner is not None else sentence_to(session, refusal)


def sentence_to(session: Session, refusal: why.Refusal) -> str:
    """The sentence, with commands as the people in this client give them."""
    return sentence(refusal, partial(said_to, session))
