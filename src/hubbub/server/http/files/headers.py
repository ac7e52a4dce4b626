"""Fields of HTTP that files need: their names (RFC 6266), and parts of them (RFC 9110, 14)."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from hubbub.server.http.refused import Refused

_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_FILENAME = re.compile(r"""filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))""", re.IGNORECASE)
_FILENAME_EXT = re.compile(r"filename\*\s*=\s*(?:utf-8|UTF-8)'[^']*'([^;\s]+)")


def name_in(field: str) -> str:
    """The name in a Content-Disposition (RFC 6266); empty when there is none."""
    extended = _FILENAME_EXT.search(field)
    if extended:
        return unquote(extended[1], errors="replace")
    plain = _FILENAME.search(field)
    if plain is None:
        return ""
    text = re.sub(r"\\(.)", r"\1", plain[1]) if plain[1] is not None else plain[2]
    try:
        return text.encode("latin-1").decode()  # as programs send it, whatever the RFC says
    except UnicodeError:
        return text


def disposition(name: str, *, inline: bool) -> str:
    """Under which name it is saved, for programs of every age (RFC 6266, appendix D)."""
    plain = re.sub(r'[^ -~]|["\\%]', "_", name)
    return f"{'inline' if inline else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def span(field: str, size: int) -> tuple[int, int] | None:
    """Where the wanted range begins, and its length (RFC 9110, 14.1.2); None: all is sent, as for several ranges.

    Raises Refused for one that is not there.
    """
    found = _RANGE.fullmatch(field.replace(" ", ""))
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:
        start, end = max(size - int(found[2]), 0), size
    else:
        start, end = int(found[1]), min(int(found[2]) + 1, size) if found[2] else size
        if found[2] and int(found[2]) < start:
            return None
    if start >= size or start >= end:
        raise Refused(416, "The file has no such range.", {"Content-Range": f"bytes */{size}"})
    return start, end - start
