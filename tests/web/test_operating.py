"""What operators do about accounts, and owners about theirs, in menus and dialogs: no command is typed."""

from __future__ import annotations

import asyncio
import re
import sys
from asyncio.subprocess import PIPE

from playwright.async_api import expect
from tests.support.server_process import ServerProcess
from tests.web.face import Face, Faces, fresh
from tests.web.plain_irc import PlainIrc
from tests.web.test_accounts import keep_name
from tests.web.test_dialogs import choose, close, settings

INSET = """(box) => ["grey", "amiss"].map((kind) => {
  const waits = box.appendChild(Object.assign(document.createElement("div"), { className: kind }));
  const { paddingInlineStart } = getComputedStyle(waits);
  waits.remove();
  return paddingInlineStart;
})"""  # of what stands in a box while its rows are not there


async def made_operator(face: Face, server: ServerProcess) -> None:
    """An account that runs the server."""
    await keep_name(face)
    async with PlainIrc.join(server.port, fresh("root"), "#lobby") as root:
        root.send("OPER root correcthorse")
        await root.until(" 381 ")
        root.send(f"NICKSERV ACCOUNT OPERATOR {face.name}")
        await root.until("is an operator of this server now")


async def test_an_account_is_suspended_renamed_and_looked_at_in_the_list(
    alice: Face, faces: Faces, server: ServerProcess
) -> None:
    await made_operator(alice, server)
    bob = await faces.joined(server, "bob")
    await keep_name(bob)
    page, dialog = alice.page, alice.page.get_by_role("dialog")
    await choose(alice, ".serverbtn", "Operator’s page")
    inset = await page.locator(".desk .box").first.evaluate(INSET)
    assert inset == ["16px", "16px"]
    await page.get_by_role("navigation").get_by_role("button", name="People").click()
    more = page.get_by_role("button", name=f"What can be done about {bob.name}")
    await more.focus()
    await page.keyboard.press("Enter")
    await page.get_by_role("menuitem", name="What is known of it").press("Enter")
    await expect(dialog).to_contain_text("#lobby")
    await expect(dialog).to_contain_text("No program has a token of it.")
    await expect(dialog.get_by_text("No program has a token of it.")).to_have_css("padding", "0px")
    await close(alice)
    await page.get_by_role("button", name=f"What can be done about {alice.name}").click()
    await page.get_by_role("menuitem", name="What is known of it").click()
    await expect(dialog).to_contain_text(re.compile(r"Role\s*operator"))
    await close(alice)
    row = page.locator("tr", has_text=bob.name).last
    await more.click()
    await page.get_by_role("menuitem", name="Suspend the account").click()
    await expect(dialog).to_contain_text("cannot log in for 2 hours")
    await dialog.get_by_label("Why").fill("too loud")
    await dialog.get_by_role("button", name="Suspend for 2 hours").click()
    await expect(row.locator(".tag")).to_have_text("suspended")
    await expect(bob.page.get_by_text("too loud")).to_be_visible()
    await more.click()
    await page.get_by_role("menuitem", name="Let in again").click()
    await expect(row.locator(".tag")).to_have_count(0)
    await more.click()
    await page.get_by_role("menuitem", name="Another name").click()
    name = fresh("robert")
    await dialog.get_by_label("New name").fill(name)
    await dialog.get_by_role("button", name="Rename it").click()
    await expect(page.locator("tr", has_text=name).last).to_be_visible()
    await page.get_by_label("Account").first.fill("no such account")
    await expect(page.locator("tr", has_text=name).last).to_have_count(0)


async def test_the_operators_page_asks_once_for_all_that_it_begins_with(alice: Face, server: ServerProcess) -> None:
    """At the server's pace of commands every further question would come seconds later."""
    await made_operator(alice, server)
    page, sent = alice.page, list[str]()
    page.on("websocket", lambda socket: socket.on("framesent", lambda line: sent.append(str(line))))
    await page.goto(f"{alice.url}operator")
    await expect(page.locator(".tile").first).to_be_visible()
    for title in ("Here now", "Log of acts"):
        await expect(page.locator(".box", has_text=title).locator("tbody tr").first).to_be_visible()
    asked = [line.partition(" ")[2] for line in sent if "NUMBERS" in line or "NICKSERV" in line]
    assert asked == ["NUMBERS day LISTS"]


async def test_the_operators_page_is_run_by_the_keyboard(alice: Face, server: ServerProcess) -> None:
    """What had the focus goes by being used: what comes to its place has it then."""
    await made_operator(alice, server)
    page, dialog = alice.page, alice.page.get_by_role("dialog")
    focused = page.locator(":focus")

    async def tab_to(words: str) -> None:
        for _ in range(100):
            await page.keyboard.press("Tab")
            if await focused.count() and (await focused.inner_text()).startswith(words):
                return
        raise AssertionError(words)

    loud = fresh("loud")
    async with PlainIrc.join(server.port, loud, "#lobby"), PlainIrc.join(server.port, fresh("eve"), "#lobby") as eve:
        eve.send(f"REPORT {loud} :loud")
        await eve.until("is made")
    await page.locator(".serverbtn").press("Enter")
    await page.get_by_role("menuitem", name="Operator’s page").press("Enter")
    await expect(page.get_by_role("button", name="Overview")).to_be_focused()
    await page.get_by_role("navigation").get_by_role("button", name="Reports").press("Enter")
    await expect(page.locator("li.report").first).to_be_visible()
    await tab_to("Take it")
    await page.keyboard.press("Enter")
    await expect(focused).to_contain_text("Act")
    act = page.locator("li.report", has_text=loud).get_by_role("button", name="Act")
    await act.press("Enter")  # of no role in the lobby, one may take one there, and then silence somebody
    await page.get_by_role("menuitem", name="Become an operator of #lobby").press("Enter")
    await expect(page.locator(".toast")).to_contain_text(f"{alice.name} in #lobby: Operator")
    await act.press("Enter")
    await page.get_by_role("menuitem", name="Mute").press("Enter")
    await dialog.get_by_role("button", name=re.compile("^Mute")).press("Enter")
    await expect(dialog).to_have_count(0)
    await page.locator(".toast").get_by_role("button", name="Undo").press("Enter")
    await page.get_by_role("navigation").get_by_role("button", name="People").press("Enter")
    target = fresh("nobody")
    await tab_to("Ban from the server")
    await page.keyboard.press("Enter")
    await expect(dialog.get_by_label("Whom")).to_be_focused()
    await page.keyboard.type(f"{target}!*@*\n")
    row = page.locator("li", has_text=target)
    await row.get_by_role("button", name="Lift").press("Enter")
    await expect(row).to_have_count(0)
    await expect(focused).to_have_text(re.compile("Ban from the server|Lift"))
    await page.get_by_role("navigation").get_by_role("button", name="Invitations").press("Enter")
    await tab_to("New invitation")
    await page.keyboard.press("Enter")
    await expect(dialog).to_contain_text("invite#")
    await page.keyboard.press("Escape")
    await expect(focused).to_contain_text("New invitation")
    await page.locator(".box li").first.get_by_role("button").press("Enter")
    await expect(focused).to_have_text(re.compile("New invitation|Revoke"))


async def test_who_keeps_order_by_the_keyboard_never_loses_the_focus(alice: Face, server: ServerProcess) -> None:
    """Whom one removes goes, and with them the row that the dialog came from; a toast goes when its button is used."""
    page, dialog = alice.page, alice.page.get_by_role("dialog")
    bob, eve, room = fresh("bob"), fresh("eve"), fresh("#order")
    await alice.go(room)

    async def begin(name: str, act: str) -> None:
        await page.locator("#members .member", has_text=name).press("Enter")
        await page.get_by_role("menuitem", name=act).press("Enter")
        await expect(dialog.get_by_label("Why")).to_be_focused()

    async with PlainIrc.join(server.port, bob, room), PlainIrc.join(server.port, eve, room):
        await begin(bob, "Remove from the room")
        await page.keyboard.press("Escape")
        await expect(page.locator("#members .member:focus")).to_contain_text(bob)
        for name, act in ((bob, "Remove from the room"), (eve, "Ban")):
            await begin(name, act)
            await page.keyboard.type("too loud\n")
            await expect(page.locator("#members .member", has_text=name)).to_have_count(0)
            await expect(page.locator("#members :focus")).to_be_visible()
        await page.locator(".toast").get_by_role("button", name="Undo").press("Enter")
        await expect(alice.field).to_be_focused()


async def test_the_card_of_a_person_leads_to_the_acts_of_operators(alice: Face, server: ServerProcess) -> None:
    bob = fresh("bob")
    async with PlainIrc.join(server.port, bob, "#lobby") as irc:
        irc.send("NICKSERV REGISTER correct-horse-battery")
        await irc.until(" 900 ")
        await acts_from_the_card(alice, bob, server)


async def acts_from_the_card(alice: Face, bob: str, server: ServerProcess) -> None:
    await alice.page.locator("#members .member", has_text=bob).click()
    await expect(alice.page.get_by_role("menuitem", name="Report")).to_be_visible()
    await expect(alice.page.get_by_role("menuitem", name="Suspend")).to_have_count(0)
    await close(alice)
    await made_operator(alice, server)
    await expect(alice.page.locator(".me")).to_contain_text("operator")
    dialog = alice.page.get_by_role("dialog")
    await alice.page.locator("#members .member", has_text=bob).click()
    await alice.page.get_by_role("menuitem", name="Ban from the server").click()
    await expect(dialog.get_by_label("Whom")).to_have_value(f"$a:{bob}")
    await dialog.get_by_role("button", name="Whom does it mean?").click()
    await expect(dialog.get_by_role("status")).to_contain_text(f"$a:{bob} means {bob}")
    await close(alice)
    await alice.page.locator("#members .member", has_text=bob).click()
    await alice.page.get_by_role("menuitem", name="Suspend the account").click()
    await dialog.get_by_role("button", name="Suspend for 2 hours").click()
    await alice.page.locator(".toast").get_by_role("button", name="Undo").click()
    await choose(alice, ".serverbtn", "Operator’s page")
    await alice.page.get_by_role("navigation").get_by_role("button", name="Log of acts").click()
    await expect(alice.page.locator("tbody tr", has_text="lifted the server’s ban").first).to_contain_text(bob)


async def test_staying_and_a_code_for_a_new_password(alice: Face, faces: Faces, server: ServerProcess) -> None:
    await keep_name(alice)
    panel = await settings(alice, "Account and devices")
    stay = panel.get_by_role("switch", name="Stay in my rooms")
    await expect(stay).to_have_attribute("aria-checked", "true")
    await stay.click()
    await expect(stay).to_have_attribute("aria-checked", "false")
    await close(alice)
    async with PlainIrc.join(server.port, fresh("root"), "#lobby") as root:
        root.send("OPER root correcthorse")
        await root.until(" 381 ")
        root.send(f"NICKSERV ACCOUNT RESET {alice.name}")
        code = (await root.until(f"RESET {alice.name} ")).split(f" RESET {alice.name} ")[1].split()[0]
        root.send(f"KILL {alice.name} :too loud")
        why = alice.page.locator(".note", has_text="has ended your connection: too loud. You may come back")
        await expect(why).to_be_visible()  # and stays, when one is back
        await alice.is_connected()
        await alice.say("back again")
        await alice.sees_accepted("back again")
        await expect(why).to_be_visible()
    guest = await faces.joined(server, "guest")
    await choose(guest, ".mebtn", "Log in")
    dialog = guest.page.get_by_role("dialog")
    await dialog.get_by_role("button", name="I have a code").click()
    for label, text in (("Account", alice.name), ("Code", "wrong"), ("New password", "a new horse here")):
        await dialog.get_by_label(label, exact=True).fill(text)
    await guest.page.keyboard.press("Enter")
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await dialog.get_by_label("Code", exact=True).fill(code)
    await dialog.get_by_label("New password").fill("a new  horse here")
    await guest.page.keyboard.press("Enter")
    await expect(dialog).to_have_count(0)
    await expect(guest.page.locator(".me")).to_contain_text(alice.name)
    async with PlainIrc.join(server.port, fresh("other"), "#lobby") as other:
        other.send(f"NICKSERV IDENTIFY {alice.name} :a new  horse here")
        await other.until(" 900 ")


async def test_disappearing_in_private_and_bans_of_whom_one_does_not_see(
    alice: Face, faces: Faces, server: ServerProcess
) -> None:
    page, dialog = alice.page, alice.page.get_by_role("dialog")
    bob = await faces.joined(server, "bob")
    await alice.say(f"/msg {bob.name} psst")
    await bob.page.get_by_role("link", name=alice.name).click()
    await bob.sees("psst")
    await expect(page.locator("main h1")).to_contain_text(bob.name)  # what one says privately is shown
    await choose(alice, ".head [aria-haspopup=menu] >> nth=-1", "Disappearing messages")
    await dialog.get_by_label("Disappearing messages", exact=True).fill("1d")
    await page.keyboard.press("Enter")
    await alice.sees("disappear after 1 day")
    await bob.sees("disappear after 1 day")
    await close(alice)
    await alice.go(fresh("order"))
    await choose(alice, ".head [aria-haspopup=menu] >> nth=-1", "Bans")
    await dialog.get_by_role("button", name="Ban somebody").click()
    ban = dialog.filter(has=page.get_by_role("button", name="Ban for 2 hours")).last
    await ban.get_by_label("Whom").fill("a:mallory")
    await ban.get_by_role("radio", name="other").check(force=True)
    length = dialog.get_by_label("Length of time")
    await length.fill("1h2d")
    await page.keyboard.press("Enter")
    await expect(dialog.last).to_contain_text("That is no length of time")
    await length.fill("10min")
    await dialog.last.get_by_role("button", name="Ban for 10 minutes").click()
    await expect(dialog.locator("li")).to_contain_text("a:mallory")
    await dialog.get_by_role("button", name="Lift").click()
    await expect(dialog.locator("li")).to_have_count(0)
    await close(alice)
    panel = await settings(alice, "Privacy")
    await panel.get_by_label("Block somebody").fill("spam*!*@*")
    await page.keyboard.press("Enter")
    await expect(panel.locator("li")).to_contain_text("spam*")


async def test_the_code_of_the_server_makes_its_first_operator(faces: Faces, own_server: ServerProcess) -> None:
    alice = await faces.joined(own_server, "alice")
    await keep_name(alice)
    await alice.open("operator")
    field = alice.page.get_by_label("Code of the server")
    await field.fill("not-the-code")
    await alice.page.keyboard.press("Enter")
    await expect(alice.page.get_by_role("alert")).to_be_visible()
    command = (sys.executable, "-m", "hubbub", "operator-code", "--data", str(own_server.data))
    asked = await asyncio.create_subprocess_exec(*command, stdout=PIPE)
    told, _ = await asked.communicate()
    await field.fill(told.decode().split("/operator ")[1].split()[0])
    await alice.page.keyboard.press("Enter")
    await expect(alice.page.locator(".tile").first).to_be_visible()
