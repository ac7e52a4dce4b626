"""WHOWAS: who had a name before (modern.ircdocs.horse, whowas-message)."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import NoName
from hubbub.chat.world.session import Session
from hubbub.dialects.irc.lines import numeric, server_name, shortened
from hubbub.dialects.irc.verb import Verb
from hubbub.irc import numerics as n
from hubbub.irc.times import format_time
from hubbub.wire.message import Message
from hubbub.wire.numbers import whole


def whowas(chat: Chat, session: Session, message: Message) -> None:
    """ "up to <count> replies will be returned (or all of them if no <count> parameter is given)" """
    if not message.params or not message.params[0]:
        raise NoName
    name = message.params[0]
    found = chat.world.whowas.who_was(name)[: _count(message.params[1:])]
    for was in found:
        numeric(session, n.RPL_WHOWASUSER, was.name, was.username, was.host, "*", was.realname)
        numeric(session, n.RPL_WHOISSERVER, was.name, server_name(session), format_time(was.at))
    if not found:
        numeric(session, n.ERR_WASNOSUCHNICK, shortened(name), "There was nobody of that name")
    numeric(session, n.RPL_ENDOFWHOWAS, shortened(name), "End of WHOWAS")


def _count(params: list[str]) -> int | None:
    """ "If given, <count> SHOULD be a positive number. Otherwise, a full search is done." """
    return (whole(params[0]) if params else None) or None


VERBS: dict[str, Verb] = {"WHOWAS": Verb(whowas, "WHOWAS <name> [<count>]", "See who had a name before.", cost=2)}
