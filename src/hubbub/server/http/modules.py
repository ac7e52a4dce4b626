"""Which modules a page of ES modules needs at once: those that its first one imports, and those these import.

A browser finds out about an import only when it has read the module that names it. Told of all of them in the page's
head (`modulepreload`), it asks for them together.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

_IMPORT = re.compile(
    r"""^(?:import\s+(?:[^"';()]*?\sfrom\s+)?|export\s+[^"';()=]*?\sfrom\s+)"(\.{1,2}/[^"]+)";""", re.MULTILINE
)


def imported(source: str, name: str) -> Iterator[str]:
    """The names of the files that the module `name` imports, as paths within the same folder."""
    for found in _IMPORT.finditer(source):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(name), found[1]))


def needed(first: str, read: Callable[[str], str | None]) -> tuple[str, ...]:
    """`first` and all that it imports, directly or not, in the order of finding. `read` gives a module's text."""
    found: dict[str, None] = {first: None}
    for name in iter(waiting := [first]):
        for other in imported(read(name) or "", name):
            if other not in found:
                found[other] = None
                waiting.append(other)
    return tuple(found)
