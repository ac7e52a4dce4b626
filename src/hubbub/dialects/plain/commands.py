"""Which function does what each typed text means."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
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
    ListPins,
    ListRooms,
    Login,
    Modes,
    NoRoom,
    Nothing,
    Pin,
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
    Unpin,
    Upload,
)

from . import accounts, history, questions
from .messages import pinning, retention, sending
from .people import who
from .rooms import joining, modes
from .server import help

Command = Callable[[Chat, Session, Any], Awaitable[None] | None]

COMMANDS: dict[type, Command] = {
    Say: sending.say_in_room,
    Action: sending.act_in_room,
    Edit: sending.correct,
    Private: sending.say_privately,
    AskPrivate: questions.ask_private,
    ListOnline: who.list_online,
    ListHere: who.list_here,
    ListRooms: joining.list_rooms,
    Join: joining.join,
    Leave: joining.leave,
    Topic: joining.topic,
    RenameRoom: joining.rename,
    Kick: modes.kick,
    Invite: modes.invite,
    Modes: modes.modes,
    Ban: modes.ban,
    Retention: retention.set_retention,
    Expire: retention.expire,
    Pin: pinning.pin,
    Unpin: pinning.unpin,
    ListPins: pinning.show_pins,
    Upload: help.no_files_here,
    Register: accounts.register,
    Login: accounts.login,
    Serve: accounts.serve,
    Rename: who.rename,
    Away: who.away,
    History: history.show_history,
    Search: history.search,
    Help: help.show_help,
    Quit: who.say_goodbye,
    Unknown: help.unknown,
    Incomplete: help.incomplete,
    NoRoom: help.no_room,
    Nothing: help.nothing,
}
