"""Every view there is, one after the other in one page: for what has to hold in all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from playwright.sync_api import Page
from tests.web.looks import write
from tests.web.stage import Look, Stage, appear, pass_time

ROOM = "#room/transatlantic-crossing-preparations-of-the-year-2"
TABS = ("you", "account", "appearance", "notifications", "privacy", "keys", "data")
SECTIONS = 9  # of the operator's page

OPEN = """async ([what, props]) => {
  const opening = await import("/src/hubbub/web/ui/opening.js");
  const buffer = app.state.buffers.get(view.state.key);
  const item = buffer.timeline.items.find(({ id }) => id === "for-me");
  const named = { name: item.sender, who: item.sender };
  const picture = { type: "image/png", size: 9000, width: 800, height: 500 };
  const files = [1, 2].map((n) => ({ ...picture, id: `v${n}`, name: `a picture with quite a long name ${n}.png` }));
  const rest = { removed: () => {}, put: () => {}, link: location.href, text: "a line\\n".repeat(60), first: 0 };
  const given = { app, buffer, item, files, ...named, ...rest, ...props };
  const at = document.querySelector(".head button:last-of-type");
  at.focus(); // where the keyboard comes back to
  if (what.startsWith("show")) return void opening[what](given);
  if (what === "openCard") return void opening.openCard(at, item.sender, buffer);
  if (what === "openPicker") return void opening.openPicker(at, () => {});
  return void opening[what](app, at, buffer, item);
}"""

MENUS = ("serverMenu", "meMenu", "placeMenu", "roomMenu", "notifyMenu", "messageMenu", "openCard", "openPicker")
DIALOGS = (
    *(
        "Remove",
        "Report",
        "SelectText",
        "Ban",
        "Mute",
        "Kick",
        "Role",
        "Block",
        "ReportPerson",
        "Away",
        "LogOut",
        "Topic",
    ),
    *(
        "RenameRoom",
        "Leave",
        "RoomSettings",
        "Bans",
        "Pins",
        "Rooms",
        "Invite",
        "Invitations",
        "Qr",
        "KeepName",
        "LogIn",
    ),
    *("Audit", "Reports", "Help", "About", "Viewer", "LongText"),
    *("Account", "RenameAccount", "Suspend", "Uban", "Reset", "Keeping", "BanMask"),
)


# Both in the page: it is asked for each of a hundred views, and each question goes through four processes.
OPENED = """async () => {
  for (let times = 0; times < 200; times += 1) {
    await __pwClock.controller.runFor(50);
    if (document.querySelector("dialog[open] :is(.dialog, .pop)")) return true;
    await new Promise((go) => __pwClock.builtins.setTimeout(go, 50));
  }
  return false;
}"""
SETTLE = """async () => {
  for (let times = 0; times < 2; times += 1) {
    await new Promise((go) => __pwClock.builtins.setTimeout(go, 30));
    await __pwClock.controller.runFor(400);
  }
}"""


UNJOINED = """(grid) => {
  for (const one of [...grid.children].slice(-9)) one.textContent = "🧑\\u200d🦁\\u200d🎈\\u200d🎲"; // in no font
}"""


def settle(page: Page) -> None:
    """What is loaded late comes."""
    page.evaluate(SETTLE)


def opened(page: Page, what: str, props: dict[str, str] | None = None) -> None:
    page.evaluate(OPEN, [what, props or {}])
    assert page.evaluate(OPENED), f"{what} did not open"
    settle(page)


def close_all(page: Page) -> None:
    page.evaluate("view.set({layers: [], toast: null})")
    pass_time(page, 100)


def set_state(page: Page, script: str) -> None:
    page.evaluate(f"() => {{ {script} }}")
    pass_time(page, 600)


def set_connection(page: Page, how: str) -> None:
    set_state(page, f"Object.assign(app.connection, {how}); app.store.touch('connection')")


def chat_views(page: Page) -> Iterator[str]:
    """Of the room of all states: what the frame shows, and everything that lies over it."""
    settle(page)
    yield "room"
    page.locator(".stream").evaluate("(stream) => stream.scrollBy(0, -1e6)")
    pass_time(page, 1500)
    yield "room, above"
    for phase in ("connecting", "lost"):
        set_connection(page, f"{{phase: '{phase}', lost_at: 1, retry_at: Date.now() + 9000}}")
        yield phase
    set_connection(page, "{phase: 'on'}")
    for panel in ("members", "search"):
        set_state(page, f"view.set({{panel: '{panel}'}})")
        settle(page)
        yield panel
    page.locator("#search input").first.fill("gauge")
    settle(page)
    yield "found"
    page.locator("#search input").first.fill("nothing at all is like this")
    settle(page)
    yield "not found"
    set_state(page, "view.set({panel: null, drawer: true})")
    yield "drawer"
    set_state(page, "view.set({drawer: false})")
    for text in ("good @m", "/m", "and :wa"):
        page.locator(".compose textarea").fill("")
        write(text)(page)
        settle(page)
        yield f"completing {text}"
    page.locator(".compose textarea").fill("")
    for menu in MENUS:
        opened(page, menu)
        if menu == "openPicker":
            appear(page, ".emo-grid button:nth-child(100)")  # all have come
            page.locator(".emo-grid").last.evaluate(UNJOINED)
        yield menu
        close_all(page)
    for dialog in DIALOGS:
        opened(page, f"show{dialog}")
        yield dialog
        close_all(page)
    for tab in TABS:
        opened(page, "showSettings", {"tab": tab})
        yield f"settings {tab}"
        close_all(page)
    page.locator(".jump").first.evaluate("(button) => button.click()")
    appear(page, "dialog[open]")
    settle(page)
    yield "switcher"
    close_all(page)
    for key, name in (("#empty", "empty"), ("tomás", "person"), ("#nowhere", "nowhere")):
        set_state(page, f"view.set({{key: '{key}', panel: null}})")
        settle(page)
        yield name
    banned = "You are banned from this server until 22 November, 9:00: advertising"
    set_connection(page, f"{{phase: 'refused', refusal: {{code: 'banned', details: [], text: '{banned}'}}}}")
    settle(page)
    yield "refused"


def desk_views(page: Page) -> Iterator[str]:
    settle(page)
    for at in range(SECTIONS):
        page.locator(".side .room").nth(at).evaluate("(button) => button.click()")
        settle(page)
        yield f"operator {at}"


def door_views(page: Page) -> Iterator[str]:
    yield "door"
    for button in ("first", "last"):
        getattr(page.locator(".alt button"), button).click()
        pass_time(page, 200)
    page.locator(".ways summary").click()
    pass_time(page, 200)
    yield "door, all open"
    error = "{field: 'name', code: 'registered', text: '', free: 'kofi2'}"
    set_state(page, f"app.joining = {{step: 'form', error: {error}}}; app.store.touch('join')")
    yield "door, refused"


def invited_views(page: Page) -> Iterator[str]:
    yield "invited"


def every_view(stage: Stage, look: Look, see: Callable[[str, Page], None]) -> None:
    """`see` is called in each, with its name and the page."""
    for more, place, views in (
        ({"states": "1"}, ROOM, chat_views),
        ({"page": "operator"}, "", desk_views),
        ({"step": "form"}, "", door_views),
        ({"step": "form"}, "#K7QD-2MXA-PP4T-5VRE", invited_views),
    ):
        with stage.open(replace(look, asked={**look.asked, **more}, place=place)) as page:
            for name in views(page):
                see(name, page)
