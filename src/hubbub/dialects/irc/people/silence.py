"""SILENCE: whose private messages are not shown, as ircd-hybrid, UnrealIRCd and InspIRCd have it."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BadSilence, SilenceFull
from hubbub.chat.world.session import Session
from hubbub.commands.people import privacy
from hubbub.dialects.irc.lines import nick_of, numeric, shortened
from hubbub.dialects.irc.refusals import sentence_to
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.refusals import sentence
from hubbub.irc import numerics as n
from hubbub.wire.message import Message


def silence(chat: Chat, session: Session, message: Message) -> None:
    """`+mask` and `-mask`, several behind commas: a sign holds until the next one, as in MODE. Without any, or with
    one's own name, the list."""
    asked = message.params[0] if message.params else ""
    if not asked or chat.world.user(asked) is session.user:
        for mask in privacy.blocked(session):
            numeric(session, n.RPL_SILELIST, nick_of(session), mask)
        numeric(session, n.RPL_ENDOFSILELIST, "End of silence list")
        return
    sign, named = "+", False
    for one in asked.split(","):
        sign = one[0] if one[:1] in ("+", "-") else sign
        if one.strip("+-"):
            named = True
            _change(chat, session, one, one.removeprefix(sign), on=sign == "+")
    if not named:
        numeric(session, n.ERR_NEEDMOREPARAMS, "SILENCE", "Not enough parameters: say which masks")


def _change(chat: Chat, session: Session, one: str, mask: str, *, on: bool) -> None:
    """`one` is the mask as it was given, with its sign."""
    try:
        if on:
            privacy.silence(chat, session, mask)
        else:
            privacy.unsilence(chat, session, mask)
    except SilenceFull as refusal:
        numeric(session, n.ERR_SILELISTFULL, refusal.about, sentence_to(session, refusal))
    except BadSilence as refusal:
        numeric(session, n.ERR_UNKNOWNERROR, "SILENCE", shortened(one), sentence(refusal))


VERBS: dict[str, Verb] = {"SILENCE": Verb(silence, "SILENCE [+<mask>|-<mask>{,...}]", "See or change whom you block.")}
