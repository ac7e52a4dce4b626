"""The pictures of the web client in README.md and docs/: `python -m tests.web.pictures docs/pictures`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from tests.support.programs import WHOLE_CHROMIUM
from tests.web.looks import SCHEMES, SIZES, VIEWS, take
from tests.web.stage import stage

# name: the view, and how wide it is
DRAWN = {"web": ("chat", 1280), "web-operator": ("operator", 1280), "web-phone": ("chat", 390)}


def make(folder: Path) -> None:
    with stage(WHOLE_CHROMIUM) as one:
        for name, (view, width) in DRAWN.items():
            asked, prepare = VIEWS[view]
            for scheme in SCHEMES:
                look = replace(SIZES[width], scheme=scheme, asked=asked)
                take(one, folder / f"{name}-{scheme}.png", look, prepare)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
