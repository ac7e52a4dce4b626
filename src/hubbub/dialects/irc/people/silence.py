"""SILENCE: whose private messages are not shown, as ircd-hybrid, UnrealIRCd and InspIRCd have it."""

from __future__ import annotations

from hubbub.chat.refusals import BadSilence, SilenceFull
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.people import blocking
from hubbub.dialects.irc.lines import nick_of, numeric, shortened
from hubbub.dialects.irc.verb import Verb
from hubbub.irc import numerics as n
from hubbub.wire.message import Message


def silence(turn: Turn, session: Session, message: Message) -> None:
    """`+mask` and `-mask`, several behind commas; without one, or with one's own name, the list."""
    asked = message.params[0] if message.params else ""
    if not asked or turn.world.user(asked) is session.user:
        for mask in blocking.blocked(session):
            numeric(session, n.RPL_SILELIST, nick_of(session), mask)
        numeric(session, n.RPL_ENDOFSILELIST, "End of silence list")
        return
    for one in dict.fromkeys(word for word in asked.split(",") if word.strip("+-")):
        _change(turn, session, one)


def _change(turn: Turn, session: Session, one: str) -> None:
    try:
        if one.startswith("-"):
            blocking.unsilence(turn, session, one[1:])
        else:
            blocking.silence(turn, session, one.removeprefix("+"))
    except SilenceFull as refusal:
        numeric(session, n.ERR_SILELISTFULL, refusal.about, refusal.text)
    except BadSilence as refusal:
        numeric(session, n.ERR_UNKNOWNERROR, "SILENCE", shortened(one), refusal.text)


VERBS = {"SILENCE": Verb(silence, "SILENCE [+<mask>|-<mask>{,...}]", "Shows or changes whom one blocks.")}
