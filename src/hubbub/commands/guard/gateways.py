"""Gateways say for whom they connect (WEBIRC); only those in the settings are believed."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BadGateway, NoGateway
from hubbub.chat.world.session import Session
from hubbub.commands.guard.guessing import wrong
from hubbub.wire.addresses import Networks, network_of, parse


async def speak_for(chat: Chat, session: Session, password: str, name: str, address: str, *, secure: bool) -> None:
    """The connection counts as one from `address` from now on. Raises NoGateway or BadGateway."""
    told = _address(address)
    known = [
        gateway
        for gateway in chat.policy.gateways
        if session.address in Networks(gateway.hosts) and gateway.name in ("", name)
    ]
    if known and not session.secure:
        raise BadGateway(reason="The password of WEBIRC is taken over TLS or on the server's own machine only")
    network = network_of(session.address)
    if known:
        _check_guesses(chat, network)
    for gateway in known:
        if await chat.after(session, chat.services.passwords.fit(gateway.password, password)):
            break
    else:
        if known:  # a right one is never counted: very many of a gateway's people may come at once
            chat.world.local.guesses.gateways.count(network, chat.clock)
            wrong(chat, session, "", "WEBIRC password")
        raise NoGateway
    _check_guesses(chat, network)  # once more: of very many guesses at once the right one may be among the last
    reason = session.move(told, secure=secure)
    if reason is not None:
        raise BadGateway(reason=reason)


def _check_guesses(chat: Chat, network: str) -> None:
    if chat.world.local.guesses.gateways.wait(network, chat.clock):
        raise BadGateway(reason="Too many wrong passwords of WEBIRC came from there; try again later")


def _address(text: str) -> str:
    try:
        return str(parse(text))
    except ValueError:
        raise BadGateway(reason="WEBIRC came with something that is no address") from None
