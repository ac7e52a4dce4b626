"""`/devices` and `/logout`: where one is logged in."""

from __future__ import annotations

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import devices
from hubbub.typed.durations import DAY

from .service import Answer, Service, Words, counted

KINDS = {"irc": "IRC", "plain": "plain text"}


def _logout(chat: Chat, session: Session, words: Words) -> Answer | None:
    match words:
        case []:
            devices.log_out(chat, session)
            return ["You are logged out."]
        case ["everywhere"]:
            ended = devices.log_out_elsewhere(chat, session)
            return [f"{counted(ended, 'other device')} logged out. You are still logged in here; /logout ends that."]
    return None


def _devices(chat: Chat, session: Session, words: Words) -> Answer | None:
    match words:
        case []:
            return ["Your devices:", *map(_device, devices.devices(chat, session))]
        case ["close", number] if number.isdecimal() and len(number) < 4:
            devices.close(chat, session, int(number))
            return [f"Device {number} is disconnected."]
    return None


def _device(one: devices.Device) -> str:
    times = f"connected {_ago(one.connected_ago)}, last said something {_ago(one.active_ago)}"
    return f"{one.number}. {KINDS.get(one.kind, one.kind)} from {one.address}, {times}{' (this one)' * one.is_asking}"


def _ago(milliseconds: int) -> str:
    for name, length in (("day", DAY), ("hour", 3_600_000), ("minute", 60_000)):
        if milliseconds >= length:
            return f"{counted(milliseconds // length, name)} ago"
    return "just now"


SERVICES = {"logout": Service(_logout), "devices": Service(_devices)}
