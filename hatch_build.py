"""The optional build: `HUBBUB_COMPILED=1 pip wheel .` turns the modules on the way of a message into C, by mypyc.

They are compiled as one group: native calls from module to module are what pays. The pure Python stays the source, lies
in the wheel beside it, and is what a checkout runs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NAMES = """
wire/lines wire/message wire/tags wire/truncate
irc/caps irc/casemap irc/modes irc/times
chat/audience chat/audit chat/chat chat/ids
chat/apply/find chat/apply/rooms chat/apply/rule chat/apply/messages/conversations chat/apply/messages/sending
chat/apply/people/entering chat/apply/people/presence
chat/limits/pace
chat/rights/checks chat/rights/joining chat/rights/roles chat/rights/table chat/rights/visibility chat/rights/words
chat/world/local chat/world/session chat/world/state chat/world/history/recent
chat/world/people/monitor chat/world/people/privacy chat/world/people/whowas
commands/history/missed
commands/messages/conversations commands/messages/replying commands/messages/resending commands/messages/sending
commands/people/privacy commands/rooms/joining
dialects/irc/batches dialects/irc/dialect dialects/irc/labels dialects/irc/lines dialects/irc/packing dialects/irc/state
dialects/irc/verb dialects/irc/messages/sending dialects/irc/rooms/joining
dialects/irc/rendering/caps dialects/irc/rendering/messages dialects/irc/rendering/people dialects/irc/rendering/rooms
"""
MODULES = NAMES.split()
"""Where one message and one join spend their time (`hubbub bench --only account`), and what these call most."""

SETUP = """
import sys
from mypyc.build import mypycify
from setuptools import setup

files = [*sys.argv[1:], "--strict", "--explicit-package-bases"]
modules = mypycify(files, opt_level="2", multi_file=True, group_name="hubbub_core")
setup(name="hubbub", packages=[], ext_modules=modules, script_args=["--quiet", "build_ext", "--inplace"])
"""


class CustomBuildHook(BuildHookInterface[Any]):
    """Adds the compiled modules to the wheel when they are asked for."""

    def dependencies(self) -> list[str]:
        return ["mypy", "setuptools"] if self._is_wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if not self._is_wanted() or version == "editable":
            return
        self.scratch = tempfile.TemporaryDirectory()
        directory = Path(self.scratch.name)
        for library in compiled(Path(self.root) / "src", directory):
            build_data["force_include"][str(library)] = str(library.relative_to(directory))
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "scratch"):
            self.scratch.cleanup()

    def _is_wanted(self) -> bool:
        return self.target_name == "wheel" and os.environ.get("HUBBUB_COMPILED") == "1"


def compiled(sources: Path, directory: Path) -> list[Path]:
    """The libraries of the compiled modules, each beside its source in a copy of `sources` in that directory.

    Raises CalledProcessError when the compiler fails; what it says goes to standard error.
    """
    shutil.copytree(sources, directory, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    files = [f"hubbub/{module}.py" for module in MODULES]
    subprocess.run([sys.executable, "-c", SETUP, *files], cwd=directory, check=True, stdout=sys.stderr)
    shutil.rmtree(directory / "build")
    return sorted(directory.rglob("*.so"))


if __name__ == "__main__":
    for library in compiled(Path(__file__).parent / "src", Path(sys.argv[1])):
        print(library)
