"""Passwords that were to be commands: a program says what was typed to it, and no grammar has read it before."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.dialects.irc.lines import numeric
from hubbub.irc import numerics as n
from hubbub.typed import sentences
from hubbub.typed.grammar import usage
from hubbub.typed.secrets import said_by_slip


def refuse_slip(chat: Chat, session: Session, command: str, targets: list[str], text: str) -> bool:
    """Whether a line of the text was to be a command with a password or a code, so that nothing of it is said; who sent
    it is told so, unless by a NOTICE.

    Programs mean what they say, and are told what to do by signs of their own, in private and where they are.
    """
    user = session.me
    if user.is_bot:
        return False
    for target in targets:
        meant = said_by_slip(text, slashes_alone=_bots_listen(chat, session, target))
        if meant and not _is_bot(chat, target):
            if command != "NOTICE":
                code = n.ERR_CANNOTSENDTOCHAN if "#" in target else n.ERR_CANTSENDTOUSER
                numeric(session, code, target, sentences.slipped(usage(meant)))
            return True
    return False


def _bots_listen(chat: Chat, session: Session, target: str) -> bool:
    """Whether a program may be told something there; of a room that its asker is not in nothing is told."""
    if "#" not in target:
        return True
    room = chat.world.room(target[target.index("#") :])
    return room is not None and session.me in room.members and any(member.is_bot for member in room.members)


def _is_bot(chat: Chat, target: str) -> bool:
    other = None if "#" in target else chat.world.user(target)
    return other is not None and other.is_bot
