"""One's account and the rooms one looks after, in the terminal: every act does something, lists are asked for."""

from __future__ import annotations

from tests.support import sample
from tests.tui.stage import on_stage

from hubbub.client.events import KeyWanted
from hubbub.client.protocol.capabilities import CHANNEL_RENAME, ROWS
from hubbub.client.state.items import Note
from hubbub.client.state.store import State
from hubbub.tui import keeping
from hubbub.views import acts


def state(account: str = "alice", roles: str = "q") -> State:
    made = sample.sample()
    made.server.capabilities = frozenset({ROWS, CHANNEL_RENAME})
    made.me.account = account
    made.buffers["#garden"].members["alice"].roles = roles
    return made


def token(name: str) -> Note:
    row = {"row": "token", "name": name, "scopes": ["read", "[/]"], "until": 0, "used": 0}
    return Note("n", sample.NOW, "service", ("NickServ", "NOTICE"), name, row=row)


def test_every_act_is_known() -> None:
    for account in ("", "alice"):
        offered = {act.name for act in acts.of_account(state(account))}
        assert offered - {"register"} <= keeping._ACCOUNT.keys()
    offered = {act.name for act in acts.of_keeping(state(), state().buffers["#garden"])}
    assert offered == keeping._ROOM.keys()


async def test_from_the_room_to_ones_tokens_and_one_of_them_is_revoked() -> None:
    async with on_stage(state()) as stage:
        await stage.press("f9")
        assert "Bans…" in stage.text()
        await stage.press("end", "enter")
        assert "Delete the account…" in stage.text()
        stage.app.screen.finish("tokens ")  # type: ignore[attr-defined]
        await stage.settle()
        assert "Asking the server…" in stage.text()
        await stage.answer(token("[/]"), token("prog"))
        assert "[/]" in stage.text()
        assert "read [/] · for ever · never used" in stage.text()
        await stage.press("down", "enter", "enter", "up", "enter")
        assert stage.core.asked("ask")[-1]["words"] == "REVOKE prog"
        await stage.answer(Note("n", sample.NOW, "NO_SUCH_TOKEN", (), "There is no such token", error=True))
        assert "! There is no such token" in stage.text()
        await stage.press("enter", "enter", "up", "enter")
        await stage.answer()
        assert stage.core.asked("ask")[-1]["words"] == "LIST", "the list is asked for again"
        await stage.answer(token("[/]"))
        await stage.press("end", "enter")
        assert stage.app.talk.field.text == "/token add "


async def test_an_answer_that_comes_after_escape_is_for_nobody() -> None:
    refused = Note("n", sample.NOW, "NO_SUCH_TOKEN", (), "There is no such token", error=True)
    async with on_stage(state()) as stage:
        stage.app.people.keeping.account("tokens")
        await stage.settle()
        await stage.press("escape")
        await stage.answer(token("prog"))
        stage.app.people.keeping.account("tokens")
        await stage.settle()
        await stage.answer(token("prog"))
        await stage.press("enter", "enter", "up", "enter", "escape")
        await stage.answer(refused)
        assert stage.app.screen is stage.app.talk
        assert "prog" not in stage.text()


async def test_a_report_is_closed_with_a_word_or_without() -> None:
    row = {"row": "report", "n": 7, "room": "#garden", "about": "eve", "by": ["bob"], "why": ["spam"]}
    async with on_stage(state()) as stage:
        stage.app.people._do_with_place("reports", stage.state.buffers["#garden"], "")
        for words, given in (("she  was warned", "CLOSE 7 she was warned"), ("", "CLOSE 7")):
            await stage.settle()
            await stage.answer(Note("n", sample.NOW, "service", ("NickServ", "NOTICE"), "eve", row=row))
            await stage.press("enter", "end", "enter")
            assert "What was done?" in stage.text()
            await stage.press(*words, "enter")
            assert stage.core.asked("ask")[-1]["words"] == given
            await stage.answer()


async def test_what_is_grave_is_asked_about_and_needs_the_password() -> None:
    async with on_stage(state()) as stage:
        stage.app.people.keeping.account("delete_account")
        await stage.settle()
        await stage.press("down", "enter", "enter")
        assert "Nothing is written yet." in stage.text()
        await stage.press(*"hunter22")
        assert "hunter22" not in stage.text()
        await stage.press("enter")
        assert stage.core.asked("serve") == [{"command": "account", "words": "delete hunter22 erase"}]


async def test_a_guest_logs_in_without_a_command() -> None:
    async with on_stage(state("")) as stage:
        stage.app.people.keeping.account("log_in")
        await stage.settle()
        await stage.press("enter", *"hunter22", "enter")
        assert stage.core.asked("log_in") == [{"account": "alice", "password": "hunter22"}]
        await stage.press(*"abc", "enter")
        assert len(stage.core.asked("log_in")) == 1, "nothing more is typed into it until the server has answered"
        await stage.answer(Note("n", sample.NOW, "WRONG", (), "That is not the password of [/]", error=True))
        assert "That is not the password of [/]" in stage.text()
        await stage.press(*"hunter23", "enter")
        assert stage.core.asked("log_in")[1] == {"account": "alice", "password": "hunter23"}
        await stage.answer(Note("n", sample.NOW, "service", ("NickServ", "NOTICE"), "You are logged in."))
        assert stage.app.screen is stage.app.talk
        assert "You are logged in." in stage.text()
        assert not stage.app.talk.field.text


async def test_what_is_refused_after_escape_stands_below_what_one_sees() -> None:
    async with on_stage(state()) as stage:
        stage.app.people.do("report_person", "dave")
        await stage.settle()
        await stage.press(*"spam", "enter", "escape")
        assert stage.core.lines == [("/report dave spam", "#garden")]
        await stage.answer(Note("n", sample.NOW, "TOO_MANY", (), "That is your tenth report today", error=True))
        assert stage.app.screen is stage.app.talk
        assert "That is your tenth report today" in stage.text()


async def test_a_panel_that_stands_under_another_hears_its_answer_and_closes_when_that_is_gone() -> None:
    async with on_stage(state()) as stage:
        for refused in (False, True):
            stage.app.people.do("report_person", "dave")
            await stage.settle()
            await stage.press(*"spam", "enter")
            under = stage.app.screen
            stage.core.tell(KeyWanted("#shed", Note("k", sample.NOW, "475", ("#shed",), "It has a key", error=True)))
            await stage.settle()
            above = stage.app.screen
            assert above is not under
            no = Note("n", sample.NOW, "TOO_MANY", (), "That is your tenth report", error=True)
            await stage.answer(*([no] if refused else []))
            assert stage.app.screen is above, "what stands above stays"
            await stage.press("escape")
            assert (stage.app.screen is under) == refused
            assert ("That is your tenth report" in stage.text()) == refused
            await stage.press("escape")
        assert stage.app.screen is stage.app.talk
        assert [line for line, _ in stage.core.lines] == ["/report dave spam"] * 2


async def test_the_room_is_looked_after() -> None:
    async with on_stage(state()) as stage:
        people, garden = stage.app.people, stage.state.buffers["#garden"]
        for name in ("invitations", "bans", "reports", "audit"):
            people._do_with_place(name, garden, "")
            await stage.settle()
            await stage.answer()
            await stage.press("escape")
        asked = [(one["command"], one["words"]) for one in stage.core.asked("ask")]
        assert asked == [
            ("INVITE-LINK", "LIST"),
            ("MODE", "#garden b"),
            ("REPORTS", "#garden"),
            ("AUDIT", "#garden 50"),
        ]
        people._do_with_place("invite_link", garden, "")
        people._do_with_place("rename_room", garden, "")
        await stage.settle()
        await stage.press(*"s", "enter")
        assert stage.core.lines == [("/invite-link room garden", "#garden")]
        assert stage.core.asked("rename_room") == [{"buffer": "#garden", "name": "gardens"}]
        await stage.answer()
        people._do_with_place("modes", garden, "")
        assert stage.app.talk.field.text == "/mode "
