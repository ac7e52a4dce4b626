"""The JavaScript side, run by node: every case of spec/, and the tests beside this file (tests/web/*.test.js)."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

from hubbub.typed.browsers import as_json

ROOT = Path(__file__).parents[2]


def test_node_passes_every_test(tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node, "node is needed: make test installs it"
    commands = tmp_path / "commands.json"
    commands.write_bytes(as_json())
    files = sorted(str(file.relative_to(ROOT)) for file in Path(__file__).parent.glob("*.test.js"))
    assert files
    all_of_them = "".join(f'await import("./{file}");' for file in files)  # in one process: half the work
    done = subprocess.run(
        [node, "--test-reporter=tap", "--input-type=module", "--eval", all_of_them],
        cwd=ROOT, env={**os.environ, "HUBBUB_COMMANDS": str(commands), "TZ": "UTC"},
        capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    passed = re.search(r"^# pass (\d+)$", done.stdout, re.MULTILINE)
    assert passed is not None
    assert int(passed[1]) >= len(files)
