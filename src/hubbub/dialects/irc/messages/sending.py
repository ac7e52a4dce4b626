"""PRIVMSG, NOTICE and TAGMSG, and what is answered to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from hubbub.chat.chat import Chat
from hubbub.chat.refusals import NoRecipient, NoText, Refusal, TooManyTargets
from hubbub.chat.world.people.users import NOT_CONNECTED
from hubbub.chat.world.session import Session
from hubbub.commands.messages import resending, sending, tagging
from hubbub.dialects.irc.accounts.nickserv import nickserv
from hubbub.dialects.irc.history import playback
from hubbub.dialects.irc.lines import numeric, refuse_too_long
from hubbub.dialects.irc.refusals import tell
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.wire.message import Message

MESSAGE_TAGS = Cap.MESSAGE_TAGS.value
PLAYBACK = Cap.PLAYBACK.value
CLIENT_ID = Cap.CLIENT_ID.value
SURELY_SHORT = 64  # characters of a text that fits into a line beside the longest names there are


def privmsg(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    if len(message.params) == 2 and message.params[0].lower() == "nickserv":
        return nickserv(chat, session, message)
    if len(message.params) == 2 and message.params[0][:1] == "*" and message.params[0].lower() == playback.NAME:
        return playback.ask(chat, session, message.params[1])
    return _send(chat, session, message, notice=False)


def notice(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    return _send(chat, session, message, notice=True)


def tagmsg(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    """Also without client tags: "servers MUST deliver" what has none to those who asked for message-tags."""
    if not state_of(session).caps & MESSAGE_TAGS:
        return None
    tags = client_only(chat, message) or {}
    waiting = [work for target in _targets(chat, message) if (work := _tag(chat, session, target, tags)) is not None]
    return _finish(session, waiting) if waiting else None


def _tag(chat: Chat, session: Session, target: str, tags: dict[str, str]) -> Awaitable[None] | None:
    try:
        return tagging.tag(chat, session, target, tags)
    except Refusal as refusal:
        tell(session, "TAGMSG", refusal)
        return None


async def _finish(session: Session, waiting: list[Awaitable[None]]) -> None:
    for work in waiting:
        try:
            await work
        except Refusal as refusal:
            tell(session, "TAGMSG", refusal)


def client_only(chat: Chat, message: Message) -> dict[str, str] | None:
    """The tags that are relayed: those that begin with a plus, without the denied ones."""
    denied = chat.policy.denied_tags
    tags = {key: value for key, value in (message.tags or {}).items() if key[0] == "+"}
    if denied:
        tags = {key: value for key, value in tags.items() if not is_denied(key[1:], denied)}
    return tags or None


def is_denied(name: str, denied: Sequence[str]) -> bool:
    """By the rules of CLIENTTAGDENY (IRCv3 message-tags): the tag itself, or * without an exemption -tag."""
    return f"-{name}" not in denied if "*" in denied else name in denied


def _send(chat: Chat, session: Session, message: Message, *, notice: bool) -> Awaitable[None] | None:
    params = message.params
    targets = _targets(chat, message)
    if len(params) < 2 or not params[1]:
        raise NoText
    longest = targets[0] if len(targets) == 1 else max(targets, key=len)
    if len(params[1]) > SURELY_SHORT and refuse_too_long(session, message.command, longest, params[1]):
        return None
    tags, client_id = None, ""
    waiting = None
    if message.tags:
        tags = client_only(chat, message) if state_of(session).caps & MESSAGE_TAGS else None
        if state_of(session).caps & CLIENT_ID and len(targets) == 1:
            client_id = read_client_id(message)
            waiting = resending.recall(chat, session, client_id) if client_id else None
    if waiting is not None:
        return _after(waiting, lambda: _say(chat, session, message, targets, tags, client_id, notice=notice))
    _say(chat, session, message, targets, tags, client_id, notice=notice)
    return None


async def _after(waiting: Awaitable[None], say: Callable[[], None]) -> None:
    await waiting
    say()


def _say(
    chat: Chat,
    session: Session,
    message: Message,
    targets: list[str],
    tags: sending.Tags,
    client_id: str,
    *,
    notice: bool,
) -> None:
    text = message.params[1]
    for target in targets:
        guess = not notice and target is targets[0]
        try:
            sending.send(chat, session, target, text, notice=notice, tags=tags, client_id=client_id, guess=guess)
        except Refusal as refusal:
            if not notice or client_id:
                tell(session, message.command, refusal)
        else:
            if not notice and target[0] != "#":
                tell_away(chat, session, target)


def _targets(chat: Chat, message: Message) -> list[str]:
    if not message.params or not message.params[0]:
        raise NoRecipient
    target = message.params[0]
    if "," not in target:
        return [target]
    targets = list(dict.fromkeys(one for one in target.split(",") if one))
    if not targets:
        raise NoRecipient
    if len(targets) > chat.policy.targets:
        raise TooManyTargets(targets[chat.policy.targets], limit=str(chat.policy.targets))
    return targets


def read_client_id(message: Message) -> str:
    id = (message.tags or {}).get("hubbub.chat/client-id", "")
    well_formed = 0 < len(id) <= 64 and all(c.isascii() and (c.isalnum() or c in "._-") for c in id)
    return id if well_formed else ""


def tell_away(chat: Chat, session: Session, target: str) -> None:
    other = chat.world.user(target)
    if other is not None and other.away not in ("", NOT_CONNECTED):  # who is not connected has a message waiting
        numeric(session, n.RPL_AWAY, other.name, other.away)


VERBS: dict[str, Verb] = {
    "PRIVMSG": Verb(privmsg, "PRIVMSG <target>{,<target>} :<text>", "Say something in rooms or to people."),
    "NOTICE": Verb(notice, "NOTICE <target>{,<target>} :<text>", "The same, never answered by machines.", silent=True),
    "TAGMSG": Verb(tagmsg, "TAGMSG <target>{,<target>}", "Send tags without a text."),
}
