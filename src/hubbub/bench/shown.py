"""One face, measured in this process: `python -m hubbub.bench.shown desktop|terminal` prints its figures as JSON.

A row is: name, what it is, value, unit, what is asked for. CPU times are of this process, wherever the machine is busy.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

FACES = {"desktop": "in_window", "terminal": "in_terminal"}

if __name__ == "__main__":
    print(json.dumps(import_module(f"hubbub.bench.{FACES[sys.argv[1]]}").rows()))
