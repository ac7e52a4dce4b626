"""What the build adds to the sources.

To the metadata: where the project is, and the README with links that lead there, since an index of packages shows it
alone. To the wheel: the pages of docs/, the units for systemd, pages for man, completion for shells.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

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
        return [line for line in self.metadata.core.dependencies if re.split(r"[^\w-]", line)[0] in wanted]

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

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if hasattr(self, "scratch"):
            self.scratch.cleanup()


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
