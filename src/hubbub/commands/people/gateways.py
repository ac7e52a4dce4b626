"""Gateways say for whom they connect (WEBIRC); only those in the settings are believed."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BadGateway, NoGateway
from hubbub.chat.world.session import Session
from hubbub.wire.addresses import Networks, parse


async def speak_for(chat: Chat, session: Session, password: str, name: str, address: str, *, secure: bool) -> None:
    """The connection counts as one from `address` from now on. Raises NoGateway."""
    told = _address(address)
    for gateway in chat.policy.gateways:
        known = session.address in Networks(gateway.hosts) and gateway.name in ("", name)
        if known and await chat.after(session, chat.services.passwords.fit(gateway.password, password)):
            break
    else:
        raise NoGateway
    reason = session.move(told, secure=secure)
    if reason is not None:
        raise BadGateway(reason=reason)


def _address(text: str) -> str:
    try:
        return str(parse(text))
    except ValueError:
        raise BadGateway(reason="WEBIRC came with something that is no address") from None
