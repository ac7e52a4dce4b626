"""How long a connection may be silent: until it has a name, until it is asked for a sign of life, until it is given up.
No clocks: the time comes as seconds of the loop's."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["wait", "ask", "unregistered", "lost"]


class KeepAlive:
    """`asked`: a sign of life was asked for, and nothing came since."""

    __slots__ = ("asked", "heard", "opened")

    def __init__(self, clock: float) -> None:
        self.opened = self.heard = clock
        self.asked = False

    def hear(self, clock: float) -> None:
        """Something came."""
        self.heard = clock
        self.asked = False

    def stand_still(self, clock: float) -> None:
        """Since something came last, it was us who kept them waiting: that time does not count."""
        self.opened += clock - self.heard
        self.heard = clock

    def silence(self, clock: float) -> float:
        """Seconds since something came last."""
        return clock - self.heard

    def before_registration(self, clock: float, seconds: float) -> Verdict:
        """What to do with somebody who has so many seconds to give a name."""
        return "unregistered" if clock - self.opened > seconds else "wait"

    def after(self, clock: float, ping: float, dead: float, *, in_line: bool) -> Verdict:
        """What to do with somebody who has one: asked after `ping` seconds, given up after `dead`.

        `in_line`: a line has begun to come, whose end is awaited in place of an answer.
        """
        silence = self.silence(clock)
        if self.asked or in_line:
            return "lost" if silence > dead else "wait"
        return "ask" if silence > ping else "wait"
