"""About rooms: entering them, their modes and names."""

from __future__ import annotations

from .refusal import Refusal


class BadRoomName(Refusal):
    """There can be no such room: `reason`."""

    code = "BAD_ROOM_NAME"


class NoSuchRoom(Refusal):
    """There is no such room, or none that they may know of."""

    code = "NO_SUCH_ROOM"


class RoomNameInUse(Refusal):
    """The room cannot become `name`, which is another's."""

    code = "CHANNEL_NAME_IN_USE"


class CannotRename(Refusal):
    """It cannot become `name`: `reason`."""

    code = "CANNOT_RENAME"


class NotInRoom(Refusal):
    """They are not in it."""

    code = "NOT_IN_ROOM"


class InviteOnly(Refusal):
    """It is only for the invited."""

    code = "INVITE_ONLY"


class BadKey(Refusal):
    """It has a key, and that is another one."""

    code = "BAD_KEY"


class RoomFull(Refusal):
    """Its limit of members is reached."""

    code = "ROOM_FULL"


class Banned(Refusal):
    """They are banned from it; `term` says until when and why."""

    code = "BANNED"


class NotOperator(Refusal):
    """Their role in it is not enough."""

    code = "NOT_OPERATOR"


class NotThere(Refusal):
    """The person is not in `room`."""

    code = "NOT_THERE"


class AlreadyThere(Refusal):
    """The person is in `room` already."""

    code = "ALREADY_THERE"


class ListFull(Refusal):
    """Its list of `mode` is full."""

    code = "LIST_FULL"


class BadModeArgument(Refusal):
    """It cannot be the argument of `mode`: `reason`."""

    code = "INVALID_MODE_PARAM"


class TooManyRooms(Refusal):
    """They are in as many as they may be."""

    code = "TOO_MANY_ROOMS"


class TooManyNewRooms(Refusal):
    """They, or all from their address (`who`), have made as many as they may in a day: `limit`."""

    code = "TOO_MANY_ROOMS"


class TopicTooLong(Refusal):
    """It has `length` bytes of at most `limit`."""

    code = "TOPIC_TOO_LONG"
