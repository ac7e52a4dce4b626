"""Reports: people tell those who keep order what somebody did; who is reported never learns by whom."""

from __future__ import annotations

from itertools import chain

import msgspec

from hubbub.chat.attempts import network_of
from hubbub.chat.events import Entry, MessageSent, ReportChanged, ReportForgotten, ReportMade
from hubbub.chat.ids import read_msgid
from hubbub.chat.names import fold
from hubbub.chat.people import User, name_of
from hubbub.chat.refusals import (
    DiskFull,
    NobodyNamed,
    NoSuchReport,
    NoText,
    TextTooLong,
    TooManyReports,
    UnknownMessage,
)
from hubbub.chat.reports import CLOSED, OPEN, Report
from hubbub.chat.rights import Action, check, may, may_handle, readable_from
from hubbub.chat.rooms import Conversation, Room
from hubbub.chat.session import Session
from hubbub.chat.turn import Turn
from hubbub.commands.accounts.guessing import refuse_for
from hubbub.commands.rooms.rooms import member_of

WHY_BYTES = 200
QUOTE_BYTES = 2000
MOST = 500  # reports that are remembered
MOST_OPEN = 10  # of one person
DAY = 86_400_000
QUOTE_DAYS = 30  # for which a closed report still quotes


async def make(turn: Turn, session: Session, what: str, why: str) -> Report:
    """Report somebody by name, with what they said last where both of them are, or the message with that id.

    Raises NoText, TextTooLong, NobodyNamed, UnknownMessage, TooManyTries, TooManyReports or DiskFull.
    """
    user = _me(session)
    if not why:
        raise NoText
    if len(why.encode()) > WHY_BYTES:
        raise TextTooLong(limit=str(WHY_BYTES), length=str(len(why.encode())))
    reports, network = turn.world.reports, network_of(session.address)
    refuse_for(reports.attempts.wait(network, turn.now))
    id = read_msgid(what)
    if turn.world.user(what) is None and turn.world.former.was_seen(what, turn.now) is None:
        if id is None:
            raise NobodyNamed(what)
        found = await turn.after(session, turn.log.entries((id,)))
        message = next((one for entry in found if (one := _readable(turn, user, entry))), None)
        if message is None:
            raise UnknownMessage(what, message=what)
    else:
        message = _last_said(turn, user, what)
    if turn.disk_full:
        raise DiskFull
    _make_room(turn, user)
    reports.attempts.count(network, turn.now)
    report = _report(turn, user, what, message, why)
    turn.emit(ReportMade(turn.now, turn.policy.server, report), session)
    return report


def listed(turn: Turn, session: Session, name: str = "") -> list[Report]:
    """Those that are not closed and that the asker may handle (of that room only), and their own.

    Raises NoSuchRoom, NotInRoom or NotOperator.
    """
    known, user = list(turn.world.reports.known.values()), session.user
    if name:
        room = turn.world.room(name if name.startswith("#") else f"#{name}")
        if not session.console and not (user is not None and may(Action.REPORTS, user)):
            user, room = member_of(turn, session, name)
            check(Action.REPORTS_ROOM, user, room)
        known = [report for report in known if room is not None and report.log == room.log]
    return [
        report
        for report in known
        if (report.state != CLOSED and _handles(turn, session, report)) or (user and user.party == report.party)
    ]


def change(turn: Turn, session: Session, number: int, state: str, note: str) -> Report:
    """Take care of a report, or close it. Raises NoSuchReport, TextTooLong or DiskFull."""
    report = turn.world.reports.known.get(number)
    if report is None or not _handles(turn, session, report):
        raise NoSuchReport(str(number))
    if len(note.encode()) > WHY_BYTES:
        raise TextTooLong(limit=str(WHY_BYTES), length=str(len(note.encode())))
    if turn.disk_full:
        raise DiskFull
    handler = session.user.name if session.user else "console"
    note = note or report.note
    report = msgspec.structs.replace(report, state=state, handler=handler, note=note, changed_at=turn.now)
    turn.emit(ReportChanged(turn.now, report))
    return report


def forget_old(turn: Turn) -> None:
    """Let go of those that are older than the settings say of the audit log, and of what may not be kept any more."""
    if turn.disk_full:
        return
    since = turn.now - turn.policy.audit_days * DAY
    for report in tuple(turn.world.reports.known.values()):
        if report.at < since:
            turn.emit(ReportForgotten(report.number))
        elif report.quote and _quotes_too_long(turn, report):
            _quote_no_more(turn, report)


def erase_quotes(turn: Turn, party: str) -> None:
    """No report quotes from now on what that party has said."""
    for report in tuple(turn.world.reports.known.values()):
        if report.quote and report.about_party == party:
            _quote_no_more(turn, report)


def _quotes_too_long(turn: Turn, report: Report) -> bool:
    """A report quotes no longer than the message would have stayed, had its author not taken it back; a closed one
    no longer than somebody may want to look at it again.
    """
    room, age = turn.world.journals.get(report.log), turn.now - report.said_at
    limits = (turn.policy.keep_days * DAY, room.retention if isinstance(room, Room) else 0)
    if (report.ends and turn.now >= report.ends) or any(limit and age > limit for limit in limits):
        return True
    return report.state == CLOSED and turn.now - report.changed_at > QUOTE_DAYS * DAY


def _quote_no_more(turn: Turn, report: Report) -> None:
    turn.emit(ReportChanged(turn.now, msgspec.structs.replace(report, quote="", said_at=0, ends=0)))


def _report(turn: Turn, user: User, what: str, message: MessageSent | None, why: str) -> Report:
    name = name_of(message.source) if message else what
    other = turn.world.user(name)
    account = turn.world.accounts.named(name)
    party = message.party if message else other.party if other else account.party if account else ""
    room = _place(turn, user, other, message)
    quote = message.text.encode()[:QUOTE_BYTES].decode(errors="ignore") if message else ""
    return Report(
        turn.world.reports.last + 1,
        turn.now,
        room.log if room else 0,
        room.name if room else "",
        user.name,
        user.party,
        other.name if other and not message else name,
        party,
        why,
        quote,
        message.at if message else 0,
        ends=message.ends if message else 0,
    )


def _place(turn: Turn, user: User, other: User | None, message: MessageSent | None) -> Room | None:
    """The room of the message, or one that both are in."""
    if message is not None:
        journal = turn.world.journals.get(message.log)
        return journal if isinstance(journal, Room) else None
    return next((room for room in user.rooms if other is not None and other in room.members), None)


def _last_said(turn: Turn, user: User, name: str) -> MessageSent | None:
    """What somebody of that name said last in the asker's rooms, or to them, as far as it is remembered."""
    wanted, talk = fold(name), turn.world.conversation_named(user.party, name)
    entries = chain.from_iterable(journal.recent for journal in (*user.rooms, *((talk,) if talk else ())))
    said = [one for one in (_readable(turn, user, entry) for entry in entries) if one]
    theirs = [one for one in said if fold(name_of(one.source)) == wanted and one.party != user.party]
    return max(theirs, key=lambda one: one.at, default=None)


def _readable(turn: Turn, user: User, entry: Entry) -> MessageSent | None:
    """The message in an entry, as it is now, when this user may read it."""
    journal = turn.world.journals.get(entry.log)
    if isinstance(journal, Room):
        first = readable_from(journal, user)
        may_read = first is not None and entry.seq >= first
    else:
        may_read = isinstance(journal, Conversation) and user.party in journal.parties
    event = turn.world.recent.as_now(entry).event if may_read else None
    return event if isinstance(event, MessageSent) else None


def _make_room(turn: Turn, user: User) -> None:
    known = turn.world.reports.known
    if sum(report.party == user.party and report.state == OPEN for report in known.values()) >= MOST_OPEN:
        raise TooManyReports(sentence=TooManyReports.YOURS)
    if len(known) < MOST:
        return
    oldest = next((report for report in known.values() if report.state == CLOSED), None)
    if oldest is None:
        raise TooManyReports
    turn.emit(ReportForgotten(oldest.number))


def _handles(turn: Turn, session: Session, report: Report) -> bool:
    return session.console or (session.user is not None and may_handle(turn.world, session.user, report))


def _me(session: Session) -> User:
    assert session.user is not None
    return session.user
