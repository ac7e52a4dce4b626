"""On a phone: drawers and panels are steps of the history, Enter is a line."""

from __future__ import annotations

import re
from typing import Any

from playwright.async_api import Route, expect
from tests.support.server_process import ServerProcess
from tests.web.face import PATIENCE, Face, Faces, fresh
from tests.web.plain_irc import PlainIrc

PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


async def holder(faces: Faces, server: ServerProcess) -> Face:
    face = await (await faces.visitor(server, **PHONE)).open()
    return await face.join(fresh("phone"))


async def test_back_takes_what_lies_on_top(faces: Faces, server: ServerProcess) -> None:
    alice = await holder(faces, server)
    page, drawer, heading = alice.page, alice.page.locator(".side.open"), alice.page.locator("main h1")
    room = fresh("harbour")
    await alice.field.fill(f"/join {room}")
    await page.get_by_role("button", name="Send").tap()
    await expect(heading).to_contain_text(room, timeout=PATIENCE)

    await page.get_by_role("button", name="Rooms and people").tap()
    await expect(drawer).to_be_visible()
    await drawer.get_by_role("button", name="hubbub").tap()
    await expect(page.get_by_role("menu")).to_be_visible(timeout=PATIENCE)
    await page.go_back()
    await expect(page.get_by_role("menu")).to_have_count(0)
    await expect(drawer).to_be_visible()
    await page.go_back()
    await expect(drawer).to_have_count(0)
    await expect(heading).to_contain_text(room)

    await page.get_by_role("button", name="Rooms and people").tap()
    await drawer.get_by_role("link", name="lobby").tap()
    await expect(heading).to_contain_text("lobby")
    await expect(drawer).to_have_count(0)
    await page.get_by_role("button", name="Search in this room").tap()
    await expect(page.locator("#search")).to_be_visible()
    await page.locator("#search").get_by_role("button", name="Close").tap()
    await expect(page.locator("#search")).to_have_count(0)
    await page.wait_for_function("() => !history.state?.cover")  # its step is taken back a moment later
    await page.go_back()
    await expect(heading).to_contain_text(room)

    await page.get_by_role("button", name="More about this room").tap()
    await page.get_by_role("menuitem", name="Members").tap()
    members = page.get_by_role("complementary", name="Members")
    await expect(members).to_be_visible(timeout=PATIENCE)
    await page.go_back()
    await expect(members).to_have_count(0)
    await expect(heading).to_contain_text(room)


HELD_BACK = """() => {
  const go = history.go.bind(history);
  window.going = new Promise((began) => {
    history.go = (by) => {
      const { length } = history;
      window.goes = () => go(by + length - history.length); // it counts from where it was asked for
      began();
    };
  });
}"""
GOING = "() => new Promise((done) => { addEventListener('popstate', done, { once: true }); goes(); })"


async def test_a_dialog_that_comes_late_is_not_closed_with_the_menu_that_opened_it(
    faces: Faces, server: ServerProcess
) -> None:
    """What it is made of is loaded while the step of the menu is being taken back."""
    alice = await holder(faces, server)
    page, dialog = alice.page, alice.page.locator("dialog[open] .dialog h2")
    room = fresh("late")
    await alice.field.fill(f"/join {room}")
    await page.get_by_role("button", name="Send").tap()
    await expect(page.locator("main h1")).to_contain_text(room)
    await page.evaluate(HELD_BACK)

    async def late(route: Route) -> None:
        await page.evaluate("going")
        await route.continue_()

    await page.route(re.compile(r"room-dialogs\.js"), late)
    await page.get_by_role("button", name="More about this room").tap()
    await page.get_by_role("menuitem", name="Settings of this room").tap()
    await expect(dialog).to_contain_text("Settings")
    await page.evaluate(GOING)
    await page.evaluate("() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    await expect(dialog).to_contain_text("Settings")
    await page.go_back()
    await expect(dialog).to_have_count(0)
    await expect(page.locator("main h1")).to_contain_text(room)


async def test_who_goes_to_a_person_from_a_dialog_stays_there(faces: Faces, server: ServerProcess) -> None:
    """The step of the dialog is still being taken back when the conversation opens: the address waits for it."""
    olga = fresh("olga")
    async with PlainIrc.join(server.port, olga, "#lobby"):
        alice = await holder(faces, server)
        page = alice.page
        await page.keyboard.press("Control+k")
        await page.locator("dialog[open] input").fill(olga)
        await expect(page.get_by_role("option", name=olga)).to_be_visible()
        await page.evaluate(HELD_BACK)
        await page.keyboard.press("Enter")
        await page.evaluate("going")
        await expect(page.locator(f'a[href$="#person/{olga}"]')).to_be_attached()
        await page.evaluate(
            "() => new Promise((done) => { addEventListener('popstate', done, { once: true }); goes(); })"
        )
        await expect(page).to_have_url(re.compile(f"#person/{olga}$"))
        await expect(page.locator("main h1")).to_contain_text(olga)
        assert (await page.evaluate("history.state?.layers ?? 0")) == 0


async def test_enter_is_a_line_and_the_button_sends(faces: Faces, server: ServerProcess) -> None:
    alice = await holder(faces, server)
    await alice.field.fill("one")
    await alice.field.press("Enter")
    await alice.field.press_sequentially("two")
    await expect(alice.field).to_have_value("one\ntwo")
    await alice.page.get_by_role("button", name="Send").tap()
    await alice.sees_accepted("one\ntwo")


SMALL = """() => {
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".sr, .skip");
  const misses = (one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [-21, 21].some((by) => {
      const there = document.elementFromPoint(x + width / 2, y + height / 2 + by);
      return there && !there.closest("button, a, textarea, input");
    });
  };
  const all = [...document.querySelectorAll(ROOT + " :is(button, a)")];
  return all.filter((one) => seen(one) && misses(one)).map((one) => one.ariaLabel || one.textContent);
}"""


async def test_a_finger_hits_everything(faces: Faces, server: ServerProcess) -> None:
    """44 pixels of height, whatever a control looks like."""
    alice = await holder(faces, server)
    page = alice.page
    await alice.field.fill("ready to be sent")
    assert await page.evaluate(SMALL.replace("ROOT", "':is(.head, .dock)'")) == []
    await page.get_by_role("button", name="Rooms and people").tap()
    await expect(page.locator(".side.open")).to_be_visible()
    await page.evaluate("Promise.allSettled(document.getAnimations().map(({ finished }) => finished))")
    assert await page.evaluate(SMALL.replace("ROOT", "'.side'")) == []


async def test_a_switch_is_as_high_as_a_finger(faces: Faces, server: ServerProcess) -> None:
    alice = await holder(faces, server)
    page, room = alice.page, fresh("own")
    await alice.field.fill(f"/join {room}")
    await page.get_by_role("button", name="Send").tap()
    await expect(page.locator("main h1")).to_contain_text(room)
    await page.locator(".head [aria-haspopup=menu]").last.tap()
    await page.get_by_role("menuitem", name="Settings of this room").tap()
    switch = page.get_by_role("switch", name="Hidden")
    for away, on in ((-21, "true"), (21, "false")):
        await switch.tap(trial=True)  # it stands still, and can be used: what holds in the room has come
        box = await switch.bounding_box()
        assert box is not None
        await page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + away)
        await expect(switch).to_have_attribute("aria-checked", on)


async def test_what_stands_below_the_name_is_as_high_as_a_finger(faces: Faces, server: ServerProcess) -> None:
    alice = await (await faces.visitor(server, **PHONE)).open()
    box = await alice.page.get_by_role("button", name="I have an account").bounding_box()
    assert box is not None
    await alice.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 - 20)
    await expect(alice.page.get_by_label("Password")).to_be_visible()
