from __future__ import annotations

from tests.server.conftest import pair

__all__ = ["pair"]
