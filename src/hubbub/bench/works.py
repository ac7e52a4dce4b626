"""The works a server is measured by: who talks to how many, how fast, over what. One table."""

from __future__ import annotations

from typing import Literal

import msgspec

Carrier = Literal["tcp", "tls", "ws", "plain"]


class Work(msgspec.Struct, frozen=True):
    """`rooms` rooms with `members` people in each, `talkers` of whom talk.

    A talker keeps `in_flight` messages on the way (sent, and not yet seen by one chosen member of the room), or sends
    `rate` messages a second. `size` is the length of the text in bytes. `caps`: all clients ask for all capabilities.
    `echo`: they ask for echo-message, so that senders receive their own messages too.
    """

    name: str
    what: str
    rooms: int
    members: int
    talkers: int
    in_flight: int = 0
    rate: float = 0.0
    size: int = 100
    carrier: Carrier = "tcp"
    caps: bool = False
    echo: bool = False
    target_us: float = 0.0  # server CPU per delivery that hubbub is to reach; 0: none

    @property
    def people(self) -> int:
        return self.rooms * self.members

    @property
    def hearers(self) -> int:
        """How many people receive each message."""
        return self.members - (0 if self.echo or self.caps else 1)


SIX = (
    Work("1x200", "1 talker, 200 listeners, 32 in flight", 1, 201, 1, 32, target_us=0.45),
    Work("8x200", "8 talkers, 200 listeners, 32 in flight each", 1, 208, 8, 32, target_us=0.18),
    Work("4x1000", "4 talkers, 1,000 in one room, 8 in flight each", 1, 1000, 4, 8, target_us=0.60),
    Work("100x10", "100 rooms of 10, 2 talkers each, 4 in flight", 100, 10, 2, 4, target_us=2.1),
    Work("200x2", "200 rooms of 2, 1 talker each, 8 in flight", 200, 2, 1, 8, target_us=9),
    Work("calm", "100 rooms of 10, 1 talker each, 5 messages a second", 100, 10, 1, rate=5, target_us=45),
)

LONE = Work("lone", "1 talker, 1 listener, 10 messages a second", 1, 2, 1, rate=10)

ACCEPTED = Work("accepted", "10 senders alone in their rooms, 32 in flight each, echoed", 10, 1, 1, 32, echo=True)

VARIANTS = (
    Work("tls", "1 talker, 200 listeners, 32 in flight, TLS", 1, 201, 1, 32, carrier="tls"),
    Work("websocket", "1 talker, 200 listeners, 32 in flight, WebSocket", 1, 201, 1, 32, carrier="ws"),
    Work("plain", "1 talker, 200 listeners, 32 in flight, plain text", 1, 201, 1, 32, carrier="plain"),
    Work("all-caps", "1 talker, 200 listeners, 32 in flight, all capabilities", 1, 201, 1, 32, caps=True),
)

GROWTH = tuple(
    Work(f"members-{members}", f"1 talker, {members:,} in one room, 8 in flight", 1, members, 1, 8)
    for members in (10, 100, 1_000, 10_000)
)

STORED = SIX[3]
"""The work that is repeated on servers with few and with many stored messages."""

WORKS = (*SIX, ACCEPTED, *VARIANTS, *GROWTH)

FOR_ANY_SERVER = frozenset(work.name for work in WORKS if work.carrier == "tcp" and not work.caps and not work.echo)
"""The works that need nothing but plain IRC, and so run `--against` any server."""

ALL_CAPS = (
    "away-notify",
    "batch",
    "cap-notify",
    "draft/chathistory",
    "echo-message",
    "extended-join",
    "labeled-response",
    "message-tags",
    "multi-prefix",
    "server-time",
    "setname",
    "standard-replies",
    "userhost-in-names",
)
