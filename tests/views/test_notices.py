"""What is worth a notice: by place, by what a person wants in general, and not in the quiet hours."""

from __future__ import annotations

from datetime import datetime

from tests.support.each import each
from tests.views.making import NOW, buffer, said, state

from hubbub.client.protocol.capabilities import PINS
from hubbub.client.state.buffers import Member
from hubbub.views import acts
from hubbub.views.notices import Deciding, Wish, quiet_hours

PLAIN, MEANT = said("1", "bob", "hello", 0), said("2", "bob", "alice: hello", 0, mention=True)


@each(
    ("notify", "level", "plain", "meant"),
    [
        ("mentions", "mentions", False, True),
        ("mentions", "everything", True, True),
        ("mentions", "nothing", False, False),
        ("all", "mentions", True, True),
        ("all", "nothing", False, False),
        ("nothing", "everything", False, False),
    ],
)
def test_the_place_and_the_person_say_what_is_told(notify: str, level: str, plain: bool, meant: bool) -> None:
    for message, told in ((PLAIN, plain), (MEANT, meant)):
        room = buffer("#a")
        room.notify = notify  # type: ignore[assignment]
        notice = Deciding().of(room, message, looking=False, now=NOW, wish=Wish(level))
        assert (notice is not None) == told


@each(
    ("begin", "end", "quiet"),
    [
        ("22:00", "07:00", {"23:30", "06:59"}),
        ("12:00", "13:00", {"12:30"}),
        ("", "07:00", set()),
        ("8:00", "8:00", set()),
    ],
)
def test_quiet_hours_may_go_over_midnight(begin: str, end: str, quiet: set[str]) -> None:
    wish = Wish("everything", begin, end)
    for clock in ("23:30", "06:59", "07:00", "12:30", "21:59"):
        hour, minute = map(int, clock.split(":"))
        now = int(datetime(2026, 11, 24, hour, minute).timestamp() * 1000)
        assert wish.is_quiet(now) == (clock in quiet)
        message = said("9", "bob", "x", (now - NOW) / 60_000)
        assert (Deciding().of(buffer("#a"), message, looking=False, now=now, wish=wish) is None) == (clock in quiet)


def test_who_keeps_order_may_pin_where_the_server_knows_how() -> None:
    room = buffer("#a", PLAIN, members=("alice", "bob"))
    made = state(room)

    def offered() -> list[str]:
        return [act.name for act in acts.of_message(made, room, PLAIN) if "pin" in act.name]

    assert offered() == []
    room.members["alice"] = Member("alice", "o")
    assert offered() == []
    made.server.capabilities = frozenset({PINS})
    assert offered() == ["pin"]
    room.pins = ["1"]
    assert offered() == ["unpin"]


@each(
    ("text", "hours"),
    [
        ("22:30-7:00", ("22:30", "07:00")),
        (" 22 - 7.15 ", ("22:00", "07:15")),
        ("", ("", "")),
        ("22", None),
        ("22-25", None),
        ("22:3-7", None),
        ("1-2-3", None),
        ("a-b", None),
    ],
)
def test_quiet_hours_are_two_times(text: str, hours: tuple[str, str] | None) -> None:
    assert quiet_hours(text) == hours
