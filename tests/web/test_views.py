"""The views in a browser, over a made-up server: axe finds nothing, keys do what they say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page
from tests.web.every import ROOM, close_all, opened
from tests.web.looks import SETTINGS, click, press, write
from tests.web.stage import LONG, ROOT, Look, Stage, appear, pass_time

AXE = ROOT / ".venv/node/node_modules/axe-core/axe.min.js"


pytestmark = pytest.mark.usefixtures("no_complaints")

# The topmost dialog alone, where the page below it has been looked at.
HERE = """async (whole) => {
  const place = (!whole && [...document.querySelectorAll("dialog[open]")].at(-1)) || document;
  return (await axe.run(place, { resultTypes: ["violations"] })).violations;
}"""
ELSEWHERE = """async (whole) => {
  const place = (!whole && [...document.querySelectorAll("dialog[open]")].at(-1)) || document;
  const { dataset } = document.documentElement;
  const found = [];
  for (const [theme, contrast] of [["dark", "normal"], ["light", "more"], ["dark", "more"]]) {
    Object.assign(dataset, { theme, contrast });
    const { violations } = await axe.run(place, { resultTypes: ["violations"], runOnly: ["color-contrast"] });
    found.push(...violations.map((one) => ({ ...one, id: `${theme} ${contrast}: ${one.id}` })));
  }
  delete dataset.theme;
  delete dataset.contrast;
  return found;
}"""


def violations(page: Page, *, colours: bool = True, whole: bool = True) -> list[str]:
    """What axe finds, one line each; with `colours` in the other themes those, too: nothing else is another there.
    Not the `whole` page: what lies on top of it."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    found: list[dict[str, Any]] = page.evaluate(HERE, whole)
    found += page.evaluate(ELSEWHERE, whole) if colours else []
    return [
        f"{one['id']}: {node['html'][:150]} {json.dumps(node['any'][:1])[:300]}"
        for one in found
        for node in one["nodes"]
    ]


def test_axe_finds_nothing_in_any_theme(views: Stage) -> None:
    """In four views the colours of all themes; in every view, with `-m long`. Each pair of them: tests/theme."""
    found: dict[str, list[str]] = {}
    with views.open() as page:
        found["chat"] = violations(page)
        press("Control+k")(page)
        appear(page, "#sw-list li")
        found["switcher"] = violations(page, colours=False, whole=False)
        press("Escape", "Control+/")(page)
        appear(page, ".keys")
        found["help"] = violations(page, colours=False, whole=False)
        press("Escape", "Control+f")(page)
        appear(page, ".narrowing")
        found["search"] = violations(page, colours=False)
        click(SETTINGS)(page)
        appear(page, "[role=tab]")
        for tab in page.locator("[role=tab]").all():
            tab.click()
            pass_time(page, 500)
            found[f"settings {tab.inner_text()}"] = violations(page, colours=len(found) == 4, whole=False)
        press("Escape")(page)
        click('.by .who:has-text("kofi")')(page)
        appear(page, ".card dl")
        found["card"] = violations(page, colours=False, whole=False)
        click('.opt:has-text("Ban")')(page)
        appear(page, ".btn.danger")
        found["ban"] = violations(page, whole=False)
    with views.open(Look(asked={"step": "form"})) as page:
        found["join"] = violations(page, colours=False)
    with views.open(Look(asked={"page": "operator"})) as page:
        appear(page, ".report")
        found["operator"] = violations(page)
    assert {name: lines for name, lines in found.items() if lines} == {}


def acts(page: Page, name: str) -> list[Any]:
    """What the views asked of the app, of that kind: its arguments."""
    done: list[Any] = page.evaluate(
        "(name) => app.done.filter((one) => one[0] === name).map((one) => one.slice(1))", name
    )
    return done


def field(page: Page) -> Any:
    return page.locator(".compose textarea")


def test_the_field(views: Stage) -> None:
    """Drafts by room, completion, formatting, lines, an answer, an edit and what was there before it."""
    with views.open(Look(place="#room/boats")) as page:
        write("half a")(page)
        press("Alt+ArrowUp")(page)
        assert field(page).input_value() == ""
        press("Alt+ArrowDown")(page)
        assert field(page).input_value() == "half a"
        assert acts(page, "typing")[0][0] == {"buffer": "#boats", "on": True}
        field(page).fill("")
        write("@ko")(page)
        appear(page, ".complete [aria-selected=true]")
        press("Enter")(page)
        assert field(page).input_value() == "@kofi: "
        write("hi")(page)
        press("Shift+Home", "Control+b")(page)
        assert field(page).input_value() == "**@kofi: hi**"
        press("End", "Shift+Enter")(page)
        write("two")(page)
        press("Enter")(page)
        assert acts(page, "typed") == [["#boats", "**@kofi: hi**\ntwo", {"reply": ""}]]
        assert field(page).input_value() == ""
        press("ArrowUp")(page)
        assert field(page).input_value() == "**@kofi: hi**\ntwo"
        assert "Editing" in page.locator(".compose .about").inner_text()
        press("Escape")(page)
        assert field(page).input_value() == ""
        press("Shift+ArrowUp", "ArrowUp", "r")(page)
        assert "Reply to freja" in page.locator(".compose .about").inner_text()


def test_composing_a_word_sends_nothing(views: Stage) -> None:
    with views.open() as page:
        write("nihon")(page)
        page.evaluate(
            "document.querySelector('.compose textarea').dispatchEvent("
            "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
        )
        assert acts(page, "typed") == []
        press("Enter")(page)
        assert len(acts(page, "typed")) == 1


COMPOSED = """([key, how]) => {
  const event = new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true, ...how});
  document.activeElement.dispatchEvent(event);
  return event.defaultPrevented;
}"""


@pytest.mark.parametrize("how", [{"isComposing": True}, {"keyCode": 229}], ids=["is composing", "229"])
def test_a_key_that_goes_to_an_input_method_does_nothing_else(views: Stage, how: dict[str, Any]) -> None:
    """ "Process" is what Chrome calls such keys, but not all browsers do. 229: what Safari says of the last Enter."""
    with views.open(Look(place="#room/boats")) as page:

        def enter(key: str = "Enter") -> None:
            assert page.evaluate(COMPOSED, [key, how]) is False, "the input method has it"
            pass_time(page, 100)

        click(SETTINGS, '[role=tab]:has-text("You")')(page)
        appear(page, "[role=tabpanel] input")
        page.get_by_label("Name", exact=True).fill("nihon")
        enter()
        assert acts(page, "rename") == []
        press("Enter")(page)
        assert acts(page, "rename") == [[{"name": "nihon"}]]
        close_all(page)
        press("Control+k")(page)
        appear(page, "dialog[open] input")
        write("lobby")(page)
        appear(page, "dialog[open] [aria-selected=true]")
        enter()
        assert page.locator("dialog[open]").count() == 1
        close_all(page)
        press("Control+f")(page)
        appear(page, "#search input")
        page.locator("#search input").first.focus()
        enter("ArrowDown")
        page.locator(".compose textarea").focus()
        write("@ko")(page)
        appear(page, ".complete [aria-selected=true]")
        for key in ("Enter", "Tab", "ArrowDown"):
            enter(key)
        assert field(page).input_value() == "@ko"
        assert acts(page, "typed") == []


def test_a_long_paste_is_asked_about_and_a_pasted_slash_commands_nothing(views: Stage) -> None:
    paste = """(text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true});
      document.querySelector(".compose textarea").dispatchEvent(event);
    }"""
    with views.open() as page:
        for pasted, shown in (("/quit now", "//quit now"), ("\ufeff/quit", "//quit"), ("// a note", "/// a note")):
            page.evaluate(paste, pasted)
            assert field(page).input_value() == shown
            field(page).fill("")
        page.evaluate(paste, "\n".join(["line"] * 60))
        appear(page, ".dialog h2")
        assert page.locator(".dialog h2").inner_text() == "Send 60 lines?"
        click('.dialog .btn:has-text("As a message")')(page)
        assert field(page).input_value().count("\n") == 59


def test_who_keeps_order(views: Stage) -> None:
    """A dialog says what will happen, to whom, where and for how long; its button repeats it; a toast takes it back."""
    with views.open() as page:
        click('.member:has-text("Guest4711")', '.opt:has-text("Ban")')(page)
        appear(page, ".dialog .chip")
        assert (
            "Guest4711 can neither come into #electronics nor speak there for 2 hours"
            in page.locator(".dialog").inner_text()
        )
        click('.chip:has-text("7 days")')(page)
        page.get_by_label("Why").fill("advertising")
        click('.btn.danger:has-text("Ban for 7 days")')(page)
        assert acts(page, "typed")[0][1] == "/ban Guest4711 7d advertising"
        click('.toast button:has-text("Undo")')(page)
        assert acts(page, "typed")[-1][1] == "/unban Guest4711"
    with views.open(Look(asked={"rights": "none"})) as page:
        click('.member:has-text("Guest4711")')(page)
        appear(page, ".opt")
        lines = page.locator(".opt").all_inner_texts()
        assert [line.strip() for line in lines] == ["Write privately", "Block…"]


def test_reading_moves_the_marker_and_only_what_was_on_screen(views: Stage) -> None:
    with views.open() as page:
        assert page.locator(".newline").inner_text() == "2 new"
        pass_time(page, 1200)
        assert [one[0] for one in acts(page, "read")] == ["#electronics"]
        assert page.locator(".newline").count() == 1  # it stays where it is until one leaves
        press("Escape")(page)
        assert page.locator(".newline").count() == 0
    with views.open(LONG) as page:
        pass_time(page, 3000)
        assert acts(page, "read") == []  # nothing new, nothing to say


def test_copying_over_messages_is_written_by_us(views: Stage) -> None:
    with views.open() as page:
        text = page.evaluate("""() => {
          const texts = [...document.querySelectorAll(".msg .text")];
          const range = document.createRange();
          range.setStart(texts.at(-3).firstChild, 3);
          range.setEnd(texts.at(-2).firstChild, 1);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
          const data = new DataTransfer();
          const how = {clipboardData: data, bubbles: true, cancelable: true};
          texts.at(-2).dispatchEvent(new ClipboardEvent("copy", how));
          return data.getData("text/plain");
        }""")
        assert text.splitlines()[0].startswith("[13:41] MaximilianHohenfelsWaldeck: Last night")
        assert text.splitlines()[1].startswith("[13:43] kofi: @ines can you look")


def test_what_others_write_is_text(views: Stage) -> None:
    with views.open() as page:
        page.evaluate("""async () => {
          const { said } = await import("/tests/web/fixture/sample.js");
          const room = app.state.buffers.get("#electronics");
          const texts = ["<img src=x onerror=alert(1)> &lt;b&gt;", "javascript:alert(1) data:text/html,x file:///etc",
            "photo\\u202egpj.exe", "a" + "\\u0301".repeat(500),
            "https://xn--80ak6aa92e.com/x", "x".repeat(10000), "👨‍👩‍👧".repeat(2000)];
          for (const text of texts) room.timeline.items.push(said("wen", "13:46", text));
          app.store.touch("messages #electronics");
        }""")
        pass_time(page, 200)
        assert page.locator(".msg img[src=x]").count() == 0
        assert page.locator('.text:has-text("<img src=x onerror=alert(1)> &lt;b&gt;")').count() == 1
        hrefs = page.locator(".msg .text a").evaluate_all("(links) => links.map((link) => link.href)")
        assert all(href.startswith(("https:", "http:")) for href in hrefs)
        assert page.locator(".bidi").inner_text() == "RLO"
        assert page.evaluate(
            "document.querySelector('.stream').scrollWidth <= document.querySelector('.stream').clientWidth"
        )


def test_the_join_page(views: Stage) -> None:
    with views.open(Look(asked={"step": "form"})) as page:
        error = "{field: 'name', code: 'registered', text: '', free: 'kofi2'}"
        page.evaluate(f"app.answers.join = () => ({{step: 'form', error: {error}}})")
        page.get_by_label("Your name").fill("kofi")
        press("Enter")(page)
        assert (
            "kofi is registered. If it is yours, log in; if not, how about kofi2?"
            in page.locator(".wrong").inner_text()
        )
        page.get_by_role("button", name="log in", exact=True).click()
        page.get_by_label("Password").fill("secret")
        page.evaluate("delete app.answers.join")
        press("Enter")(page)
        assert acts(page, "join")[-1][0] == {"name": "kofi", "password": "secret", "code": ""}
        page.locator(".compose textarea").wait_for()


def test_a_phone(views: Stage) -> None:
    """One column; the rooms are a drawer, menus and dialogs come from below, back closes the topmost."""
    with views.open(Look(390, 844, touch=True)) as page:
        assert page.evaluate("document.activeElement === document.body")
        click('.head [title^="Rooms"]')(page)
        assert page.locator(".side.open").bounding_box()["width"] == pytest.approx(335, abs=2)  # type: ignore[index]
        click('.room:has-text("boats")')(page)
        assert page.locator(".side.open").count() == 0
        assert page.locator(".head h1").inner_text().startswith("boats")
        click(".head [aria-haspopup=menu] >> nth=-1")(page)
        appear(page, ".dialog.sheet")
        box = page.locator(".dialog.sheet").bounding_box()
        assert box is not None
        assert box["y"] + box["height"] == pytest.approx(844, abs=1)
        page.go_back()
        pass_time(page, 300)
        assert page.locator(".dialog").count() == 0
        assert page.locator(".head h1").inner_text().startswith("boats")


def test_a_room_opens_where_the_new_begins_and_at_the_end_where_all_of_it_fits(views: Stage) -> None:
    """What waits to be sent since before is no reason to go to the end."""
    in_view = """selector => {
      const view = document.querySelector(".stream").getBoundingClientRect();
      const { top, bottom } = document.querySelector(selector).getBoundingClientRect();
      return top >= view.top && bottom <= view.bottom;
    }"""
    for look, end in ((Look(1280, 800), True), (Look(640, 400), False)):
        with views.open(look) as page:
            assert [page.evaluate(in_view, selector) for selector in ("#new", ".msg.pending")] == [True, end]


def test_who_reacted_is_named_once(views: Stage) -> None:
    with views.open() as page:
        titles = page.locator(".reacts [aria-pressed=true]").evaluate_all("(pills) => pills.map((pill) => pill.title)")
        assert titles
        assert all(title.startswith("you") and "ines" not in title for title in titles)


def test_dialogs_begin_where_one_goes_on(views: Stage) -> None:
    """The reason, the choice, the way back: never the sign that closes."""
    begins = {"Remove": "INPUT", "Report": "INPUT", "RenameRoom": "INPUT", "Role": "Moderator", "LogOut": "Cancel"}
    found: dict[str, str] = {}
    with views.open(Look(place=ROOM, asked={"states": "1"})) as page:
        for dialog in begins:
            opened(page, f"show{dialog}")
            found[dialog] = page.evaluate("document.activeElement.innerText || document.activeElement.tagName")
            close_all(page)
    assert found == begins


def test_the_floating_day_gives_way_to_the_line_of_its_day(views: Stage) -> None:
    with views.open() as page:
        stream = page.locator(".stream")
        stream.evaluate("(stream) => stream.scrollBy(0, -200)")
        appear(page, ".floatday.moving")
        assert page.locator(".floatday").inner_text() == "Today"
        stream.evaluate("(stream) => stream.scrollBy(0, -1e6)")
        appear(page, ".over:not(:has(.floatday))")
        assert page.locator(".day h3").first.inner_text() == "Yesterday"


def test_a_phone_frames_the_page_in_the_theme_that_was_chosen(views: Stage) -> None:
    frames = "[...document.querySelectorAll('meta[name=theme-color]')].map((meta) => meta.content)"
    with views.open() as page:
        assert page.evaluate(frames) == ["#ffffff", "#16191e"]
        page.evaluate("app.set('theme', 'dark')")
        pass_time(page, 100)
        assert page.evaluate(frames) == ["#16191e", "#16191e"]


def test_on_paper_is_what_was_said(views: Stage) -> None:
    with views.open() as page:
        page.emulate_media(media="print")
        assert page.locator(".msg").first.is_visible()
        for part in (".side", ".panel", ".dock", ".head .ib"):
            assert not page.locator(part).first.is_visible()
        assert page.evaluate("document.documentElement.scrollHeight > innerHeight")
        assert page.locator(".space").first.evaluate("(one) => getComputedStyle(one).display") == "none", (
            "no empty sheets"
        )


def test_what_is_on_its_way_is_a_line_at_the_edge(views: Stage) -> None:
    with views.open() as page:
        assert page.locator(".fetching").count() == 0
        page.evaluate("app.state.buffers.get('#electronics').fetching = true; app.store.touch('messages #electronics')")
        pass_time(page, 100)
        assert page.locator(".fetching").count() == 0, "nobody waits for it at the end"
        page.evaluate("document.querySelector('.stream').scrollTop = -1e6")
        pass_time(page, 200)
        box, talk = page.locator(".fetching").bounding_box(), page.locator(".talk").bounding_box()
        assert box is not None
        assert talk is not None
        assert (box["height"], box["y"], box["width"]) == (2, talk["y"], talk["width"])


@pytest.mark.parametrize("look", [Look(forced=True), Look(asked={"contrast": "more"})], ids=["forced", "contrast"])
def test_what_is_chosen_is_seen_without_tints(views: Stage, look: Look) -> None:
    """Where the system has colours of its own, and where the page is black and white."""
    seen = """(all) => all.map((one) => {
      const { backgroundColor, borderColor, outlineStyle } = getComputedStyle(one);
      return [one.ariaChecked, one.matches(".switch") && backgroundColor, borderColor, outlineStyle].join("; ");
    })"""
    with views.open(look) as page:
        click(SETTINGS, '[role=tab]:has-text("Appearance")')(page)
        for kind in (".switch", ".seg [role=radio]"):
            looks = set(page.locator(kind).evaluate_all(seen))
            on, off = (
                {look.partition("; ")[2] for look in looks if look.startswith(state)} for state in ("true", "false")
            )
            assert on
            assert off
            assert not on & off


def test_a_screen_reader_hears_each_thing_once(views: Stage) -> None:
    """The time beside a message that its name has already is not read again; an answer to what is gone is one, too."""
    with views.open(Look(place=ROOM, asked={"states": "1"})) as page:
        said = page.locator('.msg:has-text("The next within")').aria_snapshot()
        assert "09:01" in said
        assert "time:" not in said
        assert "In reply to" in page.locator('.msg:has-text("And one to what is gone")').inner_text()
