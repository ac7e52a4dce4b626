"""The pictures of the web client in README.md and docs/: `python -m tests.web.pictures docs/pictures`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from tests.web.looks import SCHEMES, SIZES, nothing, take
from tests.web.stage import stage

WIDTH = 1280
VIEWS = {"web": {}, "web-operator": {"page": "operator"}}


def make(folder: Path) -> None:
    with stage() as one:
        for name, asked in VIEWS.items():
            for scheme in SCHEMES:
                look = replace(SIZES[WIDTH], scheme=scheme, asked=asked)
                take(one, folder / f"{name}-{scheme}.png", look, nothing)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
