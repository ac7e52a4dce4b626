"""The IRC dialect as the server drives it."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from functools import cache

import msgspec

from hubbub.chat.chat import Chat
from hubbub.chat.events import (
    AwayNotice,
    Event,
    InvitationNotice,
    LockdownSet,
    LoggedOut,
    MessageEdited,
    MessageRedacted,
    MessageSent,
    ReactionSent,
    ReportMade,
    StatusSent,
    TagsKept,
    TagsSent,
)
from hubbub.chat.refusals import Refusal
from hubbub.chat.world.session import Outbox, Profile, Session
from hubbub.dialects.irc import labels
from hubbub.dialects.irc.messages import multiline
from hubbub.dialects.irc.messages.sending import say_alike
from hubbub.dialects.irc.state import state_of
from hubbub.dialects.refusals import sentence
from hubbub.irc import numerics as n
from hubbub.irc.caps import Cap
from hubbub.wire.lines import BadLine, label_of, refused
from hubbub.wire.message import LineTooLong, Message, NoCommand, parse

from .accounts.authentication import logged_out_line
from .lines import from_server, numeric, server_name, shortened, tagged
from .refusals import tell
from .rendering import RENDER
from .rendering.messages import messages_sent
from .replies import reply
from .spoken import said_to
from .state import IrcState
from .verbs import VERBS

ROOMS_A_COMMAND = 4
ECHO_MESSAGE = Cap.ECHO_MESSAGE.value
CLIENT_ID = Cap.CLIENT_ID.value

FOR_OTHERS = frozenset({LockdownSet, ReportMade, AwayNotice, InvitationNotice})  # never shown to who caused them
ECHOED = frozenset(
    {MessageSent, TagsSent, StatusSent, ReactionSent, TagsKept, MessageEdited, MessageRedacted}
)  # shown to their own sender only if asked for

BAD_LINES = {
    "INVALID_UTF8": "The line is not valid UTF-8; it was not relayed",
    "INVALID_CHARACTER": "The line holds a NUL character; it was not relayed",
    "LINE_END": "The message holds a line's end; one message is one line without it, and none of it was done",
    "CARRIAGE_RETURN": "The line holds a carriage return; it was not relayed",
    "BOM": "The line begins with a byte order mark; send UTF-8 without one",
}


FREE_ONCE = frozenset(name for name, verb in VERBS.items() if verb.once)


class IrcDialect:
    """Stateless: all that is remembered of a connection is in its session's IrcState."""

    name = "irc"
    knows_own = True
    tells_of_strangers = False
    begins_in_lobby = False

    def new_state(self) -> IrcState:
        return IrcState()

    def handle(self, chat: Chat, session: Session, line: str | BadLine) -> Awaitable[None] | None:
        if not isinstance(line, str):
            bad = line
            labels.at_once(session, bad.label, lambda: refuse_line(session, bad))
            multiline.lack(session)
            return None
        state: IrcState = session.state
        saying = state.saying if state.open is None else None
        if saying is not None:
            text = line.removeprefix(saying.beginning)
            if text is not line and say_alike(chat, session, saying, text):
                return None
        try:
            message = parse(line)
        except LineTooLong:
            _note_first(session, _command_of(line))
            too_long = refused("TOO_LONG", line.encode())
            labels.at_once(session, too_long.label, lambda: refuse_line(session, too_long))
            multiline.lack(session)
            return None
        except NoCommand:
            if line.strip():
                labels.at_once(session, label_of(line.encode()), lambda: refuse_empty(session))
            return None
        command = message.command.upper()  # of letters that are none of ASCII, too: so does `cost`
        if command in FREE_ONCE:
            _note_first(session, command)
        if state.open is not None:
            multiline.expire(chat, session)
        if message.tags:
            if "batch" in message.tags and session.user is not None:
                multiline.take_line(chat, session, message)
                return None
            label = labels.label_of(session, message.tags)
            if label and not multiline.answers_itself(session, message):
                return self._labelled(chat, session, message, label)
        return run(chat, session, message)

    def _labelled(self, chat: Chat, session: Session, message: Message, label: str) -> Awaitable[None] | None:
        labels.begin(session)
        waiting = run(chat, session, message)
        if waiting is None:
            labels.finish(session, label)
            return None

        async def finish() -> None:
            await waiting
            labels.finish(session, label)

        return finish()

    def render(self, events: Sequence[Event], profile: Profile) -> bytes:
        kind, caps = events[0].__class__, profile.caps
        if kind is MessageSent:
            return (messages_sent(events, caps) + "\n").encode()  # type: ignore[arg-type]
        write = RENDER.get(kind)
        written = [] if write is None else [lines for event in events if (lines := write(event, caps)) is not None]
        return "\n".join([*written, ""]).encode()

    def own(self, events: Sequence[Event], session: Session) -> list[bytes] | None:
        """Messages come back to who asked for echoes, with their client id; everything else is shown as to others."""
        event = events[0]
        caps, kind = session.state.caps, event.__class__
        if kind in ECHOED and not caps & ECHO_MESSAGE and not (kind is MessageSent and event.relayed_by):  # type: ignore[attr-defined]
            return []
        if kind in FOR_OTHERS:
            return []
        if isinstance(event, MessageSent) and event.client_id and caps & CLIENT_ID:
            first, *others = session.profile.lines(events)
            return [tagged(first, "hubbub.chat/client-id", event.client_id), *others]
        if isinstance(event, LoggedOut):
            return [*session.profile.lines(events), logged_out_line(session, event.source)]
        return None

    def reply(self, session: Session, about: msgspec.Struct) -> None:
        reply(session, about)

    def sentence(self, refusal: Refusal) -> str:
        return sentence(refusal)

    def typed(self, session: Session, text: str) -> str:
        return said_to(session, text)

    def refuse(self, session: Session, refusal: Refusal) -> None:
        tell(session, "*", refusal)

    def behind_answer(self, session: Session, outbox: Outbox) -> Outbox | None:
        return None

    def greet(self, session: Session, *, unsure: bool = False) -> None:
        """IRC clients speak first."""

    def ping(self, session: Session) -> bool:
        multiline.expire(session.chat, session)
        from_server(session, "PING", server_name(session))
        return True

    def cost(self, session: Session, line: str | BadLine) -> float:
        if not isinstance(line, str):
            return 1
        saying = session.state.saying
        if saying is not None and line.startswith(saying.beginning):
            return VERBS[saying.command].cost
        if multiline.is_part(line):
            return multiline.cost(line)
        command = _command_of(line)
        verb = VERBS.get(command)
        if verb is None:
            return 1
        if verb.once and command not in state_of(session).once:
            return 0
        # An event for each room of the list, as many of them for one command as PRIVMSG may have targets.
        return max(verb.cost, (line.partition(" :")[0].count(",") + 1) / ROOMS_A_COMMAND) if verb.listed else verb.cost

    def farewell(self, session: Session, reason: str) -> list[bytes]:
        return [f"ERROR :{reason or 'Goodbye'}".encode()]


def _command_of(line: str) -> str:
    """As far as it shows before the line is taken apart."""
    words = line.split(" ", 2)
    return (words[1] if line.startswith(("@", ":")) and len(words) > 1 else words[0]).upper()


def _note_first(session: Session, command: str) -> None:
    """What costs nothing the first time has been given, whatever comes of the line."""
    state = state_of(session)
    if session.user is not None and command in FREE_ONCE and command not in state.once:
        state.once = _and(state.once, command)


@cache
def _and(once: frozenset[str], command: str) -> frozenset[str]:
    """One set for all connections that have given the same of these few commands."""
    return once | {command}


def run(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    """Find the command and do it; a refusal becomes an answer."""
    verb = VERBS.get(message.command)
    if session.user is None:
        state_of(session).commands += 1
        if verb is None or not verb.early:
            numeric(session, n.ERR_NOTREGISTERED, "Register first: send NICK and USER")
            return None
    if verb is None:
        numeric(session, n.ERR_UNKNOWNCOMMAND, shortened(message.command), "Unknown command; HELP lists them all")
        return None
    chat.uses[message.command] += 1
    if (verb.params or verb.named) and verb.lacks(message.params):
        if not verb.silent:
            numeric(session, n.ERR_NEEDMOREPARAMS, message.command, f"Not enough parameters: {verb.usage}")
        return None
    try:
        waiting = verb.run(chat, session, message)
    except Refusal as refusal:
        if not verb.silent:
            tell(session, message.command, refusal)
        return None
    return None if waiting is None else _guarded(session, message.command, waiting)


async def _guarded(session: Session, command: str, waiting: Awaitable[None]) -> None:
    try:
        await waiting
    except Refusal as refusal:
        tell(session, command, refusal)


def refuse_empty(session: Session) -> None:
    numeric(session, n.ERR_UNKNOWNCOMMAND, "*", "There is no command in the line")


def refuse_line(session: Session, bad: BadLine) -> None:
    """A line that could not be read: FAIL, as UTF8ONLY wants it, also for who has not asked for standard replies."""
    if bad.code == "TOO_LONG":
        numeric(session, n.ERR_INPUTTOOLONG, "The line is too long; it was not relayed")
        return
    command = "*" if bad.code == "INVALID_CHARACTER" else bad.command
    code = "INVALID_UTF8" if bad.code == "INVALID_UTF8" else "INVALID_CHARACTER"
    from_server(session, "FAIL", command, code, BAD_LINES[bad.code])


IRC = IrcDialect()
