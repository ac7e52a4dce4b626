"""The time of day leaps ahead by hours or years, and is put right again: "what is let go of with age is let go of by
time that has passed", for nothing of it comes back."""

from __future__ import annotations

from base64 import b64encode

import msgspec
import pytest
from tests.commands.moderation.test_invites import console
from tests.commands.test_timekeeping import DAY, HOUR, MINUTE, POLICY, YEAR, Day
from tests.support.each import each
from tests.support.memory_chat import MemoryChat

from hubbub.chat.events import NAME_RESTS_MS, AccountDeleted, ClockLeapt, LoginKept, MessageSent, ResetCodeMade
from hubbub.chat.world import state
from hubbub.chat.world.leaps import LEAST, Leaps
from hubbub.commands.accounts import logins, push
from hubbub.commands.guard import banned
from hubbub.commands.messages import files
from hubbub.commands.moderation import audit, bans, reports
from hubbub.commands.rooms import forgetting, modes
from hubbub.commands.sessions import entering, staying

FORGETFUL = msgspec.structs.replace(POLICY, forget_rooms_days=30)
ROOMS = {"#lobby", "#tea", "#own"}


def begun() -> Day:
    """A room of guests, silent and empty; one of an account, with old messages, a ban and a loose file."""
    day = Day()
    day.chat.core.policy = FORGETFUL
    owner, guest = day.account("owner"), day.account("guest")
    guest.send("JOIN #tea", "PRIVMSG #tea :words", "PART #tea")
    owner.send("NS REGISTER password1", "OPER root right", "JOIN #own", "PRIVMSG #own :old words")
    owner.send("RETENTION #own 30d", "EXPIRE #own 1d", "PRIVMSG #own :for a day", "TBAN #own 2h eve!*@*")
    owner.send("REPORT guest :noise", "UBAN ADD 198.51.100.7 2h :x")
    owner.vanish()
    return day


def do_all(day: Day) -> None:
    """What is done every so often, more than once."""
    core = day.chat.core
    day.look()
    for _ in range(3):
        forgetting.forget_silent(core)
        core.world.local.look_at_rooms_again = 0
        modes.lift_ended(core)
        reports.forget_old(core)
        files.remove_loose(core)
        push.forget_old(core)
        audit.forget_old(core)
        staying.let_go(core)
        day.chat.commit()
        day.erase()


def kept(day: Day) -> tuple[set[str], int, bool, int]:
    """Rooms, old messages, whether the ban stands, and reports."""
    world = day.chat.world
    rooms = {room.name for room in world.rooms.values()} | {name for name in ROOMS if world.room(name)}
    own = world.room("#own")
    assert own is not None
    said = sum(entry.event is not None for entry in day.chat.log.kept(own.log))
    return rooms, said, bool(own.lists.get("b")), len(world.reports.known)


@pytest.mark.parametrize("ahead", [40 * DAY, YEAR, 30 * YEAR])
def test_nothing_is_let_go_of_while_the_clock_is_years_ahead(ahead: int) -> None:
    day = begun()
    do_all(day)
    before = kept(day)
    day.set(ahead)
    do_all(day)
    day.chat.now += 10 * MINUTE
    day.chat.tell_time()
    do_all(day)
    assert kept(day) == before
    day.set(-ahead)
    do_all(day)
    assert kept(day) == before
    assert day.chat.core.world.local.leaps.length() == 0


def test_what_is_due_is_let_go_of_when_the_time_has_passed() -> None:
    day = begun()
    do_all(day)
    day.chat.now += 40 * DAY
    day.chat.tell_time()
    do_all(day)
    rooms, said, is_banned, _ = kept(day)
    assert "#tea" not in rooms
    assert not is_banned
    assert said <= 1


def test_a_clock_that_stays_ahead_is_believed_after_a_day() -> None:
    day = begun()
    day.set(YEAR)
    day.chat.now += DAY - HOUR
    day.chat.tell_time()
    do_all(day)
    assert "#tea" in kept(day)[0]
    day.chat.now += 2 * HOUR
    day.chat.tell_time()
    do_all(day)
    assert "#tea" not in kept(day)[0]


def test_a_start_lets_go_of_nothing_before_the_clock_had_an_hour_to_be_put_right() -> None:
    """A machine without a battery begins at any time, and is told the right one a little later."""
    day = begun()
    day.chat.commit()
    again = Day()
    again.chat = MemoryChat(POLICY, lobby="#lobby", log=day.chat.log, now=day.chat.now + YEAR)
    again.eraser.chat = again.chat.core
    again.chat.core.policy = FORGETFUL
    do_all(again)
    assert "#tea" in kept(again)[0]
    assert again.chat.world.bans, "its row is there, too"
    again.chat.now += HOUR
    again.chat.tell_time()
    do_all(again)
    assert "#tea" not in kept(again)[0]


def test_rows_that_the_log_lets_go_of_by_itself_stay_too() -> None:
    day = begun()
    day.set(YEAR)
    do_all(day)
    carol = day.account("carol")
    carol.send(*(f"JOIN #c{n}" for n in range(10)), *(f"NICK carol{n}" for n in range(200)))
    day.chat.commit()
    day.set(-YEAR)
    again = MemoryChat(POLICY, lobby="#lobby", log=day.chat.log, now=day.chat.now)
    assert again.world.whowas.was_seen("guest", again.now) is not None


def test_the_log_is_told_once_of_a_leap_and_of_its_end() -> None:
    day = Day()
    day.set(YEAR)
    day.look()
    day.set(-YEAR)
    day.look()
    assert [event.ahead for event in day.chat.happened if isinstance(event, ClockLeapt)] == [YEAR, 0]


def test_small_corrections_are_no_leaps_and_a_leap_is_undone_as_far_as_it_is_taken_back() -> None:
    leaps = Leaps()
    leaps.begin(YEAR, 0, YEAR)
    for second in range(1, 1000):
        leaps.look(YEAR + second * (1000 + LEAST - 1), second * 1000)
    assert leaps.length() == 0
    passed = 1000 * 1000
    ahead = YEAR + 999 * (LEAST - 1)
    leaps.look(ahead + passed + 3 * DAY, passed)
    leaps.look(ahead + passed + 5 * DAY, passed)
    assert leaps.length() == 5 * DAY
    leaps.look(ahead + passed + 4 * DAY, passed)
    assert leaps.length() == 4 * DAY
    leaps.look(ahead + passed + DAY, passed)
    assert leaps.length() == DAY
    leaps.look(ahead + passed - DAY, passed)
    assert leaps.length() == 0


def test_who_is_banned_does_not_come_in_while_the_clock_is_ahead() -> None:
    day = begun()
    day.account("oona").send("OPER root right", "UBAN ADD eve 2h :x", "UBAN ADD 203.0.113.9 2h :x")
    day.set(YEAR)
    eve = day.account("eve")
    assert any(" 465 eve " in line for line in eve.take())
    assert banned.refused(day.chat.core, "203.0.113.9")
    assert len(day.chat.core.world.bans) == 3
    day.set(-YEAR)
    day.chat.now += 3 * HOUR
    day.chat.tell_time()
    assert not banned.refused(day.chat.core, "203.0.113.9")


def test_logins_visits_and_names_that_rest_are_there_when_the_clock_was_ahead() -> None:
    """Who asked meanwhile lost them: a kept login was forgotten, a visit was another one, a name somebody's."""
    day = begun()
    ruth, gone, guest = day.account("ruth"), day.account("leaver"), day.account("somebody")
    ruth.send("NS REGISTER password1")
    gone.send("NS REGISTER password1")
    core = day.chat.core
    visit = entering.give_token(core, guest.session)
    login = logins.redeem(core, logins.ticket(core, ruth.session), secure=True).token
    account, leaver = core.world.accounts.named("ruth"), core.world.accounts.named("leaver")
    assert leaver is not None
    core.emit(AccountDeleted(account=leaver.number, at=core.now, name="leaver", party=leaver.party))
    gone.vanish()
    guest.vanish()
    day.chat.commit()
    day.set(YEAR)
    again = day.account("other")
    assert entering.resumable(core, visit).name == "somebody"
    assert logins.owner(core, again.session, login) is account
    assert logins.party_of_token(core, login, secure=True) == ruth.session.me.party
    assert any("leaver" in line and " 001 " not in line for line in again.ask("NICK leaver"))
    day.set(-YEAR)
    assert logins.owner(core, again.session, login) is account


def test_what_begins_while_the_clock_is_ahead_ends_after_its_own_length() -> None:
    """ "Never longer than its own length"; and what began before goes by the time that has passed."""
    day = begun()
    do_all(day)
    day.set(3 * HOUR)
    owner = day.account("owner")
    owner.send("NS IDENTIFY owner password1", "OPER root right", "EXPIRE #own 10m", "PRIVMSG #own :ten minutes")
    owner.send("TBAN #own 10m mallory!*@*", "UBAN ADD 203.0.113.7 10m :x")
    own = day.chat.world.room("#own")
    assert own is not None
    assert banned.refused(day.chat.core, "203.0.113.7")
    day.chat.now += 11 * MINUTE
    day.chat.tell_time()
    do_all(day)
    assert not banned.refused(day.chat.core, "203.0.113.7")
    assert banned.refused(day.chat.core, "198.51.100.7")
    assert list(own.lists["b"]) == ["eve!*@*"]
    texts = [entry.event.text for entry in day.chat.log.kept(own.log) if isinstance(entry.event, MessageSent)]
    assert texts == ["old words", "for a day"]
    day.chat.now += 2 * HOUR
    day.chat.tell_time()
    do_all(day)
    assert not banned.refused(day.chat.core, "198.51.100.7")
    assert not own.lists.get("b")


def test_who_takes_another_name_while_the_clock_is_ahead_is_banned_for_as_long_as_before() -> None:
    day = begun()
    owner, core = day.account("owner"), day.chat.core
    day.account("mallory").send("NS REGISTER password1")
    owner.send("NS IDENTIFY owner password1", "OPER root right", "UBAN ADD $a:mallory 2h :x", "TBAN #own 2h a:mallory")
    do_all(day)
    day.set(3 * HOUR)
    do_all(day)
    console(day.chat).send("account rename mallory other")
    own = day.chat.world.room("#own")
    assert own is not None
    for passed, stands in ((HOUR, True), (HOUR + MINUTE, False)):
        day.chat.now += passed
        day.chat.tell_time()
        do_all(day)
        assert (bans.of(core, "$a:other") is not None) is stands
        assert ("a:other" in own.lists.get("b", ())) is stands


def test_what_begins_when_the_clock_was_put_right_ends_after_its_own_length_in_a_room_whose_times_are_ahead() -> None:
    """Times of a room never go back, so they are no measure of what ends."""
    day = begun()
    owner = day.account("owner")
    owner.send("NS IDENTIFY owner password1", "OPER root right")
    do_all(day)
    day.set(YEAR)
    owner.send("PRIVMSG #own :ahead")
    day.set(-YEAR)
    owner.send("EXPIRE #own 10m", "PRIVMSG #own :ten minutes", "TBAN #own 2h mallory!*@*")
    day.chat.commit()
    again = MemoryChat(POLICY, lobby="#lobby", log=day.chat.log, now=day.chat.now)
    for chat in (day.chat, again):
        own = chat.world.room("#own")
        assert own is not None
        assert own.lists["b"]["mallory!*@*"].until - own.lists["b"]["mallory!*@*"].at == 2 * HOUR
    day.chat.now += 11 * MINUTE
    day.chat.tell_time()
    do_all(day)
    own = day.chat.world.room("#own")
    assert own is not None
    assert [entry.event.text for entry in day.chat.log.kept(own.log) if isinstance(entry.event, MessageSent)] == [
        "old words", "for a day", "ahead"
    ]  # fmt: skip
    assert "mallory!*@*" in own.lists["b"]
    day.chat.now += 2 * HOUR
    day.chat.tell_time()
    do_all(day)
    assert "b" not in own.lists


def test_messages_disappear_in_time_that_were_said_between_two_leaps() -> None:
    day = begun()
    owner = day.account("owner")
    owner.send("NS IDENTIFY owner password1", "EXPIRE #own 10m", "PRIVMSG #own :before")
    for leap in (YEAR, HOUR, DAY):
        day.set(leap)
        owner.send(f"PRIVMSG #own :{leap}")
    day.chat.now += 9 * MINUTE
    day.chat.tell_time()
    do_all(day)
    own = day.chat.world.room("#own")
    assert own is not None
    kept = [entry.event.text for entry in day.chat.log.kept(own.log) if isinstance(entry.event, MessageSent)]
    assert kept == ["old words", "for a day", "before", str(YEAR), str(HOUR), str(DAY)]
    day.chat.now += 2 * MINUTE
    day.chat.tell_time()
    do_all(day)
    kept = [entry.event.text for entry in day.chat.log.kept(own.log) if isinstance(entry.event, MessageSent)]
    assert kept == ["old words", "for a day"]


@each(("set_at", "lifted_at"), [(0, YEAR), (YEAR, YEAR), (YEAR, 0), (YEAR, -HOUR), (0, -HOUR), (0, 0)])
def test_bans_that_are_undone_to_hold_again_last_for_what_was_left_of_them(set_at: int, lifted_at: int) -> None:
    """By the time that has passed, and "never longer than its own length", whatever the clock did in between."""
    day = begun()
    day.set(set_at)
    owner = day.account("owner")
    owner.send("NS IDENTIFY owner password1", "OPER root right", "JOIN #own")
    owner.send("UBAN ADD 203.0.113.7 2h :x", "TBAN #own 2h mallory!*@*", "UBAN ADD 203.0.113.8 :y", "MODE #own +b eve2")
    day.chat.now += HOUR
    day.chat.tell_time()
    day.set(lifted_at - set_at)
    acts = []
    for line in (
        "UBAN DEL 203.0.113.7", "MODE #own -b mallory!*@*", "UBAN DEL 203.0.113.8", "MODE #own -b eve2!*@*"
    ):  # fmt: skip
        owner.send(line)
        acts.append(day.chat.world.last_act)
    day.set(-lifted_at)
    for act in acts:
        assert "Undone" in owner.ask(f"UNDO {act}")[-1]
    own, core = day.chat.world.room("#own"), day.chat.core
    assert own is not None
    assert own.lists["b"]["eve2!*@*"].until == 0
    day.chat.now += 50 * MINUTE
    day.chat.tell_time()
    do_all(day)
    assert bans.of(core, "203.0.113.7")
    assert "mallory!*@*" in own.lists["b"]
    day.chat.now += 70 * MINUTE
    day.chat.tell_time()
    do_all(day)
    assert not bans.of(core, "203.0.113.7")
    assert bans.of(core, "203.0.113.8")
    assert list(own.lists["b"]) == ["eve2!*@*"]


def test_what_was_done_while_the_clock_was_ahead_is_undone_when_it_is_put_right() -> None:
    day = begun()
    owner = day.account("owner")
    owner.send("NS IDENTIFY owner password1", "OPER root right", "JOIN #own")
    do_all(day)
    day.set(YEAR)
    acts = []
    for line in (
        "UBAN ADD 203.0.113.7 2h :x",
        "TBAN #own 2h mallory!*@*",
        "UBAN ADD 203.0.113.8 :y",
        "MODE #own +b eve2",
    ):
        owner.send(line)
        acts.append(day.chat.world.last_act)
    day.set(-YEAR)
    for act in acts:
        assert "Undone" in owner.ask(f"UNDO {act}")[-1]


@each("leap", [-YEAR, -HOUR, HOUR, YEAR])
def test_who_was_logged_out_before_they_had_a_name_is_out_whatever_the_clock_did(leap: int) -> None:
    """G19, of one who has logged in and not come in yet."""
    day = Day()
    ruth = day.account("ruth")
    ruth.send("NS REGISTER password1")
    stranger = day.chat.connect(secure=True, address="192.0.2.200")
    answer = b64encode(b"\0ruth\0password1").decode()
    stranger.send("CAP REQ sasl", "AUTHENTICATE PLAIN", f"AUTHENTICATE {answer}")
    day.set(leap)
    ruth.send("NS LOGOUT everywhere")
    day.set(-leap)
    stranger.send("NICK other", "USER x 0 * :x", "CAP END")
    assert stranger.session.me.account == ""


@pytest.mark.parametrize("leap", [DAY, YEAR])
def test_what_was_missed_is_shown_to_who_comes_while_the_clock_is_ahead(leap: int) -> None:
    day = begun()
    day.account("owner").send("NS IDENTIFY owner password1", "JOIN #own")
    anna = day.account("anna", "server-time")
    anna.send("NS REGISTER password1", "JOIN #own")
    anna.vanish()
    day.account("owner2").send("JOIN #own", "PRIVMSG #own :missed")
    day.set(leap)
    anna = day.chat.connect(secure=True)
    anna.send("CAP REQ server-time", "PASS anna:password1", "NICK anna", "CAP END")
    assert any("missed" in line for line in anna.ask("USER anna 0 * :x"))


def test_among_very_many_masks_that_wait_for_the_clock_those_that_are_over_are_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Some are looked at in one go: nothing "holds the loop longer than 10 ms"."""
    monkeypatch.setattr(state, "LOOKED_AT", 3)
    day = Day()
    owner = day.account("owner")
    owner.send("NS REGISTER password1", "JOIN #own", *(f"TBAN #own 2h waits{n}!*@*" for n in range(10)))
    day.set(10 * HOUR)
    owner.send("TBAN #own 1h begun!*@*")
    day.chat.now += HOUR + MINUTE
    day.chat.tell_time()
    own = day.chat.world.room("#own")
    assert own is not None
    before = len(own.lists["b"])
    looks = 0
    while modes.lift_ended(day.chat.core):
        looks += 1
    assert (before, len(own.lists["b"])) == (11, 10)
    assert "begun!*@*" not in own.lists["b"]
    assert looks >= 3


@pytest.mark.parametrize("leap", [HOUR, DAY, YEAR])
def test_what_began_while_the_clock_was_ahead_does_not_begin_anew_each_time_it_is_put_right(leap: int) -> None:
    """ "Never longer than its own length": also forth and back twice, and over a restart behind it."""
    day = begun()
    owner = day.account("owner")
    owner.send("NS IDENTIFY owner password1", "OPER root right", "EXPIRE #own 10m")
    do_all(day)
    own = day.chat.world.room("#own")
    assert own is not None
    for ahead in (leap, -leap, leap, -leap):
        day.set(ahead)
        if ahead > 0:
            owner.send("UBAN ADD 203.0.113.7 10m :x", "TBAN #own 10m mallory!*@*", "PRIVMSG #own :ten minutes")
        day.chat.now += 4 * MINUTE
        day.chat.tell_time()
        do_all(day)
    assert bans.of(day.chat.core, "203.0.113.7")
    assert "mallory!*@*" in own.lists["b"]
    day.chat.commit()
    again = MemoryChat(POLICY, lobby="#lobby", log=day.chat.log, now=day.chat.now)
    room = again.world.room("#own")
    assert room is not None
    assert room.lists["b"]["mallory!*@*"].until == own.lists["b"]["mallory!*@*"].until
    day.chat.now += 3 * MINUTE
    day.chat.tell_time()
    do_all(day)
    assert not bans.of(day.chat.core, "203.0.113.7")
    assert "mallory!*@*" not in own.lists.get("b", ())
    said = [entry.event.text for entry in day.chat.log.kept(own.log) if isinstance(entry.event, MessageSent)]
    assert "ten minutes" not in said


@pytest.mark.parametrize("asleep", [False, True])
def test_what_lasts_as_long_as_all_of_its_kind_began_when_it_did(asleep: bool) -> None:
    """ "Never longer than its own length": what was made twenty hours before the clock was put right began then. A code
    for a new password held for another day."""
    day = begun()
    ruth, guest, gone = day.account("ruth"), day.account("somebody"), day.account("leaver")
    ruth.send("NS REGISTER password1")
    gone.send("NS REGISTER password1")
    core, number = day.chat.core, ruth.session.me.number
    made = core.now
    day.set(YEAR)
    core.emit(ResetCodeMade(account=number, at=core.now, code_hash=b"code"))
    core.emit(LoginKept(account=number, at=core.now, token_hash=b"login"))
    leaver = core.world.accounts.named("leaver")
    assert leaver is not None
    core.emit(AccountDeleted(account=leaver.number, at=core.now, name="leaver", party=leaver.party))
    entering.give_token(core, guest.session)
    guest.vanish()
    ruth.send("JOIN 0")
    day.chat.commit()
    if asleep:  # who sleeps while the clock is put right
        again = Day()
        again.chat = MemoryChat(POLICY, lobby="#lobby", log=day.chat.log, now=day.chat.now)
        again.chat.core.world.local.leaps.doubted = core.world.local.leaps.doubted
        day = again
    day.chat.now += 20 * HOUR
    day.chat.tell_time()
    day.set(-YEAR)
    world = day.chat.world
    account = world.accounts.named("ruth")
    assert account is not None
    assert (account.reset_at, account.logins[b"login"]) == (made, made)
    assert world.accounts.rests_until("leaver", day.chat.now) == made + NAME_RESTS_MS
    (visit,) = world.visits.values()
    assert visit.seen_at == made
    day.chat.commit()
    kept = MemoryChat(POLICY, lobby="#lobby", log=day.chat.log, now=day.chat.now).world.accounts.named("ruth")
    assert kept is not None
    assert (kept.reset_at, kept.logins[b"login"]) == (made, made)


@each(
    "moves",
    [
        (HOUR, None, HOUR, -2 * HOUR),
        (2 * DAY, None, HOUR, -HOUR, DAY, -3 * DAY),
        (DAY, YEAR, None, -YEAR, DAY, -2 * DAY),
        (2 * MINUTE, None, HOUR, -HOUR - 2 * MINUTE),
        (None, HOUR, DAY, -DAY - HOUR),
        (HOUR, HOUR, None, -3 * HOUR // 2, -HOUR // 2),
    ],
)
def test_what_began_between_several_leaps_ends_after_its_own_length_and_does_not_begin_anew(
    moves: tuple[int | None, ...],
) -> None:
    """None: what lasts ten minutes begins. A ban that was over was there again for its whole length, when leaps before
    and behind it were undone at once."""
    day = begun()
    owner = day.account("owner")
    owner.send("NS IDENTIFY owner password1", "OPER root right", "EXPIRE #own 10m")
    own, began, done = day.chat.world.room("#own"), 0, False
    assert own is not None
    for move in moves:
        if move is None:
            owner.send("UBAN ADD 203.0.113.7 10m :x", "TBAN #own 10m mallory!*@*", "PRIVMSG #own :ten minutes")
            done = True
        else:
            day.set(move)
        do_all(day)
        day.chat.now += 3 * MINUTE
        began += 3 * MINUTE if done else 0
        day.chat.tell_time()
        do_all(day)
    for passed in (9 * MINUTE, 11 * MINUTE):
        day.chat.now += max(0, passed - began)
        began = max(began, passed)
        day.chat.tell_time()
        do_all(day)
        said = [entry.event.text for entry in day.chat.log.kept(own.log) if isinstance(entry.event, MessageSent)]
        there = bool(bans.of(day.chat.core, "203.0.113.7")), "mallory!*@*" in own.lists["b"], "ten minutes" in said
        assert there == (began < 10 * MINUTE,) * 3
