"""Windows of Tk on a screen that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.support.screens import Screen, missing


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """The name of a display, the same for all tests of a worker."""
    if missing():
        pytest.skip(missing())
    screen = Screen()
    yield screen.name
    screen.close()
