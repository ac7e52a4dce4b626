"""Lost networks, a killed server, reloads in between: what was typed is there, and is sent once."""

from __future__ import annotations

import re

from playwright.async_api import expect
from tests.support.server_process import ServerProcess
from tests.web.face import PATIENCE, Face, Faces, fresh
from tests.web.plain_irc import PlainIrc


async def test_what_is_said_without_a_network_is_sent_once_when_it_is_back(
    alice: Face, faces: Faces, server: ServerProcess
) -> None:
    room = fresh("offline")
    await alice.go(room)
    bob = await faces.joined(server, "bob")
    await bob.go(room)
    await alice.cut_off()
    for text in ("one", "two", "three"):
        await alice.say(f"{text} while away")
    await expect(alice.page.locator("article.msg.pending")).to_have_count(3, timeout=PATIENCE)
    await bob.say("meanwhile")
    await bob.sees_accepted("meanwhile")
    await alice.back_online()
    await alice.sees_accepted("three while away")
    await bob.sees("three while away")
    wanted = ["meanwhile", "one while away", "two while away", "three while away"]
    assert await bob.texts() == wanted
    await alice.sees("meanwhile")
    assert await alice.texts() == wanted


async def test_unsent_messages_survive_a_reload_and_a_draft_too(faces: Faces, server: ServerProcess) -> None:
    alice = await faces.joined(server, "alice", gated=True)
    room = fresh("unsent")
    await alice.go(room)
    await alice.hold_sockets()
    await alice.say("said before the reload")
    await expect(alice.page.locator("article.msg.pending")).to_have_count(1, timeout=PATIENCE)
    await alice.field.fill("half a sente")
    await alice.page.reload()
    await alice.is_in()
    await alice.sees("said before the reload")
    await expect(alice.field).to_have_value("half a sente", timeout=PATIENCE)
    await alice.let_sockets_go()
    await alice.sees_accepted("said before the reload")
    assert await alice.texts() == ["said before the reload"]


async def test_a_list_that_lacks_a_connection_comes_by_itself_when_there_is_one(
    faces: Faces, server: ServerProcess
) -> None:
    alice = await faces.joined(server, "alice", gated=True)
    page, room = alice.page, fresh("listed")
    await alice.go(room)
    await alice.say("a needle to be found")
    await alice.sees_accepted("a needle to be found")
    await alice.hold_sockets()
    await expect(page.locator(".strip.off")).to_be_visible(timeout=PATIENCE)
    waits = page.get_by_text("This comes by itself")
    await page.locator(".head").get_by_role("button", name="Search").click()
    await page.get_by_role("searchbox").fill("needle")
    await expect(waits).to_have_count(1, timeout=PATIENCE)
    await page.locator('.me [title="Settings"]').click()
    await page.get_by_role("tab", name="Privacy").click()
    await expect(waits).to_have_count(2, timeout=PATIENCE)
    await alice.let_sockets_go()
    await expect(page.get_by_role("tabpanel")).to_contain_text("You block nobody", timeout=PATIENCE)
    chosen = page.get_by_role("radiogroup", name="Who may write to you").get_by_role("radio", checked=True)
    await expect(chosen).to_have_count(1, timeout=PATIENCE)
    await page.keyboard.press("Escape")
    await expect(page.locator(".hit")).to_contain_text("a needle to be found", timeout=PATIENCE)
    await expect(waits).to_have_count(0)
    await alice.hold_sockets()
    await alice.say("/rooms")
    await expect(waits).to_have_count(1, timeout=PATIENCE)
    await page.get_by_role("button", name="Try now").last.click()
    await expect(waits).to_have_count(1)
    await alice.let_sockets_go()
    await expect(page.get_by_role("dialog").get_by_text(room)).to_be_visible(timeout=PATIENCE)


async def test_a_killed_server_costs_nothing(faces: Faces, own_server: ServerProcess) -> None:
    alice, bob = await faces.joined(own_server, "alice"), await faces.joined(own_server, "bob")
    await alice.say("before")
    await bob.sees("before")
    await own_server.kill()
    await alice.say("during")
    await expect(alice.page.locator("article.msg.pending")).to_have_count(1, timeout=PATIENCE)
    await expect(alice.page.locator(".strip")).to_contain_text(re.compile("Not connected|Trying"), timeout=PATIENCE)
    await own_server.start()
    await alice.sees_accepted("during")
    await bob.sees("during")
    await bob.say("after")
    await alice.sees("after")
    assert await alice.texts() == ["before", "during", "after"]
    assert await bob.texts() == ["before", "during", "after"]


async def test_a_refused_message_stays_with_its_reason(alice: Face, server: ServerProcess) -> None:
    room = fresh("quiet")
    async with PlainIrc.join(server.port, fresh("bob"), f"#{room}") as bob:
        await alice.go(room)
        bob.send(f"MODE #{room} +m")
        await expect(alice.page.locator(".compose.still")).to_be_visible(timeout=PATIENCE)
