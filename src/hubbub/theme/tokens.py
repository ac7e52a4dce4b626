"""The colours of all faces by meaning: `THEMES["dark"]["ink"]` is `#e7eaee`. Names are those of the web tokens."""

from __future__ import annotations

import json
from pathlib import Path

THEMES: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "palette.json").read_text(encoding="utf-8"))
HUES = 8  # `hue_0` to `hue_7` for names, `hue_0_soft` ... as grounds of faces


def hue(name: str) -> int:
    """Which of the hues is that person's, from the account if there is one, else the name: the same on every device."""
    return sum(name.casefold().encode("utf-8", "replace")) % HUES
