"""Every test of a dialect has its people at two or three nodes of a cluster: which, its name says."""

from __future__ import annotations

from zlib import crc32

import pytest
from tests.support import memory_chat


@pytest.fixture(autouse=True)
def through_nodes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory_chat, "NODES", memory_chat.NODES or 2 + crc32(request.node.nodeid.encode()) % 2)
