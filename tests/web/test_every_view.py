"""Every view, with the longest words and names there are: nothing is cut off or out of reach; axe finds nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page, Route, expect
from tests.web.every import OPEN, ROOM, close_all, every_view, opened, settle
from tests.web.looks import SIZES
from tests.web.stage import Look, Stage, appear, pass_time, stand_still
from tests.web.test_views import violations

# What sticks out of the page or of its dialog, words of ours that end in an ellipsis, what cannot be scrolled to.
CUT = """() => {
  const found = new Set();
  const dialog = [...document.querySelectorAll("dialog[open] > :is(.dialog, .pop)")].at(-1);
  const space = (dialog ?? document.body).getBoundingClientRect();
  const away = innerWidth < 768 ? ".side:not(.open), .sr, .skip, svg" : ".sr, .skip, svg";
  const style = (one) => getComputedStyle(one);
  const scrolled = (one) => one.closest("pre, .tablewrap, .answer");
  const mayRun = "input, textarea, .body, .emo-grid button"; // how wide a sign is, the font says
  const label = "button:not(.ib, .who), .chip, .tag";
  const tell = (what, one) => found.add(`${what}: ${one.outerHTML.slice(0, 160)}`);
  for (const one of (dialog ?? document.body).querySelectorAll("*")) {
    if (one.closest(away) || !one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const { left, right, width } = one.getBoundingClientRect();
    if (!width) continue;
    const { overflowX, overflowY, textOverflow } = style(one);
    if ((left < space.left - 1 || right > space.right + 1) && !scrolled(one)) tell("sticks out", one);
    const wide = one.clientWidth && one.scrollWidth > one.clientWidth + 2;
    const theirs = one.closest("[dir=auto]") || one.querySelector("bdi, [dir=auto]");
    if (wide && textOverflow === "ellipsis" && !theirs && !one.matches("textarea")) tell("words are cut", one);
    const hides = overflowX !== "visible" && textOverflow !== "ellipsis";
    if (wide && hides && !scrolled(one) && !one.matches(mayRun)) tell("runs over", one);
    if (wide && overflowX === "visible" && one.matches(label)) tell("words run over", one);
    const high = one.clientHeight && one.scrollHeight > one.clientHeight + 3;
    if (high && overflowY === "hidden" && !one.matches(".cut, .hit *, .app, .emo-cut")) tell("cannot be reached", one);
  }
  return [...found].slice(0, 5);
}"""

# What the keyboard does not find in a dialog or menu that is open, and after Escape.
INSIDE = """() => {
  const dialog = [...document.querySelectorAll("dialog[open]")].at(-1);
  if (!dialog.contains(document.activeElement)) return ["the focus is elsewhere"];
  const found = [...dialog.querySelectorAll("a, button, input, textarea, [tabindex]")];
  return found.some((one) => one.tabIndex >= 0 && !one.disabled) ? [] : ["Tab does not come back"];
}"""
BEGAN = "document.activeElement === document.querySelector('.head button:last-of-type')"

# Types into the first field for words of what opens on top of all, as soon as it is there, and keeps that field.
TYPE = """async (name) => {
  const { setTimeout } = __pwClock.builtins;
  const opened = (window.opened ??= {});
  const dialogs = () => document.querySelectorAll("dialog[open]");
  for (let times = 0; times < 500 && dialogs().length <= Object.keys(opened).length; times += 1) {
    await new Promise((go) => setTimeout(go, 20));
  }
  const fields = [...dialogs()].at(-1).querySelectorAll("textarea, input:not([readonly], [type=date], [type=number])");
  opened[name] = [...fields].find((one) => one.checkVisibility());
  opened[name]?.select();
  if (opened[name]) document.execCommand("insertText", false, "1d");
}"""
FILLED = (  # whose fields show what holds, or which ask the server for something
    *("Topic", "RenameRoom", "RoomSettings", "Keeping", "Bans", "BanMask", "KeepName", "LogIn", "Rooms", "Uban"),
    *("RenameAccount", "Reset"),
)
TYPED = """() => {
  const fields = Object.entries(opened).filter(([, field]) => field);
  return fields.map(([name, field]) => [name, field.isConnected && field.value]);
}"""
CHANGE = """async () => {
  view.set({ key: "#empty", panel: null });
  for (let times = 0; times < 9; times += 1) await null; // it is drawn
  app.state.buffers.get("#empty").topic = { text: "tide tables", by: "", at: 0 };
  app.store.touch("about #empty");
}"""

ROOM_LINK = 'skip-link: <a class="room'  # leads to a room, not within the page

PHONE = replace(SIZES[390], scale=1, asked={"language": "de"})


def by_keyboard(page: Page) -> list[str]:
    """What somebody without a pointer meets in an open dialog or menu, which is closed."""
    if not page.locator("dialog[open]").count():
        return []
    found: list[str] = page.evaluate(INSIDE)
    page.keyboard.press("Escape")
    pass_time(page, 100)
    if page.locator("dialog[open]").count():
        return [*found, "Escape does not close it"]
    return found if page.evaluate(BEGAN) else [*found, "the focus does not come back"]


def cut(views: Stage, look: Look) -> dict[str, list[str]]:
    """What is cut off or out of the keyboard's reach, by view."""
    found: dict[str, list[str]] = {}

    def see(name: str, page: Page) -> None:
        found[name] = page.evaluate(CUT) + by_keyboard(page)

    views.problems.clear()
    every_view(views, look, see)
    assert views.problems == []
    return {name: lines for name, lines in found.items() if lines}


def test_what_is_typed_into_a_dialog_at_once_stays(views: Stage) -> None:
    """Before its first frame, and before what it asks the server for has come."""
    with views.open(Look(place=ROOM, asked={"states": "1"})) as page:
        stand_still(page)
        for dialog in FILLED:
            page.evaluate(OPEN, [f"show{dialog}", {}])
            page.evaluate(TYPE, dialog)
        settle(page)
        typed = page.evaluate(TYPED)
        assert typed == [[dialog, "1d"] for dialog in FILLED]


def test_what_is_typed_while_something_is_on_its_way_stays_and_what_holds_is_shown(views: Stage) -> None:
    with views.open(Look(place=ROOM, asked={"states": "1"})) as page:
        page.evaluate("void (app.answers.block = () => new Promise((answer) => Object.assign(window, { answer })))")
        opened(page, "showSettings", {"tab": "privacy"})
        name = page.get_by_label("Block somebody")
        for meanwhile, left in (("mallory", "mallory"), ("eve", "")):
            name.fill("eve")
            name.press("Enter")
            name.fill(meanwhile)
            page.evaluate("answer({ ok: true })")
            settle(page)
            expect(name).to_have_value(left)
        page.get_by_role("tab", name="You", exact=True).click()
        status = page.get_by_label("A line about you")
        expect(status).to_have_value("")
        page.evaluate("app.state.me.metadata = new Map([['status', 'at sea']]); app.store.touch('me')")
        expect(status).to_have_value("at sea")  # said on another device
        status.focus()
        status.blur()
        assert page.evaluate("app.done.filter(([act]) => act === 'set_metadata')") == []


def test_keys_pressed_at_once_go_where_the_keyboard_is_led(views: Stage) -> None:
    with views.open(Look(place=ROOM, asked={"states": "1"})) as page:
        stand_still(page)
        page.evaluate(OPEN, ["notifyMenu", {}])
        began = page.get_by_role("menuitemradio", checked=True)
        expect(began).to_be_focused()
        page.keyboard.press("ArrowDown")
        settle(page)
        expect(page.locator("[role=menu] :focus")).to_have_count(1)
        expect(began).not_to_be_focused()
        close_all(page)
        page.evaluate(OPEN, ["showSettings", {"tab": "you"}])
        expect(page.get_by_role("tab", name="You", exact=True)).to_be_focused()
        page.keyboard.press("ArrowDown")
        settle(page)
        expect(page.get_by_role("tab", name="Account and devices", selected=True)).to_be_focused()
        close_all(page)
        page.keyboard.press("Control+f")
        page.keyboard.type("gauge")
        settle(page)
        expect(page.get_by_role("searchbox")).to_have_value("gauge")


def test_what_changes_in_the_frame_in_which_it_is_drawn_is_drawn_anew(views: Stage) -> None:
    with views.open(Look(place=ROOM, asked={"states": "1"})) as page:
        stand_still(page)
        page.evaluate(CHANGE)
        pass_time(page, 500)
        expect(page.locator("main .head")).to_contain_text("tide tables")


def test_menus_keep_the_focus_and_the_arrows_work_after_tab(views: Stage) -> None:
    with views.open(Look(place=ROOM, asked={"states": "1"})) as page:
        opened(page, "meMenu")
        items = page.get_by_role("menuitem")
        page.keyboard.press("ArrowDown")
        expect(items.nth(1)).to_be_focused()
        for _ in range(2):  # to the browser's own, and back
            page.keyboard.press("Tab")
        expect(items.nth(1)).to_be_focused()
        page.keyboard.press("ArrowUp")
        expect(items.first).to_be_focused()


def test_the_search_gives_the_focus_back(views: Stage) -> None:
    with views.open(Look(place=ROOM, asked={"states": "1"})) as page:
        began = page.locator(".head button").last
        began.focus()
        page.keyboard.press("Control+f")
        appear(page, "#search .chip")  # behind the field nothing else takes the focus; they are loaded
        expect(page.locator("#search :focus")).to_have_count(1)
        page.keyboard.press("Tab")
        expect(page.locator("#search .chip").first).to_be_focused()
        page.keyboard.press("Escape")
        pass_time(page, 200)
        expect(page.locator("#search")).to_have_count(0)
        expect(began).to_be_focused()


def let_go(page: Page, held: list[Route]) -> None:
    """What was held comes, and the dialog closes by itself."""
    while not held:
        page.wait_for_timeout(20)
    held[0].continue_()
    for _ in range(200):
        pass_time(page, 50)
        if not page.locator("dialog[open]").count():
            return
        page.wait_for_timeout(20)
    raise AssertionError("the dialog stays open")


def test_enter_goes_to_the_first_place_also_before_the_places_have_come(views: Stage) -> None:
    held: list[Route] = []
    with views.open(Look()) as page:
        page.route("**/switching.js", lambda route: held.append(route))
        page.keyboard.press("Control+k")
        appear(page, "dialog[open] input")
        page.keyboard.type("lobby")
        page.keyboard.press("Enter")
        let_go(page, held)
        assert page.url.endswith("#room/lobby")


def test_enter_takes_the_first_emoji_also_before_the_emoji_have_come(views: Stage) -> None:
    held: list[Route] = []
    with views.open(Look(place=ROOM, asked={"states": "1"})) as page:
        page.route("**/emoji/index.js", lambda route: held.append(route))
        page.evaluate(OPEN, ["openPicker", {}])
        appear(page, "dialog[open] input")
        press = "dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, isComposing: true}))"
        page.evaluate(f"document.activeElement.{press}")  # ends a word that was put together, and takes nothing
        pass_time(page, 100)
        page.keyboard.type("wave")
        pass_time(page, 100)
        expect(page.get_by_text("No emoji is called so")).to_have_count(0)
        page.keyboard.press("Enter")
        let_go(page, held)
        assert page.evaluate("app.settings.emoji[0]") == "👋"


def test_an_emoji_that_is_taken_before_the_emoji_have_come_has_the_tone_that_was_chosen(views: Stage) -> None:
    held: list[Route] = []
    with views.open(Look(place=ROOM, asked={"states": "1"})) as page:
        page.evaluate("app.set('skin', 2)")
        page.route("**/emoji/index.js", lambda route: held.append(route))
        page.evaluate(OPEN, ["openPicker", {}])
        appear(page, "dialog[open] .emo-grid button")
        page.locator(".emo-grid button", has_text="\U0001f44d").first.click()
        let_go(page, held)
        assert page.evaluate("app.settings.emoji[0]") == "\U0001f44d\U0001f3fc"


def test_a_long_name_takes_two_lines_of_who_is_here_on_a_phone(views: Stage) -> None:
    with views.open(replace(SIZES[390], scale=1, asked={"page": "operator"}, place="")) as page:
        appear(page, ".box td bdi")
        names = page.locator(".box", has=page.get_by_role("heading", name="Here now")).locator("td:first-child bdi")
        lines = names.evaluate_all("(all) => all.map((one) => Math.round(one.offsetHeight / 20))")
        assert lines[:2] == [1, 2]


def test_nothing_is_cut_off_on_a_phone_in_german(views: Stage) -> None:
    assert cut(views, PHONE) == {}


@pytest.mark.long
@pytest.mark.parametrize(
    "look",
    [
        Look(asked={"language": "de"}),
        Look(asked={"direction": "rtl", "text_size": "20"}, scheme="dark"),
        Look(320, 568, touch=True),
        Look(740, 360, touch=True),
        Look(820, 1180, touch=True, asked={"language": "de"}),
    ],
    ids=["german", "right to left, large", "320 pixels", "a phone on its side", "a tablet"],
)
def test_nothing_is_cut_off(views: Stage, look: Look) -> None:
    assert cut(views, look) == {}


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("look", [Look(), PHONE], ids=["all themes", "phone"])
def test_axe_finds_nothing_in_any_view(views: Stage, look: Look) -> None:
    """Of a wide page in all four themes: on a phone the colours are the same."""
    found: dict[str, list[str]] = {}

    def see(name: str, page: Page) -> None:
        lines = violations(page, colours=look is not PHONE)
        found[name] = [line for line in lines if not line.startswith(ROOM_LINK)]

    every_view(views, look, see)
    assert {name: lines for name, lines in found.items() if lines} == {}
