"""Chats in tests of a dialect go by two nodes of a cluster or by three in turns; by which first, the name decides."""

from __future__ import annotations

import itertools
from zlib import crc32

import pytest
from tests.support import memory_chat


@pytest.fixture(autouse=True)
def through_nodes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if not next(memory_chat.NODES):
        nodes = itertools.cycle((2, 3))
        chats = itertools.islice(nodes, crc32(request.node.nodeid.encode()) % 2, None)
        monkeypatch.setattr(memory_chat, "NODES", chats)
