"""Which function does what each typed text means."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.typed.meanings import (
    Action,
    AskPrivate,
    Away,
    Ban,
    Edit,
    Expire,
    Help,
    History,
    Incomplete,
    Invite,
    Join,
    Kick,
    Leave,
    ListHere,
    ListOnline,
    ListRooms,
    Login,
    Modes,
    NoRoom,
    Nothing,
    Private,
    Quit,
    Register,
    Rename,
    RenameRoom,
    Retention,
    Say,
    Search,
    Serve,
    Topic,
    Unknown,
)

from . import asking, helping, joining_up, keeping, meeting, moderating, moving, reading, saying

Command = Callable[[Turn, Session, Any], Awaitable[None] | None]

COMMANDS: dict[type, Command] = {
    Say: saying.say_in_room,
    Action: saying.act_in_room,
    Edit: saying.correct,
    Private: saying.say_privately,
    AskPrivate: asking.ask_private,
    ListOnline: meeting.list_online,
    ListHere: meeting.list_here,
    ListRooms: moving.list_rooms,
    Join: moving.join,
    Leave: moving.leave,
    Topic: moving.topic,
    RenameRoom: moving.rename,
    Kick: moderating.kick,
    Invite: moderating.invite,
    Modes: moderating.modes,
    Ban: moderating.ban,
    Retention: keeping.retention,
    Expire: keeping.expire,
    Register: joining_up.register,
    Login: joining_up.login,
    Serve: joining_up.serve,
    Rename: meeting.rename,
    Away: meeting.away,
    History: reading.show_history,
    Search: reading.search,
    Help: helping.show_help,
    Quit: meeting.say_goodbye,
    Unknown: helping.unknown,
    Incomplete: helping.incomplete,
    NoRoom: helping.no_room,
    Nothing: helping.nothing,
}
