"""`/devices` and `/logout`: where one is logged in."""

from __future__ import annotations

from collections.abc import Awaitable

from hubbub.chat.chat import Chat
from hubbub.chat.world.session import Session
from hubbub.commands.accounts import devices
from hubbub.typed.durations import DAY
from hubbub.wire.numbers import ordinal

from .record import Row, row
from .service import Answer, Service, Words, counted, typed

KINDS = {"browser": "A browser", "irc": "IRC", "plain": "plain text", "api": "A program"}


def _logout(chat: Chat, session: Session, words: Words) -> Answer | Awaitable[Answer | None] | None:
    match words:
        case []:
            return _logout_here(chat, session)
        case ["everywhere"]:
            ended = devices.log_out_elsewhere(chat, session)
            done = f"{counted(ended, 'other device')} logged out. You are still logged in here; /logout ends that."
            return [typed(session, done)]
    return None


async def _logout_here(chat: Chat, session: Session) -> Answer:
    await devices.log_out(chat, session)
    return ["You are logged out."]


def _devices(chat: Chat, session: Session, words: Words) -> Answer | None:
    match words:
        case []:
            return ["Your devices:", *(_device(chat, one) for one in devices.devices(chat, session))]
        case ["close", number] if (place := ordinal(number)) is not None:
            devices.close(chat, session, place)
            return [f"Device {place} is disconnected."]
    return None


def _device(chat: Chat, one: devices.Device) -> Row:
    times = f"connected {_ago(one.connected_ago)}, last said something {_ago(one.active_ago)}"
    sentence = (
        f"{one.number}. {KINDS.get(one.kind, one.kind)} from {one.address}, {times}{' (this one)' * one.is_asking}"
    )
    return row(
        "device", sentence, n=one.number, this=one.is_asking, by=one.kind, tls=one.secure, address=one.address,
        since=chat.now - one.connected_ago, active=chat.now - one.active_ago,
    )  # fmt: skip


def _ago(milliseconds: int) -> str:
    for name, length in (("day", DAY), ("hour", 3_600_000), ("minute", 60_000)):
        if milliseconds >= length:
            return f"{counted(milliseconds // length, name)} ago"
    return "just now"


SERVICES: dict[str, Service] = {"logout": Service(_logout), "devices": Service(_devices)}
