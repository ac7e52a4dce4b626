"""A name that one keeps, with a password; coming in by an invitation."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import expect
from tests.support.server_process import ServerProcess, server_process
from tests.web.face import PATIENCE, Face, Faces, fresh
from tests.web.plain_irc import PlainIrc

PASSWORD = "correct  horse battery"  # with two spaces, for a password is what was typed

AT_ONCE = """(values) => Object.entries(values).forEach(([name, value]) => {
  const field = document.querySelector(`[name=${name}]`);
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""  # as password managers fill in a form: between two fields nothing is drawn


async def keep_name(face: Face) -> None:
    """Register, from the menu of oneself."""
    await face.page.locator(".me").get_by_role("button").first.click()
    await face.page.get_by_role("menuitem", name="Keep this name").click()
    await face.page.get_by_label("Password").fill(PASSWORD)
    await face.page.get_by_role("button", name="Make it mine").click()
    await expect(face.page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)


async def test_an_account_stays_logged_in_and_others_log_in_by_its_password(
    alice: Face, faces: Faces, server: ServerProcess
) -> None:
    await keep_name(alice)
    await alice.reload()
    await alice.say(f"after the reload of {alice.name}")
    await alice.sees_accepted(f"after the reload of {alice.name}")
    async with PlainIrc.join(server.port, fresh("asks"), "#lobby") as asks:
        asks.send(f"WHOIS {alice.name}")
        assert f" {alice.name} {alice.name} " in await asks.until(" 330 ")  # is logged in as
    kept = await alice.page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert PASSWORD not in kept
    phone = await faces.visitor(server)
    await phone.open()
    for written, goes_on in (("", "Your name"), (alice.name, "Password")):
        await phone.page.get_by_label("Your name").fill(written)
        await phone.page.get_by_role("button", name="I have an account").press("Enter")
        await expect(phone.page.get_by_label(goes_on)).to_be_focused()
        if not written:
            await phone.page.get_by_role("button", name="I have no account").click()
    await phone.page.evaluate(AT_ONCE, {"name": alice.name, "password": "wrong horse"})
    await phone.page.get_by_label("Password").press("Enter")
    await expect(phone.page.get_by_label("Password")).to_have_attribute("aria-invalid", "true", timeout=PATIENCE)
    await expect(phone.page.get_by_label("Your name")).to_have_value(alice.name)
    await phone.page.get_by_label("Password").fill(PASSWORD)
    await phone.page.keyboard.press("Enter")
    await phone.is_in()
    await phone.say(f"from the phone of {alice.name}")
    await alice.sees(f"from the phone of {alice.name}")


async def test_where_an_address_is_wanted_it_is_asked_for_and_the_password_can_be_another(
    faces: Faces, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir(mode=0o700)
    settings = "[accounts]\nrequire_email = true\nshortest_password = 10\n"
    (tmp_path / "data" / "hubbub.toml").write_text(settings)
    async with server_process(tmp_path) as server:
        alice = await faces.joined(server, "alice")
        page = alice.page
        await page.locator(".me").get_by_role("button").first.click()
        await page.get_by_role("menuitem", name="Keep this name").click()
        await page.get_by_label("Password").fill("tooshort!")
        await page.get_by_label("E-mail address").fill("alice@nowhere")  # a form that browsers take
        keep = page.get_by_role("button", name="Make it mine")
        await keep.click()
        await expect(page.get_by_role("alert")).to_contain_text("At least 10 characters", timeout=PATIENCE)
        await page.get_by_label("Password").fill(PASSWORD)
        await keep.click()
        await expect(page.get_by_label("E-mail address")).to_have_attribute("aria-invalid", "true", timeout=PATIENCE)
        await page.get_by_label("E-mail address").fill("alice@example.org")
        await keep.click()
        await expect(page.get_by_role("dialog")).to_have_count(0, timeout=PATIENCE)
        await page.locator('.me [title="Settings"]').click()
        await page.get_by_role("tab", name="Account and devices").click()
        await page.get_by_label("New password").fill(f"{PASSWORD} again")
        await page.get_by_role("button", name="Change the password").click()
        await expect(page.locator(".toast")).to_contain_text("another one now", timeout=PATIENCE)
        phone = await faces.visitor(server)
        await phone.open()
        await phone.page.get_by_label("Your name").fill(alice.name)
        await phone.page.get_by_role("button", name="I have an account").click()
        await phone.page.get_by_label("Password").fill(f"{PASSWORD} again")
        await phone.page.keyboard.press("Enter")
        await phone.is_in()


async def test_an_invitation_lets_one_in_and_its_code_goes_from_the_address(
    faces: Faces, server: ServerProcess
) -> None:
    room = fresh("invited")
    async with PlainIrc.join(server.port, fresh("host"), f"#{room}") as host:
        host.send(f"MODE #{room} +i")
        host.send(f"PRIVMSG NickServ :INVITE-LINK room {room}")
        link = next(word for word in (await host.until("/invite#")).split() if "/invite#" in word)
        guest = await faces.visitor(server)
        await guest.open("invite#" + link.partition("/invite#")[2])
        await guest.join(fresh("guest"))
        await guest.go(room)
        host.send(f"PRIVMSG #{room} :welcome inside")
        await guest.sees("welcome inside")
    code = link.partition("#")[2].partition(".")[0]
    assert code not in guest.page.url
    assert code not in await guest.page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    await guest.page.go_back(wait_until="commit")
    assert code not in guest.page.url
