"""WEBIRC: a gateway says for whom it connects (IRCv3 webirc)."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BadGateway, NoGateway
from hubbub.chat.world.session import Session
from hubbub.commands.guard import gateways
from hubbub.dialects.irc.lines import numeric
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.refusals import sentence
from hubbub.irc import numerics as n
from hubbub.wire.message import Message

REQUIRED = ("password", "gateway", "host", "address")


async def webirc(chat: Chat, session: Session, message: Message) -> None:
    if session.user is not None:
        numeric(session, n.ERR_ALREADYREGISTERED, "You have registered already")
        return
    try:
        if state_of(session).commands != 1:
            raise BadGateway(reason="WEBIRC has to be the first command")
        if len(message.params) < len(REQUIRED):  # else its person would go on with the gateway's own address
            raise BadGateway(reason=f"WEBIRC came without all of {', '.join(REQUIRED)}")
        password, gateway, _, address, *options = message.params
        names = [option.partition("=")[0] for option in " ".join(options).split()]
        await gateways.speak_for(chat, session, password, gateway, address, secure="secure" in names)
    except NoGateway as refusal:
        session.close("closed", sentence(refusal))


VERBS: dict[str, Verb] = {
    "WEBIRC": Verb(
        webirc, "WEBIRC <password> <gateway> <host> <address> [:<options>]", "Say for whom a gateway connects.",
        early=True,
    ),
}  # fmt: skip
