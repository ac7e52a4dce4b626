"""Lists with buttons, against a real server: devices, invitations, bans, reports, acts, the operator's page."""

from __future__ import annotations

import asyncio
import re

from playwright.async_api import Locator, Route, expect
from tests.support.server_process import ServerProcess
from tests.web.face import PATIENCE, Face, Faces, fresh
from tests.web.plain_irc import PlainIrc
from tests.web.test_accounts import PASSWORD, keep_name

PRINT = "ab" * 32


async def choose(face: Face, where: str, item: str) -> None:
    """An item of the menu that a button opens."""
    await face.page.locator(where).click()
    await face.page.get_by_role("menuitem", name=item).click()


async def settings(face: Face, tab: str) -> Locator:
    """That tab of the settings."""
    await face.page.locator('.me [title="Settings"]').click()
    await face.page.get_by_role("tab", name=tab).click()
    return face.page.get_by_role("tabpanel")


async def close(face: Face) -> None:
    await face.page.keyboard.press("Escape")
    await expect(face.page.get_by_role("dialog")).to_have_count(0)


async def test_an_account_has_its_lists(alice: Face, faces: Faces, server: ServerProcess) -> None:
    await keep_name(alice)
    before = await alice.page.locator(".note").count()
    panel = await settings(alice, "Account and devices")
    devices = panel.locator(".setblock", has_text="Devices")
    await expect(devices.locator("li")).to_have_count(1, timeout=PATIENCE)
    await expect(devices.locator("li")).to_contain_text("This browser")
    certificates = panel.locator(".setblock", has_text="Certificates")
    await expect(certificates).to_contain_text("No certificate logs you in")
    await certificates.get_by_label("SHA-256 fingerprint").fill("no fingerprint")
    await certificates.get_by_role("button", name="Add").click()
    await expect(certificates.locator(".ill, .wrong").first).to_be_visible(timeout=PATIENCE)
    await certificates.get_by_label("SHA-256 fingerprint").fill(PRINT)
    await certificates.get_by_role("button", name="Add").click()
    await expect(certificates.locator("li code")).to_have_text(PRINT, timeout=PATIENCE)
    await certificates.get_by_role("button", name="Remove").click()
    await expect(certificates.locator("li")).to_have_count(0, timeout=PATIENCE)
    tokens = panel.locator(".setblock", has_text="Tokens for programs")
    await expect(tokens).to_contain_text("No program has a token of yours", timeout=PATIENCE)
    await tokens.get_by_label("What it is called").fill("bot")
    await tokens.get_by_label("What it is for").fill("read nonsense")
    await tokens.get_by_role("button", name="Make a token").click()
    await expect(tokens.locator(".ill, .wrong").first).to_be_visible(timeout=PATIENCE)
    await tokens.get_by_label("What it is for").fill("read say:#ops")
    await tokens.get_by_role("button", name="Make a token").click()
    await expect(tokens.locator("li")).to_contain_text("read say:#ops", timeout=PATIENCE)
    made = await tokens.locator("[role=status] code").inner_text()
    asked = await alice.page.request.get(f"{alice.page.url.partition('#')[0]}api/v1/me",
                                         headers={"Authorization": f"Bearer {made}"})  # fmt: skip
    assert (await asked.json())["name"] == alice.name
    await tokens.get_by_role("button", name="Revoke").click()
    await expect(tokens.locator("li")).to_have_count(0, timeout=PATIENCE)
    await alice.page.get_by_role("tab", name="Privacy").click()
    await (
        alice.page.get_by_role("radio", name="people with an account")
        .or_(alice.page.get_by_role("button", name="people with an account"))
        .click()
    )
    await expect(panel).to_contain_text("You block nobody", timeout=PATIENCE)
    await alice.page.get_by_role("tab", name="Your data").click()
    await panel.get_by_role("button", name="Make the file").click()
    link = await panel.get_by_role("link", name="Download").get_attribute("href", timeout=PATIENCE)
    answer = await alice.page.request.get(link or "")
    assert answer.ok
    assert alice.name in await answer.text()
    await close(alice)
    assert await alice.page.locator(".note").count() == before  # what dialogs ask stands in no room
    panel = await settings(alice, "Your data")
    await panel.get_by_role("button", name="Delete the account…").click()
    dialog = alice.page.get_by_role("dialog").last
    await dialog.get_by_label("Password").fill("wrong horse")
    await dialog.get_by_role("button", name="Delete the account").click()
    await expect(dialog.locator(".wrong, .ill").first).to_be_visible(timeout=PATIENCE)
    await dialog.get_by_label("Password").fill(PASSWORD)
    await dialog.get_by_role("button", name="Delete the account").click()
    await expect(alice.page.locator(".toast")).to_contain_text("The account is deleted", timeout=PATIENCE)


async def test_who_comes_in_sees_what_holds_in_the_room(alice: Face, faces: Faces, server: ServerProcess) -> None:
    room = fresh("held")
    await alice.go(room)
    for command in ("/mode +mti", "/mode -i", "/slow 90s"):
        await alice.say(command)
    await expect(alice.page.locator(".event").last).to_contain_text("slow mode")
    bob = await faces.joined(server, "bob")
    await bob.page.goto(f"{bob.url}#room/{room}")
    await bob.page.get_by_role("dialog").get_by_role("button", name="Join").click()
    await expect(bob.page.locator(".compose.still")).to_be_visible()
    await choose(bob, ".head [aria-haspopup=menu] >> nth=-1", "Settings of this room")
    for name, on in (("Only who is invited", "false"), ("Only voices write", "true"), ("Only members write", "true")):
        await expect(bob.page.get_by_role("switch", name=name)).to_have_attribute("aria-checked", on)
    await expect(bob.page.locator(".setrow", has_text="Slow mode")).to_contain_text("1 minute 30 seconds")
    await bob.page.reload()
    await expect(bob.page.locator(".compose.still")).to_be_visible()


async def test_what_holds_in_a_room_is_switched_on_and_off(alice: Face, server: ServerProcess) -> None:
    room = fresh("#own")
    await alice.go(room)
    async with PlainIrc.join(server.port, fresh("bob"), room) as bob:
        await choose(alice, ".head [aria-haspopup=menu] >> nth=-1", "Settings of this room")
        for label, letter in (("Only who is invited", "i"), ("Only voices write", "m"), ("Hidden", "s")):
            switch = alice.page.get_by_role("switch", name=label)
            for sign, on in (("+", "true"), ("-", "false")):
                await switch.press("Enter")
                await bob.until(f" MODE {room} {sign}{letter}")
                await expect(switch).to_have_attribute("aria-checked", on)


async def test_a_conversation_begins_under_the_name_as_it_is_written(alice: Face, server: ServerProcess) -> None:
    room, name = fresh("#port"), fresh("ZoE")
    await alice.go(room)
    async with PlainIrc.join(server.port, name, room):
        await alice.page.get_by_role("complementary").get_by_text(name).click()
        await alice.page.get_by_role("menuitem", name="Write privately").click()
        await expect(alice.page.locator("main h1")).to_contain_text(name)
        await expect(alice.page.locator(".side .room[aria-current]")).to_contain_text(name)


async def test_whom_bans_and_invitations_do_not_concern(alice: Face, server: ServerProcess) -> None:
    room = fresh("#own")
    await alice.go(room)
    async with PlainIrc.join(server.port, fresh("bob"), room) as bob:
        await choose(alice, ".head [aria-haspopup=menu] >> nth=-1", "Bans and exceptions")
        for title, letter in (("Not concerned by bans", "e"), ("Come in uninvited", "I")):
            block = alice.page.locator(".setblock", has_text=title)
            await expect(block).to_contain_text("Nobody so far")
            whom = block.get_by_label("Whom")
            await whom.fill("two words")
            await whom.press("Enter")
            await expect(block.get_by_role("alert")).to_be_visible()
            await whom.fill("zoe")
            await whom.press("Enter")
            await bob.until(f" MODE {room} +{letter} zoe!*@*")
            await expect(whom).to_have_value("")
            await expect(block.locator("li")).to_contain_text("zoe!*@*")
            await block.get_by_role("button", name="Remove").press("Enter")
            await bob.until(f" MODE {room} -{letter} zoe!*@*")
            await expect(block).to_contain_text("Nobody so far")


async def test_who_presses_twice_while_a_menu_is_loaded_opens_one(alice: Face) -> None:
    come = asyncio.Event()

    async def late(route: Route) -> None:
        await come.wait()
        await route.continue_()

    await alice.page.route("**/menus.js", late)
    more = alice.page.locator(".head [aria-haspopup=menu]").last
    await more.click()
    await more.click()
    come.set()
    await expect(alice.page.get_by_role("menuitem", name="Members")).to_have_count(1)
    await close(alice)


async def test_another_language_holds_at_once_where_it_is_chosen(alice: Face) -> None:
    panel = await settings(alice, "Appearance")
    await panel.get_by_role("radio", name="Deutsch").click()
    await expect(alice.page.get_by_role("tab", name="Aussehen")).to_be_visible()
    await alice.page.reload()
    await alice.page.locator('.me [title="Einstellungen"]').click()
    await alice.page.get_by_role("tab", name="Aussehen").click()
    await alice.page.get_by_role("radio", name="English").click()
    await expect(alice.page.get_by_role("tab", name="Appearance")).to_be_visible()


async def test_settings_fit_a_window_that_is_made_narrow_and_wide_again(alice: Face) -> None:
    page = alice.page
    await page.set_viewport_size({"width": 1280, "height": 800})
    await page.locator('.me [title="Settings"]').click()
    dialog, back = page.get_by_role("dialog"), page.get_by_role("dialog").get_by_role("button", name="Back")
    await expect(dialog.get_by_role("tab", name="Appearance")).to_have_attribute("aria-selected", "true")
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(dialog.get_by_role("tabpanel")).to_have_count(0)
    await dialog.get_by_role("tab", name="Privacy").click()
    await expect(dialog.get_by_role("tablist")).to_have_count(0)
    await page.set_viewport_size({"width": 1280, "height": 800})
    await expect(dialog.get_by_role("tab", name="Privacy")).to_have_attribute("aria-selected", "true")
    await page.set_viewport_size({"width": 390, "height": 844})
    await expect(dialog.get_by_role("tablist")).to_have_count(0)
    await back.click()
    await expect(dialog.get_by_role("tab")).to_have_count(7)


async def test_typed_commands_show_what_they_ask_for(alice: Face) -> None:
    page = alice.page
    await alice.go(f"#{fresh('topics')}")
    await alice.say("/topic Tide gauge 2, before Saturday")
    await expect(page.locator(".event").last).to_contain_text(
        "set the topic: Tide gauge 2, before Saturday", timeout=PATIENCE
    )
    await alice.say("/topic")
    await expect(page.get_by_role("dialog").get_by_label("Topic")).to_have_value(
        "Tide gauge 2, before Saturday", timeout=PATIENCE
    )
    await page.keyboard.press("Escape")
    await alice.say("/slow 30s")
    await expect(page.locator(".event").last).to_contain_text("slow mode: one message in 30 seconds", timeout=PATIENCE)
    await alice.say("/pins")
    await expect(page.get_by_role("dialog")).to_contain_text("Nothing is pinned here", timeout=PATIENCE)
    await page.keyboard.press("Escape")
    for words, answer in (("history", "/search words"), ("lockdwn", "Did you mean /lockdown?")):
        await alice.say(f"/help {words}")  # a subject, and what is none
        await expect(page.get_by_role("dialog")).to_contain_text(answer)
        await page.keyboard.press("Escape")
    await alice.say("/expire 1d12h")
    await alice.sees("disappear after 1 day 12 hours")
    await choose(alice, ".head [aria-haspopup=menu] >> nth=-1", "Settings of this room")
    held = {"Slow mode": "30s", "Disappearing messages": "1d12h"}
    for label, length in held.items():
        await expect(page.get_by_label(label)).to_have_value(length, timeout=PATIENCE)
    await page.get_by_label("Disappearing messages").fill("")
    await page.locator(".setrow", has_text="Disappearing messages").get_by_role("button").click()
    key = page.get_by_label("Key", exact=True)
    await expect(key).to_have_attribute("autocomplete", "off")
    await key.fill("two words")
    await key.press("Enter")
    await expect(page.locator("dialog").get_by_role("alert")).to_contain_text("A key is one word")
    doors = (("Key", "kettle", "a key", "key away"), ("Members at most", "12", "how many", "lifted the limit"))
    for label, value, *told in doors:
        for text, words in zip((value, ""), told, strict=True):
            await page.get_by_label(label, exact=True).fill(text)
            await page.keyboard.press("Enter")
            await expect(page.locator(".event").last).to_contain_text(words)
    await close(alice)
    await alice.sees("lets new messages here stay")


async def test_who_is_online_is_found_in_whatever_room_they_are(alice: Face, server: ServerProcess) -> None:
    name = fresh("hermit")
    async with PlainIrc.join(server.port, name, f"#{fresh('cave')}"):
        await alice.say("/who")
        found = alice.page.get_by_role("option").filter(has_text=name)
        await expect(found.locator(".pres:not(.off)")).to_be_visible(timeout=PATIENCE)
        await found.click()
        await expect(alice.page.locator("main h1")).to_contain_text(name, timeout=PATIENCE)


async def test_the_members_come_back_when_the_search_goes(alice: Face) -> None:
    page = alice.page
    members, search = page.locator("#members"), page.locator("#search")
    for leave in ("Escape", "Close"):
        await expect(members).to_be_visible()
        await page.keyboard.press("Control+f")
        await expect(search).to_be_visible()
        await expect(members).to_have_count(0)
        if leave == "Close":
            await search.get_by_role("button", name="Close").click()
        else:
            await page.keyboard.press("Escape")
        await expect(search).to_have_count(0)
    await members.get_by_role("button", name="Close").click()
    await page.keyboard.press("Control+f")
    await page.keyboard.press("Escape")
    await expect(search).to_have_count(0)
    await expect(members).to_have_count(0)


async def test_what_was_pinned_long_ago_is_shown_with_its_words(alice: Face, server: ServerProcess) -> None:
    room, name = fresh("pinned"), fresh("bob")
    await alice.go(room)
    async with PlainIrc.join(server.port, name, f"#{room}") as bob:
        bob.send(f"PRIVMSG #{room} :the door code is under the mat")
        await alice.sees("under the mat")
        await alice.say("/pin mat")
        await bob.until("pinned a message of")
        for number in range(120):
            bob.send(f"PRIVMSG #{room} :and so on {number}")
        await alice.sees("and so on 119")
        await alice.page.reload()
        await alice.sees("and so on 119")
        await expect(alice.message("under the mat")).to_have_count(0)
        await alice.say("/history 3")
        await expect(alice.page.locator("article.goal")).to_contain_text("and so on 117")
        await alice.say("/pins")
        row = alice.page.get_by_role("dialog").locator("li")
        await expect(row).to_contain_text("the door code is under the mat", timeout=PATIENCE)
        await expect(row).to_contain_text(name)
        await row.get_by_role("button").first.click()
        await expect(alice.page.locator("article.goal")).to_contain_text("under the mat", timeout=PATIENCE)


async def test_the_roles_that_are_offered_are_those_that_one_may_give(alice: Face, server: ServerProcess) -> None:
    room, name, page = fresh("roles"), fresh("carol"), alice.page
    async with (
        PlainIrc.join(server.port, fresh("bob"), f"#{room}") as bob,
        PlainIrc.join(server.port, name, f"#{room}") as carol,
    ):
        await alice.go(room)
        await bob.until(f":{alice.name}!")
        bob.send(f"MODE #{room} +h {alice.name}")
        await page.locator(".member", has_text=name).click()
        await page.get_by_role("menuitem", name="Role in").click()
        dialog = page.get_by_role("dialog")
        await expect(dialog.get_by_role("radio")).to_have_text(["Member", "Voice"], timeout=PATIENCE)
        await dialog.get_by_role("radio", name="Voice").click()
        await dialog.get_by_role("button", name="Give this role").click()
        await carol.until(f"MODE #{room} +v {name}")
        await page.locator(".toast").get_by_role("button", name="Undo").click()
        await carol.until(f"MODE #{room} -v {name}")


async def test_who_keeps_order_in_a_room(alice: Face, faces: Faces, server: ServerProcess) -> None:
    room, name = fresh("order"), fresh("mallory")
    await alice.go(room)
    async with PlainIrc.join(server.port, name, f"#{room}") as mallory:
        await alice.say(f"/mute {name} 2h too loud")
        await mallory.until(" MODE ")
        mallory.send(f"REPORT {alice.name} :muted me")
        more = ".head [aria-haspopup=menu] >> nth=-1"
        await alice.say("hold this up")
        await alice.sees_accepted("hold this up")
        await alice.say("/pin hold this")
        await mallory.until("pinned a message of")
        await expect(alice.message("hold this up")).to_contain_text("(pinned)")
        await choose(alice, more, "pinned")
        pins = alice.page.get_by_role("dialog")
        await expect(pins.locator("li")).to_contain_text("hold this up", timeout=PATIENCE)
        await pins.get_by_role("button", name="Take it off").or_(pins.locator("li .btn")).first.click()
        await expect(pins.locator("li")).to_have_count(0, timeout=PATIENCE)
        await close(alice)
        await expect(alice.message("hold this up")).not_to_contain_text("(pinned)")
        await choose(alice, more, "Bans")
        dialog = alice.page.get_by_role("dialog")
        await expect(dialog.locator("li")).to_contain_text(f"m:{name}", timeout=PATIENCE)
        await close(alice)
        await choose(alice, more, "Log of acts")
        act = dialog.locator("tbody tr", has_text=" muted ")
        await expect(act).to_contain_text(f"{alice.name} muted {name}", timeout=PATIENCE)
        await expect(act).to_contain_text("too loud")
        await act.get_by_role("button").click()
        await mallory.until(f"MODE #{room} -b")
        await expect(dialog.locator("tbody")).to_contain_text("undone", timeout=PATIENCE)
        await close(alice)
        await choose(alice, more, "Invite into")
        await expect(dialog.locator("svg.qr, .qr svg").first).to_be_visible(timeout=PATIENCE)
        await expect(dialog).to_contain_text(re.compile(r"http://[^/]+/invite#[A-Z0-9-]+"))
        await dialog.get_by_role("button", name="All invitations").click()
        await expect(dialog.locator("li")).to_contain_text("0 of 10 used", timeout=PATIENCE)
        await dialog.get_by_role("button", name="Revoke").click()
        await expect(dialog).to_contain_text("No invitation holds", timeout=PATIENCE)
        await close(alice)


async def test_the_operators_page(alice: Face, faces: Faces, server: ServerProcess) -> None:
    page = alice.page
    await keep_name(alice)
    async with PlainIrc.join(server.port, fresh("root"), "#lobby") as root:
        root.send("OPER root correcthorse")
        await root.until(" 381 ")
        root.send(f"NICKSERV ACCOUNT OPERATOR {alice.name}")
        await root.until("is an operator of this server now")
        root.send(f"REPORT {alice.name} :a report")
        async with PlainIrc.join(server.port, fresh("eve"), "#lobby") as eve:
            eve.send("PRIVMSG #lobby :buy cheap followers")
            await root.until("buy cheap followers")
            root.send(f"REPORT {eve.lines[0].split()[2]} :the fourth time")
            await root.until("is made")
        await choose(alice, ".serverbtn", "Operator’s page")
        await expect(page.locator(".tile").first).to_be_visible(timeout=PATIENCE)
        await expect(page.locator("figure.graph")).to_have_count(3, timeout=PATIENCE)
        for span in ("Hour", "Week"):
            await page.get_by_role("button", name=span).click()
            await expect(page.get_by_role("button", name=span)).to_have_attribute("aria-pressed", "true")
            await expect(page.locator("figure.graph").first).to_be_visible(timeout=PATIENCE)
        await page.get_by_role("button", name="Show as table").first.click()
        await expect(page.locator(".graphtable tbody tr").first).to_be_visible()
        await expect(page.locator(".box", has_text="Here now").last).to_contain_text(alice.name, timeout=PATIENCE)
        navigation = page.get_by_role("navigation")
        await navigation.get_by_role("button", name="People").click()
        await page.get_by_role("button", name="Ban from the server…").click()
        dialog = page.get_by_role("dialog")
        target = fresh("nobody")
        await dialog.get_by_label("Whom").fill(f"{target}!*@*")
        await dialog.locator("button.danger").click()
        await expect(page.locator("li", has_text=target)).to_be_visible(timeout=PATIENCE)
        await page.locator("li", has_text=target).get_by_role("button").click()
        await expect(page.locator("li", has_text=target)).to_have_count(0, timeout=PATIENCE)
        await page.get_by_label("Account").first.fill(fresh("newcomer"))
        await page.get_by_role("button", name="Add an account").click()
        await expect(page.locator("pre.answer")).to_contain_text("Its password is", timeout=PATIENCE)
        await expect(page.locator("tr", has_text=alice.name).last).to_contain_text("operator")
        await navigation.get_by_role("button", name="Reports").click()
        report = page.locator(".report", has_text="buy cheap followers")  # among those that other tests have made
        await report.get_by_role("button", name="Take it").click()
        await expect(report).to_contain_text("takes care of it", timeout=PATIENCE)
        await report.get_by_role("button", name="Show it there").click()
        await expect(page.locator("article.goal")).to_contain_text("buy cheap followers", timeout=PATIENCE)
        await page.go_back()
        await navigation.get_by_role("button", name="Log of acts").click()
        await expect(page.locator("tbody tr", has_text="lifted the server’s ban").first).to_be_visible(timeout=PATIENCE)
        await navigation.get_by_role("button", name="Invitations").click()
        await navigation.get_by_role("button", name="Storage").click()
        await expect(page.locator(".legend")).to_contain_text("Messages", timeout=PATIENCE)
        await navigation.get_by_role("button", name="Who may come in").click()
        await expect(page.get_by_role("radio", name="Open")).to_have_attribute("aria-checked", "true", timeout=PATIENCE)
        await navigation.get_by_role("button", name="Settings").click()
        await expect(page.locator("tr", has_text="server.lobby")).to_be_visible(timeout=PATIENCE)
        await page.reload()
        await expect(page.locator(".tile").first).to_be_visible(timeout=PATIENCE)
        await page.get_by_role("button", name="Back to the chat").click()
        await alice.is_in()
        assert await page.locator(".note").count() == 0
