"""What nodes and the decider say to each other, as MessagePack. New fields come last, with a default: an older program
passes over what it does not know. What it could not do without has another *form*; what a decider says of itself in its
beats (`DeciderBeat`) never changes but by new fields, so that everybody sees which forms it has.

Three subjects of the bus: `CALLS` (nodes to the decider), `PARTS` of a node (the decider to that node), `BEATS` (the
decider to all). A connection is known by its node, the epoch of that node, and its number. Offsets count the bytes of
one direction of a connection since it was opened; its end counts as one byte more.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

CALLS, PARTS, BEATS = "calls", "parts", "beats"


class Forms(NamedTuple):
    """Of all that nodes and deciders say, and of what a decider leaves to the next one (`states`).

    A change that an older program cannot do without raises `newest`. Until the next release a program reads and says
    the one before as well, so that machines can be upgraded one after the other; then `oldest` is raised."""

    oldest: int
    newest: int

    def has(self, form: int) -> bool:
        return self.oldest <= form <= self.newest


OURS = Forms(1, 1)


class _Message(msgspec.Struct, frozen=True, array_like=True):
    pass


# a node to the decider


class Opened(_Message, frozen=True, tag=1):
    """A connection is there. Said again until something is said of it; the decider minds the first alone.

    `address`: the client's own, also behind a proxy. `kind`: what the listener takes (any, plain, irc, http, metrics).
    `secure`: TLS, or somebody on the node's very machine. `silent`: it has said nothing and is to be greeted. Of TLS:
    `host`, the name of us that was asked for, and `certificate` that the client has shown, as DER. `taken`: the offset
    up to which what came was taken, so that a decider which knows nothing of a connection that has begun closes it."""

    number: int
    address: str
    port: int
    kind: str
    secure: bool
    tls: bool
    silent: bool = False
    host: str = ""
    certificate: bytes = b""
    taken: int = 0


class Received(_Message, frozen=True, tag=2):
    """`data` came from the client; `offset` is that of its first byte. Said again until it is taken."""

    number: int
    offset: int
    data: bytes


class Ended(_Message, frozen=True, tag=3):
    """Nothing more comes from the client; all that came is before `offset`. Said again until that is taken, and of a
    connection that is gone until it is closed.

    `how`: `eof`, it still reads; `lost`, it is gone; `timeout`, it is gone, and nobody answers there."""

    number: int
    offset: int
    how: Literal["eof", "lost", "timeout"]


class Wrote(_Message, frozen=True, tag=4):
    """All before `offset` of what this decider has told the client was taken by the node's kernel. The latest one
    counts, and one that is lost is made up for by the next beat."""

    number: int
    offset: int


Call = Opened | Received | Ended | Wrote


class NodeBeat(_Message, frozen=True):
    """Each second. `number` counts the beats of an epoch, `applied` is the position of the last part that the node has
    applied, `connections` how many it has.

    `wrote`: of each connection whose number of bytes taken by the kernel has changed, that number (as in `Wrote`); said
    again in each beat until the decider has heard one that has it. `differed`: how many connections were not as a
    picture has them, in this epoch; `unknown`: those that the last picture has and the node has not."""

    number: int
    applied: int
    version: str
    connections: int
    wrote: list[tuple[int, int]] = []
    differed: int = 0
    unknown: list[int] = []


class Calls(_Message, frozen=True):
    """What a node says in one go, in the order in which it happened. `epoch`: of the node, microseconds since 1970 of
    its start; a later one is the end of all connections of those before. `beat` comes alone or beside calls.

    `generation`: the decider it is for. A node turns to a new one when it has applied all parts of the one before, and
    then says again what was not taken. Another decider passes over the calls, but for the beat. `leaving`: the node is
    to stop, and the decider says goodbye to its clients with these words. `form`: the one that the calls are in, the
    newest that both have. `ended`: the process of the node is no more, whoever says it in its place (`child.Will`): it
    shows nobody anything from then on, and its connections are lost."""

    node: str
    epoch: int
    generation: int
    calls: list[Call]
    beat: NodeBeat | None = None
    leaving: str = ""
    form: int = 1
    ended: bool = False


# the decider to a node


class Output(_Message, frozen=True, tag=1):
    """`data` is for each of these connections, as many times as it is named."""

    numbers: list[int]
    data: bytes


class Taken(_Message, frozen=True, tag=2):
    """What came of the connection before `offset` is dealt with for good; at 0, that it was opened."""

    number: int
    offset: int


class Closed(_Message, frozen=True, tag=3):
    """The decider has done with the connection.

    `how`: `end`, nothing more is said to it, it may still speak (half of a TCP connection); `close`, close it once it
    has taken what it was told; `abort`, at once. `cut`: whoever decided before knew it, and can go on no more."""

    number: int
    how: Literal["end", "close", "abort"]
    cut: bool = False


Item = Output | Taken | Closed


class Told(NamedTuple):
    """Of a connection: so many bytes were said to it by this decider. Not `sure`: some of them were kept by nobody."""

    number: int
    bytes: int
    sure: bool


class Picture(_Message, frozen=True):
    """The connections whose numbers are above `after`, and at most `upto`, as the decider has them behind this part."""

    after: int
    upto: int
    connections: list[Told]


class Part(_Message, frozen=True):
    """What one commit says to one node, in order. `position`: that of the commit, in the whole log of the cluster.

    `previous`: the position of the part before for this epoch of this node, 0 for its first. A node applies a part when
    it has applied `previous`; one that it has applied already it passes over. `generation`: of the decider, who counts
    what it tells each connection from 0.

    With `position` 0 it is told while the log takes nothing, and kept by nobody: behind `previous`, or not at all.
    `picture`: what a node is to compare itself with now and then (`comparing`), behind the items."""

    position: int
    previous: int
    epoch: int
    items: list[Item]
    generation: int = 0
    picture: Picture | None = None


class DeciderBeat(_Message, frozen=True):
    """Each 0.2 seconds, to all. `generation` counts deciders; `position`: that of its last commit; `database`: whether
    that can be reached. `nodes`: of each node that it knows the epoch, the number of the last beat that it has heard
    and the position of its last part. `forms`: the oldest and the newest that it has (see `Forms`)."""

    generation: int
    position: int
    database: bool
    name: str
    version: str
    nodes: dict[str, tuple[int, int, int]]
    forms: Forms = Forms(1, 1)


to_bytes = msgspec.msgpack.Encoder().encode
calls_of = msgspec.msgpack.Decoder(Calls).decode
part_of = msgspec.msgpack.Decoder(Part).decode
beat_of = msgspec.msgpack.Decoder(DeciderBeat).decode
