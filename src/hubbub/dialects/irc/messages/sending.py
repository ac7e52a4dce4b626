"""PRIVMSG, NOTICE and TAGMSG, and what is answered to them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from itertools import takewhile

from hubbub.chat.chat import Chat
from hubbub.chat.names import fold
from hubbub.chat.refusals import NoRecipient, NoText, Refusal, TooManyTargets
from hubbub.chat.rights import ROLES_BY_SYMBOL
from hubbub.chat.world.people.users import NOT_CONNECTED
from hubbub.chat.world.session import Session
from hubbub.commands.messages import files, resending, sending, tagging
from hubbub.dialects.irc import lists
from hubbub.dialects.irc.lines import numeric, refuse_too_long, tagged
from hubbub.dialects.irc.refusals import tell
from hubbub.dialects.irc.state import Saying, state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.irc.ctcp import DELIMITER
from hubbub.typed.secrets import SLIPS_BEGIN, may_slip, said_by_slip
from hubbub.wire.lines import BadLine
from hubbub.wire.message import Message, beginning, format_message
from hubbub.wire.truncate import cut_bytes

from . import services
from .slips import refuse_slip

MESSAGE_TAGS = Cap.MESSAGE_TAGS.value
PLAYBACK = Cap.PLAYBACK.value
CLIENT_ID = Cap.CLIENT_ID.value
ECHO_MESSAGE = Cap.ECHO_MESSAGE.value
SURELY_SHORT = 64  # characters of a text that fits into a line beside the longest names there are
SURELY_SHORT_ASCII = 4 * SURELY_SHORT  # where no character takes more than a byte


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


def say(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    """PRIVMSG and NOTICE, also to what the server itself answers for (`services`)."""
    params = message.params
    target = params[0] if params else ""
    targets = [target] if target and "," not in target else _targets(chat, message)
    target = targets[0]
    if len(targets) > 1:
        targets = services.alone(session, message.command, targets)
        target = targets[0]
    in_room = target[0] == "#"
    if not in_room and message.command == "PRIVMSG" and len(params) == 2:
        service = services.service(session, target)
        if service is not None:
            _echo(session, target, message)
            return service(chat, session, message)
    if len(params) < 2 or not params[1]:
        raise NoText
    text = params[1]
    if len(text) > SURELY_SHORT and (len(text) > SURELY_SHORT_ASCII or not text.isascii()):
        longest = target if len(targets) == 1 else max(targets, key=len)
        if refuse_too_long(session, message.command, longest, text):
            return None
    begins = text[0]
    if not begins.isalpha() and may_slip(begins) and refuse_slip(chat, session, message.command, targets, text):
        return None
    if message.tags:
        return _say_tagged(chat, session, message, targets)
    if in_room and len(targets) == 1:  # nearly every message
        saying = Saying(beginning(message.command, target), message.command, target)
        _say_in_room(chat, session, saying, text)
        state_of(session).saying = saying
        return None
    _say(chat, session, message, targets, None, "")
    return None


def say_alike(chat: Chat, session: Session, saying: Saying, text: str) -> bool:
    """Say what stands in a line that begins like one before it: all but its text is known. Whether that could be done;
    it cannot where the text has to be looked at (`say`)."""
    if not _is_plain(text):
        return False
    chat.uses[saying.command] += 1
    like = saying.like
    if like is not None and saying.version == chat.world.local.version and not chat.disk_full:
        sending.say_like(chat, session, like, _with_more(chat, session, saying, text) if session.coming else [text])
        return True
    try:
        _say_in_room(chat, session, saying, text)
    except Refusal as refusal:
        if saying.command != "NOTICE":
            tell(session, saying.command, refusal)
    return True


def _say_in_room(chat: Chat, session: Session, saying: Saying, text: str) -> None:
    """Say this text, and those of the lines right behind it that are alike and nothing but words."""
    user, version = session.me, chat.world.local.version
    room = sending.open_room(chat, session, user, saying.target, text)
    alone = not session.coming or room.slow_mode or files.PATH in text
    texts = [text] if alone else _with_more(chat, session, saying, text)
    said = sending.say(chat, session, user, room, texts, saying.command == "NOTICE")
    if not (room.slow_mode or said.lasts or said.files):
        saying.like, saying.version = said, version


def _with_more(chat: Chat, session: Session, saying: Saying, text: str) -> list[str]:
    """It, and behind it the texts of the lines that come next, as far as they are alike and may be handled already."""
    more = _alike(session.coming, saying.beginning)
    if more:
        del more[session.endpoint.take_next(len(more)) :]
        chat.uses[saying.command] += len(more)
    return [text, *more]


def _alike(lines: Sequence[str | BadLine], beginning: str) -> list[str]:
    """The texts of the lines that begin so, from the last one on, as far as they are plain."""
    texts: list[str] = []
    for line in reversed(lines):
        if not isinstance(line, str) or (text := line.removeprefix(beginning)) is line or not text:
            break
        if (len(text) > SURELY_SHORT_ASCII or text[0] in SLIPS_BEGIN) and not _is_plain(text):
            break
        texts.append(text)
    together = "".join(texts)
    if together.isascii() and DELIMITER not in together and files.PATH not in together:
        return texts  # nearly always
    return list(takewhile(_is_plain, texts))


def _is_plain(text: str) -> bool:
    """Whether it surely fits into a line and is nothing but words, without files."""
    if not text or DELIMITER in text or files.PATH in text:
        return False
    if text.isascii():
        short, begins = len(text) <= SURELY_SHORT_ASCII, text[0] in SLIPS_BEGIN
    else:
        short, begins = len(text) <= SURELY_SHORT, may_slip(text[0])
    return short and not (begins and said_by_slip(text))


def _echo(session: Session, target: str, message: Message) -> None:
    """Of what is said to a service, too, who has enabled echo-message gets a copy: it was taken in, once."""
    caps = state_of(session).caps
    if not caps & ECHO_MESSAGE:
        return
    line = cut_bytes(format_message(message.command, [target, message.params[1]], session.me.source))
    client_id = read_client_id(message) if caps & CLIENT_ID else ""
    session.answer(tagged(line, "hubbub.chat/client-id", client_id) if client_id else line)


def _say_tagged(chat: Chat, session: Session, message: Message, targets: list[str]) -> Awaitable[None] | None:
    caps = state_of(session).caps
    tags = client_only(chat, message) if caps & MESSAGE_TAGS else None
    client_id = read_client_id(message) if caps & CLIENT_ID and len(targets) == 1 else ""
    waiting = resending.recall(chat, session, client_id) if client_id else None
    if waiting is not None:
        return _after(waiting, lambda: _say(chat, session, message, targets, tags, client_id))
    _say(chat, session, message, targets, tags, client_id)
    return None


async def _after(waiting: Awaitable[None], say: Callable[[], None]) -> None:
    await waiting
    say()


def _say(
    chat: Chat, session: Session, message: Message, targets: list[str], tags: sending.Tags, client_id: str
) -> None:
    text, notice = message.params[1], message.command == "NOTICE"
    for target in targets:
        guess = not notice and target is targets[0]
        try:
            sending.send(chat, session, target, text, notice=notice, tags=tags, client_id=client_id, guess=guess)
        except Refusal as refusal:
            if not notice or client_id:
                tell(session, message.command, refusal)
        else:
            if target[0] != "#" and not notice:
                tell_away(chat, session, target)


def _targets(chat: Chat, message: Message) -> list[str]:
    targets = lists.once(filter(None, message.params[0].split(",")), _meant) if message.params else []
    if not targets:
        raise NoRecipient
    if len(targets) > chat.policy.targets:
        raise TooManyTargets(targets[chat.policy.targets], limit=str(chat.policy.targets))
    return targets


def _meant(target: str) -> str:
    """The same for all ways to write a target: `@%#Room` is `%#room`."""
    name = target.lstrip("".join(ROLES_BY_SYMBOL))
    return min(target[: len(target) - len(name)], key=ROLES_BY_SYMBOL.__getitem__, default="") + fold(name)


def read_client_id(message: Message) -> str:
    id = (message.tags or {}).get("hubbub.chat/client-id", "")
    well_formed = 0 < len(id) <= 64 and all(c.isascii() and (c.isalnum() or c in "._-") for c in id)
    return id if well_formed else ""


def tell_away(chat: Chat, session: Session, target: str) -> None:
    other = chat.world.user(target)
    if other is not None and other.away not in ("", NOT_CONNECTED):  # who is not connected has a message waiting
        numeric(session, n.RPL_AWAY, other.name, other.away)


VERBS: dict[str, Verb] = {
    "PRIVMSG": Verb(say, "PRIVMSG <target>{,<target>} :<text>", "Say something in rooms or to people."),
    "NOTICE": Verb(say, "NOTICE <target>{,<target>} :<text>", "The same, never answered by machines.", silent=True),
    "TAGMSG": Verb(tagmsg, "TAGMSG <target>{,<target>}", "Send tags without a text."),
}
