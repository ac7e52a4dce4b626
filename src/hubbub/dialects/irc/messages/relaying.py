"""RELAYMSG (https://github.com/ircv3/ircv3-specifications/pull/417), as Ergo has it."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import BadRelayedName, MayNotRelay
from hubbub.chat.world.session import Session
from hubbub.commands.messages import relaying
from hubbub.dialects.irc.lines import from_server, refuse_too_long
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.dialects.refusals import sentence
from hubbub.irc.caps import Cap
from hubbub.wire.message import Message

from .sending import client_only

MESSAGE_TAGS = Cap.MESSAGE_TAGS.value


def relay(chat: Chat, session: Session, message: Message) -> None:
    """The refusals are standard replies for everybody: the command has no numerics of its own."""
    room, name, text = message.params[:3]
    tags = client_only(chat, message) if state_of(session).caps & MESSAGE_TAGS else None
    if refuse_too_long(session, "PRIVMSG", room, text, source=f"{name}!{relaying.HOST}"):
        return
    try:
        relaying.relay(chat, session, room, name, text, tags)
    except (BadRelayedName, MayNotRelay) as refusal:
        from_server(session, "FAIL", "RELAYMSG", refusal.code, sentence(refusal))


VERBS: dict[str, Verb] = {
    "RELAYMSG": Verb(
        relay, "RELAYMSG <room> <name> :<text>", "Say what somebody said elsewhere, for bridges.", params=3, named=1
    ),
}
