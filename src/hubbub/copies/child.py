"""A copy made by a process of its own, so that the server goes on undisturbed: an order on standard input, the outcome
on standard output, both as JSON.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from .errors import CopyError
from .making import Plan, make_and_note
from .manifest import Contents
from .proof import Proof

_NICENESS = 10


class Order(msgspec.Struct, frozen=True):
    """`keep`: the rule for old copies in `folder`."""

    plan: Plan
    folder: Path
    keep: str


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


def decode(data: bytes) -> Outcome:
    """What the child answered. Raises msgspec.DecodeError."""
    return msgspec.json.decode(data, type=Outcome)


def carry_out(data: bytes) -> Outcome:
    """Make the copy that is ordered."""
    order = msgspec.json.decode(data, type=Order, dec_hook=_path)
    try:
        copy = make_and_note(order.plan, None, order.folder, order.keep)
    except CopyError as error:
        return Outcome(str(error))
    held = msgspec.structs.replace(copy.manifest.contents, logs=())
    return Outcome("", str(copy.path), copy.path.stat().st_size, held, copy.proof)


def _path(kind: type, value: object) -> object:
    return Path(str(value)) if kind is Path else value


def main() -> None:
    """`python -m hubbub.copies.child`."""
    os.umask(0o077)
    with suppress(AttributeError, OSError):
        os.nice(_NICENESS)
    sys.stdout.buffer.write(msgspec.json.encode(carry_out(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
