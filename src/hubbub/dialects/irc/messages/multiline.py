"""BATCH from a client: messages of several lines (IRCv3 draft/multiline, client-initiated batches)."""

from __future__ import annotations

import re
from collections.abc import Awaitable

from hubbub.chat.chat import Chat
from hubbub.chat.ids import read_msgid
from hubbub.chat.names import fold
from hubbub.chat.refusals import Refusal, UnknownMessage
from hubbub.chat.world.session import Session
from hubbub.commands.history import pages
from hubbub.commands.messages import editing, resending, sending
from hubbub.dialects.irc import labels
from hubbub.dialects.irc.lines import from_server, refuse_too_long, shortened
from hubbub.dialects.irc.refusals import tell
from hubbub.dialects.irc.state import OpenBatch, state_of
from hubbub.dialects.irc.verb import Verb
from hubbub.irc.caps import MULTILINE_BYTES, MULTILINE_LINES, Cap
from hubbub.irc.tags import CONCAT_TAG
from hubbub.wire.message import Message

from . import services
from .sending import CLIENT_ID, MESSAGE_TAGS, client_only, read_client_id, tell_away
from .slips import refuse_slip

MULTILINE = Cap.MULTILINE.value
OPEN_MS = 30_000  # how long a batch may stay open
LEAST_COST = 0.1  # of a line of a batch: many lines are one message
COST_BYTES = 400  # of a line that costs as much as a message
MESSAGES = ("PRIVMSG", "NOTICE")
EDITS = "hubbub.chat/edit"  # a batch of EDITs
REFERENCE = re.compile("[A-Za-z0-9-]{1,64}")
NOT_OPEN = "There is no such batch open"


def batch(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    state, reference = state_of(session), message.params[0]
    opened = state.open
    if reference.startswith("+"):
        return _open(chat, session, message)
    if opened is not None and reference == f"-{opened.reference}":
        state.open = None
        labels.at_once(session, labels.label_of(session, message.tags or {}), lambda: None)  # not that of the beginning
        return None if opened.failed else _close(chat, session, opened)
    _fail(session, None, "INVALID_REFTAG", shortened(reference.lstrip("-"), 64), text=NOT_OPEN)
    return None


def take_line(chat: Chat, session: Session, message: Message) -> None:
    """A line with a batch tag: it becomes part of the open batch, and never does anything else."""
    opened = state_of(session).open
    tags = message.tags or {}
    if opened is None or tags["batch"] != opened.reference:
        label = labels.label_of(session, tags)
        _fail(session, None, "INVALID_REFTAG", shortened(tags["batch"], 64), text=NOT_OPEN, label=label)
    elif not opened.failed:
        _take(session, opened, message, concat=CONCAT_TAG in tags)


def answers_itself(session: Session, message: Message) -> bool:
    """Whether it begins or ends a batch: the answer then comes with the label of the beginning, when all is told."""
    if message.command != "BATCH" or session.user is None or not message.params:
        return False
    reference, opened = message.params[0], state_of(session).open
    return reference.startswith("+") or (opened is not None and reference == f"-{opened.reference}")


def expire(chat: Chat, session: Session) -> None:
    """ "TIMEOUT <reference-tag>: the batch was left open for too long" (client-batch)."""
    opened = state_of(session).open
    if opened is not None and not opened.failed and chat.clock - opened.opened_at > OPEN_MS:
        _fail(session, opened, "TIMEOUT", opened.reference, text="The batch was left open for too long")


def lack(session: Session) -> None:
    """A line could not be read: it may have been one of the open batch, which would be sent without it."""
    opened = state_of(session).open
    if opened is not None and not opened.failed:
        _fail(session, opened, "MULTILINE_INVALID", text="A line of the batch could not be read; none of it is sent")


def is_part(line: str) -> bool:
    """Whether a line belongs to a batch."""
    return line.startswith("@batch=") or (line.startswith("@") and ";batch=" in line.partition(" ")[0])


def cost(line: str) -> float:
    """What a line of a batch takes from the sender's flood allowance."""
    return max(LEAST_COST, len(line) / COST_BYTES)


def _open(chat: Chat, session: Session, message: Message) -> Awaitable[None] | None:
    state, tags = state_of(session), message.tags or {}
    reference, *rest = message.params
    before = state.open
    opened = state.open = OpenBatch(reference[1:], "", chat.clock, labels.label_of(session, tags))
    about = shortened(opened.reference, 64)
    if before is not None and not before.failed:
        text = "Another batch was open; neither is sent"
        if before.label:
            _fail(session, before, "MULTILINE_INVALID", text=text)
        _fail(session, opened, "MULTILINE_INVALID", text=text)
    elif not REFERENCE.fullmatch(opened.reference):
        text = "A batch has a name of letters, digits and hyphens, 64 at most"
        _fail(session, opened, "INVALID_REFTAG", about, text=text)
    elif not rest or rest[0] not in ("draft/multiline", EDITS):
        kind = shortened(rest[0], 64) if rest else "*"
        _fail(session, opened, "UNKNOWN_TYPE", about, kind, text="There are no batches of that type here")
    elif not state.caps & MULTILINE:
        _fail(session, opened, "MULTILINE_INVALID", text="Request draft/multiline and batch first")
    elif len(rest) < 2 or not rest[1] or "," in rest[1]:
        _fail(session, opened, "MULTILINE_INVALID", text="Give one recipient")
    elif services.service(session, rest[1]) is not None:
        _fail(session, opened, "MULTILINE_INVALID", text=f"{shortened(rest[1])} is told one line at a time")
    elif rest[0] == EDITS and (len(rest) < 3 or not rest[2]):
        _fail(session, opened, "MULTILINE_INVALID", text="Give the id of the message")
    else:
        opened.target = rest[1]
        opened.edits = rest[2] if rest[0] == EDITS else ""
        opened.tags = client_only(chat, message) if state.caps & MESSAGE_TAGS else None
        opened.client_id = read_client_id(message) if state.caps & CLIENT_ID else ""
        return resending.recall(chat, session, opened.client_id) if opened.client_id else None
    return None


def _take(session: Session, opened: OpenBatch, message: Message, *, concat: bool) -> None:
    opened.command = opened.command or message.command
    if opened.edits:
        if message.command != "EDIT" or len(message.params) < 3 or message.params[1] != opened.edits:
            _fail(session, opened, "MULTILINE_INVALID", text="The batch holds EDITs of one message only")
            return
    elif message.command not in MESSAGES or message.command != opened.command or len(message.params) < 2:
        _fail(session, opened, "MULTILINE_INVALID", text="A batch holds PRIVMSG only, or NOTICE only")
        return
    target, line = message.params[0], message.params[2 if opened.edits else 1]
    if target != opened.target and fold(target) != fold(opened.target):
        wrong = (shortened(opened.target, 64), shortened(target, 64))
        _fail(session, opened, "MULTILINE_INVALID_TARGET", *wrong, text="The line is for somebody else than the batch")
        return
    if concat and not line:
        _fail(session, opened, "MULTILINE_INVALID", text="A blank line cannot be joined to the one before")
        return
    concat = concat and opened.lines > 0
    if concat:
        opened.joined += (len(opened.text),)
    opened.text += line if concat or not opened.lines else "\n" + line
    opened.lines += 1
    if opened.lines > MULTILINE_LINES:
        _fail(session, opened, "MULTILINE_MAX_LINES", str(MULTILINE_LINES), text="The batch has too many lines")
    elif len(opened.text.encode()) > MULTILINE_BYTES:
        _fail(session, opened, "MULTILINE_MAX_BYTES", str(MULTILINE_BYTES), text="The batch has too many bytes")


def _close(chat: Chat, session: Session, opened: OpenBatch) -> Awaitable[None] | None:
    """ "Clients MUST NOT send messages consisting entirely of blank lines." """
    if not opened.text.strip("\n"):
        _fail(session, opened, "MULTILINE_INVALID", text="There is no text in the batch")
        return None
    if opened.label:
        labels.begin(session)
    if refuse_slip(chat, session, opened.command, [opened.target], opened.text):
        pass
    elif opened.edits:
        waiting = _edit(chat, session, opened)
        if waiting is not None:
            return _later(session, opened, waiting)
    elif opened.lines > 1 or not refuse_too_long(session, opened.command, opened.target, opened.text):
        _send(chat, session, opened)
    if opened.label:
        labels.finish(session, opened.label)
    return None


async def _later(session: Session, opened: OpenBatch, waiting: Awaitable[None]) -> None:
    try:
        await waiting
    except Refusal as refusal:
        tell(session, "EDIT", refusal)
    if opened.label:
        labels.finish(session, opened.label)


def _edit(chat: Chat, session: Session, opened: OpenBatch) -> Awaitable[None] | None:
    """A message gets another text, of several lines (docs/ext/edit.md)."""
    id = read_msgid(opened.edits)
    try:
        if id is None:
            pages.readable(chat, session, opened.target)
            raise UnknownMessage(opened.target, message=opened.edits)
        joined = opened.joined if opened.lines > 1 else None
        return editing.edit(chat, session, opened.target, id, opened.text, joined)
    except Refusal as refusal:
        tell(session, "EDIT", refusal)
    return None


def _send(chat: Chat, session: Session, opened: OpenBatch) -> None:
    """As what it would be in one line; like there, a NOTICE is not answered."""
    notice = opened.command == "NOTICE"
    try:
        sending.send(
            chat,
            session,
            opened.target,
            opened.text,
            notice=notice,
            tags=opened.tags,
            client_id=opened.client_id,
            joined=opened.joined if opened.lines > 1 else None,
            guess=not notice,
        )
    except Refusal as refusal:
        if not notice or opened.client_id:
            tell(session, opened.command, refusal)
    else:
        if not notice and opened.target[0] != "#":
            tell_away(chat, session, opened.target)


def _fail(session: Session, opened: OpenBatch | None, code: str, *about: str, text: str, label: str = "") -> None:
    """ "Servers MUST use FAIL messages"; what follows of the batch is ignored."""
    if opened is not None:
        opened.failed, opened.text, label = True, "", opened.label
    from_server(session, "FAIL", "BATCH", code, *about, text, tags={"label": label} if label else None)


VERBS: dict[str, Verb] = {
    "BATCH": Verb(batch, "BATCH +<reference> draft/multiline <target>", "Begin a message of several lines.", params=1),
}
