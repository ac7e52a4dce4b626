"""What the console knows, shows and asks for, without a server and without a screen."""

from __future__ import annotations

import pytest
from tests.console.fake import FACTS, LINK, NOW, PEOPLE, RATES, FakeServer, desk, running
from tests.support.each import each

from hubbub.console import acts, sentences, tables
from hubbub.console.desk import Desk
from hubbub.console.records import Answer, Ban, Bans, Facts, Line, NoRecord, Order, People, Person, Rates, read, written
from hubbub.console.state import ServerStatus
from hubbub.wire.sanitize import visible


def words(tab: str, find: str = "", order: int = 0) -> list[tuple[str, ...]]:
    made, _ = running()
    made.tab, made.find, made.order_by[tab] = tab, find, order
    return [cells.words for cells in made.rows()]


def test_tables_show_what_there_is_and_nothing_of_others_moves_a_cursor() -> None:
    assert [row[0] for row in words("people")] == ["alice", "bob", "zoë"]
    assert words("people")[1] == ("bob", "lobby", "192.0.2.7", "plain text", "1 min", "11 min")
    assert words("rooms")[0][2:4] == ("3", "1,412")
    assert [row[0] for row in words("reports")] == ["bob", "dave"]  # closed ones last
    assert [row[2] for row in words("bans")] == ["the server", "tea"]
    for tab in ("people", "rooms", "reports", "bans"):
        assert all(visible(word) == word for row in words(tab) for word in row)


def test_rows_are_found_by_what_is_shown_and_more_and_ordered_by_any_column() -> None:
    assert [row[0] for row in words("people", "192.0.2.7")] == ["bob"]
    assert [row[0] for row in words("people", "#TEA")] == ["alice"]
    assert [row[0] for row in words("reports", "buy this")] == ["bob"]
    assert [row[0] for row in words("people", order=5)] == ["alice", "zoë", "bob"]
    assert [row[0] for row in words("people", order=-1)] == ["zoë", "bob", "alice"]
    made, _ = running()
    made.sort(0)
    assert made.order_by["people"] == -1


def test_a_gap_forgets_what_was_known_and_changes_come_one_by_one() -> None:
    made, _ = running()
    made.told([People(now=(), gone=("v2",))])
    assert list(made.state.people) == ["a1", "v3"]
    before = len(made.state.lines)
    made.told([FACTS, People(now=PEOPLE[:1]), *[line for line in made.state.lines if line.event == "came"]])
    assert list(made.state.people) == ["a1"]
    assert len(made.state.lines) == before  # what was told before is no news


def test_a_ban_that_would_meet_others_says_so_and_is_not_offered_first() -> None:
    made, _ = running()
    made.chosen["people"] = "v2"
    alone = made.acts()[-1]
    assert alone.fields[0].choices == ("the address 192.0.2.7", "the name bob")
    assert "from that address" not in alone.sentence
    for n in (1, 2):
        made.told([People(now=(Person(key=f"n{n}", name=f"near{n}", address="192.0.2.7"),))])
        among = made.acts()[-1]
        assert among.fields[0].choices == ("the name bob", "the address 192.0.2.7")
        assert f"{n} other{'s come' if n > 1 else ' comes'} from that address, too." in among.sentence


def acted(made: Desk, act: acts.Act, typed: list[str]) -> str:
    """What a card of that act hears, or is told before it begins."""
    found, card = made.act(act, typed), Hearing()
    if isinstance(found, str):
        return found
    found(card)
    return card.heard[0]


class Hearing:
    """A card that is open."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def __call__(self, refused: str) -> bool:
        self.heard.append(refused)
        return True


def test_what_can_be_done_follows_the_row_and_becomes_a_command() -> None:
    made, server = running()
    made.chosen["people"] = "a1"
    by_key = {act.key: act for act in made.acts()}
    assert list(by_key) == ["w", "r", "k", "b"]
    assert acted(made, by_key["w"], [" lunch  is\nready "]) == ""
    assert acted(made, by_key["r"], [""]) == ""
    assert acted(made, by_key["k"], ["#tea", "too loud"]) == ""
    assert acted(made, by_key["b"], ["the address 192.0.2.1", "a day", "spam"]) == ""
    assert acted(made, by_key["b"], ["the account alice", "for ever", ""]) == ""
    assert server.asked[1:] == [
        "say alice lunch is ready",
        "remove alice",
        "kick #tea alice too loud",
        "uban add 192.0.2.1 1d spam",
        "uban add $a:alice",
    ]
    assert "what the server is to say" in acted(made, by_key["w"], ["  "])
    made.tab, made.chosen["reports"] = "reports", 1
    assert [act.key for act in made.acts()] == ["t", "c", "w", "r", "k", "b"]  # who is reported is here
    made.tab, made.chosen["bans"] = "bans", ("", "192.0.2.0/24")
    assert made.acts()[0].command([]) == "uban del 192.0.2.0/24"
    made.chosen["bans"] = ("#tea", "a!*@*")
    assert acted(made, made.acts()[0], []) == ""
    assert server.asked[-1] == "unban #tea a!*@*"
    muted = Ban("2 m:b!*@*", "m:b!*@*", "alice", NOW, room="#tea")
    made.told([Bans(now=(muted,), gone=("0 192.0.2.0/24", "2 a!*@*"))])
    made.chosen["bans"] = ("#tea", "m:b!*@*")
    assert [(row.words[0], row.badge) for row in made.rows()] == [("b!*@*", "muted")]
    act = made.acts()[0]
    assert (act.title, act.command([])) == ("Let b!*@* speak again?", "unban #tea m:b!*@*")


def test_a_card_hears_why_nothing_was_done_and_that_the_server_went_away() -> None:
    made, server = running()
    made.chosen["people"] = "a1"
    remove = next(act for act in made.acts() if act.key == "r")
    server.answers["remove alice"] = ("! no", "! alice is not here")
    assert acted(made, remove, [""]) == "no alice is not here"
    card = Hearing()
    made.server = Silent()
    waits = made.act(remove, [""])
    assert not isinstance(waits, str)
    waits(card)
    assert card.heard == []
    made.told([ServerStatus("lost")])
    assert card.heard == ["The server went away before it answered."]


class Silent(FakeServer):
    """Takes orders, and says nothing."""

    def order(self, order: Order) -> bool:
        return True


def test_an_invitation_is_made_shown_and_kept_out_of_the_log() -> None:
    made, server = running()
    shown: list[str] = []
    made.made_link = lambda: shown.append(made.link)
    server.answers["invite-link room tea uses 3 days 1"] = (
        "Invitation 1 to #tea, for 3 people, until tomorrow. It is shown only now:",
        LINK,
        "█▀▄",
        "To end it: /invite-link revoke 1",
    )
    assert "is a number" in acted(made, acts.invitation(), ["many", "7", ""])
    assert acted(made, acts.invitation(), ["3", "1", "tea"]) == ""
    assert shown == [LINK]
    assert made.invited == "Invitation 1 to #tea, for 3 people, until tomorrow."
    assert not any("7Q4W" in line.text for line in made.state.lines)


def test_what_is_typed_is_done_completed_and_kept_for_the_up_key() -> None:
    made, server = running()
    server.answers["frobnicate"] = ("! no",)
    made.typed("/who")
    made.typed("frobnicate")
    made.typed("stop")
    assert (server.asked[1:], server.did) == (["who", "frobnicate"], ["stop"])
    assert made.orders.typed == ["who", "frobnicate", "stop"]
    assert [(line.text, line.level) for line in made.state.lines][-2:] == [("> frobnicate", "info"), ("no", "warning")]
    assert made.orders.complete("u", made.state) == ["uban"]
    assert made.orders.complete("uban d", made.state) == ["uban del"]
    assert made.orders.complete("remove b", made.state) == ["remove bob"]
    assert made.orders.usage("uban add").endswith("ban from the whole server")


def test_a_server_that_does_not_run_is_said_to_and_can_be_started() -> None:
    made, server = desk()
    assert made.title == "hubbub on /data · stopped"
    made.typed("who")
    assert "nothing was done" in made.state.lines[-1].text
    assert "port is a number" in made.start("all", "x7")
    assert "one word" in made.start("two words", "7")
    assert made.start(" 127.0.0.1 ", "7000") == ""
    assert server.did == ["start 127.0.0.1:7000"]
    made.told([ServerStatus("failed", "Cannot listen on *:7777: the address is in use", free=7778)])
    assert (made.state.lines[-1].level, made.standing.free) == ("error", 7778)
    assert made.words_of_standing == "stopped: nobody can join"


def test_head_tiles_and_ways_to_join_are_said_in_words() -> None:
    made, _ = running()
    assert made.title == "hubbub on garden · running on port 7777"
    assert made.words_of_standing == "running on all addresses, port 7777, for 3 h 12 min"
    made.told([Rates(at=NOW + 1000, online=4, most=5, messages=1415, connections={"IRC": 4})])
    tiles = sentences.tiles(made.state)
    assert [(tile.title, tile.figure) for tile in tiles[:3]] == [
        ("Online", "4"), ("Messages", "1.5/s"), ("Connections", "4"),
    ]  # fmt: skip
    assert tiles[0].values == [3, 4]
    assert sentences.joining(FACTS) == [
        ("On this machine", "nc localhost 7777"),
        ("On the network", "nc 192.168.1.20 7777"),
        ("In a browser", "http://192.168.1.20:7777/"),
        ("Own client", "hubbub chat 192.168.1.20"),
    ]
    assert [len(line) for line in sentences.fingerprint(FACTS)] == [23] * 4
    assert [tile.figure for tile in sentences.tiles(desk()[0].state)] == ["–"] * 4
    assert acts.stop_words(made.state).startswith("4 people are online. They are told")
    assert acts.stop_words(desk()[0].state).startswith("Whoever is online is told"), "nobody knows how many they are"


def test_the_log_is_filtered_by_level_and_words() -> None:
    made, _ = running()
    made.level = "errors"
    assert [line.text for line in made.lines(9)] == ["the disk is full: messages wait"]
    made.level, made.words = "everything", "ALICE"
    assert len(made.lines(9)) == 1


@each(("milliseconds", "said"), [(0, "now"), (60_000, "1 min"), (7_200_000, "2 h"), (1 << 30, "12 d")])
def test_times_are_short(milliseconds: int, said: str) -> None:
    assert sentences.ago(milliseconds) == said


def test_sizes_are_short() -> None:
    assert [sentences.size(n) for n in (12, 1234, 212_000_000, 3 << 40)] == ["12 B", "1.2 kB", "212 MB", "3.3 TB"]


def test_records_are_read_as_they_were_written_and_nothing_else_is() -> None:
    for record in (FACTS, RATES, Answer(number=1, done=False, lines=("! no",))):
        assert read(written(record)) == record
    assert isinstance(read(b'{"is": "facts", "server": "a", "version": "2", "started_at": 1, "new": 3}'), Facts)
    for line in (b"", b"\x06", b"{}", b'{"is": "x"}', b'{"is": "rates", "at": "x"}', b"\xff"):
        with pytest.raises(NoRecord):
            read(line)


@each("wide", [0, 5, 40, 62, 78, 91, 167])
def test_columns_of_a_terminal_fill_it_and_times_are_cut_last(wide: int) -> None:
    for columns in tables.COLUMNS.values():
        cells = tables.widths(columns, wide)
        assert sum(cells) == max(wide, len(columns))
        if wide >= 60:
            assert cells[0] >= 13, "a name and a word about it"
        if wide >= 78:
            assert cells[-1] >= min(8, columns[-1].cells), "'12 min' and a space on either side"


def test_what_a_server_said_last_is_told_once() -> None:
    made, _ = running()
    made.told([Line(at=NOW, level="info", event="came", text="lea came"), ServerStatus("lost")])
    made.told([ServerStatus("failed", "The server was killed by signal 9.\nlea came\nnobody saw this")])
    told = [(line.level, line.text) for line in made.state.lines]
    assert told.count(("info", "lea came")) == 1
    assert ("error", "lea came") not in told
    assert ("error", "nobody saw this") in told
    for phase in ("starting", "running"):
        made.told([ServerStatus(phase)])
    made.told([ServerStatus("failed", "The server was killed by signal 9.\nlea came\nnobody saw this")])
    told = [(line.level, line.text) for line in made.state.lines]
    assert told[-2:] == [("error", "lea came"), ("error", "nobody saw this")], "it is new when it happens again"


def test_a_copy_that_was_proved_is_good_news_in_the_log() -> None:
    said = (Line(0, "info", "came", "x"), Line(0, "info", "copied", "x"), Line(0, "error", "copy_failed", "x"))
    inks = [sentences.log_ink(line) for line in said]
    assert inks == ["ink", "good_ink", "bad_ink"]
