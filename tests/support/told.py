"""Which events the log has told of, in this process: `ServerProcess.events` says it of another one."""

from __future__ import annotations

import pytest


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Their names, in order, as far as caplog hears them (warnings, unless it is told otherwise)."""
    return [record.event for record in caplog.records if hasattr(record, "event")]
