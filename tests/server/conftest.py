from __future__ import annotations

import pytest

from hubbub.server.entrance.selfsigned import make
from hubbub.server.entrance.tls import Pair


@pytest.fixture(scope="session")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Pair:
    """A self-signed certificate, the same for all tests."""
    directory = tmp_path_factory.mktemp("tls")
    made = Pair(directory / "tls.crt", directory / "tls.key", own=True)
    make(made.certificate, made.key)
    return made
