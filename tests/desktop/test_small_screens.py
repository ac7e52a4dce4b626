"""A screen smaller than the page one joins by: all of it can be reached by keys."""

from pathlib import Path

import pytest
from tests.desktop.desk import Desk
from tests.support.screens import Screen, missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=missing())


async def test_the_page_to_join_by_scrolls_to_whatever_has_the_focus(tmp_path: Path) -> None:
    desk = Desk(tmp_path, screen=Screen("1024x768x24", dpi=3 * 96))
    try:
        await desk.start()
        for stop in ("Entry", "Entry", "Label", "Button"):
            await desk.sees("focus seen", f"^{stop} .*seen$")
            await desk.press("Tab")
        await desk.press("Return")
        await desk.sees("page", "Which server")
        await desk.sees("focus seen", "^Entry .*seen$")
    finally:
        await desk.close()
