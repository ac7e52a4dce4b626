"""All that can be typed, as a list to pick from: what somebody may not do here is left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

import msgspec

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.store import State
from hubbub.typed.table import COMMANDS, Command, Form, Who

from .acts import LADDER, rank

_NEEDS = {Who.ANYBODY: -1, Who.MODERATORS: LADDER.index("h"), Who.OPERATORS: LADDER.index("o")}
_NEEDS[Who.OWNERS] = LADDER.index("q")


class Typed(msgspec.Struct, frozen=True):
    """`begins`: what is typed for it, up to where somebody has to go on; `usage` and `help` as /help has them."""

    begins: str
    usage: str
    help: str


def all_typed(state: State, buffer: Buffer | None) -> list[Typed]:
    """In the order of /help, each with the ways in which it can be given."""
    return [one for command in COMMANDS for one in _ways(command, state, buffer)]


def _ways(command: Command, state: State, buffer: Buffer | None) -> Iterator[Typed]:
    forms = [form for form in command.ways() if form.arguments]
    if not forms:
        forms = [Form(command.arguments, command.help, command.who)]
    for form in forms:
        if _may(command.who, state, buffer) and _may(form.who, state, buffer):
            yield Typed(_begins(command.name, form.arguments), command.typed(form.arguments), form.help)


def _may(who: Who, state: State, buffer: Buffer | None) -> bool:
    if who is Who.SERVER:
        return state.me.operator
    return _NEEDS[who] < 0 or (buffer is not None and rank(state, buffer, state.me.name) >= _NEEDS[who])


def _begins(name: str, arguments: str) -> str:
    """All before the first word that somebody has to choose, or may leave out."""
    plain = list(takewhile(lambda word: not set(word) & set("<[|"), arguments.split()))
    more = len(plain) < len(arguments.split())
    return " ".join([f"/{name}", *plain]) + (" " if more else "")


def narrowed(found: Sequence[Typed], typed: str) -> list[Typed]:
    """Those that have all these words somewhere; first those whose name begins so."""
    words = typed.lower().split()
    some = [one for one in found if all(word in f"{one.usage} {one.help}".lower() for word in words)]
    return sorted(some, key=lambda one: not one.usage.lower().startswith(f"/{typed.lower().strip().lstrip('/')}"))
