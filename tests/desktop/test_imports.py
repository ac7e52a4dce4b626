"""What the page to join by does without is imported after it shows (docs/performance.md)."""

import subprocess
import sys


def test_the_page_shows_before_the_client_is_read() -> None:
    asked = "import sys, hubbub.desktop.app; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert "hubbub.desktop.login.page" in loaded
    assert not {"hubbub.client.session", "hubbub.uplink.visit", "hubbub.desktop.window", "websockets"} & set(loaded)
