"""A server's own certificate, made once for all servers of a worker: each would start a Python of its own for it."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path

from hubbub.server.entrance.selfsigned import make
from hubbub.server.entrance.tls import CERTIFICATE, KEY


def put_certificate(data: Path) -> None:
    """Make the data folder of a server that has not started yet, with what its first start would begin with."""
    if data.exists():
        return
    data.mkdir(mode=0o700, parents=True)
    for name, content in _pair().items():
        file = data / name
        file.touch(mode=0o600)
        file.write_bytes(content)


@functools.cache
def _pair() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        make(place / CERTIFICATE, place / KEY)
        return {name: (place / name).read_bytes() for name in (CERTIFICATE, KEY)}
