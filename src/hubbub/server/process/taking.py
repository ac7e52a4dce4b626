"""The side of an upgrade that takes over: what another process offers to this one, by a channel from before its start.

Two processes do so, one after the other (`upgrade`): one that stands in, beside the old process, and then what the old
process has become.
"""

from __future__ import annotations

import gc
import logging
import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import TextIO

import hubbub
from hubbub.log.sqlite.schema import NEWEST
from hubbub.settings import Settings
from hubbub.wire.numbers import whole

from . import handover, later
from .channel import Channel
from .handed import Handover
from .handover import CannotTakeOver

logger = logging.getLogger(__name__)

VARIABLE = "HUBBUB_HANDOVER"  # in the environment: the number of our end of the channel
STANDS_IN = "HUBBUB_STANDS_IN"  # and of the process that stands in, for the one that takes over from it


class Offer:
    """`stands_in`: the process that stands in and hands over to this one; 0: this one is to stand in."""

    def __init__(self, channel: Channel, stands_in: int) -> None:
        self.channel = channel
        self.stands_in = stands_in
        self.outputs: list[int] = []

    def look(self) -> Handover | None:
        """What would be handed over; None: nobody offers anything any more. Raises CannotTakeOver."""
        if self.channel.hear() != "look":
            return None
        (number,) = self.channel.receive(1)
        try:
            return handover.read(number)
        finally:
            os.close(number)

    def take(self) -> Handover | None:
        """Say that we are ready, and wait; what is handed over, or None: nothing. Raises CannotTakeOver."""
        try:
            self.channel.say(f"ready {NEWEST} {hubbub.__version__}")
            word, _, count = self.channel.hear().partition(" ")
            if word != "take":
                return None
            file, *numbers = self.channel.receive(int(count))
        except (OSError, ValueError):
            return None
        try:
            told = handover.read(file)
        finally:
            os.close(file)
        self.outputs = numbers[:2]
        handover.settle(told, numbers[2:])
        return told

    def log_stream(self) -> TextIO | None:
        """Where the one that stands in logs; None: to its own output."""
        return None if self.stands_in else open(self.outputs[1], "w", buffering=1, closefd=False, encoding="utf-8")

    def here(self) -> bool:
        """Say that we could go on; whether we are to."""
        try:
            self.channel.say("here")
        except OSError:
            return False
        if self.channel.hear() != "go":
            return False
        for ours, theirs in enumerate(self.outputs, 1):
            if not self.stands_in:
                os.dup2(theirs, ours)
        return True

    def close(self) -> None:
        """For who took over in the end: nobody else is there any more. Waits until that is so."""
        self.channel.close()
        for number in self.outputs:
            os.close(number)
        with suppress(OSError):  # its number is free only once its parent, which we are, was told
            os.kill(self.stands_in, signal.SIGKILL)
            os.waitpid(self.stands_in, 0)


def offered() -> Offer | None:
    """What another process offers to this one; None: it starts by itself. Raises CannotTakeOver."""
    number, stands_in = whole(os.environ.pop(VARIABLE, "")), whole(os.environ.pop(STANDS_IN, ""))
    if number is None:
        return None
    try:
        sock = socket.socket(fileno=number)
    except OSError as error:
        raise CannotTakeOver("the hubbub that runs hands over in another way; restart it") from error
    sock.set_inheritable(False)
    return Offer(Channel(sock), stands_in or 0)


def prepare(judge: Callable[[Handover], object], offer: Offer, settings: Settings) -> Handover | None:
    """For the process that is to stand in: let `judge` see what would be handed over, get ready, and take it. None:
    nobody wants us any more."""
    told = offer.look()
    if told is None:
        return None
    judge(told)
    get_ready(settings)
    return offer.take()


def get_ready(settings: Settings) -> None:
    """Read what going on needs before anybody waits for it, and have nothing collected until everybody is there."""
    later.import_all(settings)
    gc.disable()
