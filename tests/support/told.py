"""Which events the log has told of, in this process: `ServerProcess.events` says it of another one."""

from __future__ import annotations

import logging

import pytest


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The names of warnings, in order, or of what caplog was told; another test may have left the log at more."""
    least = caplog.handler.level or logging.WARNING
    return [record.event for record in caplog.records if hasattr(record, "event") and record.levelno >= least]
