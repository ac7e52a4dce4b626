"""Makes the pictures of the terminal client: python -m tests.tui.pictures FOLDER [NAME ...]

Drawn from the screens of the program itself, with sample content; no server is needed.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from tests.support import sample
from tests.support.cells import of_strips, picture
from tests.tui.stage import Stage, on_stage

Scene = Callable[[Stage], Awaitable[None]]


async def talk(stage: Stage) -> None:
    message = sample.whisper()
    timeline = stage.state.buffers["#garden"].timeline
    stage.app.desk.memory.of("#garden").pass_by(stage.state.buffers["#garden"], message, "bob")
    place = stage.app.desk.memory.of("#garden")
    place.passing[:] = [passing.__class__(timeline[len(timeline) - 3].id, message, "bob") for passing in place.passing]
    await stage.settle()


async def jump(stage: Stage) -> None:
    await talk(stage)
    await stage.press("ctrl+k", "b")


async def lost(stage: Stage) -> None:
    stage.state.connection.step = "offline"
    stage.app.showing.retry_at = sample.NOW + 4000
    await talk(stage)


async def chosen(stage: Stage) -> None:
    await stage.press("shift+up", "up", "up", "enter")


async def search(stage: Stage) -> None:
    from hubbub.client.state.store import Search

    found = [item for item in stage.state.buffers["#garden"].timeline if "ladder" in getattr(item, "text", "")]
    stage.state.search = Search("ladder", messages=tuple(found), targets=("#garden",) * len(found), done=True)  # type: ignore[arg-type]
    await stage.press("ctrl+f")


async def settings(stage: Stage) -> None:
    await stage.press("f5")


async def help(stage: Stage) -> None:
    await stage.press("f1")


async def complete(stage: Stage) -> None:
    await stage.write("/t")


FEW = 256  # colours
SCENES: dict[str, tuple[Scene, tuple[int, int], str]] = {
    "terminal-dark": (talk, (124, 36), "dark"),
    "terminal-256": (lost, (124, 36), "dark"),
    "terminal-256-light": (talk, (124, 36), "light"),
    "terminal-light": (jump, (124, 36), "light"),
    "terminal-contrast": (lost, (100, 30), "dark-contrast"),
    "terminal-contrast-light": (talk, (124, 36), "light-contrast"),
    "terminal-80": (talk, (80, 24), "dark"),
    "terminal-50": (talk, (50, 24), "light"),
    "terminal-menu": (chosen, (124, 36), "dark"),
    "terminal-search": (search, (124, 36), "light"),
    "terminal-settings": (settings, (124, 36), "dark"),
    "terminal-help": (help, (124, 36), "light"),
    "terminal-complete": (complete, (124, 36), "dark"),
}


async def main(folder: Path, names: list[str]) -> None:
    for name, (scene, size, theme) in SCENES.items():
        if names and name not in names:
            continue
        async with on_stage(size=size, theme=theme, colours=FEW if str(FEW) in name else 1 << 24) as stage:
            await scene(stage)
            rows = of_strips(stage.app.screen._compositor.render_strips())
            picture(rows, folder / f"{name}.png", size[0], f"(5) garden · {sample.SERVER} — hubbub")
        print(name)


if __name__ == "__main__":
    where = Path(sys.argv[1]).absolute()
    where.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(where, sys.argv[2:]))
