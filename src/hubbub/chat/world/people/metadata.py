"""Metadata: what people and rooms say of themselves under keys, such as `avatar` or `display-name`.

A key is written with a-z, 0-9 and `_./-` (https://ircv3.net/specs/extensions/metadata). A value may be empty,
which clients of draft/metadata-3 take for none.
"""

from __future__ import annotations

import re

from hubbub.irc.caps import METADATA_KEY_BYTES

BURST, REST = 10, 3_000  # so many changes at once, then one in so many milliseconds

Metadata = dict[str, str]

_KEY = re.compile(rf"[a-z0-9_./-]{{1,{METADATA_KEY_BYTES}}}")


def is_key(text: str) -> bool:
    """Whether this can be a key."""
    return _KEY.fullmatch(text) is not None


def put(metadata: Metadata, key: str, value: str | None) -> None:
    """The key has this value from now on; None: it is not there."""
    if value is None:
        metadata.pop(key, None)
    else:
        metadata[key] = value


class ChangeLimit:
    """How often somebody may still change metadata (the generic cell rate algorithm)."""

    __slots__ = ("_used_until",)

    def __init__(self) -> None:
        self._used_until = 0  # milliseconds since 1970: when all of it is there again

    def use(self, now: int) -> int:
        """Make one change; 0, or the milliseconds to wait: then nothing was used."""
        until = max(now, self._used_until) + REST
        wait = until - now - BURST * REST
        if wait > 0:
            return wait
        self._used_until = until
        return 0
