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


def use(until: int, now: int) -> tuple[int, int]:
    """Make one change of those that somebody has (the generic cell rate algorithm), who will have all of them again at
    `until`, in milliseconds since 1970: when that is now, and 0; or how long to wait: then nothing was used."""
    after = max(now, until) + REST
    wait = after - now - BURST * REST
    return (until, wait) if wait > 0 else (after, 0)
