"""A copy made by a process of its own, so that the server goes on undisturbed."""

from __future__ import annotations

import os
import sys

import msgspec

from . import orders
from .errors import CopyError
from .making import give_way, make_and_note
from .orders import Outcome


def carry_out(data: bytes) -> Outcome:
    """Make the copy that is ordered."""
    order = orders.order(data)
    try:
        copy = make_and_note(order.plan, None, order.folder, order.keep)
    except CopyError as error:
        return Outcome(str(error))
    held = msgspec.structs.replace(copy.manifest.contents, logs=())
    return Outcome("", str(copy.path), copy.path.stat().st_size, held, copy.proof)


def main() -> None:
    """`python -m hubbub.copies.child`."""
    os.umask(0o077)
    give_way()
    sys.stdout.buffer.write(msgspec.json.encode(carry_out(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
