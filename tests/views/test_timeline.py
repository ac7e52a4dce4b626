"""The rows of a place: groups, days, the "new" line, folds, and what stays the same object."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hubbub.client.state.buffers import Buffer
from hubbub.client.state.items import Gap, Item, Note
from hubbub.client.state.messages import Failure, Reaction
from hubbub.views.rows import Quote, Row
from hubbub.views.timeline import Passing, Showing, TimelineRows

from .making import NOW, TODAY, at, buffer, happened, know, said, state


def rows(place: Buffer, **how: object) -> list[Row]:
    return TimelineRows().build(state(place), place, Showing(NOW, TODAY, **how))  # type: ignore[arg-type]


def seen(rows: list[Row]) -> list[str]:
    """Each row in short: a sign of its kind, and its text."""
    signs = {
        "message": "",
        "day": "= ",
        "new": "! ",
        "event": "* ",
        "fold": "~ ",
        "gap": "… ",
        "whisper": "→ ",
        "note": "n ",
    }
    return [
        signs[row.kind] + (f"{row.name}: " if row.kind == "message" and row.head else "") + row.text for row in rows
    ]


def test_one_person_speaks_under_one_name() -> None:
    place = buffer(
        "#tea", said("1", "bob", "a"), said("2", "bob", "b", 4.9), said("3", "bob", "c", 10), said("4", "dave", "d", 11)
    )
    assert seen(rows(place)) == ["= Today", "bob: a", "b", "bob: c", "dave: d"]


def test_replies_and_actions_begin_anew() -> None:
    place = buffer(
        "#tea",
        said("1", "bob", "a"),
        said("2", "bob", "b", reply="1"),
        said("3", "bob", "waves", kind="did"),
        said("4", "bob", "c"),
    )
    made = rows(place)[1:]
    assert [row.head for row in made] == [True, True, True, True]
    assert made[1].reply == Quote("1", "bob", "a")
    assert made[2].action


def test_a_gap_at_the_end_is_of_what_was_said_later() -> None:
    """Who reads far above: the newest part was let go."""
    place = buffer("#tea", said("1", "bob", "a"), Gap("2", at(1)))
    maker, showing = TimelineRows(), Showing(NOW, TODAY)
    assert seen(maker.build(state(place), place, showing))[-1] == "… Later messages are not loaded"
    place.timeline.add(said("3", "bob", "b", 2))
    assert seen(maker.build(state(place), place, showing))[-2:] == ["… Some messages are not loaded here", "bob: b"]


def test_days_have_lines() -> None:
    place = buffer(
        "#tea", said("1", "bob", "a", -60 * 24 * 400), said("2", "bob", "b", -60 * 24), said("3", "bob", "c")
    )
    assert seen(rows(place)) == ["= Monday 20 October 2025", "bob: a", "= Yesterday", "bob: b", "= Today", "bob: c"]


def test_the_new_line_stands_before_what_others_said_since() -> None:
    place = buffer(
        "#tea",
        said("1", "bob", "old", 1),
        said("2", "alice", "mine", 2),
        happened("3", "joined", "zed", 2.5),
        said("4", "bob", "news", 3),
        said("5", "dave", "more", 4),
    )
    assert seen(rows(place, new_at=at(1))) == [
        *("= Today", "bob: old", "alice: mine", "~ zed has joined tea."),
        *("! 2 new", "bob: news", "dave: more"),
    ]


def test_who_comes_and_goes_is_folded() -> None:
    place = buffer(
        "#tea",
        said("0", "zed", "bye"),
        *(happened(f"j{name}", "joined", name, 1) for name in ("dave", "erin", "f", "g", "h")),
        happened("1", "left", "zed", 2),
        happened("2", "left", "h", 2),
        said("3", "bob", "quiet"),
    )
    assert seen(rows(place))[2:] == ["~ dave, erin and 2 others joined  ·  zed left", "bob: quiet"]
    opened = rows(place, opened=frozenset({"fold jdave"}))[2]
    assert opened.more[-2:] == ("zed has left tea.", "h has left tea.")


def test_a_fold_that_comes_to_nothing_is_no_row() -> None:
    place = buffer(
        "#tea", said("1", "bob", "a"), happened("2", "joined", "x"), happened("3", "left", "x"), said("4", "bob", "b")
    )
    assert seen(rows(place)) == ["= Today", "bob: a", "b"]


def test_come_and_go_can_be_all_or_none() -> None:
    place = buffer("#tea", happened("1", "joined", "x"), happened("2", "joined", "y"), said("3", "bob", "b"))
    assert seen(rows(place, come_and_go="all"))[1:] == ["* x has joined tea.", "* y has joined tea.", "bob: b"]
    assert seen(rows(place, come_and_go="none")) == ["= Today", "bob: b"]


def test_in_the_lobby_people_join_the_chat() -> None:
    assert seen(rows(buffer("#lobby", happened("1", "joined", "Bob")))) == ["= Today", "~ Bob has joined the chat."]


def test_what_happens_has_a_line_each() -> None:
    place = buffer(
        "#tea",
        happened("1", "topic", "", text="[/] spring", by="bob"),
        happened("2", "modes", "", text="+h dave", by="bob"),
        happened("3", "kicked", "zed", by="bob", text="spam"),
        Gap("4", at(0)),
        Note("5", at(0), "404", text="Cannot send", error=True),
    )
    assert seen(rows(place))[1:] == [
        "* bob changed the topic of tea to: [/] spring",
        "* bob made dave a moderator",
        "* zed was removed from tea by bob: spam",
        "… Some messages are not loaded here",
        "n Cannot send",
    ]


def test_what_became_of_a_message() -> None:
    place = buffer(
        "#tea",
        said("1", "bob", "a", edited_at=5, reactions={"👍": Reaction(2, ("dave", "alice"), own=True)}),
        said("2", "bob", "", redacted=True, redacted_by="bob"),
        said("3", "dave", "", redacted=True, redacted_by="bob", redacted_why="spam"),
        said("4", "dave", "x", reply="3"),
        said("5", "dave", "y", reply="gone"),
    )
    made = rows(place)[1:]
    assert made[0].remark == "(edited)"
    assert [(one.text, one.count, one.mine) for one in made[0].reactions] == [("👍", 2, True)]
    assert [made[1].text, made[2].text] == ["bob removed a message", "bob removed a message of dave: spam"]
    assert made[3].reply == Quote("3", "", "a message that was removed")
    assert made[4].reply == Quote("gone", "", "an earlier message")


def test_ones_own_message_on_its_way() -> None:
    place = buffer("#tea")
    mine = said("n-1", "alice", "hi", client_id="n-1", status="sending")
    place.unsent["n-1"] = mine
    place.unsent["n-2"] = replace(mine, id="n-2", client_id="n-2", at=at(-1))
    place.unsent["n-3"] = replace(
        mine, id="n-3", client_id="n-3", status="failed", failure=Failure("404", text="No [/]")
    )
    made = rows(place)[1:]
    assert [(row.state, row.remark, row.why) for row in made] == [
        ("sending", "", ""),
        ("sending", "sending…", ""),
        ("failed", "", "Not sent: No [/]"),
    ]
    place.timeline.add(Note("n", NOW, "sent_later"))
    assert rows(place)[1:] == made, "that it waits is said behind it, and above the field"
    keys = [row.key for row in made]
    place.timeline.add(replace(mine, id="server-1", status="sent"))
    del place.unsent["n-1"]
    assert rows(place)[1].key == keys[0], "it stays the same row when it is accepted"


def test_what_told_of_waiting_goes_when_it_is_over() -> None:
    place, maker = buffer("zed", said("1", "alice", "later", status="kept")), TimelineRows()
    place.timeline.add(Note("n", NOW, "HELD", ("zed",), "zed is offline."))
    place.timeline.add(Note("m", NOW, "HELD", (), "hm"))
    made, gone = state(place), Showing(NOW, TODAY, passing=[Passing("1", Note("p", NOW, "sent_later"))])

    def shown() -> list[str]:
        return [f"{row.text} {row.remark}".strip() for row in maker.build(made, place, gone)][1:]

    made.connection.step = "offline"
    waits = "There is no connection. It will be sent when there is one again."
    assert shown() == ["later (waits for zed)", waits, "zed is offline.", "hm"]
    made.connection.step = "ready"
    assert shown() == ["later (waits for zed)", "zed is offline.", "hm"]
    zed = know(made, "zed", online=True)
    assert shown() == ["later", "hm"]
    made.connection.step, zed.online = "offline", False
    assert shown() == ["later", "hm"], "it is not waited for twice"


def test_what_is_shown_in_passing_stands_where_it_came() -> None:
    place = buffer("#tea", said("1", "bob", "a"), said("2", "bob", "b"))
    whisper = said("p", "dave", "psst\x1b[2J", private=True, mention=True)
    made = rows(place, passing=[Passing("1", whisper, "dave")])
    assert seen(made) == ["= Today", "bob: a", "→ psst^[[2J", "bob: b"]
    assert made[2].place == "dave"
    assert seen(rows(place, passing=[Passing("gone", whisper, "dave")]))[-1] == "→ psst^[[2J"


def test_what_came_before_anything_stood_there_stands_before_what_came_later() -> None:
    welcome = Passing("", Note("n", at(5), "words", text="welcome"))
    assert seen(rows(buffer("#tea"), passing=[welcome])) == ["n welcome"]
    place = buffer("#tea", said("1", "bob", "history", 1), said("2", "bob", "news", 9))
    assert seen(rows(place, passing=[welcome])) == ["= Today", "bob: history", "n welcome", "bob: news"]


def test_programs_talk_to_each_other_unseen() -> None:
    assert seen(rows(buffer("bob", said("1", "bob", "\x01VERSION\x01")))) == ["n Nothing has been said here yet."]


def test_an_empty_place_says_so() -> None:
    place = buffer("#tea")
    assert seen(rows(place)) == ["n Nothing has been said here yet."]
    place.joined = False
    assert seen(rows(place)) == ["n Loading…"], "one is coming in"


items = st.lists(
    st.one_of(
        st.builds(
            said,
            st.uuids().map(str),
            st.sampled_from(["alice", "bob", "dave"]),
            st.text(max_size=9),
            st.integers(-5000, 0),
        ),
        st.builds(happened, st.uuids().map(str), st.sampled_from(["joined", "left", "topic"]), st.sampled_from("xyz")),
        st.builds(Gap, st.uuids().map(str), st.integers(0, NOW)),
    ),
    unique_by=lambda item: item.id,
    max_size=30,
)


@given(items)
def test_rows_that_look_the_same_are_the_same_objects(some: list[Item]) -> None:
    some = sorted(some, key=lambda item: item.at)
    place = buffer("#tea", *some)
    maker, world = TimelineRows(), state(place)
    before = maker.build(world, place, Showing(NOW, TODAY))
    again = maker.build(world, place, Showing(NOW, TODAY))
    assert all(one is other for one, other in zip(before, again, strict=True))
    assert len({row.key for row in before}) == len(before)
    place.timeline.add(said("last", "bob", "new", 1))
    later = {row.key: row for row in maker.build(world, place, Showing(NOW, TODAY))}
    kept = [row for row in before if later.get(row.key) is row]
    assert len(kept) >= len(before) - 1, "at most an empty place's words, or nothing, has gone"
    assert list(later.values()) == TimelineRows().build(world, place, Showing(NOW, TODAY))


def test_of_a_long_message_the_beginning_is_shown_until_it_is_opened() -> None:
    text = "\n".join(map(str, range(60)))
    place = buffer("#tea", said("1", "bob", text), said("2", "bob", "1\n2"))
    _, long, short = rows(place)
    assert (long.text, long.begun.split("\n")[-1], long.toggle, short.toggle) == (text, "23", "Show all 60 lines", "")
    assert short.begun == short.text
    opened = rows(place, opened=frozenset({"1"}))[1]
    assert (opened.begun, opened.toggle) == (text, "Show less")
