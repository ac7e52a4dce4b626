"""The terminal client on a stage: what its keys and its mouse do, and what it shows of the state."""

from __future__ import annotations

import re

import pytest
from msgspec.structs import replace
from tests.support import sample
from tests.support.conditions import until
from tests.support.sample import NOW, said
from tests.tui.stage import Stage, on_stage
from textual import events

from hubbub.client import changes as c
from hubbub.client.events import KeyWanted, Ready
from hubbub.client.protocol.capabilities import MULTILINE
from hubbub.client.state.items import Gap, Happening, Note
from hubbub.client.state.messages import Failure, Message
from hubbub.client.state.store import Whois
from hubbub.tui.keys import KEYS


def _place(stage: Stage) -> str | None:
    return stage.state.current


async def test_it_shows_places_talk_and_members() -> None:
    async with on_stage() as stage:
        text = stage.text()
    for words in ("● connected as alice", "# garden", "5 new", "(edited)", "↪ alice: I do.", "Operators · 2"):
        assert words in text
    assert "dave, erin and 3 others joined  ·  zed left" in text
    assert "Mirela Ionescu and bob are typing" in text


async def test_ones_own_name_is_marked_where_others_say_it() -> None:
    state = sample.sample()
    garden = state.buffers["#garden"]
    garden.timeline.add(Message("own", sample.ME, "alice, that is me", sample.NOW, own=True))
    garden.timeline.add(Message("others", "bob", "alice, that is you", sample.NOW + 1, mention=True))
    async with on_stage(state) as stage:
        strips = stage.app.screen._compositor.render_strips()
    inks = {
        word: part.style.bgcolor
        for strip in strips
        for part, after in zip(strip, [*strip][1:], strict=False)
        for word in ("me", "you")
        if part.text == "alice" and f"that is {word}" in after.text and part.style is not None
    }
    assert list(inks) == ["you"], inks


async def test_what_is_written_is_sent_where_it_was_written() -> None:
    async with on_stage() as stage:
        await stage.write("hello all")
        await stage.press("enter")
        assert stage.core.lines == [("hello all", "#garden")]
        assert stage.app.talk.field.text == ""
        await stage.press("ctrl+p")
        assert stage.app.talk.field.text == "hello all"


async def test_what_is_typed_fast_lands_where_it_belongs() -> None:
    """Keys that wait in a row: each is done with before the next is looked at."""
    async with on_stage() as stage:
        keys = [
            *"one",
            "\u200d",
            "enter",
            *"two",
            "alt+down",
            *"three",
            "enter",
            "ctrl+k",
            *"bob",
            "enter",
            *"four",
            "enter",
        ]
        for key in keys:
            stage.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await stage.settle()
        assert stage.core.lines == [("one\u200d", "#garden"), ("three", "#kitchen"), ("four", "bob")]
        assert stage.state.buffers["#garden"].draft.text == "two"
        assert stage.app.talk.field.text == ""


async def test_several_lines_are_one_message() -> None:
    async with on_stage() as stage:
        await stage.write("one")
        await stage.press("ctrl+j")
        await stage.write("two")
        await stage.press("enter")
        assert stage.core.lines == [("one\ntwo", "#garden")]


async def test_each_place_keeps_its_draft() -> None:
    async with on_stage() as stage:
        await stage.press("alt+up")
        assert _place(stage) == "#board-2027"
        await stage.write("half a sentence")
        await stage.press("alt+down")
        assert stage.app.talk.field.text == ""
        assert "draft" in next(line for line in stage.screen() if line.startswith(" # board-2027"))
        await stage.press("alt+up")
        assert stage.app.talk.field.text == "half a sentence"


async def test_what_is_written_where_one_is_in_no_room_goes_along_into_the_first_one() -> None:
    async with on_stage() as stage:
        key, stage.state.current = stage.state.current, None
        stage.core.tell(c.CurrentChanged(None))
        await stage.write("hello")
        await stage.press("enter")
        assert stage.app.talk.field.text == "hello"
        assert stage.core.lines == [("hello", None)]
        stage.state.connection.been_here = False
        await stage.press("enter")
        assert "There is no connection yet. Nothing was sent." in stage.text()
        stage.state.current = key
        stage.core.tell(c.CurrentChanged(key))
        await stage.settle()
        assert stage.app.talk.field.text == "hello"
        assert stage.core.lines == [("hello", None)]


async def test_going_to_what_is_new_mentions_first() -> None:
    async with on_stage() as stage:
        visited = []
        for _ in range(2):
            await stage.press("alt+a")
            visited.append(_place(stage))
            buffer = stage.state.buffers[_place(stage) or ""]
            buffer.unread = buffer.mentions = 0
        assert visited == ["#kitchen", "bob"]


async def test_the_jump_list_narrows_and_joins() -> None:
    async with on_stage() as stage:
        await stage.press("ctrl+k")
        assert "2 private messages" in stage.text()
        await stage.press("b", "o")
        assert "book-club" in stage.text()
        await stage.press("enter")
        assert _place(stage) == "bob"
        await stage.press("ctrl+k", "b", "o", "o", "enter")
        assert stage.core.asked("join") == [{"room": "#book-club"}]
        await stage.press("ctrl+k", "escape")
        assert stage.app.screen is stage.app.talk


async def test_up_in_an_empty_field_edits_and_escape_leaves_it() -> None:
    async with on_stage() as stage:
        await stage.press("up")
        assert stage.app.talk.field.text == "Yes, I will bring it, and the small one too."
        assert "Changing what you said" in stage.text()
        await stage.press("escape")
        assert stage.app.talk.field.text == ""
        await stage.press("up", "!", "enter")
        edit = stage.core.asked("edit")[0]
        assert edit["text"].endswith("too.!")
        assert stage.core.lines == []


async def test_choosing_a_message_and_answering_it() -> None:
    async with on_stage() as stage:
        await stage.press("shift+up", "up", "up")
        chosen = stage.app.choosing.message
        assert chosen is not None
        assert chosen.sender == "Václav"
        await stage.press("r")
        assert "↪ Václav: nftables" in stage.text()
        await stage.write("poor slugs")
        await stage.press("enter")
        assert stage.core.asked("say") == [{"buffer": "#garden", "text": "poor slugs", "reply": chosen.id}]


async def test_what_is_for_one_person_is_not_said_to_all_as_an_answer_or_in_several_lines() -> None:
    async with on_stage() as stage:
        for text in ("@bob a secret", "\ufeff/msg bob a secret", "@bob a secret\nof two lines"):
            await stage.press("shift+up", "up", "r")
            stage.app.talk.field.write(text)
            await stage.press("enter")
        assert stage.core.asked("say") == []
        assert [line for line, _ in stage.core.lines] == [
            "@bob a secret",
            "\ufeff/msg bob a secret",
            "@bob a secret\nof two lines",
        ]
        await stage.press("shift+up", "up", "r")
        await stage.write("//quit")
        await stage.press("enter")
        assert [one["text"] for one in stage.core.asked("say")] == ["/quit"]


async def test_letters_act_only_on_a_chosen_message() -> None:
    async with on_stage() as stage:
        await stage.press("r", "e", "x")
        assert stage.app.talk.field.text == "rex"
        await stage.press("f6", "q")
        assert stage.app.talk.field.text == "rexq", "what can be written goes to the field"


async def test_reacting_and_taking_it_back() -> None:
    async with on_stage() as stage:
        await stage.press("shift+up", "up", "up", "plus", "1")
        chosen = stage.state.buffers["#garden"].timeline
        vaclav = next(item for item in chosen if getattr(item, "sender", "") == "Václav")
        assert stage.core.asked("react") == [{"buffer": "#garden", "id": vaclav.id, "text": "👍"}]
        await _click_on(stage, "🐌 2")
        assert stage.core.asked("unreact") == [{"buffer": "#garden", "id": vaclav.id, "text": "🐌"}]


async def _click_on(stage: Stage, words: str, times: int = 1) -> None:
    from rich.cells import cell_len

    y, line = next((y, line) for y, line in enumerate(stage.screen()) if words in line)
    await stage.pilot.click(offset=(cell_len(line[: line.index(words)]), y), times=times)
    await stage.settle()


async def test_removing_asks_and_says_why() -> None:
    async with on_stage() as stage:
        await stage.press("shift+up", "up", "delete")
        assert "Remove your message for everybody?" in stage.text()
        await stage.press("o", "h", "enter")
        asked = stage.core.asked("redact")[0]
        assert asked["reason"] == "oh"


async def test_a_message_that_was_refused_is_sent_again_or_thrown_away() -> None:
    async with on_stage() as stage:
        buffer = stage.state.buffers["#garden"]
        buffer.unsent["n-1"] = replace(
            buffer.unsent["n-1"], status="failed", failure=Failure("404", text="You may not speak [/] here")
        )
        stage.core.tell(c.MessageChanged("#garden", "n-1", "failed"))
        await stage.press("shift+up")
        assert "! Not sent: You may not speak [/] here" in stage.text()
        await stage.press("r")
        assert stage.core.asked("retry") == [{"buffer": "#garden", "id": "n-1"}]
        await _click_on(stage, "discard")
        assert stage.core.asked("discard") == [{"buffer": "#garden", "id": "n-1"}]


async def test_tab_completes_who_spoke_last_and_then_the_next() -> None:
    async with on_stage() as stage:
        await stage.write("b")
        await stage.press("tab")
        assert stage.app.talk.field.text == "bob: "
        stage.app.talk.field.put("")
        await stage.write("/to")
        assert "/topic" in stage.text()
        await stage.press("tab")
        assert stage.app.talk.field.text == "/topic "
        stage.app.talk.field.put("")
        await stage.write("see #b")
        await stage.press("tab", "tab")
        assert stage.app.talk.field.text == "see #board-2027 "


async def test_a_private_message_is_shown_in_passing() -> None:
    async with on_stage() as stage:
        message = sample.whisper()
        stage.core.tell(c.MessageAdded("bob", message.id, message))
        await stage.settle()
        assert "→ you │ private message from bob: are you coming by car?" in stage.text()
        await _click_on(stage, "Answer")
        assert _place(stage) == "bob"
        await stage.press("alt+up", "alt+up", "alt+up", "alt+up")
        await stage.press("ctrl+k", "g", "a", "r", "enter")
        assert "→ you" not in stage.text()


async def test_pasting_much_is_asked_about_and_a_slash_is_text() -> None:
    async with on_stage() as stage:
        field = stage.app.talk.field
        stage.app.paste("/quit now")
        await stage.settle()
        assert field.text == "//quit now"
        await stage.press("enter")
        assert stage.core.lines == [("//quit now", "#garden")]  # which says /quit now
        stage.app.paste("\ufeff/quit now")
        await stage.settle()
        assert field.text == "//quit now", "a mark in front is not seen, neither here nor there"
        await stage.press("ctrl+u")
        stage.app.paste("\n".join(["line"] * 1000))
        await stage.settle()
        for words in ("Paste 1000 lines?", "It is 1000 messages to #garden. It goes into the", "Paste it", "Cancel"):
            assert words in stage.text()
        assert "as a file" not in stage.text()  # which this server does not keep
        await stage.press("escape")
        assert field.text == ""
        stage.state.server.capabilities = frozenset({MULTILINE})
        for text, words in (
            ("line\n" * 1000, "It is 10 messages to #garden."),
            ("x\ud800" * 9000, "It is 5 messages to #garden."),
            ("y\n" * 9, "It is 1 message to #garden."),
        ):
            stage.app.paste(text)
            await stage.settle()
            assert words in stage.text()
            await stage.press("escape")
        stage.app.paste("x" * 50_001)
        await stage.settle()
        assert "The field takes lines of up to 50,000" in stage.text()
        assert "Paste it" not in stage.text()
        await stage.press("escape")
        assert field.text == ""
        await stage.press("c", "\ufffd", "x")
        assert stage.app.talk.field.text == "cx", "nothing is said with other letters in place of what is no UTF-8"
        assert "not valid UTF-8" in stage.text()
        field.put("/login ")
        await stage.press("enter", "h", "2", "enter")
        assert [line for line, _ in stage.core.lines[-2:]] == ["/login ", "/login h2"], "not said to the room"


async def test_the_mouse_picks_places_and_people() -> None:
    async with on_stage() as stage:
        await _click_on(stage, "# kitchen")
        assert _place(stage) == "#kitchen"
        await _click_on(stage, "# garden")
        await _click_on(stage, "● erin")
        assert "Write privately" in stage.text()
        await stage.press("enter")
        assert stage.core.asked("open")[-1] == {"buffer": "erin"}


async def test_dragging_copies_messages() -> None:
    async with on_stage() as stage:
        lines = stage.screen()
        first = next(y for y, line in enumerate(lines) if "Good morning!" in line)
        last = next(y for y, line in enumerate(lines) if "I do. It is on the hook" in line)
        log = stage.app.talk.timeline
        await stage.pilot.mouse_down(log, offset=(30, first - 1))
        await stage.pilot.hover(log, offset=(40, last - 1))
        await stage.pilot.mouse_up(log, offset=(40, last - 1))
        await stage.settle()
        assert stage.app.clipboard == (
            "[09:12] erin: Good morning! Who has the key of shed 2?\n"
            "[09:13] alice: I do. It is on the hook behind the door."
        )
        assert "copied 2 messages" in stage.text()


@pytest.mark.parametrize(
    ("width", "shown"), [(124, (True, True)), (100, (True, False)), (79, (False, False)), (50, (False, False))]
)
async def test_what_is_said_keeps_its_width(width: int, shown: tuple[bool, bool]) -> None:
    async with on_stage(size=(width, 24)) as stage:
        assert (stage.app.talk.places.display, stage.app.talk.members.display) == shown
        await stage.press("f3")
        assert stage.app.talk.members.display is not shown[1]
        await stage.press("escape")
        assert stage.app.talk.field.has_focus


async def test_a_lost_connection_is_said() -> None:
    async with on_stage() as stage:
        stage.state.connection.step = "offline"
        stage.core.tell(c.ConnectionChanged())
        await stage.settle()
        assert "! Not connected." in stage.text()
        assert "○ connection lost" in stage.text()
        await _click_on(stage, "Try now")
        assert stage.core.retried


@pytest.mark.parametrize("wide", [44, 80, 124])
async def test_without_a_mouse_one_tries_to_connect_now(wide: int) -> None:
    async with on_stage(size=(wide, 24)) as stage:
        stage.state.connection.step = "offline"
        stage.app.showing.retry_at = NOW + 4000
        await stage.settle()
        assert "Try now F7" in stage.text(), "however little room there is"
        assert stage.text().count("Not connected.") == 1
        await stage.press("f7")
        assert stage.core.retried


async def test_what_one_did_to_somebody_is_undone_by_a_key_or_a_click_for_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with on_stage() as stage:
        banned = Happening("modes", "h1", sample.NOW, by="ALICE", text="+b dave!*@*")
        stage.core.tell(c.HappeningAdded("#garden", "h1", banned))
        await stage.settle()
        assert "dave!*@* is banned.  Undo F7" in stage.text()
        await stage.press("f7")
        assert stage.core.lines == [("/mode -b dave!*@*", "#garden")]
        assert "Undo" not in stage.text()
        stage.core.tell(c.HappeningAdded("#garden", "h2", Happening("kicked", "h2", sample.NOW, "dave", by="alice")))
        await stage.settle()
        await _click_on(stage, "dave was removed.")
        assert stage.core.lines[1:] == [("/invite dave", "#garden")]
        by_others = Happening("modes", "h3", sample.NOW, by="Mirela Ionescu", text="+b erin!*@*")
        stage.core.tell(
            c.HappeningAdded("#garden", "h3", by_others), c.HappeningAdded("#garden", "h4", replace(banned, late=True))
        )
        await stage.settle()
        assert "is banned" not in stage.text()
        stage.core.tell(c.HappeningAdded("#garden", "h5", banned))
        monkeypatch.setattr(stage.core, "now", lambda: sample.NOW + 10_000)
        await stage.press("f7")
        assert "There is nothing to undo here." in stage.text()
        assert len(stage.core.lines) == 2


async def test_a_long_message_is_folded_until_it_is_clicked_or_its_letter_is_pressed() -> None:
    async with on_stage() as stage:
        text = ("word " * 1700)[:8192]
        stage.state.buffers["#garden"].timeline.add(Message("long", "bob", text, sample.NOW))
        stage.core.tell(c.MessageAdded("#garden", "long", stage.state.buffers["#garden"].timeline.get("long")))  # type: ignore[arg-type]
        await stage.settle()
        assert "Show all 8,192 letters" in stage.text()
        folded = stage.app.talk.timeline.window.heights.total
        await _click_on(stage, "Show all 8,192 letters")
        assert stage.app.talk.timeline.window.heights.total > 2 * folded
        assert "Show less" in stage.text()
        await stage.press("shift+up", "up", "m")  # the newest is one's own that is on its way
        assert stage.app.talk.timeline.window.heights.total == folded
        await stage.press("enter")
        assert "Show all 8,192 letters" in stage.text()
        await stage.press("enter", "c")
        assert stage.app.clipboard == text


async def test_folds_and_passing_messages_are_opened_by_the_keyboard() -> None:
    async with on_stage() as stage:
        await stage.press("shift+up", "home", "down", "down")
        chosen = stage.app.talk.timeline.row(stage.app.talk.timeline.chosen)
        assert chosen is not None
        assert chosen.kind == "fold"
        await stage.press("enter")
        assert "frank has joined" in stage.text()
        await stage.press("enter")
        assert "frank has joined" not in stage.text()
        message = sample.whisper()
        stage.core.tell(c.MessageAdded("bob", message.id, message))
        await stage.settle()
        await stage.press("end", "up", "enter")  # the last one is one's own that is on its way
        assert _place(stage) == "bob"
        assert stage.app.talk.field.has_focus


async def test_outside_all_places_words_are_typed_and_answers_stay() -> None:
    """Before a server without a lobby, or after the last room was left."""
    async with on_stage() as stage:
        stage.state.current = None
        stage.state.server = replace(stage.state.server, lobby="")
        stage.app.following.greeting = "Welcome to the chat, alice!"
        stage.core.tell(c.CurrentChanged(None), Ready())
        await stage.settle()
        assert "You are in no room. Type message, who, rooms," in stage.text()
        assert "Welcome to the chat, alice!" in stage.text()
        assert stage.core.done[-1] == ("list_people", {})
        stage.core.tell(c.PeopleListed(("alice", "bob"), frozenset()))
        await stage.write("join tea")
        await stage.press("enter")
        assert stage.core.lines == [("join tea", None)]
        assert "Online now (2): alice, bob" in stage.text()
        stage.core.tell(c.Noticed("", "n1", Note("n1", sample.NOW, "in_no_room", error=True)))
        await stage.settle()
        assert "! You are in no room. To enter one, type: join room" in stage.text()
        stage.core.do("open", buffer="#kitchen")
        await stage.settle()
        assert "Type message, who" not in stage.text()
        stage.state.current = None
        stage.core.tell(c.CurrentChanged(None))
        await stage.settle()
        assert "You are in no room. Type message, who" in stage.text()
        assert "Online now (2)" not in stage.text(), "what was told there has passed"


async def test_who_somebody_is_stands_below_what_one_sees() -> None:
    async with on_stage() as stage:
        stage.state.whois = Whois("[/]", host="~b@192.0.2.7", account="bob", secure=True)
        stage.core.tell(c.WhoisAnswered("[/]"))
        await stage.settle()
        assert "[/] is here, with the account bob." in stage.text()
        assert "~b@192.0.2.7, encrypted" in stage.text()


async def test_leaving() -> None:
    async with on_stage() as stage:
        await stage.press("ctrl+c")
        assert "Ctrl C again leaves." in stage.text()
        assert not stage.core.left
        await stage.press("ctrl+c")
        assert stage.core.left


async def test_the_end_is_read_when_somebody_looks_for_a_second() -> None:
    async with on_stage() as stage:
        stage.app.prefer("send_markers", False)
        stage.app.on_app_focus()
        await stage.pilot.pause(1.2)
        assert {"buffer": "#garden", "at": 0, "tell": False} in stage.core.asked("mark_read")


async def test_who_looks_elsewhere_and_again_sees_where_what_was_said_meanwhile_begins() -> None:
    async with on_stage() as stage:
        garden = stage.state.buffers["#garden"]
        await stage.press("escape")
        garden.unread, garden.read_at = 0, NOW
        stage.app.on_app_focus()
        stage.app.on_app_blur()
        garden.timeline.add(said("bob", "while you were elsewhere", NOW + 1))
        garden.unread = 1
        await stage.settle()
        assert "1 new" not in stage.text(), "nothing moves while nobody looks"
        stage.app.on_app_focus()
        await stage.settle()
        lines = stage.screen()
        place = next(n for n, line in enumerate(lines) if "while you were elsewhere" in line)
        assert "1 new" in lines[place - 1]
        garden.unread = 0
        stage.app.on_app_blur()
        stage.app.on_app_focus()
        await stage.settle()
        assert "1 new" in stage.text(), "it stays until one leaves the place, or Esc"


async def test_who_was_at_the_end_goes_on_where_what_was_missed_without_a_connection_begins() -> None:
    async with on_stage() as stage:
        garden, window = stage.state.buffers["#garden"], stage.app.talk.timeline.window
        await stage.press("escape")
        garden.unread, garden.read_at = 0, NOW
        stage.core.tell(Ready(again=True))
        for page in range(2):  # it comes in two
            missed = [
                replace(said("bob", f"missed {n}.", NOW + 1 + n), late=True) for n in range(page * 99, page * 99 + 99)
            ]
            for message in missed:
                garden.timeline.add(message)
            garden.unread += len(missed)
            stage.core.tell(*(c.MessageAdded("#garden", message.id, message) for message in missed))
            await stage.settle()
            lines = stage.screen()
            place = next(n for n, line in enumerate(lines) if "bob │ missed 0." in line)
            assert f"{len(missed) * (page + 1)} new" in lines[place - 1]
            assert 5 < place < 20
            assert not window.following
        await stage.press("escape")
        missed = [replace(said("bob", "and one more", NOW + 1000), late=True)]
        garden.timeline.add(missed[0])
        stage.core.tell(c.MessageAdded("#garden", missed[0].id, missed[0]))
        await stage.settle()
        assert window.following
        assert "new" not in stage.text(), "it is not the first one"


async def test_one_reads_on_at_a_gap_from_the_side_one_comes_from() -> None:
    """What is asked comes where one does not read; at the lower edge of what is loaded one reads on, too."""
    long_ago, now = NOW - 10**9, NOW + 10**6
    pages = [[said("bob", f"line {n}", when + n) for n in range(100)] for when in (long_ago, long_ago + 100, now)]
    async with on_stage() as stage:
        lobby, window = stage.state.buffers["#lobby"], stage.app.talk.timeline.window
        lobby.timeline.merge(pages[2], last=True)
        lobby.timeline.merge(pages[0])
        lobby.beginning = True
        stage.core.do("open", buffer="#lobby")
        await stage.settle()
        gap = next(item.id for item in lobby.timeline if isinstance(item, Gap) and item.at > long_ago)

        stage.app.reading.go_to("#lobby", pages[0][20].id)
        await stage.settle()
        stage.core.done.clear()
        window.to_row(pages[0][60].id)
        stage.app.repaint()
        await until(lambda: stage.core.asked("load_gap"))
        assert stage.core.asked("load_gap")[0] == {"buffer": "#lobby", "id": gap, "downwards": True}
        before = stage.screen()
        lobby.timeline.merge(pages[1], after=pages[0][-1].id)
        stage.core.tell(c.HistoryLoaded("#lobby", "gap"))
        await stage.settle()
        assert [line for line in stage.screen() if "line 6" in line] == [line for line in before if "line 6" in line]

        stage.core.done.clear()
        window.to_row(pages[2][0].id, 5)
        stage.app.reading.fill(next(item.id for item in reversed(lobby.timeline) if isinstance(item, Gap)))
        assert not stage.core.asked("load_gap")[0]["downwards"], "one came from below"

        lobby.timeline.trim(150, newest=True)
        stage.app.repaint()
        await stage.settle()
        window.to_end()
        stage.core.done.clear()
        stage.app.reading.moved()
        assert stage.core.asked("load_gap")[0]["downwards"]
        last = lobby.timeline[len(lobby.timeline) - 2].id
        line = window.heights.top(window.place_of(last) or 0) - window.top
        lobby.timeline.merge([said("bob", f"later {n}", long_ago + 300 + n) for n in range(50)], after=last)
        stage.app.repaint()
        await stage.settle()
        assert window.heights.top(window.place_of(last) or 0) - window.top == line
        assert window.anchor() is not None

        await stage.press("ctrl+end")
        assert stage.core.asked("load_latest") == [{"buffer": "#lobby"}]
        lobby.timeline.merge(pages[2], last=True)
        stage.app.repaint()
        await stage.settle()
        assert window.anchor() is None
        assert "line 99" in stage.text()


async def test_what_comes_into_view_by_itself_is_looked_at() -> None:
    """Nobody scrolls: a timer of the screen has painted."""
    async with on_stage() as stage:
        lobby = stage.state.buffers["#lobby"]
        stage.core.do("open", buffer="#lobby")
        await stage.settle()
        stage.core.done.clear()
        lobby.beginning = False
        lobby.timeline.add(said("bob", "one line, and room for a screen of them", NOW))
        stage.app.repaint()
        await until(lambda: stage.core.asked("load_older"))
        assert stage.core.asked("load_older")[0] == {"buffer": "#lobby"}


async def test_the_last_messages_are_copied_and_the_mouse_let_go_by_the_settings() -> None:
    async with on_stage() as stage:
        await stage.write("/copy 2")
        await stage.press("enter")
        assert stage.app.clipboard.count("\n") >= 1
        assert "Somebody should tell the neighbours" in stage.app.clipboard
        assert stage.core.lines == []
        stage.app.prefer("mouse", False)
        assert not stage.app.mouse.ours
        stage.app.prefer("mouse", True)
        assert stage.app.mouse.ours


async def test_all_that_can_be_typed_is_picked_from() -> None:
    async with on_stage() as stage:
        await stage.write("half a thought")
        await stage.press("f8")
        assert "/msg name text" in stage.text()
        assert "/rehash" not in stage.text(), "what one may not do is left out"
        await stage.press(*"where you logged", "enter")
        assert "Nothing" not in stage.text()
        await stage.press("f8", *"devices", "enter")
        assert stage.app.talk.field.text == "/devices "
        assert stage.core.lines == [], "it is sent by Enter alone"
        await stage.press("enter")
        assert stage.core.lines == [("/devices ", "#garden")]
        await stage.press("ctrl+p", "ctrl+p")
        assert stage.app.talk.field.text == "half a thought"
        await stage.press("f8", *"no such thing", "enter", "escape")
        assert stage.app.talk.field.text == "half a thought"


@pytest.mark.parametrize(("size", "whole"), [((124, 40), True), ((80, 24), True), ((80, 20), False), ((30, 12), False)])
async def test_an_invitation_is_shown_as_a_code_where_one_fits(size: tuple[int, int], whole: bool) -> None:
    link = "http://localhost:7931/invite#4GC3-3FAS-P6OL-6NOV.akiWaE_ismw9WL9LyfBX5HyCivRFSTsxiUGAwbmRBqQ"
    async with on_stage(size=size) as stage:
        stage.core.tell(c.Noticed("#garden", "n1", Note("n1", NOW, "service", ("bob", "NOTICE"), link)))
        await stage.settle()
        assert "copy the link" not in stage.text(), "only the server makes invitations"
        stage.core.tell(c.Noticed("#garden", "n2", Note("n2", NOW, "service", ("NickServ", "NOTICE"), link)))
        await stage.settle()
        assert ("▀▄" in stage.text()) is whole
        assert "copy the" in stage.text()
        await stage.press("c")
        assert stage.app.clipboard == link
        assert "copy the link" not in stage.text()


async def test_no_password_is_among_what_was_written_before() -> None:
    async with on_stage() as stage:
        for text in ("one", "/login alice hunter22", "/register hunter22"):
            await stage.write(text)
            await stage.press("enter")
        await stage.press("ctrl+p")
        assert stage.app.talk.field.text == "one"


@pytest.mark.parametrize("wide", [21, 50, 80, 100, 124, 200])
async def test_the_keys_at_the_bottom_are_whole(wide: int) -> None:
    async with on_stage(size=(wide, 24)) as stage:
        line = stage.screen()[-1]
        shown = re.findall(r"(\S+) (\S(?:\S| (?! ))*)(?:   |\s*$)", line[line.index("F1") :].split("Guests")[0])
        known = {key.short for key in KEYS if key.short}
        assert shown
        assert {words.strip() for _, words in shown} <= known, line


async def test_the_key_of_a_room_is_asked_for_and_written_nowhere() -> None:
    async with on_stage() as stage:
        note = Note("~9", NOW, "475", ("#vault", "Cannot join"), "Cannot join", error=True)
        stage.core.tell(KeyWanted("#vault", note))
        await stage.settle()
        assert "vault needs a key to join." in " ".join(stage.text().split())
        await stage.press(*"ses ame")
        await stage.press("enter")
        assert "A key is one word" in stage.text()
        assert not stage.core.asked("join")
        await stage.press(*["backspace"] * 4)
        await stage.press(*"ame")
        assert "sesame" not in stage.text()
        await stage.press("enter")
        assert stage.core.asked("join") == [{"room": "#vault", "key": "sesame"}]
        await stage.press(*"sesam")  # before the answer
        assert not stage.app.talk.field.text
        await stage.answer(note)
        assert "vault needs a key to join, and that was not it." in " ".join(stage.text().split())
        await stage.press(*"open", "enter")
        assert stage.core.asked("join")[1:] == [{"room": "#vault", "key": "open"}]
        await stage.answer(Note("~9", NOW, "no_connection", (), error=True))
        assert "There is no connection." in stage.text()
        await stage.press(*"again", "enter")
        await stage.answer()
        assert stage.app.screen is stage.app.talk
        assert not stage.app.talk.field.text
