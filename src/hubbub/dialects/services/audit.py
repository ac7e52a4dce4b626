"""`/audit` and `/undo`, as they are asked for in every dialect."""

from __future__ import annotations

import re

from hubbub.chat.chat import Chat
from hubbub.chat.events import Act
from hubbub.chat.world.session import Session
from hubbub.commands.moderation import audit, undoing
from hubbub.dialects.refusals import OwnRefusal
from hubbub.typed.durations import moment
from hubbub.typed.person import person
from hubbub.wire.numbers import ordinal, whole

from . import record
from .service import Service

USUAL = 20  # acts
LONGEST = 120  # bytes of a topic or a reason
NUMERAL = re.compile(r"[+-]?\d(?:[\d_.,]|e\d)*", re.IGNORECASE)  # meant to be one; a room has "#"
NO_COUNT = "{word} is no number of acts. Write it in digits, 1 or more, as in 20"
ONE_BAN = re.compile(r"([+-])b (m:)?(\S+)")


async def listed(chat: Chat, session: Session, words: list[str]) -> list[str] | None:
    """The newest acts, or those about a room or a name, the oldest first; None when the words fit no usage. Raises
    OwnRefusal for a number that cannot be read."""
    about, count = "", USUAL
    if words and NUMERAL.fullmatch(words[-1]):
        count = whole(words[-1]) or 0
        if not count:
            raise OwnRefusal(sentence=NO_COUNT, word=words[-1])
        del words[-1]
    if len(words) > 1:
        return None
    if words:
        about = person(words[0])
    acts = await audit.listed(chat, session, about, count)
    undone = {act.undoes for act in acts}
    return [row(act, undone=act.number in undone) for act in acts] or [
        f"Nothing is noted{f' about {about}' if about else ''}."
    ]


async def undo(chat: Chat, session: Session, words: list[str]) -> list[str] | None:
    """Undo one act; None when the words fit no usage."""
    number = ordinal(words[0]) if len(words) == 1 else None
    if number is None:
        return None
    act = await undoing.undo(chat, session, number)
    return [f"Undone: {row(act)}"]


def row(act: Act, *, undone: bool = False) -> record.Row:
    """An act in one line. `undone`: a later one undid it."""
    name, target = _named(act)
    return record.row(
        "act", sentence(act, f"{moment(act.at)} "), n=act.number, at=act.at, by=act.name, account=act.account,
        role=act.role, act=name, room=act.room, target=_short(target),
        text=_short(act.about if name == "topic" else act.why), until=act.until, undoes=act.undoes, undone=undone,
        undoable=act.remedy is not None and not undone,
    )  # fmt: skip


def _named(act: Act) -> tuple[str, str]:
    """What it is called, and whom or what it was done to."""
    if act.command == "redact":
        return "remove", act.about
    if act.command == "topic":
        return "topic", ""
    ban = ONE_BAN.fullmatch(act.about) if act.command == "mode" else None
    if ban is None:
        return act.command, act.about
    name = "mute" if ban[2] else "ban"
    return name if ban[1] == "+" else f"un{name}", ban[3]


def sentence(act: Act, when: str = "") -> str:
    """An act in one line. `when`: what stands for its time, where the line has none of its own."""
    what = " ".join(word for word in (act.command, _short(act.about)) if word)
    account = f"account {act.account}, " if act.account else ""
    where = f" in {act.room}" if act.room else ""
    undone = f" (undoes {act.undoes})" if act.undoes else ""
    until = f" until {moment(act.until)}" if act.until else ""
    why = f": {_short(act.why)}" if act.why else ""
    face = f", {act.face}" if act.face and act.face != act.name else ""
    return f"{act.number}. {when}{act.name} ({account}{act.role}{face}){where}: {what}{until}{undone}{why}"


def _short(text: str) -> str:
    written = text.encode()
    return text if len(written) <= LONGEST else f"{written[:LONGEST].decode(errors='ignore').rstrip()}..."


SERVICES: dict[str, Service] = {"audit": Service(listed), "undo": Service(undo)}
