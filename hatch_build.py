"""What the build adds to the sources.

To the metadata: where the project is, and the README with links that lead there, since an index of packages shows it
alone. To the wheel: the pages of docs/, the units for systemd, pages for man, completion for shells.

`HUBBUB_COMPILED=1 pip wheel .` turns the modules on the way of a message into C besides, by mypyc. They are compiled as
one group: native calls from module to module are what pays. The pure Python stays the source, lies in the wheel beside
it, and is what a checkout runs.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

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


SHIPPED = ("*.md", "docs/*.md", "docs/decisions/*.md", "docs/ext/*.md", "packaging/systemd/*")
COMPLETION = {
    "bash": "bash-completion/completions/hubbub",
    "zsh": "zsh/site-functions/_hubbub",
    "fish": "fish/vendor_completions.d/hubbub.fish",
}
"""Where shells look, below share/."""

_LINK = re.compile(r"(!?)\[([^\]]*)\]\((?![a-z]+:|#)([^)\s]+)\)")


class MetadataHook(MetadataHookInterface):
    """Addresses, and the README for who sees nothing else of the project."""

    def update(self, metadata: dict[str, Any]) -> None:
        home = (os.environ.get("HUBBUB_HOME") or self.config.get("home", "")).rstrip("/")
        text = (Path(self.root) / "README.md").read_text("utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": absolute(text, home)}
        if home:
            pages = {"Documentation": "docs", "Changelog": "CHANGELOG.md", "Security": "SECURITY.md"}
            metadata["urls"] = {"Homepage": home} | {name: f"{home}/blob/main/{at}" for name, at in pages.items()}


def absolute(text: str, home: str) -> str:
    """Markdown whose links lead to the project's files at `home`; where nobody knows that, their words are left."""

    def link(found: re.Match[str]) -> str:
        picture, words, place = found.groups()
        if not home:
            return "" if picture else words
        return f"{picture}[{words}]({home}/{'raw' if picture else 'blob'}/main/{place.removeprefix('./')})"

    return _LINK.sub(link, text)


class CustomBuildHook(BuildHookInterface[Any]):
    """Adds all that to the wheel."""

    def dependencies(self) -> list[str]:
        if self.target_name != "wheel":
            return []
        wanted = ("apsw", "click", "msgspec")  # which the commands need to tell what they take
        return [*self._lines(wanted), *(["mypy", "setuptools"] if self._is_compiled() else [])]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        included = build_data["force_include"]
        for pattern in SHIPPED:
            for file in sorted(Path(self.root).glob(pattern)):
                included[str(file)] = f"hubbub/shipped_files/{file.relative_to(self.root)}"
        self.scratch = tempfile.TemporaryDirectory()
        directory = Path(self.scratch.name)
        for file, place in described(Path(self.root) / "src", directory / "share"):
            build_data["shared_data"][str(file)] = f"share/{place}"
        if not self._is_compiled():
            return
        for library in compiled(Path(self.root) / "src", directory / "src"):
            included[str(library)] = str(library.relative_to(directory / "src"))
        build_data["pure_python"] = False
        build_data["infer_tag"] = True

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "scratch"):
            self.scratch.cleanup()

    def _is_compiled(self) -> bool:
        return self.target_name == "wheel" and os.environ.get("HUBBUB_COMPILED") == "1"

    def _lines(self, names: tuple[str, ...]) -> list[str]:
        """The requirements of these names, as the project has them."""
        return [line for line in self.metadata.core.dependencies if re.split(r"[^\w-]", line)[0] in names]


def described(sources: Path, directory: Path) -> list[tuple[Path, str]]:
    """Pages for man and completion for shells, made in that directory; each with its place below share/."""
    program = [sys.executable, "-m", "hubbub"]
    path = os.pathsep.join([str(sources), *filter(None, sys.path)])  # what is needed lies where the build is isolated
    surroundings = {**os.environ, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    manual = directory / "man"
    subprocess.run([*program, "manual", str(manual)], env=surroundings, check=True, stdout=subprocess.DEVNULL)
    made = [(page, f"man/man1/{page.name}") for page in sorted(manual.iterdir())]
    for shell, place in COMPLETION.items():
        file = directory / f"completion.{shell}"
        with file.open("wb") as out:
            subprocess.run([*program, "completion", shell], env=surroundings, check=True, stdout=out)
        made.append((file, place))
    return made


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
