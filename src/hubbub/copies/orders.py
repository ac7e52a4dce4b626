"""What the server and the process that makes a copy tell each other: an order on standard input, the outcome on
standard output, both as JSON. The server has to know no more of copies than this.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from .manifest import Contents
from .record import Proof, Taken


class Store(msgspec.Struct, frozen=True):
    """A store of objects that copies go to, too: `url` as `s3://BUCKET/PATH`, the rest empty where it is found."""

    url: str
    endpoint: str = ""
    region: str = ""
    key: str = ""
    secret: str = ""


class Plan(msgspec.Struct, frozen=True):
    """What is to be copied and how. `settings`: the settings file that goes along, if there is one; `to`: a recipient
    of age, or `passphrase_file`, to encrypt it; `prove_whole`: the proof starts a server, too; `store`: where else it
    goes."""

    data: Path
    server: str
    reason: str
    settings: Path | None = None
    to: str = ""
    passphrase_file: Path | None = None
    prove_whole: bool = True
    store: Store | None = None

    @property
    def encrypted(self) -> bool:
        return bool(self.to) or self.passphrase_file is not None


class Order(msgspec.Struct, frozen=True):
    """`keep`: the rule for old copies in `folder`; `waiting`: the copy that is only to be brought to the store;
    `before`: the schema to which the database will be brought, of a copy that is made before an upgrade."""

    plan: Plan
    folder: Path
    keep: str
    waiting: Taken | None = None
    before: int = 0


class Outcome(msgspec.Struct, frozen=True):
    """`error`: why there is no copy; else where it is and what was proved."""

    error: str = ""
    path: str = ""
    size: int = 0
    contents: Contents | None = None
    proof: Proof | None = None


def encode(order: Order) -> bytes:
    """An order for the child."""
    return msgspec.json.encode(order, enc_hook=str)


def outcome(data: bytes) -> Outcome:
    """What the child answered. Raises msgspec.DecodeError."""
    return msgspec.json.decode(data, type=Outcome)


def order(data: bytes) -> Order:
    """What the child is to do."""
    return msgspec.json.decode(data, type=Order, dec_hook=_path)


def _path(kind: type, value: object) -> object:
    return Path(str(value)) if kind is Path else value
