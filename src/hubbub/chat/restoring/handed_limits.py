"""How much everybody may still do, and for how long somebody waits, as one process hands it to the next: an upgrade is
no way out. All of it goes by the machine's clock that never goes back, which both have."""

from __future__ import annotations

from collections import Counter, OrderedDict

import msgspec

from hubbub.chat.limits.throttle import Throttle
from hubbub.chat.party import Party
from hubbub.chat.world.leaps import Leap
from hubbub.chat.world.local import Local

Counts = dict[str, tuple[int, int]]


class HandedLimits(msgspec.Struct, frozen=True, kw_only=True):
    """Of `World.local`, what bounds people. The throttles in a row, as `_throttles` has them."""

    throttles: list[Counts] = []
    spoken: dict[int, dict[Party, int]] = {}
    renamed: dict[int, int] = {}
    new_rooms: Counts = {}
    waiting: dict[str, dict[str, int]] = {}
    turned_away: dict[str, int] = {}
    exports: dict[bytes, tuple[int, int]] = {}
    files_linked: dict[bytes, tuple[str, int]] = {}
    leaps: list[Leap] = []


def hand_limits(local: Local) -> HandedLimits:
    return HandedLimits(
        throttles=[dict(one.known) for one in _throttles(local)],
        spoken=local.slow_mode.spoken,
        renamed=local.renamed,
        new_rooms=dict(local.new_rooms.known),
        waiting={name: dict(networks) for name, networks in local.waiting.networks.items()},
        turned_away=dict(local.waiting.turned_away),
        exports=local.exports.tokens,
        files_linked=local.file_tokens.links.known,
        leaps=local.leaps.doubted,
    )


def take_limits(local: Local, handed: HandedLimits) -> None:
    for throttle, known in zip(_throttles(local), handed.throttles, strict=False):
        throttle.known = OrderedDict(known)
    local.slow_mode.spoken, local.renamed = handed.spoken, handed.renamed
    local.new_rooms.known = OrderedDict(handed.new_rooms)
    local.waiting.networks = {name: Counter(networks) for name, networks in handed.waiting.items()}
    local.waiting.turned_away = Counter(handed.turned_away)
    local.exports.tokens, local.file_tokens.links.known = handed.exports, handed.files_linked
    local.leaps.doubted = handed.leaps


def _throttles(local: Local) -> tuple[Throttle, ...]:
    guesses = local.guesses
    return (
        guesses.operators,
        guesses.accounts,
        guesses.addresses,
        guesses.registrations,
        local.reporting,
        guesses.tokens,
        guesses.keys,
        guesses.gateways,
    )
