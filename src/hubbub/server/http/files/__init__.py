"""Files over HTTP: uploaded to `/files`, fetched from `/files/ID/NAME` and `/previews/ID` (docs/ext/files.md)."""

from __future__ import annotations

from hubbub.files import FileStore
from hubbub.server.core.engine import Engine
from hubbub.server.http.body import BodyLimits
from hubbub.server.http.routes import Route

from .fetching import Fetching
from .uploading import Uploading

LIMITS = BodyLimits(1 << 40, 30.0, 4 * 1024)  # the settings say how large a file may be


def rows(engine: Engine, store: FileStore | None, prefix: str) -> tuple[Route, ...]:
    """`prefix` is the path under which browsers find us. Without a store there are no files."""
    if store is None:
        return ()
    given, taken = Fetching(engine, store, prefix), Uploading(engine, store)
    return (
        Route("OPTIONS", "/files", taken.options),
        Route("POST", "/files", taken.upload, limits=LIMITS),
        Route("GET", "/files/link/{secret}/{name}", given.by_link),
        Route("GET", "/files/{id}", given.file),
        Route("GET", "/files/{id}/{name}", given.file),
        Route("GET", "/previews/{id}", given.preview),
    )
