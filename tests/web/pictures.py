"""The pictures of the web client in README.md and docs/: `python -m tests.web.pictures docs/pictures`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from tests.support.programs import WHOLE_CHROMIUM
from tests.web.looks import SCHEMES, SIZES, nothing, take
from tests.web.stage import stage

# name: how wide, and what is asked of the fixture
VIEWS: dict[str, tuple[int, dict[str, str]]] = {
    "web": (1280, {}),
    "web-operator": (1280, {"page": "operator"}),
    "web-phone": (390, {}),
}


def make(folder: Path) -> None:
    with stage(WHOLE_CHROMIUM) as one:
        for name, (width, asked) in VIEWS.items():
            for scheme in SCHEMES:
                look = replace(SIZES[width], scheme=scheme, asked=asked)
                take(one, folder / f"{name}-{scheme}.png", look, nothing)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
