"""A copy made by a process of its own, so that the server goes on undisturbed."""

from __future__ import annotations

import os
import sys

import msgspec

from . import orders
from .errors import CopyError
from .making import Copy, bring_and_note, make_and_note
from .orders import Order, Outcome
from .pace import give_way
from .upgrading import copy_before


def carry_out(data: bytes) -> Outcome:
    """Make the copy that is ordered, or bring one to the store."""
    order = orders.order(data)
    try:
        if order.waiting is not None and order.plan.store is not None:
            bring_and_note(order.waiting, order.plan.store, order.folder)
            return Outcome("", order.waiting.file, order.waiting.size, proof=order.waiting.proof)
        copy = _made(order)
    except CopyError as error:
        return Outcome(str(error))
    held = msgspec.structs.replace(copy.manifest.contents, logs=())
    return Outcome("", str(copy.path), copy.path.stat().st_size, held, copy.proof)


def _made(order: Order) -> Copy:
    if order.before:
        return copy_before(order.plan, order.before, order.folder)
    return make_and_note(order.plan, None, order.folder, order.keep)


def main() -> None:
    """`python -m hubbub.copies.child`."""
    os.umask(0o077)
    give_way()
    sys.stdout.buffer.write(msgspec.json.encode(carry_out(sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
