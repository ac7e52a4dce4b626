"""Pictures of every view at the three sizes, light and dark: `python -m tests.web.looks FOLDER [NAME...]`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import Page
from tests.support.programs import WHOLE_CHROMIUM
from tests.web.stage import Look, Scheme, Stage, appear, pass_time, stage

Prepare = Callable[[Page], None]

SIZES = {
    390: Look(390, 844, touch=True, scale=2),
    1280: Look(1280, 800),
    1920: Look(1920, 1080),
}
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def click(*selectors: str) -> Prepare:
    """What is clicked before the picture is taken, one after the other."""

    def prepare(page: Page) -> None:
        for selector in selectors:
            appear(page, selector)
            page.locator(selector).first.click()
            pass_time(page, 500)

    return prepare


def press(*keys: str) -> Prepare:
    def prepare(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)
            pass_time(page, 400)

    return prepare


def actions(page: Page) -> None:
    """The menu of a message: by keys, and where there are none by a long press."""
    if page.evaluate("matchMedia('(pointer: coarse)').matches"):
        page.locator(".msg.mention .by").dispatch_event(
            "pointerdown", {"pointerType": "touch", "clientX": 60, "clientY": 500}
        )
        pass_time(page, 700)
    else:
        press("Shift+ArrowUp", "ArrowUp", "Enter")(page)


def scroll(by: int) -> Prepare:
    def prepare(page: Page) -> None:
        page.locator(".stream").evaluate("(stream, by) => stream.scrollBy(0, by)", by)
        pass_time(page, 1500)

    return prepare


def write(text: str) -> Prepare:
    def prepare(page: Page) -> None:
        page.locator(".compose textarea").press_sequentially(text)
        pass_time(page, 500)

    return prepare


def search(page: Page) -> None:
    click('.head [title="Search in this room"]')(page)
    page.locator(".searchbox input").fill("gauge")
    appear(page, ".hit")


def nothing(page: Page) -> None:
    pass


SETTINGS = '.me [title="Settings"]'

# name: what is asked of the fixture (`place`: where in it), and what is done before the picture
VIEWS: dict[str, tuple[dict[str, str], Prepare]] = {
    "join": ({"step": "form"}, nothing),
    "invited": ({"step": "form", "place": "#K7QD-2MXA-PP4T-5VRE"}, nothing),
    "chat": ({}, nothing),
    "up": ({}, scroll(-900)),
    "states": ({"states": "1", "place": "#room/transatlantic-crossing-preparations-of-the-year-2"}, nothing),
    "contrast": ({"contrast": "more"}, nothing),
    "switcher": ({}, press("Control+k")),
    "search": ({}, search),
    "actions": ({}, actions),
    "card": ({}, click('.by .who:has-text("kofi")')),
    "completion": ({}, write("good morning @m")),
    "commands": ({}, write("/m")),
    "settings": ({}, click(SETTINGS)),
    "account": ({}, click(SETTINGS, '[role=tab]:has-text("Account")')),
    "help": ({}, press("Control+/")),
    "rooms": ({}, click('.side-title [title^="Join"]')),
    "operator": ({"page": "operator"}, lambda page: appear(page, ".tile")),
}
BEHIND_THE_DRAWER = {"settings", "account", "rooms"}  # on phones


def picture(folder: Path, names: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with stage(WHOLE_CHROMIUM) as one:
        for name, (asked, prepare) in VIEWS.items():
            if names and name not in names:
                continue
            for width, size in SIZES.items():
                for scheme in SCHEMES:
                    others = {key: value for key, value in asked.items() if key != "place"}
                    look = replace(size, scheme=scheme, asked=others, place=asked.get("place", size.place))
                    take(one, folder / f"{name}-{width}-{scheme}.png", look, prepare)
        for problem in one.problems:
            print(problem)


def take(one: Stage, file: Path, look: Look, prepare: Prepare) -> None:
    """The page, looked at like that and prepared, as a picture."""
    with one.open(look) as page:
        if look.width < 768 and file.name.split("-")[0] in BEHIND_THE_DRAWER:
            page.locator('.head [title^="Rooms"]').click()
            pass_time(page, 500)
        prepare(page)
        for _ in range(3):  # what is loaded late
            page.wait_for_timeout(150)
            pass_time(page, 500)
        page.screenshot(path=file)


if __name__ == "__main__":
    picture(Path(sys.argv[1]), sys.argv[2:])
