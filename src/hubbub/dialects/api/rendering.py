"""Kept events as shapes, and as the lines of a session: `ID TYPE JSON`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from hubbub.chat.events import (
    Attachment,
    Event,
    KeptEvent,
    MemberJoined,
    MemberKicked,
    MemberLeft,
    MessageEdited,
    MessageRedacted,
    MessageSent,
    ModesChanged,
    ReactionSent,
    RetentionChanged,
    RoomRenamed,
    TopicChanged,
    UserQuit,
    UserRenamed,
)
from hubbub.chat.ids import msgid
from hubbub.chat.world.people.users import name_of
from hubbub.commands.messages import replying
from hubbub.irc.modes import ROOM_MODES, Change, Kind

from . import shapes

_encode = msgspec.json.Encoder().encode


def shape_of(event: Event | None) -> shapes.Event | None:
    """The event as programs have it; None for those they are not told of."""
    shape = _SHAPES.get(event.__class__)
    return None if shape is None else shape(event)


def line_of(event: Event) -> bytes | None:
    """The line of the event; None for those that programs are not told of."""
    shape = shape_of(event)
    return None if shape is None else line(shape)


def line(shape: shapes.Event) -> bytes:
    """`ID TYPE JSON`: what the stream needs to know stands in front."""
    return b"%b %b %b" % (shape.id.encode(), str(shape.__struct_config__.tag).encode(), _encode(shape))


def file_of(file: Attachment) -> shapes.File:
    return shapes.File(
        id=file.id, name=file.name, media_type=file.type, size=file.size, width=file.width, height=file.height
    )


def _common(event: KeptEvent, where: str = "") -> dict[str, Any]:
    """What all shapes have. `where`: a room, or somebody's name."""
    source = event.source  # type: ignore[attr-defined]
    in_room = where.startswith("#")
    return {
        "id": msgid(event.id),
        "at": event.at,
        "name": name_of(source),
        "account": event.login,
        "bot": event.bot,
        **({"room": where} if in_room else {"to": where} if where else {}),
    }


def _message(event: MessageSent) -> shapes.Message:
    answered = replying.reference(event.tags) if event.tags else None
    return shapes.Message(
        **_common(event, event.target),
        text=event.text,
        notice=event.notice,
        reply_to=msgid(answered) if answered else "",
        edited=event.edited.at if event.edited else 0,
        until=event.ends,
        files=list(map(file_of, event.files)),
    )


def _edit(event: MessageEdited) -> shapes.MessageEdit:
    return shapes.MessageEdit(**_common(event, event.target), message=msgid(event.message), text=event.text)


def _erasure(event: MessageRedacted) -> shapes.MessageErasure:
    return shapes.MessageErasure(**_common(event, event.target), message=msgid(event.message), reason=event.text)


def _reaction(event: ReactionSent) -> shapes.Reaction:
    common = _common(event, event.target)
    return shapes.Reaction(**common, message=msgid(event.message), reaction=event.text, undone=event.undone)


def _join(event: MemberJoined) -> shapes.Join:
    common = _common(event, event.room)
    return shapes.Join(**{**common, "account": event.account})


def _leave(event: MemberLeft) -> shapes.Leave:
    return shapes.Leave(**_common(event, event.room), reason=event.text)


def _kick(event: MemberKicked) -> shapes.Kick:
    return shapes.Kick(**_common(event, event.room), kicked=event.name, reason=event.text)


def _quit(event: UserQuit) -> shapes.Quit:
    return shapes.Quit(**_common(event), why=event.reason, reason=event.text)


def _rename(event: UserRenamed) -> shapes.Rename:
    return shapes.Rename(**_common(event), new_name=event.name)


def _topic(event: TopicChanged) -> shapes.TopicChange:
    return shapes.TopicChange(**_common(event, event.room), topic=event.topic)


def _room_rename(event: RoomRenamed) -> shapes.RoomRename:
    return shapes.RoomRename(**_common(event, event.room), new_room=event.name, reason=event.text)


def _modes(event: ModesChanged) -> shapes.ModeChange:
    changes = list(map(_written, event.changes))
    return shapes.ModeChange(**_common(event, event.room), changes=changes, until=event.until, reason=event.why)


def _written(change: Change) -> str:
    """As it is on IRC; who reads back, perhaps long after, does not learn the key by it."""
    letter = f"{'+' if change.set else '-'}{change.letter}"
    if change.letter == "k":
        return f"{letter} *"
    return f"{letter} {change.argument}" if change.argument or ROOM_MODES[change.letter].kind is Kind.LIST else letter


def _retention(event: RetentionChanged) -> shapes.RetentionChange | None:
    if not event.target.startswith("#"):
        return None
    return shapes.RetentionChange(**_common(event, event.target), what=event.what, milliseconds=event.length)


_SHAPES: dict[type[Event] | type[None], Callable[[Any], shapes.Event | None]] = {
    MessageSent: _message,
    MessageEdited: _edit,
    MessageRedacted: _erasure,
    ReactionSent: _reaction,
    MemberJoined: _join,
    MemberLeft: _leave,
    MemberKicked: _kick,
    UserQuit: _quit,
    UserRenamed: _rename,
    TopicChanged: _topic,
    RoomRenamed: _room_rename,
    ModesChanged: _modes,
    RetentionChanged: _retention,
}
